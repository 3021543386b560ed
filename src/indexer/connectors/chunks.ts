import type { Chunk } from '../document.ts'

/** A chunk is quoted and ranked as a whole: long enough to say whom it speaks of, short enough to be about one thing. */
const mostCharacters = 1_600
const wantedCharacters = 900

/** A stretch of text under its headings. */
export type Section = { start: number; end: number; heading: string[]; page?: number }

/** So many in any document, and more in a long one. Beyond that its headings or pages are none that anybody reads by. */
const mostChunks = (text: string) => Math.max(20_000, text.length / 400)

/**
 * Cuts sections into chunks at paragraphs, and paragraphs that are too long at lines and sentences. Short neighbours under one heading
 * come together. Offsets are of `text`; the parts between chunks are blank. Pieces are looked at one by one, so that a text of millions of
 * them takes the memory of its chunks; one of more sections than a reader could use is cut as if it had none (`isFlat`).
 */
export function cutIntoChunks(text: string, sections: Iterable<Section>): { chunks: Chunk[]; isFlat: boolean } {
  const chunks: Chunk[] = []
  const most = mostChunks(text)
  for (const { start, end, heading, page } of sections) {
    for (const span of joined(pieces(text, { start, end })))
      chunks.push({ ...span, heading, ...(page ? { page } : {}) })
    if (chunks.length <= most) continue
    const whole = { start: chunks[0]?.start ?? 0, end: text.length }
    return { chunks: Array.from(joined(pieces(text, whole)), (span) => ({ ...span, heading: [] })), isFlat: true }
  }
  return { chunks, isFlat: false }
}

type Span = { start: number; end: number }

const paragraph = /\n[^\S\n]*\n\s*/g
const line = /\n/g
const sentence = /(?<=[.!?]["”’)]*)\s+(?=["“(]?[A-Z0-9])/g

function* pieces(text: string, span: Span): Generator<Span> {
  for (const piece of split(text, span, paragraph)) yield* shortened(text, piece)
}

function* shortened(text: string, span: Span): Generator<Span> {
  if (span.end - span.start <= mostCharacters) return yield span
  for (const mark of [line, sentence]) {
    const parts = [...joined(split(text, span, mark))]
    if (parts.length < 2) continue
    for (const part of parts) yield* shortened(text, part)
    return
  }
  yield* cutAtBlanks(text, span)
}

/** A text without lines and sentences, however long. */
function cutAtBlanks(text: string, { start, end }: Span): Span[] {
  const spans: Span[] = []
  let from = start
  while (end - from > mostCharacters) {
    const cut = text.slice(from, from + mostCharacters + 1).lastIndexOf(' ')
    const at = from + (cut > 0 ? cut : mostCharacters)
    spans.push(trimmed(text, from, at))
    from = at
    while (from < end && /\s/.test(text[from] as string)) from++
  }
  return [...spans, trimmed(text, from, end)].filter(isFilled)
}

/** What stands between the marks, without blanks around it. */
function* split(text: string, { start, end }: Span, mark: RegExp): Generator<Span> {
  let from = start
  for (const match of text.slice(start, end).matchAll(mark)) {
    const span = trimmed(text, from, start + match.index)
    if (isFilled(span)) yield span
    from = start + match.index + match[0].length
  }
  const rest = trimmed(text, from, end)
  if (isFilled(rest)) yield rest
}

/** Neighbours together, as long as they are wanted. */
function* joined(spans: Iterable<Span>): Generator<Span> {
  let open: Span | null = null
  for (const span of spans) {
    if (open && span.end - open.start <= wantedCharacters) open = { start: open.start, end: span.end }
    else {
      if (open) yield open
      open = span
    }
  }
  if (open) yield open
}

function trimmed(text: string, from: number, to: number): Span {
  let start = from
  let end = to
  while (start < end && /\s/.test(text[start] as string)) start++
  while (end > start && /\s/.test(text[end - 1] as string)) end--
  return { start, end }
}

const isFilled = ({ start, end }: Span) => end > start
