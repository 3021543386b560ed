export type Span = { start: number; end: number }

/** The longest stretch that is quoted; a longer sentence is cut at clauses around its value. */
export const longestQuote = 400

/**
 * Sentences, lines and rows: stretches that are quoted whole. A full stop ends a sentence where a space and a capital or a
 * digit follow, unless it belongs to an abbreviation of the trade (`cu. in.`, `approx.`, `No.`) or an initial.
 */
export function sentences(text: string): Span[] {
  const spans: Span[] = []
  let start = 0
  const push = (end: number) => {
    const span = trimmed(text, start, end)
    if (span) spans.push(span)
    start = end
  }
  for (const match of text.matchAll(/\n+|[.!?]["”’)]*(?=\s)|(?:[}>\]]{2,}|\})(?=\s+[A-Z])/g)) {
    const end = match.index + match[0].length
    if (match[0].startsWith('\n')) {
      if (isWrapped(text, start, match)) continue
      push(end)
    } else if (endsSentence(text, match.index, end)) push(end)
  }
  push(text.length)
  return spans
}

/** One newline within running text: the line before is long and does not end a sentence, and the next starts in lower case or a digit. */
function isWrapped(text: string, start: number, { 0: newline, index }: RegExpExecArray): boolean {
  if (newline.length > 1) return false
  const lineStart = Math.max(start, text.lastIndexOf('\n', index - 1) + 1)
  const line = text.slice(lineStart, index)
  if (line.length < 40 || /[.!?:;|]\s*$/.test(line) || /\s\|\s|\t/.test(line)) return false
  return (
    /^[a-z(]/.test(text.slice(index + 1, index + 2)) ||
    (/[a-z,]$/.test(line) && /^[\dA-Z]/.test(text.slice(index + 1, index + 2)))
  )
}

const abbreviation =
  /(?:\b(?:cu|in|ins|ft|lb|lbs|approx|ca|no|nos|vs|etc|fig|p|pp|max|min|std|opt|incl|excl|st|mr|mrs|dr|inc|ltd|co|corp|dept|ser|rev|vol|c\.i|c\.r|comp|h\.p|b\.h\.p|r\.p\.m|m\.p\.h|e\.g|i\.e|a\.k\.a)|(?:^|[\s(])[a-z])$/i

function endsSentence(text: string, dot: number, end: number): boolean {
  if (text[dot] !== '.') return true
  if (text.slice(dot - 3, dot) === '...') return false // dots that lead to a column
  const after = text.slice(end).match(/^\s+(\S)/)?.[1] ?? ''
  if (/[a-z]/.test(after)) return false
  const before = text.slice(Math.max(0, dot - 12), dot)
  if (!abbreviation.test(before)) return true
  // "... 340 cu. in. The block ...": the abbreviation of a unit may end a sentence all the same.
  return /\b(?:in|lbs?|ft|h\.p|r\.p\.m)$/i.test(before) && /[A-Z]/.test(after) && /^\s+[A-Z][a-z]/.test(text.slice(end))
}

function trimmed(text: string, from: number, to: number): Span | null {
  let start = from
  let end = to
  while (start < end && /\s/.test(text[start] as string)) start++
  while (end > start && /\s/.test(text[end - 1] as string)) end--
  return end > start ? { start, end } : null
}

/** What is quoted for a value: its sentence, or of a long one the clauses around the value. */
export function quoteAround(text: string, sentence: Span, value: Span): Span {
  if (sentence.end - sentence.start <= longestQuote) return sentence
  const room = longestQuote - (value.end - value.start)
  let start = Math.max(sentence.start, value.start - Math.floor(room / 2))
  let end = Math.min(sentence.end, value.end + Math.ceil(room / 2))
  const clause = text.slice(start, value.start).search(/[;,|]\s+(?=[^;,|]*$)/)
  if (start > sentence.start) start = clause >= 0 ? start + clause + 1 : text.indexOf(' ', start) + 1 || start
  if (end < sentence.end) {
    const cut = text.slice(value.end, end).lastIndexOf(' ')
    if (cut > 0) end = value.end + cut
  }
  return trimmed(text, Math.min(start, value.start), Math.max(end, value.end)) ?? value
}
