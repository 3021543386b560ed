import { getResolvedPDFJS } from 'unpdf'
import type { PDFPageProxy } from 'unpdf/pdfjs'
import { linesOf, type PdfPage, type Piece } from './glyphs.ts'

type Content = Awaited<ReturnType<PDFPageProxy['getTextContent']>>
type TextItem = Extract<Content['items'][number], { str: string }>

/** Smaller letters are not read by people. In points. */
const smallest = 2

/** The text of a page that a person can see: within the page, large enough, and not in the colour of the paper. */
export async function readPage(page: PDFPageProxy): Promise<PdfPage> {
  const { width, height, transform } = page.getViewport({ scale: 1 })
  const [content, drawn] = await Promise.all([page.getTextContent(), drawnOn(page)])
  const pieces = content.items
    .filter((item): item is TextItem => 'str' in item && item.str.trim() !== '')
    .filter(({ str }) => !drawn.hidden.has(plain(str)))
    .flatMap((item) => pieceOf(item, transform))
    .filter((piece) => piece.height >= smallest && isInside(piece, width, height))
  return { number: page.pageNumber, width, height, lines: linesOf(pieces, width), hasImage: drawn.hasImage }
}

const plain = (text: string) => text.replace(/\s+/g, '')
const isInside = ({ x, y, width, height }: Piece, pageWidth: number, pageHeight: number) =>
  x + width > 0 && x < pageWidth && y + height > 0 && y < pageHeight

/**
 * From the PDF's coordinates to points from the top left corner of the page as it is shown, which may be turned (/Rotate). Text that does not run
 * from left to right there is left out.
 */
function pieceOf({ str, transform, width, height }: TextItem, viewport: number[]): Piece[] {
  const [a, b, , , e, f] = transform as [number, number, number, number, number, number]
  const [va = 1, vb = 0, vc = 0, vd = -1, ve = 0, vf = 0] = viewport
  const across = va * a + vc * b
  const down = vb * a + vd * b
  if (across <= 0 || Math.abs(down) > 0.2 * across) return []
  const x = va * e + vc * f + ve
  const base = vb * e + vd * f + vf
  const size = height || Math.hypot(a, b)
  return [{ text: str, x, y: base - 0.8 * size, width, height: size }]
}

type Drawn = { hidden: Set<string>; hasImage: boolean }

/** What is drawn invisibly or in white, and whether there is a picture. A white text on a dark ground is left out too: better than the other way. */
async function drawnOn(page: PDFPageProxy): Promise<Drawn> {
  const { OPS } = await getResolvedPDFJS()
  const { fnArray, argsArray } = await page.getOperatorList()
  const hidden = new Set<string>()
  const shown = new Set<string>()
  let state = { white: false, invisible: false }
  const saved: (typeof state)[] = []
  let hasImage = false
  fnArray.forEach((operation: number, n: number) => {
    const args = argsArray[n] as unknown[]
    if (operation === OPS.save) saved.push({ ...state })
    else if (operation === OPS.restore) state = saved.pop() ?? state
    else if (operation === OPS.setTextRenderingMode) state.invisible = args[0] === 3 || args[0] === 7
    else if (operation === OPS.setFillRGBColor) state.white = isWhite(args)
    else if (operation === OPS.paintImageXObject || operation === OPS.paintInlineImageXObject) hasImage = true
    else if (operation === OPS.showText) (state.white || state.invisible ? hidden : shown).add(textOf(args[0]))
  })
  for (const text of shown) hidden.delete(text)
  return { hidden, hasImage }
}

function isWhite(args: unknown[]): boolean {
  const [first] = args
  if (typeof first === 'string') return /^#f[a-f]f[a-f]f[a-f]$/i.test(first)
  return args.length >= 3 && args.every((part) => typeof part === 'number' && part >= 250)
}

const textOf = (glyphs: unknown) =>
  plain(
    (Array.isArray(glyphs) ? glyphs : [])
      .map((glyph) => (typeof glyph === 'object' && glyph !== null && 'unicode' in glyph ? String(glyph.unicode) : ''))
      .join(''),
  )
