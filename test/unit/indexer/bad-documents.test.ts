import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { deflateSync } from 'node:zlib'
import { PDFDocument, PDFHexString, PDFName, PDFRawStream, StandardFonts } from 'pdf-lib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { HtmlReader } from '../../../src/indexer/connectors/html/in-worker.ts'
import { readFetched } from '../../../src/indexer/connectors/index.ts'
import { readPdf } from '../../../src/indexer/connectors/pdf/read-pdf.ts'
import type { Refusal } from '../../../src/indexer/document.ts'
import { readParts } from '../../../src/indexer/read-file.ts'

const hints = { kind: 'manual' as const, subject: {} }
const read = (url: string, body: Uint8Array, mediaType = 'application/pdf') =>
  readFetched({ url, mediaType, charset: null, body, headers: {}, fetchedAt: new Date(0) }, hints)

async function pdfOf(pages: string[]): Promise<PDFDocument> {
  const pdf = await PDFDocument.create()
  const font = await pdf.embedFont(StandardFonts.Helvetica)
  for (const text of pages) pdf.addPage([612, 792]).drawText(text, { x: 72, y: 700, size: 11, font })
  return pdf
}

describe('A PDF', () => {
  test('with a password is refused, and says what to do', async () => {
    const pdf = await pdfOf(['Secret torque'])
    const key = (sign: string) => PDFHexString.of(sign.repeat(64))
    const { context } = pdf
    context.trailerInfo.Encrypt = context.obj({ Filter: 'Standard', V: 1, R: 2, O: key('a'), U: key('b'), P: -44 })
    context.trailerInfo.ID = context.obj([PDFHexString.of('00'.repeat(16)), PDFHexString.of('00'.repeat(16))])
    const { documents, refused } = await read('locked.pdf', await pdf.save({ useObjectStreams: false }))
    expect(documents).toEqual([])
    expect(refused).toEqual([
      { url: 'locked.pdf', code: 'encrypted', reason: expect.stringMatching(/without a password/) },
    ])
  })

  test('with a page that unpacks to a hundred megabytes loses that page, and the pages around it are read', async () => {
    const pdf = await pdfOf(['Before the bomb: torque 65.', 'bomb', 'After the bomb: gap 0.5 mm.'])
    const packed = deflateSync(deflateSync(Buffer.alloc(100 * 1024 * 1024, ' ')))
    const twice = pdf.context.obj({ Filter: ['FlateDecode', 'FlateDecode'], Length: packed.length })
    pdf.getPage(1).node.set(PDFName.of('Contents'), pdf.context.register(PDFRawStream.of(twice, packed)))
    const body = await pdf.save({ useObjectStreams: false })
    expect(body.length).toBeLessThan(10_000)
    const { documents, refused } = await read('bomb.pdf', body)
    expect(documents[0]?.text).toMatch(/Before the bomb: torque 65\.\s+After the bomb: gap 0\.5 mm\./)
    expect(documents[0]?.chunks.map(({ page }) => page)).toEqual([1, 3])
    expect(refused).toEqual([
      { url: 'bomb.pdf#page=2', code: 'too_large', reason: expect.stringMatching(/^Page 2 takes more than/) },
    ])
  })

  // 2,000 with PDF_MANY=2000.
  test('of many pages is read to the last, and one of more as far as is allowed', async () => {
    const pages = Number(process.env.PDF_MANY ?? 450)
    const body = await (await pdfOf(Array.from({ length: pages }, (_, n) => `Page ${n + 1}: torque ${n}`))).save()
    const { documents, refused } = await read('long.pdf', body)
    expect(refused).toEqual([])
    expect(documents[0]?.pages).toHaveLength(pages)
    expect(documents[0]?.text.trimEnd().endsWith(`Page ${pages}: torque ${pages - 1}`)).toBe(true)
    const bounds = { mostPages: 210, pageMs: 20_000, totalMs: 60_000, memoryMb: 180, residentMb: 290 }
    const some = await readPdf(body, bounds)
    expect(some.pages.map(({ number }) => number)).toEqual(Array.from({ length: 210 }, (_, n) => n + 1))
    expect(some.problems).toEqual([expect.objectContaining({ page: 211, code: 'too_many_pages' })])
  })
})

describe('A web page', () => {
  const page = (markup: string) => ({
    ...{ url: 'https://example.com/', mediaType: 'text/html', charset: null, headers: {}, fetchedAt: new Date(0) },
    body: new TextEncoder().encode(`<html><body>${markup}</body></html>`),
  })
  const honest = page('<p>The L16 of the Datsun 510 displaces 1,595 cc, says the book of the car.</p>')

  test('that is made to take forever is refused, while others are served, and the next is read', async () => {
    const reader = new HtmlReader({ mostMs: 2_000 })
    let turns = 0
    const others = setInterval(() => turns++, 5)
    const [slow, next] = await Promise.all([
      reader.read(page('<b>a '.repeat(45_000)), hints),
      reader.read(honest, hints),
    ])
    clearInterval(others)
    expect(slow).toEqual({
      documents: [],
      refused: [{ url: 'https://example.com/', code: 'too_slow', reason: expect.stringMatching(/seconds/) }],
    })
    expect(next.documents[0]?.text).toContain('1,595 cc')
    expect(turns, 'the thread that serves was not held up').toBeGreaterThan(20)
  })

  test('that ends the stack of its reader is refused, and the next is read', async () => {
    const reader = new HtmlReader()
    const [deep, next] = await Promise.all([
      reader.read(page(`<p class="${'x '.repeat(1_900_000)}">text</p>`), hints),
      reader.read(honest, hints),
    ])
    expect(deep.refused[0]?.code).toMatch(/too_deep|too_large|unreadable/)
    expect(next.documents).toHaveLength(1)
  })
})

/** Two million with TABLE_ROWS=2000000. */
const rows = Number(process.env.TABLE_ROWS ?? 60_000)

async function tableFile(row: (n: number) => string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'paddock-table-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'sales.csv')
  const lines = function* () {
    yield 'year,make,model,price,note\n'
    for (let n = 0; n < rows; n++) yield `${row(n)}\n`
  }
  await pipeline(Readable.from(lines()), createWriteStream(file))
  return file
}

async function readTable(file: string) {
  const refused: Refusal[] = []
  const texts: string[] = []
  let chunks = 0
  let largest = 0
  for await (const part of readParts(file, 'sales.csv', { kind: 'dataset', subject: {} })) {
    if ('refused' in part) refused.push(part.refused)
    else {
      chunks += part.document.chunks.length
      largest = Math.max(largest, part.document.chunks.length)
      if (texts.length < 2) texts.push(part.document.text.slice(0, 200))
    }
  }
  return { refused, chunks, largest, texts }
}

describe('A table of many rows', () => {
  const plain = (n: number) =>
    `${1950 + (n % 70)},Datsun,510,${n},"sold at auction, lot ${n}, no reserve, ${'runs and drives '.repeat(9)}"`

  test('with one quote that is never closed loses that row alone, and is never in memory as a whole', async () => {
    const broken = Math.floor(rows * 0.4)
    const read = await readTable(await tableFile((n) => (n === broken ? '1970,"Datsun,510,1,x' : plain(n))))
    expect(read.refused).toEqual([
      expect.objectContaining({
        url: `sales.csv#line-${broken + 2}`,
        code: 'broken_row',
        reason: expect.stringContaining('quote'),
      }),
    ])
    expect(read.chunks).toBe(rows - 1)
    expect(read.largest).toBe(5_000)
    expect(read.texts[0]).toMatch(
      /^year: 1950 \| make: Datsun \| model: 510 \| price: 0 \| note: sold at auction, lot 0, no reserve/,
    )
  })

  test('with values over several lines loses none where the file is cut into blocks', async () => {
    const read = await readTable(
      await tableFile((n) => `1970,Datsun,510,${n},"first line ${n}\nsecond ""line"" ${'x'.repeat(150 + (n % 50))}"`),
    )
    expect(read).toMatchObject({ refused: [], chunks: rows })
  })

  test('in a charset of before Unicode is read in it', async () => {
    const file = await tableFile((n) => `1970,Citro\u00ebn,DS,${n},"${'padding '.repeat(20)}"`)
    const { readFile, writeFile } = await import('node:fs/promises')
    await writeFile(file, Buffer.from(await readFile(file, 'utf8'), 'latin1'))
    const read = await readTable(file)
    expect(read.texts[0]).toContain('make: Citro\u00ebn')
    expect(read.chunks).toBe(rows)
  })
})

test.each(['paragraphs', 'lines', 'sentences', 'pages', 'headings'])(
  'A text of a million %s and more is cut into chunks in 40 MB',
  async (parts) => {
    const program = fileURLToPath(new URL('read-many.ts', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, ['--max-old-space-size=40', program, parts])
    expect(Number(stdout)).toBeGreaterThan(1_000)
    expect(Number(stdout)).toBeLessThanOrEqual(20_000)
  },
)
