/**
 * The name most like the one asked for, for "Perhaps you meant"; null when none is alike.
 *
 * @param atLeast from 0 to 1: how alike it has to be
 */
export function nearest(asked: string, names: Iterable<string>, atLeast = 0.4): string | null {
  let best: string | null = null
  let bestLikeness = atLeast
  for (const name of names) {
    const likeness = similarity(asked, name)
    if (likeness > bestLikeness && name !== asked) {
      best = name
      bestLikeness = likeness
    }
  }
  return best
}

/** One minus the Levenshtein distance as a share of the longer name, ignoring case. */
function similarity(left: string, right: string): number {
  const longer = Math.max(left.length, right.length)
  if (longer === 0 || longer > 200 || Math.abs(left.length - right.length) * 2 > longer) return 0
  return 1 - distance(left.toLowerCase(), right.toLowerCase()) / longer
}

function distance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let i = 1; i <= left.length; i++) {
    const current = [i]
    for (let j = 1; j <= right.length; j++) {
      const change = left[i - 1] === right[j - 1] ? 0 : 1
      current.push(Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + change))
    }
    previous = current
  }
  return previous[right.length] ?? 0
}
