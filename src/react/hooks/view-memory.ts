/** Repeats by one viewer of one photo within this time are one view. */
const repeatMs = 30 * 60_000

const key = 'paddock.viewed'

/** Photo ids and when their view was counted in this browser. */
type Viewed = Record<string, number>

export function wasViewed(photoId: string, now = Date.now()): boolean {
  return now - (read()[photoId] ?? Number.NEGATIVE_INFINITY) < repeatMs
}

export function rememberView(photoId: string, now = Date.now()): void {
  const recent = Object.entries(read()).filter(([, at]) => now - at < repeatMs)
  try {
    localStorage.setItem(key, JSON.stringify({ ...Object.fromEntries(recent), [photoId]: now }))
  } catch {
    // A browser that keeps nothing counts again after a reload.
  }
}

function read(): Viewed {
  try {
    return (JSON.parse(localStorage.getItem(key) ?? '{}') as Viewed | null) ?? {}
  } catch {
    return {}
  }
}
