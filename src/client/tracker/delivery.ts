import type { Queue, Waiting } from './queue.ts'
import type { Viewer } from './viewer.ts'

/** A view that the server refused, and why; it is not sent again. */
export type Rejection = { imageId: string; reason: string }

type Target = { url: string; publishableKey: string; onRejected?: (rejections: Rejection[]) => void }

/** All `keepalive` requests in flight may hold 64 KiB together: two such batches fit, one of them as the page goes. */
const batchSize = 100

const collectMs = 5_000
const giveUpMs = 30_000
const firstRetryMs = 5_000
const longestRetryMs = 300_000

/** The same request may work later: no connection, an expired token, a limit reached, a server in trouble. */
const isPassing = (status: number) => status >= 500 || [0, 401, 408, 425, 429].includes(status)

/** Sends what waits in the queue, in batches, again and again until the server has taken it; never without consent. */
export function createDelivery(
  { url, publishableKey, onRejected }: Target,
  queue: Queue,
  viewer: Viewer,
  isAllowed: () => boolean,
) {
  const inFlight = new Set<string>()
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false

  const wait = (ms: number) => {
    clearTimeout(timer)
    timer = stopped ? undefined : setTimeout(flush, ms)
  }

  const fail = (retryAfterSeconds = 0) => {
    const longest = Math.min(firstRetryMs * 2 ** failures++, longestRetryMs)
    wait(Math.max(longest * (0.5 + Math.random() / 2), retryAfterSeconds * 1_000))
  }

  /** One batch is of one viewer; what another member left in this browser waits for them. */
  const nextBatch = (): Waiting[] => {
    const me = viewer.id()
    const sendable = queue.all().filter(({ key, viewer: of }) => !inFlight.has(key) && (of === null || of === me))
    return sendable.filter(({ viewer: of }) => of === sendable[0]?.viewer).slice(0, batchSize)
  }

  /** @returns whether the server has dealt with the batch */
  const post = async (batch: Waiting[]): Promise<boolean> => {
    const events = batch.map(({ event }) => event)
    let response: Response | undefined
    let rejected: Rejection[] = []
    try {
      // biome-ignore lint/style/noRestrictedGlobals: the project's own API, in the browser.
      response = await fetch(`${url.replace(/\/+$/, '')}/rest/v1/rpc/record_image_views`, {
        method: 'POST',
        keepalive: true,
        headers: {
          'content-type': 'application/json',
          apikey: publishableKey,
          authorization: `Bearer ${(batch[0]?.viewer && viewer.token()) || publishableKey}`,
        },
        body: JSON.stringify({ events }),
        signal: AbortSignal.timeout(giveUpMs),
      })
      if (response.ok) {
        const answer: { rejected: { index: number; reason: string }[] } = await response.json()
        rejected = answer.rejected.map(({ index, reason }) => ({ imageId: events[index]?.image_id ?? '', reason }))
      }
    } catch {
      // No connection, or a hotel's sign-in page, which says 200 to everything, though not in our words.
      if (response?.ok) response = undefined
    }
    if (isPassing(response?.status ?? 0)) {
      fail(Number(response?.headers.get('retry-after')) || 0)
      return false
    }
    failures = 0
    queue.remove(batch)
    if (rejected.length) onRejected?.(rejected)
    return true
  }

  /** Sends with the token at hand, without waiting for anything first: the page may be going. */
  const send = async (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    for (;;) {
      const batch = isAllowed() ? nextBatch() : []
      if (!batch.length) return
      for (const { key } of batch) inFlight.add(key)
      const done = await post(batch)
      for (const { key } of batch) inFlight.delete(key)
      if (!done) return
    }
  }

  /** Sends all that waits with a fresh token. Never fails: what could not be sent is tried again later. */
  const flush = async (): Promise<void> => {
    try {
      await viewer.refresh()
    } catch {
      return fail()
    }
    await send()
  }

  return {
    send,
    flush,

    /** Sends after some seconds, with what comes in the meantime; later while the server is in trouble. */
    soon() {
      if (!timer) wait(collectMs)
    },

    /** The connection is back. Not all tabs at the same moment: the first may send for all. */
    recover() {
      failures = 0
      wait(Math.random() * 2_000)
    },

    /** Does not try again; what is in flight arrives. */
    stop() {
      stopped = true
    },
  }
}
