import { fork } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PdfMessage } from './child.ts'
import type { PdfPage } from './glyphs.ts'

export type PdfBounds = { mostPages: number; pageMs: number; totalMs: number; memoryMb: number }
/** 2,000 pages are read in about half a minute; a page that takes longer than this is a bomb. */
export const usualBounds: PdfBounds = { mostPages: 5_000, pageMs: 20_000, totalMs: 600_000, memoryMb: 220 }

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

const program = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './child.js', import.meta.url))

/**
 * Reads a PDF page by page in a process of its own, which has nothing else to do and no secrets. What has been read stays when the
 * process is killed: for a page that takes too long, for the whole, or for its memory.
 */
export async function readPdf(body: Uint8Array, bounds: PdfBounds = usualBounds): Promise<PdfRead> {
  const folder = await mkdtemp(join(tmpdir(), 'paddock-pdf-'))
  try {
    const path = join(folder, 'document.pdf')
    await writeFile(path, body)
    return await inChild(path, bounds)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function inChild(path: string, { mostPages, pageMs, totalMs, memoryMb }: PdfBounds): Promise<PdfRead> {
  const read: PdfRead = { about: null, pages: [], problems: [] }
  const child = fork(program, {
    serialization: 'advanced',
    execArgv: [
      ...process.execArgv.filter((flag) => /^--(experimental-strip-types|disable-warning)/.test(flag)),
      `--max-old-space-size=${memoryMb}`,
    ],
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  return new Promise((resolve) => {
    let over = false
    const end = (problem?: PdfRead['problems'][number]) => {
      if (over) return
      over = true
      clearTimeout(whole)
      clearTimeout(page)
      if (problem) read.problems.push(problem)
      child.kill('SIGKILL')
      resolve(read)
    }
    const next = () => read.pages.length + read.problems.length + 1
    const tooLong = () =>
      end({
        page: read.about ? next() : null,
        code: 'too_slow',
        reason: `Page ${next()} takes longer than ${pageMs / 1000} seconds to read; what comes before it is kept.`,
      })
    const whole = setTimeout(
      () =>
        end({
          page: null,
          code: 'too_slow',
          reason: `It takes longer than ${totalMs / 1000} seconds to read; what was read is kept.`,
        }),
      totalMs,
    )
    let page = setTimeout(tooLong, pageMs)
    child.on('message', (message: PdfMessage) => {
      clearTimeout(page)
      page = setTimeout(tooLong, pageMs)
      if ('about' in message) read.about = message.about
      else if ('page' in message) read.pages.push(message.page)
      else if ('unreadable' in message)
        read.problems.push({
          page: message.unreadable,
          code: 'unreadable_page',
          reason: `Page ${message.unreadable} could not be read: ${message.why.slice(0, 200)}`,
        })
      else if ('refused' in message) read.problems.push({ page: null, ...message.refused })
      else {
        if (read.about && read.about.pages > mostPages)
          read.problems.push({
            page: mostPages + 1,
            code: 'too_many_pages',
            reason: `It has ${read.about.pages} pages; the first ${mostPages} are read.`,
          })
        end()
      }
    })
    child.on('exit', () =>
      end({
        page: null,
        code: 'too_large',
        reason: `It took more memory than allowed (${memoryMb} MB) or broke its reader; what was read before is kept.`,
      }),
    )
    child.on('error', () => end({ page: null, code: 'damaged', reason: 'Its reader could not be started.' }))
    child.send({ path, mostPages })
  })
}
