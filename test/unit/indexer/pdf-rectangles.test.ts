import { readFile } from 'node:fs/promises'
import { degrees, PDFDocument, type PDFFont, type Rotation, StandardFonts } from 'pdf-lib'
import { describe, expect, test } from 'vitest'
import { readFetched } from '../../../src/indexer/connectors/index.ts'
import type { Line, ParsedDocument } from '../../../src/indexer/document.ts'
import fc from '../../support/property.ts'
import { boxOf, inkIn, renderPdf, uncovered } from '../../support/rendered.ts'

async function read(body: Uint8Array): Promise<ParsedDocument> {
  const fetched = {
    url: 'a.pdf',
    mediaType: 'application/pdf',
    charset: null,
    body,
    headers: {},
    fetchedAt: new Date(0),
  }
  const { documents } = await readFetched(fetched, { kind: 'manual', subject: {} })
  return documents[0] as ParsedDocument
}

const margin = 1.5 // points: antialiasing, and letters that lean over their box

/** Every line's rectangle has its words' ink from end to end, and no ink of the page is outside of all rectangles. */
async function checkRectangles(body: Uint8Array): Promise<number> {
  const document = await read(body)
  const rendered = await renderPdf(body)
  let lines = 0
  for (const { number, width, height } of document.pages ?? []) {
    const page = rendered[number - 1]
    if (!page) throw new Error(`Page ${number} was not rendered.`)
    expect([page.width / page.scale, page.height / page.scale].map(Math.round)).toEqual([width, height].map(Math.round))
    const onPage = document.chunks.filter((chunk) => chunk.page === number).flatMap((chunk) => chunk.lines ?? [])
    for (const line of onPage) expectInk(page, line, document.text.slice(line.start, line.end))
    const boxes = onPage.map(({ rect }) => boxOf(rect, page.scale, margin))
    expect(uncovered(page, boxes), `ink without a rectangle on page ${number}`).toBeNull()
    lines += onPage.length
  }
  return lines
}

function expectInk(page: Awaited<ReturnType<typeof renderPdf>>[number], { rect }: Line, words: string): void {
  const ink = inkIn(page, boxOf(rect, page.scale, margin))
  expect(ink, words).not.toBeNull()
  const [x, , width] = rect
  expect(Math.abs((ink?.left ?? 0) / page.scale - x), `${words}: begins`).toBeLessThan(3)
  expect(Math.abs((ink?.right ?? 0) / page.scale - (x + width)), `${words}: ends`).toBeLessThan(3)
}

const words = [
  'Torque',
  'gasket',
  '340',
  'jumping',
  'quickly',
  'Dexron',
  '5,200',
  'rpm',
  'Wheelbase',
  'Carburettor',
  'yoke',
]
type Drawn = { text: string; x: number; y: number; size: number; font: number; rotate?: Rotation }

async function draw(lines: Drawn[], turn: number, box: [number, number, number, number] | null): Promise<Uint8Array> {
  const pdf = await PDFDocument.create()
  const fonts: PDFFont[] = []
  for (const name of [StandardFonts.Helvetica, StandardFonts.TimesRoman, StandardFonts.CourierBold])
    fonts.push(await pdf.embedFont(name))
  const page = pdf.addPage([612, 792])
  if (box) page.setCropBox(...box)
  if (turn) page.setRotation(degrees(turn))
  for (const { font, ...line } of lines) page.drawText(line.text, { ...line, font: fonts[font] as PDFFont })
  return await pdf.save()
}

describe('Rectangles of the lines of a PDF', () => {
  test('cover the words of the shop manual as another engine draws them', async () => {
    const manual = new URL('../../../src/server/demo/library/shop-manual.pdf', import.meta.url)
    expect(await checkRectangles(new Uint8Array(await readFile(manual)))).toBeGreaterThan(20)
  })

  test('cover the words of any page: sizes, fonts, columns, a cropped page', async () => {
    const line = fc.record({
      text: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 5 }).map((some) => some.join(' ')),
      column: fc.constantFrom(72, 330),
      size: fc.constantFrom(7, 9, 10.5, 12, 18),
      font: fc.nat(2),
    })
    const page = fc.record({
      lines: fc.array(line, { minLength: 1, maxLength: 12 }),
      box: fc.constantFrom<[number, number, number, number] | null>(null, [30, 40, 560, 740]),
    })
    await fc.assert(
      fc.asyncProperty(page, async ({ lines, box }) => {
        let y = 700
        const drawn = lines.map(({ column, ...rest }) => {
          y -= rest.size * 1.5 + 6
          return { ...rest, x: column, y }
        })
        expect(await checkRectangles(await draw(drawn, 0, box))).toBeGreaterThan(0)
      }),
      { numRuns: Number(process.env.PDF_PAGES ?? 6) },
    )
  })

  test.each([90, 180, 270])(
    'are where a page that is turned by %i degrees shows its words; what stands on its side is not read',
    async (turn) => {
      const at = { 90: [300, 200], 180: [500, 500], 270: [300, 600] }[turn] as [number, number]
      const upright = { text: 'Torque 65 ft-lb, quickly', x: at[0], y: at[1], size: 14, font: 0, rotate: degrees(turn) }
      expect(await checkRectangles(await draw([upright], turn, null))).toBe(1)
      const aside = { text: 'Wheelbase', x: 200, y: 300, size: 14, font: 0 }
      expect((await read(await draw([upright, aside], turn, null))).text.trim()).toBe(upright.text)
    },
  )
})
