import type { ViewEvent } from './event.ts'

/** At most so many events wait, about 125 kB; the oldest make room. */
const capacity = 500

/** The server takes nothing older. */
const expiresAfterMs = 7 * 86_400_000

/** An event that waits to be sent; it may be sent only as the viewer who had it, null for a visitor. */
export type Waiting = { key: string; viewer: string | null; event: ViewEvent }

export type Queue = ReturnType<typeof createQueue>

/**
 * Events that wait, across reloads, shared by the tabs of a site. Each has an entry of its own in localStorage, so that
 * tabs never overwrite each other's; where the browser stores nothing they wait in memory.
 */
export function createQueue(url: string) {
  const prefix = `paddock.views ${url} `
  const memory = new Map<string, string>()

  /** Oldest first: a key starts with its time. */
  const read = (): [key: string, text: string][] => {
    const all = new Map(memory)
    attempt(() => {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(prefix)) all.set(key, localStorage.getItem(key) ?? '')
      }
    })
    return [...all].sort(([a], [b]) => (a < b ? -1 : 1))
  }

  const remove = (waiting: { key: string }[]) => {
    for (const { key } of waiting) {
      memory.delete(key)
      attempt(() => localStorage.removeItem(key))
    }
  }

  const removeFirst = (count?: number) =>
    remove(
      read()
        .slice(0, count)
        .map(([key]) => ({ key })),
    )

  return {
    add(event: ViewEvent, viewer: string | null) {
      const key = `${prefix}${Date.now()} ${event.event_id}`
      const text = JSON.stringify({ viewer, event })
      if (!attempt(() => localStorage.setItem(key, text))) memory.set(key, text)
      removeFirst(-capacity)
    },

    /** Oldest first; what is too old to be taken, or is no event, is dropped on the way. */
    all(): Waiting[] {
      const oldest = Date.now() - expiresAfterMs
      return read().flatMap(([key, text]) => {
        let waiting: Waiting | undefined
        attempt(() => {
          const { viewer, event } = JSON.parse(text)
          if (Date.parse(event.viewed_at) > oldest) waiting = { key, viewer, event }
        })
        if (!waiting) remove([{ key }])
        return waiting ?? []
      })
    },

    remove,

    clear: () => removeFirst(),
  }
}

/** localStorage throws where cookies are blocked and when it is full, JSON where somebody has tampered with it. */
function attempt(work: () => void): boolean {
  try {
    work()
    return true
  } catch {
    return false
  }
}
