import type { Chunk } from '../document.ts'

/** A chunk is quoted and ranked as a whole: long enough to say whom it speaks of, short enough to be about one thing. */
const mostCharacters = 1_600
const wantedCharacters = 900

/** A stretch of text under its headings. */
export type Section = { start: number; end: number; heading: string[]; page?: number }

/**
 * Cuts sections into chunks at paragraphs, and paragraphs that are too long at lines and sentences. Short neighbours under one heading
 * come together. Offsets are of `text`; the parts between chunks are blank.
 */
export function cutIntoChunks(text: string, sections: Section[]): Chunk[] {
  return sections.flatMap((section) => {
    const pieces = paragraphs(text, section).flatMap((piece) => shorten(text, piece))
    return join(pieces).map(
      ({ start, end }): Chunk => ({
        start,
        end,
        heading: section.heading,
        ...(section.page ? { page: section.page } : {}),
      }),
    )
  })
}

type Span = { start: number; end: number }

function paragraphs(text: string, { start, end }: Span): Span[] {
  return split(text, start, end, /\n[^\S\n]*\n\s*/g)
}

function shorten(text: string, span: Span): Span[] {
  if (span.end - span.start <= mostCharacters) return [span]
  const lines = join(split(text, span.start, span.end, /\n/g))
  if (lines.length > 1) return lines.flatMap((line) => shorten(text, line))
  const sentences = join(split(text, span.start, span.end, /(?<=[.!?]["”’)]*)\s+(?=["“(]?[A-Z0-9])/g))
  if (sentences.length > 1) return sentences.flatMap((sentence) => shorten(text, sentence))
  return cutAtBlanks(text, span)
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

function split(text: string, start: number, end: number, at: RegExp): Span[] {
  const spans: Span[] = []
  let from = start
  for (const match of text.slice(start, end).matchAll(at)) {
    spans.push(trimmed(text, from, start + match.index))
    from = start + match.index + match[0].length
  }
  spans.push(trimmed(text, from, end))
  return spans.filter(isFilled)
}

function join(spans: Span[]): Span[] {
  const joined: Span[] = []
  for (const span of spans) {
    const last = joined.at(-1)
    if (last && span.end - last.start <= wantedCharacters) last.end = span.end
    else joined.push({ ...span })
  }
  return joined
}

function trimmed(text: string, from: number, to: number): Span {
  let start = from
  let end = to
  while (start < end && /\s/.test(text[start] as string)) start++
  while (end > start && /\s/.test(text[end - 1] as string)) end--
  return { start, end }
}

const isFilled = ({ start, end }: Span) => end > start
