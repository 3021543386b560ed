const mostMs = 7 * 86_400_000

/** `Retry-After` in milliseconds: seconds or a date (RFC 9110, 10.2.3), at most a week. Null where it says nothing. */
export function readRetryAfter(value: string | undefined, now = Date.now()): number | null {
  const text = value?.trim() ?? ''
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), mostMs)
}
