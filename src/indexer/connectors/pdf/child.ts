/** The program that opens PDFs: see `read-pdf.ts`. It knows no key and no database, and is killed when it takes too long. */
import { readFile } from 'node:fs/promises'
import { getDocumentProxy } from 'unpdf'
import type { PdfPage } from './glyphs.ts'
import { readPage } from './read-page.ts'

export type PdfMessage =
  | {
      about: {
        pages: number
        title: string | null
        author: string | null
        created: string | null
        language: string | null
      }
    }
  | { page: PdfPage }
  | { unreadable: number; why: string }
  | { refused: { code: string; reason: string } }
  | { done: true }

const say = (message: PdfMessage) => new Promise<void>((resolve) => process.send?.(message, () => resolve()))

process.on('message', ({ path, from, to }: { path: string; from: number; to: number }) => {
  void read(path, from, to)
    .catch((error: unknown) => say({ refused: refusalOf(error) }))
    .then(() => say({ done: true }))
})

async function read(path: string, from: number, to: number): Promise<void> {
  const document = await getDocumentProxy(new Uint8Array(await readFile(path)), {
    verbosity: 0,
    maxImageSize: 1,
    disableFontFace: true,
  })
  const { info } = (await document.getMetadata().catch(() => ({ info: {} }))) as { info: Record<string, unknown> }
  const text = (name: string) => (typeof info[name] === 'string' && info[name].trim() !== '' ? info[name].trim() : null)
  await say({
    about: {
      pages: document.numPages,
      title: text('Title'),
      author: text('Author'),
      created: dateOf(text('CreationDate')),
      language: text('Language'),
    },
  })
  for (let number = from; number <= Math.min(document.numPages, to); number++) {
    try {
      const page = await document.getPage(number)
      await say({ page: await readPage(page) })
      page.cleanup()
    } catch (error) {
      await say({ unreadable: number, why: (error as Error).message })
    }
  }
}

/** `D:19700901120000Z` */
function dateOf(written: string | null): string | null {
  const match = /^D:(\d{4})(\d\d)?(\d\d)?/.exec(written ?? '')
  return match ? [match[1], match[2], match[3]].filter(Boolean).join('-') : null
}

function refusalOf(error: unknown): { code: string; reason: string } {
  const { name, message } = error as Error
  if (name === 'PasswordException')
    return { code: 'encrypted', reason: 'It is encrypted. Save a copy without a password and add that.' }
  return { code: 'damaged', reason: `It could not be opened as a PDF: ${String(message).slice(0, 200)}` }
}
