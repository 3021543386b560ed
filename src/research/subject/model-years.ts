import type { Span } from '../text/sentences.ts'
import { type Years, yearsNamed } from './years.ts'

/**
 * The model years that a value is said to hold for: those in its own part of the sentence (between commas), else the last named
 * before it. Dates of print, sale and repair are none.
 */
export function yearsFor(text: string, sentence: Span, value: Span): Years[] {
  const own = within(text, partAround(text, sentence, value), value)
  if (own.length > 0) {
    const before = own.filter(({ end }) => end <= value.start)
    const pick = before.at(-1) ?? own.find(({ start }) => start >= value.end)
    return pick ? own.filter(({ start }) => start === pick.start) : own
  }
  const last = within(text, { start: sentence.start, end: value.start }, value).at(-1)
  return last ? [last] : []
}

/** Between the nearest comma, semicolon or bar on either side; a comma within a number is none. */
export function partAround(text: string, sentence: Span, value: Span): Span {
  const before = text.slice(sentence.start, value.start)
  const after = text.slice(value.end, sentence.end)
  const left = Math.max(...[...before.matchAll(/[;|]|,(?!\d)/g)].map(({ index }) => index + 1), 0)
  const right = after.search(/[;|]|,(?!\d)/)
  return { start: sentence.start + left, end: right < 0 ? sentence.end : value.end + right }
}

function within(text: string, span: Span, value: Span): Years[] {
  return yearsNamed(text.slice(span.start, span.end))
    .map((years) => ({ ...years, start: years.start + span.start, end: years.end + span.start }))
    .filter(({ start, end }) => !(start < value.end && end > value.start))
    .filter(({ start, end }) => !isDate(text.slice(Math.max(0, start - 24), start), text.slice(end, end + 12)))
}

const isDate = (before: string, after: string) =>
  /\b(?:printed|published|revised|edition|copyright|©|sold|auctioned|restored|rebuilt|bought|purchased|dated|since|measured|tested|posted|written|wrote|January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?(?:\s+(?:in|on|\d{1,2},?))?\s*$/i.test(
    before,
  ) || /^\s*(?:auction|edition|reprint|restoration|catalog)|^-\d\d-\d\d/i.test(after)
