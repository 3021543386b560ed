import type { Connector, Fetched, Hints, ParsedDocument, Refusal } from '../document.ts'
import { cutIntoChunks, type Section } from './chunks.ts'
import { piecesOf } from './csv/blocks.ts'
import { charsetOf, isText } from './decode.ts'
import { nameOf } from './name.ts'
import { textParts } from './text-parts.ts'

/** Text as it is; a form feed begins a new page, as printers have it. */
export const plainText: Connector = {
  name: 'plain text',
  accepts: (fetched) =>
    isText(fetched) &&
    /^text\/|^$|^application\/octet-stream$/.test(fetched.mediaType) &&
    !/html|xml/.test(fetched.mediaType),
  read: (fetched, hints) => readBody(fetched, hints, new PlainText()),
}

/** What stands in a text beside its words. It is asked part by part, in their order, and carries from one to the next what goes on. */
export interface TextFormat {
  /** Under what headings, or on what pages, a part stands. */
  sections(text: string): Iterable<Section>
  /** What the text says of itself; asked of its first part. */
  about(text: string): Partial<ParsedDocument>
}

export class PlainText implements TextFormat {
  #page = 1

  about(): Partial<ParsedDocument> {
    return {}
  }

  *sections(text: string): Generator<Section> {
    if (this.#page === 1 && !text.includes('\f')) return yield { start: 0, end: text.length, heading: [] }
    let start = 0
    for (const match of text.matchAll(/\f/g)) {
      yield { start, end: match.index, heading: [], page: this.#page++ }
      start = match.index + 1
    }
    yield { start, end: text.length, heading: [], page: this.#page }
  }
}

/** A body that is there, whole. */
export async function readBody(fetched: Fetched, hints: Hints, format: TextFormat) {
  const documents: ParsedDocument[] = []
  const refused: Refusal[] = []
  const parts = textParts(piecesOf(fetched.body), charsetOf(fetched))
  for await (const part of readText(parts, fetched.url, hints, format)) {
    if ('refused' in part) refused.push(part.refused)
    else documents.push(part.document)
  }
  return { documents, refused }
}

/** A text that comes in parts, each a document: one of them in memory at a time. */
export async function* readText(
  parts: Iterable<string> | AsyncIterable<string>,
  url: string,
  hints: Hints,
  format: TextFormat,
): AsyncGenerator<{ document: ParsedDocument } | { refused: Refusal }> {
  let about: ParsedDocument | null = null
  let nth = 0
  for await (const text of parts) {
    nth += 1
    about ??= { ...unsaid(url, hints), ...format.about(text) }
    const { chunks, isFlat } = cutIntoChunks(text, format.sections(text))
    const title = nth === 1 ? about.title : `${about.title}, part ${nth}`
    yield { document: { ...about, title, text, chunks } }
    if (isFlat) yield { refused: tooManySections(url, nth) }
  }
}

const unsaid = (url: string, hints: Hints): ParsedDocument => ({
  url: /^https?:/.test(url) ? url : null,
  kind: hints.kind,
  title: hints.title ?? nameOf(url),
  language: null,
  author: null,
  publishedAt: null,
  text: '',
  chunks: [],
  subject: hints.subject,
  signals: { search: null, aiInput: null, aiTrain: null },
  links: [],
})

const tooManySections = (url: string, nth: number): Refusal => ({
  url,
  code: 'too_many_sections',
  reason: `Part ${nth} has more headings or pages than anybody reads by. Its words are found, without heading and page.`,
})
