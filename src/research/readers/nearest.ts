/**
 * How far the nearest such word is from a value, in characters; Infinity without one. A word after the number counts as further,
 * beyond a comma as much further.
 */
export function nearest(sentence: string, start: number, end: number, word: RegExp): number {
  let least = Number.POSITIVE_INFINITY
  for (const match of sentence.matchAll(new RegExp(word.source, 'gi'))) {
    const isBefore = match.index + match[0].length <= start
    if (isBefore && /^\s*[:=(]?\s*$/.test(sentence.slice(match.index + match[0].length, start))) return 0
    if (!isBefore && /^\s*[:=]/.test(sentence.slice(match.index + match[0].length))) continue // the label of the next
    const between = isBefore ? sentence.slice(match.index + match[0].length, start) : sentence.slice(end, match.index)
    least = Math.min(
      least,
      between.length * (isBefore ? 1 : 2) + (/[,;|]/.test(between) ? 30 : 0) + (/\d/.test(between) ? 30 : 0),
    )
  }
  return least
}

/** The words around a value up to the next mark that parts it from others, on either side. */
export function besideValue(sentence: string, start: number, end: number): { before: string; after: string } {
  const before = sentence.slice(Math.max(0, start - 80), start)
  const after = sentence.slice(end, end + 60)
  return { before: before.split(/[;|]|,(?!\d)/).at(-1) ?? '', after: after.split(/[;|]|,(?!\d)/)[0] ?? '' }
}
