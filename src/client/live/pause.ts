/** Resolves after `ms`, or at once when the signal is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}

/** Somewhat more or less, so that many who lost the same server do not come back in the same moment. */
export const about = (ms: number) => ms * (0.75 + Math.random() / 2)

/** Resolves when somebody can see the page, at once where there is none. */
export function inView(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (typeof document === 'undefined' || document.visibilityState === 'visible' || signal.aborted) return resolve()
    const look = () => {
      if (document.visibilityState !== 'visible' && !signal.aborted) return
      document.removeEventListener('visibilitychange', look)
      signal.removeEventListener('abort', look)
      resolve()
    }
    document.addEventListener('visibilitychange', look)
    signal.addEventListener('abort', look)
  })
}

/** Aborted when nobody can see the page any more, or `signal` is. */
export function whileInView(signal: AbortSignal): { signal: AbortSignal; done: () => void } {
  const left = new AbortController()
  const look = () => {
    if (signal.aborted || document.visibilityState !== 'visible') left.abort()
  }
  if (typeof document !== 'undefined') document.addEventListener('visibilitychange', look)
  const end = () => left.abort()
  signal.addEventListener('abort', end)
  if (signal.aborted) end()
  const done = () => {
    if (typeof document !== 'undefined') document.removeEventListener('visibilitychange', look)
    signal.removeEventListener('abort', end)
    left.abort()
  }
  return { signal: left.signal, done }
}
