import type { Point } from './car.ts'
import { round } from './geometry.ts'
import { glyphs, unitsPerEm } from './lettering.generated.ts'

/**
 * Lettering is drawn as outlines: web fonts do not load inside an `<img>`.
 * The face is chosen by what the letters are on: a label, a dial, an embossed part, a stamped plate.
 */
export type Face = keyof typeof glyphs
type Anchor = 'start' | 'middle' | 'end'
type Lettering = { face: Face; size: number; anchor?: Anchor /** Letter spacing in em. */; spacing?: number }

const labelSize = 23

/** A label in the plate's ink. It grows where the plate is shown small; `wideOnly` labels are left out there. */
export function label(
  x: number,
  y: number,
  text: string,
  { anchor = 'start', quiet = false, wideOnly = false }: { anchor?: Anchor; quiet?: boolean; wideOnly?: boolean } = {},
): string {
  const names = ['label', quiet && 'quiet', wideOnly && 'wide-only'].filter(Boolean).join(' ')
  return `<g transform="translate(${round(x)} ${round(y)})"><path class="${names}" transform="${scale(labelSize)}" d="${outline(
    text,
    { face: 'label', size: labelSize, anchor },
  )}"/></g>`
}

/** Letters of a fixed size in one colour, as on the thing itself. */
export function letters(x: number, y: number, text: string, style: Lettering & { fill: string }): string {
  return `<path transform="translate(${round(x)} ${round(y)}) ${scale(style.size)}" fill="${style.fill}" d="${outline(text, style)}"/>`
}

/** Letters around the upper half of a circle, centred at the top. */
export function lettersOnArc(centre: Point, radius: number, text: string, style: Lettering & { fill: string }): string {
  const em = style.size / unitsPerEm
  let along = -width(text, style) / 2
  const drawn = [...text].map((character) => {
    const [advance, shape] = glyph(style.face, character)
    const angle = ((along + advance / 2) * em * 180) / (Math.PI * radius)
    along += advance + (style.spacing ?? 0) * unitsPerEm
    return `<path transform="rotate(${round(angle)} ${centre.map(round).join(' ')}) translate(${round(centre[0] - (advance / 2) * em)} ${round(centre[1] - radius)}) ${scale(style.size)}" d="${shape}"/>`
  })
  return `<g fill="${style.fill}">${drawn.join('')}</g>`
}

const scale = (size: number) => `scale(${size / unitsPerEm} ${-size / unitsPerEm})`

/** One path for the whole text, in font units. */
function outline(text: string, style: Lettering): string {
  let x = { start: 0, middle: -0.5, end: -1 }[style.anchor ?? 'start'] * width(text, style)
  return [...text]
    .map((character) => {
      const [advance, shape] = glyph(style.face, character)
      const shifted = shift(shape, Math.round(x))
      x += advance + (style.spacing ?? 0) * unitsPerEm
      return shifted
    })
    .join('')
}

function width(text: string, { face, spacing = 0 }: Lettering): number {
  const characters = [...text]
  return characters.reduce((sum, c) => sum + glyph(face, c)[0], 0) + spacing * unitsPerEm * (characters.length - 1)
}

function shift(shape: string, x: number): string {
  let index = 0
  return shape.replace(/-?\d+/g, (n) => (index++ % 2 ? n : String(Number(n) + x)))
}

function glyph(face: Face, character: string): [advance: number, outline: string] {
  const found = glyphs[face][character]
  if (found) return found
  throw new Error(`The face ${face} has no "${character}"; add it in scripts/generate-type.ts and run that.`)
}
