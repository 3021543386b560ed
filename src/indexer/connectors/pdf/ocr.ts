import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { PageLine, PdfPage } from './glyphs.ts'

/** Where on the page a line stands is not known then, so its rectangle is the page. */
export async function ocrPage(
  command: string,
  body: Uint8Array,
  { number, width, height }: PdfPage,
): Promise<PageLine[]> {
  const lines = await recogniseText(command, body, 'pdf', number)
  return lines.map((text) => ({ text, x: 0, y: 0, width, height, size: 10 }))
}

/**
 * The lines of a page by the operator's command: `PADDOCK_OCR="my-ocr {file} {page}"`, which prints its text. `ending` is that of the file.
 *
 * @throws whatever the command fails with
 */
export async function recogniseText(
  command: string,
  body: Uint8Array,
  ending: string,
  page: number,
): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'paddock-ocr-'))
  try {
    const file = join(folder, `document.${ending}`)
    await writeFile(file, body)
    const [program = '', ...args] = command
      .split(/\s+/)
      .map((part) => part.replaceAll('{file}', file).replaceAll('{page}', String(page)))
    const { stdout } = await promisify(execFile)(program, args, {
      timeout: 120_000,
      maxBuffer: 1024 * 1024,
      env: { PATH: process.env.PATH },
    })
    return stdout
      .split('\n')
      .map((line) => line.replace(/\s+/g, ' ').trim())
      .filter(Boolean)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
