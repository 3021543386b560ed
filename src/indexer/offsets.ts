/**
 * Turns offsets in UTF-16 code units, as JavaScript counts, into offsets in characters (code points), as Postgres does.
 * An offset in the middle of a surrogate pair counts as before the character. Where text has no pairs, it costs nothing.
 */
export function characterOffsets(text: string): (offset: number) => number {
  const pairs: number[] = []
  for (const match of text.matchAll(/[\u{10000}-\u{10ffff}]/gu)) pairs.push(match.index)
  if (pairs.length === 0) return (offset) => offset
  return (offset) => offset - countBefore(pairs, offset)
}

/** How many pairs have their second half before the offset: by binary search. */
function countBefore(pairs: number[], offset: number): number {
  let low = 0
  let high = pairs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((pairs[middle] as number) < offset) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * A copy that Postgres can store: NUL and halves of surrogate pairs, which it cannot, become U+FFFD in every string. Each is one
 * code unit and becomes one character, so no offset moves.
 */
export function storable<T>(value: T): T {
  if (typeof value === 'string') return plain(value) as T
  if (Array.isArray(value)) return value.map(storable) as T
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [plain(name), storable(inner)])) as T
}

function plain(text: string): string {
  return text.replaceAll('\0', '\ufffd').toWellFormed()
}
