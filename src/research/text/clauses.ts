import type { Span } from './sentences.ts'

/**
 * Clauses of a sentence: what a comma with a conjunction, a semicolon, a dash or a contrast parts. A value belongs to the
 * clause it stands in, and so does what is said of it (a year, another engine, a negation).
 */
export function clauseAround(text: string, sentence: Span, at: number): Span {
  const inside = text.slice(sentence.start, sentence.end)
  let start = 0
  let end = inside.length
  for (const match of inside.matchAll(boundary)) {
    if (match.index + match[0].length <= at - sentence.start) start = match.index + match[0].length
    else if (match.index >= at - sentence.start) {
      end = match.index
      break
    }
  }
  return { start: sentence.start + start, end: sentence.start + end }
}

const boundary =
  /;\s+|\s+[–—]\s+|\s+\|\s+|,\s+(?=(?:and|but|while|whereas|though|although|whilst|yet|or|with the|compared|unlike|versus|vs)\b)|\s+(?=(?:while|whereas|whilst|but|compared (?:with|to)|versus|vs\.?|against)\s)/gi
