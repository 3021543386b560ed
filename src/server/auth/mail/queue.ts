import { setTimeout as sleep } from 'node:timers/promises'

export type Queue = {
  /** False when there is no room; what it takes runs in the background. */
  add: (work: () => Promise<void>) => boolean
  hasRoom: () => boolean
  /** Takes nothing more, gives up what waits for another try, and waits for the rest, `graceMs` at most. */
  close: (graceMs?: number) => Promise<void>
}

export type QueueOptions = {
  /** Where its failures go. */
  report: (error: unknown) => void
  atOnce: number
  mayWait: number
  /** Milliseconds before it begins. */
  afterMs?: number
  /** Milliseconds before each further try of what fails for now. It takes nobody's place meanwhile. */
  retryAfter?: readonly number[]
  isFinal?: (error: unknown) => boolean
}

type Item = { work: () => Promise<void>; tries: number }

/**
 * Work that nobody waits for, a few at once. It lives in this process: what waits when the process dies is lost, and who
 * misses it asks again.
 */
export function createQueue(options: QueueOptions): Queue {
  const { report, atOnce, mayWait, afterMs = 0, retryAfter = [], isFinal = () => false } = options
  const waiting: Item[] = []
  const resting = new Map<NodeJS.Timeout, unknown>()
  const running = new Set<Promise<void>>()
  let closed = false

  const next = () => {
    while (running.size < atOnce) {
      const item = waiting.shift()
      if (!item) return
      const run: Promise<void> = item
        .work()
        .catch((error: unknown) => rest(item, error))
        .finally(() => {
          running.delete(run)
          next()
        })
      running.add(run)
    }
  }

  const rest = ({ work, tries }: Item, error: unknown) => {
    const wait = retryAfter[tries]
    if (closed || wait === undefined || isFinal(error)) return report(error)
    const timer = setTimeout(() => {
      resting.delete(timer)
      waiting.push({ work, tries: tries + 1 })
      next()
    }, wait)
    timer.unref()
    resting.set(timer, error)
  }

  const hasRoom = () => !closed && waiting.length + resting.size < mayWait
  return {
    hasRoom,
    add: (work) => {
      if (!hasRoom()) return false
      waiting.push({ work, tries: 0 })
      setTimeout(next, afterMs)
      return true
    },
    close: async (graceMs = 5_000) => {
      closed = true
      for (const [timer, error] of resting) {
        clearTimeout(timer)
        report(error)
      }
      resting.clear()
      next()
      const enough = new AbortController()
      const drained = async () => {
        while (running.size > 0) await Promise.all(running)
      }
      await Promise.race([drained(), sleep(graceMs, null, { signal: enough.signal }).catch(() => {})])
      enough.abort()
      waiting.length = 0
    },
  }
}
