import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PdfPage } from './glyphs.ts'
import { readInChild } from './read-in-child.ts'

/** `memoryMb` of JavaScript's heap; `residentMb` of all that the process has in memory, such as streams that were unpacked. */
export type PdfBounds = { mostPages: number; pageMs: number; totalMs: number; memoryMb: number; residentMb: number }
/** 2,000 pages are read in about half a minute; a page that takes longer than this is a bomb. */
export const usualBounds: PdfBounds = {
  mostPages: 5_000,
  pageMs: 20_000,
  totalMs: 600_000,
  memoryMb: 180,
  residentMb: 290,
}

export type PdfRead = {
  about: {
    pages: number
    title: string | null
    author: string | null
    created: string | null
    language: string | null
  } | null
  pages: PdfPage[]
  /** Pages that could not be read, and the document where nothing could: a sentence each. */
  problems: { page: number | null; code: string; reason: string }[]
}

/** A reader gathers memory page by page, so each reads a stretch of the document and is replaced. */
const pagesOfAReader = 200
/** A document whose pages break more readers than this is left. */
const mostBroken = 5

/**
 * Reads a PDF page by page in processes that have nothing else to do and no secrets. What has been read stays when one is killed, for a page
 * that takes too long or too much memory; the next goes on with the page after.
 */
export async function readPdf(body: Uint8Array, bounds: PdfBounds = usualBounds): Promise<PdfRead> {
  const folder = await mkdtemp(join(tmpdir(), 'paddock-pdf-'))
  try {
    const path = join(folder, 'document.pdf')
    await writeFile(path, body)
    return await readAll(path, bounds)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readAll(path: string, bounds: PdfBounds): Promise<PdfRead> {
  const read: PdfRead = { about: null, pages: [], problems: [] }
  const late = AbortSignal.timeout(bounds.totalMs)
  let broken = 0
  for (let from = 1; from > 0; ) {
    const part = await readInChild(
      path,
      { from, to: Math.min(from + pagesOfAReader - 1, bounds.mostPages) },
      bounds,
      late,
    )
    read.about ??= part.about
    read.pages.push(...part.pages)
    read.problems.push(...part.problems)
    if (part.broke) broken += 1
    const pages = read.about?.pages ?? 0
    const last = Math.min(pages, bounds.mostPages)
    if (late.aborted) {
      const reason = `It takes longer than ${bounds.totalMs / 1000} seconds to read; what was read is kept.`
      read.problems.push({ page: null, code: 'too_slow', reason })
    } else if (part.next > last && pages > bounds.mostPages) {
      const reason = `It has ${pages} pages; the first ${bounds.mostPages} are read.`
      read.problems.push({ page: bounds.mostPages + 1, code: 'too_many_pages', reason })
    }
    from = late.aborted || part.next > last || broken >= mostBroken ? 0 : part.next
  }
  return read
}
