import type { Chunk, Connector, Fetched, Hints, Line, Page, ParsedDocument, Refusal } from '../../document.ts'
import { cutIntoChunks, type Section } from '../chunks.ts'
import { endingOf, nameOf } from '../name.ts'
import type { PageLine, PdfPage } from './glyphs.ts'
import { ocrPage } from './ocr.ts'
import { type PdfRead, readPdf } from './read-pdf.ts'

/** PDF manuals: lines with their rectangles, rows of tables with ` | ` between their cells, headings by the size of their letters. */
export const pdf: Connector = {
  name: 'PDF',
  accepts: ({ mediaType, url, body }) =>
    mediaType === 'application/pdf' || endingOf(url) === 'pdf' || startsAsPdf(body),
  read: async (fetched, hints) => {
    const read = await readPdf(fetched.body)
    await recognise(read, fetched.body)
    const refused = refusalsOf(read, fetched.url)
    if (!read.pages.some(({ lines }) => lines.length > 0)) {
      if (refused.length === 0) refused.push({ url: fetched.url, code: 'no_text', reason: 'It has no text.' })
      return { documents: [], refused }
    }
    return { documents: [documentOf(read, fetched, hints)], refused }
  },
}

const startsAsPdf = (body: Uint8Array) => new TextDecoder('latin1').decode(body.subarray(0, 1_024)).includes('%PDF-')

/** Pages that are pictures of text, by the command that is configured for it. */
async function recognise(read: PdfRead, body: Uint8Array): Promise<void> {
  const scans = read.pages.filter(({ lines, hasImage }) => lines.length === 0 && hasImage)
  const command = process.env.PADDOCK_OCR
  if (!command || scans.length === 0) return
  for (const page of scans) page.lines = await ocrPage(command, body, page).catch(() => [])
}

function refusalsOf({ pages, problems }: PdfRead, url: string): Refusal[] {
  const scans = pages.filter(({ lines, hasImage }) => lines.length === 0 && hasImage).map(({ number }) => number)
  const scanned = {
    url,
    code: 'scanned',
    reason: `${scans.length === 1 ? `Page ${scans[0]} is` : `${scans.length} pages are`} a picture without text. Set PADDOCK_OCR to a command that reads it, or add a copy with text.`,
  }
  return [
    ...problems.map(({ page, code, reason }) => ({ url: page === null ? url : `${url}#page=${page}`, code, reason })),
    ...(scans.length > 0 ? [scanned] : []),
  ]
}

function documentOf(read: PdfRead, fetched: Fetched, hints: Hints): ParsedDocument {
  const body = bodySize(read.pages)
  let text = ''
  const pages: Page[] = []
  const sections: Section[] = []
  const lines: (Line & { page: number })[] = []
  let heading: string[] = []
  for (const page of read.pages) {
    const start = text.length
    let from = start
    let before: PageLine | undefined
    for (const line of page.lines) {
      if (text.length > start) text += before && line.y - before.y - before.height > 0.9 * line.height ? '\n\n' : '\n'
      if (isHeading(line, body)) {
        if (text.length > from) sections.push({ start: from, end: text.length, heading, page: page.number })
        heading = [line.text]
        from = text.length
      }
      lines.push({
        start: text.length,
        end: text.length + line.text.length,
        rect: [line.x, line.y, line.width, line.height],
        page: page.number,
      })
      text += line.text
      before = line
    }
    if (text.length > from) sections.push({ start: from, end: text.length, heading, page: page.number })
    pages.push({
      number: page.number,
      width: page.width,
      height: page.height,
      start,
      end: text.length,
      readable: page.lines.length > 0,
    })
    text += '\n\n'
  }
  return {
    url: /^https?:/.test(fetched.url) ? fetched.url : null,
    kind: hints.kind,
    title: hints.title ?? read.about?.title ?? nameOf(fetched.url),
    language: read.about?.language ?? null,
    author: read.about?.author ?? null,
    publishedAt: null, // when a PDF was made says little of when its text was
    text,
    chunks: cutIntoChunks(text, sections).chunks.map((chunk) => withLines(chunk, lines)),
    pages,
    subject: hints.subject,
    signals: { search: null, aiInput: null, aiTrain: null },
    links: [],
  }
}

const withLines = (chunk: Chunk, lines: (Line & { page: number })[]): Chunk => ({
  ...chunk,
  lines: lines
    .filter((line) => line.start < chunk.end && line.end > chunk.start && line.page === chunk.page)
    .map(({ start, end, rect }) => ({ start: Math.max(start, chunk.start), end: Math.min(end, chunk.end), rect })),
})

/** The size that most characters are set in. */
function bodySize(pages: PdfPage[]): number {
  const sizes = new Map<number, number>()
  for (const { lines } of pages)
    for (const { size, text } of lines)
      sizes.set(Math.round(size * 2) / 2, (sizes.get(Math.round(size * 2) / 2) ?? 0) + text.length)
  return [...sizes].reduce((a, b) => (b[1] > a[1] ? b : a), [10, 0])[0]
}

const isHeading = ({ size, text }: PageLine, body: number) =>
  size > 1.15 * body && text.length <= 120 && /\p{L}/u.test(text)
