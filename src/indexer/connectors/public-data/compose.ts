import type { Chunk, Fetched, Hints, ParsedDocument, Refusal } from '../../document.ts'

/** A chunk's text, and what is known of it beside its place. */
export type Part = Omit<Chunk, 'start' | 'end' | 'heading'> & { text: string; heading?: string[] }

/** A document whose text is its parts, one below the other. */
export function compose(parts: Part[], fetched: Fetched, hints: Hints, title: string): ParsedDocument {
  let text = ''
  const chunks = parts.map(({ text: words, heading = [], ...part }): Chunk => {
    const start = text.length
    text += `${words}\n\n`
    return { ...part, heading, start, end: start + words.length }
  })
  return {
    url: /^https?:/.test(fetched.url) ? fetched.url : null,
    kind: hints.kind,
    title: hints.title ?? title,
    language: 'en',
    author: null,
    publishedAt: null,
    text,
    chunks,
    subject: hints.subject,
    signals: { search: null, aiInput: null, aiTrain: null },
    links: [],
  }
}

export const refuse = (fetched: Fetched, code: string, reason: string): { documents: []; refused: Refusal[] } => ({
  documents: [],
  refused: [{ url: fetched.url, code, reason }],
})

/** Agencies write in capitals: `MERCEDES-BENZ` becomes `Mercedes-Benz`; `BMW`, `GMC` and `MG` stay. */
export function nameOf(capitals: string): string {
  return capitals.trim().replace(/[A-Z]{4,}/g, (word) => word[0] + word.slice(1).toLowerCase())
}
