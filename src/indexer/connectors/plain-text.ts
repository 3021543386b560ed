import type { Connector, Fetched, Hints, ParsedDocument } from '../document.ts'
import { cutIntoChunks, type Section } from './chunks.ts'
import { decodeText, isText } from './decode.ts'
import { nameOf } from './name.ts'

/** Text as it is; a form feed begins a new page, as printers have it. */
export const plainText: Connector = {
  name: 'plain text',
  accepts: (fetched) =>
    isText(fetched) &&
    /^text\/|^$|^application\/octet-stream$/.test(fetched.mediaType) &&
    !/html|xml/.test(fetched.mediaType),
  read: async (fetched, hints) => ({ documents: [readPlainText(fetched, hints)], refused: [] }),
}

/** @param sectionsOf under what headings or on what pages its parts stand; without it, pages */
export function readPlainText(
  fetched: Fetched,
  hints: Hints,
  sectionsOf: (text: string) => Iterable<Section> = pagesOf,
): ParsedDocument {
  const text = decodeText(fetched).replace(/\r\n?/g, '\n')
  return {
    url: /^https?:/.test(fetched.url) ? fetched.url : null,
    kind: hints.kind,
    title: hints.title ?? nameOf(fetched.url),
    language: null,
    author: null,
    publishedAt: null,
    text,
    chunks: cutIntoChunks(text, sectionsOf(text)),
    subject: hints.subject,
    signals: { search: null, aiInput: null, aiTrain: null },
    links: [],
  }
}

function* pagesOf(text: string): Generator<Section> {
  if (!text.includes('\f')) return yield { start: 0, end: text.length, heading: [] }
  let start = 0
  let page = 1
  for (const match of text.matchAll(/\f/g)) {
    yield { start, end: match.index, heading: [], page }
    start = match.index + 1
    page++
  }
  yield { start, end: text.length, heading: [], page }
}
