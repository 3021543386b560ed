/** A piece of text as the PDF places it, in points from the page's top left corner. */
export type Piece = { text: string; x: number; y: number; width: number; height: number }

/** One line of a page. `cells` are its parts with wide gaps between them, as in a table. */
export type PageLine = { text: string; x: number; y: number; width: number; height: number; size: number }

export type PdfPage = { number: number; width: number; height: number; lines: PageLine[]; hasImage: boolean }

/** Between columns of a table, in parts of the letters' height. */
const cellGap = 1.8
/** Between words that the PDF places without a space. */
const wordGap = 0.18

/** Puts pieces together to lines, from top to bottom; two columns of running text are read one after the other. */
export function linesOf(pieces: Piece[], pageWidth: number): PageLine[] {
  const gutter = gutterOf(pieces, pageWidth)
  if (gutter === null) return rows(pieces)
  const left = pieces.filter(({ x, width }) => x + width <= gutter + 1)
  const right = pieces.filter(({ x }) => x >= gutter - 1)
  const across = pieces.filter((piece) => !left.includes(piece) && !right.includes(piece))
  const top = Math.min(...left.map(({ y }) => y), ...right.map(({ y }) => y))
  return [
    ...rows(across.filter(({ y }) => y <= top)),
    ...rows(left),
    ...rows(right),
    ...rows(across.filter(({ y }) => y > top)),
  ]
}

function rows(pieces: Piece[]): PageLine[] {
  const byPlace = [...pieces].sort((a, b) => a.y + a.height - (b.y + b.height) || a.x - b.x)
  const lines: Piece[][] = []
  for (const piece of byPlace) {
    const line = lines.at(-1)
    const base = line?.[0]
    if (base && Math.abs(base.y + base.height - (piece.y + piece.height)) <= 0.4 * Math.max(base.height, piece.height))
      line.push(piece)
    else lines.push([piece])
  }
  return lines.map(joined).filter(({ text }) => text.trim() !== '')
}

function joined(pieces: Piece[]): PageLine {
  const inOrder = pieces.sort((a, b) => a.x - b.x)
  let text = ''
  let end = Number.NEGATIVE_INFINITY
  for (const piece of inOrder) {
    const gap = piece.x - end
    if (text !== '' && gap > cellGap * piece.height) text = `${text.trimEnd()} | `
    else if (text !== '' && gap > wordGap * piece.height && !/\s$/.test(text) && !/^\s/.test(piece.text)) text += ' '
    text += piece.text
    end = Math.max(end, piece.x + piece.width)
  }
  const x = Math.min(...inOrder.map((piece) => piece.x))
  const y = Math.min(...inOrder.map((piece) => piece.y))
  const bottom = Math.max(...inOrder.map((piece) => piece.y + piece.height))
  return {
    text: text.replace(/\s+/g, ' ').trim(),
    x,
    y,
    width: end - x,
    height: bottom - y,
    size: Math.max(...inOrder.map(({ height }) => height)),
  }
}

/** The middle of a gap that no piece crosses, with running text on both sides: of a table the cells are short. */
function gutterOf(pieces: Piece[], pageWidth: number): number | null {
  if (pieces.length < 20) return null
  for (let at = pageWidth * 0.4; at <= pageWidth * 0.6; at += 4) {
    const crossing = pieces.filter(({ x, width, text }) => x < at && x + width > at && text.trim() !== '')
    if (crossing.length > pieces.length * 0.03) continue
    const [left, right] = [pieces.filter(({ x }) => x < at), pieces.filter(({ x }) => x >= at)]
    if (isProse(left) && isProse(right)) return at
  }
  return null
}

function isProse(pieces: Piece[]): boolean {
  const lines = rows([...pieces])
  return (
    lines.length >= 8 &&
    lines.filter(({ text }) => text.length >= 28 && !text.includes(' | ')).length >= lines.length * 0.6
  )
}
