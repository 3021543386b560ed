import type { Connector, Fetched, Hints, ParsedDocument } from '../document.ts'
import { cutIntoChunks } from './chunks.ts'
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

export function readPlainText(fetched: Fetched, hints: Hints): ParsedDocument {
  const text = decodeText(fetched).replace(/\r\n?/g, '\n')
  const paged = text.includes('\f')
  const sections = pagesOf(text).map(({ start, end }, n) => ({
    start,
    end,
    heading: [],
    ...(paged ? { page: n + 1 } : {}),
  }))
  return {
    url: /^https?:/.test(fetched.url) ? fetched.url : null,
    kind: hints.kind,
    title: hints.title ?? nameOf(fetched.url),
    language: null,
    author: null,
    publishedAt: null,
    text,
    chunks: cutIntoChunks(text, sections),
    subject: hints.subject,
    signals: { search: null, aiInput: null, aiTrain: null },
    links: [],
  }
}

function pagesOf(text: string): { start: number; end: number }[] {
  const pages: { start: number; end: number }[] = []
  let start = 0
  for (const match of text.matchAll(/\f/g)) {
    pages.push({ start, end: match.index })
    start = match.index + 1
  }
  return [...pages, { start, end: text.length }]
}
