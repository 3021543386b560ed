import { setTimeout as sleep } from 'node:timers/promises'

export type Queue = {
  /** False when there is no room; what it takes runs in the background. */
  add: (work: () => Promise<void>) => boolean
  /** Takes nothing more and waits for what runs, `graceMs` at most. */
  close: (graceMs?: number) => Promise<void>
}

/**
 * Work that nobody waits for, so that how long it takes tells nothing to who asked for it. It lives in this process: what
 * waits when the process dies is lost, and its reader asks again.
 *
 * @param report where its failures go
 */
export function createQueue(report: (error: unknown) => void, { atOnce = 4, mayWait = 500 } = {}): Queue {
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
      next()
      return true
    },
    close: async (graceMs = 5_000) => {
      closed = true
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
