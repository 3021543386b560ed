import { setTimeout as sleep } from 'node:timers/promises'

export type Queue = {
  /** False when there is no room; what it takes runs in the background. */
  add: (work: () => Promise<void>) => boolean
  /** Takes nothing more and waits for what runs, `graceMs` at most. */
  close: (graceMs?: number) => Promise<void>
}

/**
 * Work that nobody waits for. It starts when the answer to who asked for it has long been sent, so that neither its length nor its load
 * shows in the time of the answer. It lives in this process: what
 * waits when the process dies is lost, and its reader asks again.
 *
 * @param report where its failures go
 */
export function createQueue(
  report: (error: unknown) => void,
  { atOnce = 4, mayWait = 500, afterMs = 100 } = {},
): Queue {
  const waiting: (() => Promise<void>)[] = []
  const running = new Set<Promise<void>>()
  let closed = false

  const next = () => {
    while (running.size < atOnce) {
      const work = waiting.shift()
      if (!work) return
      const run: Promise<void> = work()
        .catch(report)
        .finally(() => {
          running.delete(run)
          next()
        })
      running.add(run)
    }
  }

  return {
    add: (work) => {
      if (closed || waiting.length >= mayWait) return false
      waiting.push(work)
      setTimeout(next, afterMs)
      return true
    },
    close: async (graceMs = 5_000) => {
      closed = true
      const enough = new AbortController()
      next()
      const drained = async () => {
        while (running.size > 0) await Promise.all(running)
      }
      await Promise.race([drained(), sleep(graceMs, null, { signal: enough.signal }).catch(() => {})])
      enough.abort()
      waiting.length = 0
    },
  }
}
