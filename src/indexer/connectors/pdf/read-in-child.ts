import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { PdfMessage } from './child.ts'
import type { PdfBounds, PdfRead } from './read-pdf.ts'
import { residentMegabytes } from './resident.ts'

/** `next`: the page to go on with. `broke`: its process had to be killed, or ended by itself. */
export type PartRead = PdfRead & { next: number; broke: boolean }

const program = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './child.js', import.meta.url))
const lookEveryMs = 50

/** Reads a stretch of pages in a process of its own, which is gone when this resolves. `late` ends it without a problem. */
export function readInChild(
  path: string,
  { from, to }: { from: number; to: number },
  { pageMs, memoryMb, residentMb }: PdfBounds,
  late: AbortSignal,
): Promise<PartRead> {
  const read: PartRead = { about: null, pages: [], problems: [], next: from, broke: false }
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
    const end = () => {
      if (over) return
      over = true
      clearTimeout(page)
      clearInterval(watch)
      late.removeEventListener('abort', end)
      child.kill('SIGKILL')
      resolve(read)
    }
    /** At the page that was being read, or at the document before there is any. */
    const broke = (code: string, why: string) => {
      if (over) return
      const at = read.about ? read.next : null
      const reason = `${at === null ? 'It' : `Page ${at}`} ${why}; what comes before it is kept.`
      read.problems.push({ page: at, code, reason })
      read.broke = true
      read.next = at === null ? Number.POSITIVE_INFINITY : at + 1
      end()
    }
    const tooLong = () => broke('too_slow', `takes longer than ${pageMs / 1000} seconds to read`)
    const tooLarge = () =>
      broke('too_large', `takes more than ${residentMb} MB of memory to read, or breaks its reader`)
    let page = setTimeout(tooLong, pageMs)
    const watch = setInterval(() => {
      void residentMegabytes(child.pid).then((resident) => resident > residentMb && tooLarge())
    }, lookEveryMs)
    late.addEventListener('abort', end)
    if (late.aborted) end()
    child.on('message', (message: PdfMessage) => {
      clearTimeout(page)
      page = setTimeout(tooLong, pageMs)
      if (over || !take(read, message)) end()
    })
    child.on('exit', tooLarge)
    child.on('error', () => broke('damaged', 'has a reader that could not be started'))
    child.send({ path, from, to }, () => {})
  })
}

/** @returns whether there is more to come */
function take(read: PartRead, message: PdfMessage): boolean {
  if ('about' in message) read.about = message.about
  else if ('page' in message) read.pages.push(message.page)
  else if ('unreadable' in message) {
    const reason = `Page ${message.unreadable} could not be read: ${message.why.slice(0, 200)}`
    read.problems.push({ page: message.unreadable, code: 'unreadable_page', reason })
  } else if ('refused' in message) {
    read.problems.push({ page: null, ...message.refused })
    read.next = Number.POSITIVE_INFINITY
  } else return false
  if ('page' in message || 'unreadable' in message) read.next += 1
  return true
}
