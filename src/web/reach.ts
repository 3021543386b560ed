import type { Fetch } from '../client/session-end.ts'
import { askConnection } from '../react/connection.ts'
import { keptHeader } from './worker/rules.ts'

const betweenLooksMs = 5_000
const patienceMs = 10_000

const listeners = new Set<() => void>()

/** The service worker marks a page that it took from its store because the server did not answer. */
export const beganReached = typeof document === 'undefined' || !('kept' in document.documentElement.dataset)

let reached = beganReached
let looking: Promise<boolean> | null = null
let timer: ReturnType<typeof setTimeout> | undefined

/** Whether the server answers: what the browser believes of its connection says little about that. */
export const isReached = () => reached

export function onReach(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Notes what its answers and failures say about the server. */
export const watched =
  (ask: Fetch): Fetch =>
  async (input, init) => {
    try {
      const response = await ask(input, init)
      if (response.headers.has(keptHeader)) look()
      else know(true)
      return response
    } catch (error) {
      if (!init?.signal?.aborted) look()
      throw error
    }
  }

/** Asks the server itself, past the service worker's store: one request that fails may have been stopped by something else. */
function look(): Promise<boolean> {
  // biome-ignore lint/style/noRestrictedGlobals: the page's own server.
  looking ??= fetch('/health', { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(patienceMs) }).then(
    () => know(true),
    () => know(false),
  )
  return looking
}

function know(now: boolean): boolean {
  looking = null
  clearTimeout(timer)
  if (!now) timer = setTimeout(look, betweenLooksMs)
  if (now === reached) return now
  reached = now
  // What waits for a connection, such as acts, hears of it as from a browser that knew.
  if (now) dispatchEvent(new Event('online'))
  for (const listener of listeners) listener()
  return now
}

if (typeof document !== 'undefined') {
  askConnection(look)
  addEventListener('offline', () => {
    know(false)
    look()
  })
  addEventListener('online', () => reached || look())
  if (!reached) look()
}
