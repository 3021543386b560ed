/** A number as it is printed. `step` is the worth of its last printed digit. */
export type Printed = { start: number; end: number; value: number; step: number }

/** `1,604`, `10.5`, `3 1/2`, `7½`, `.040`. A comma before one or two last digits is a decimal comma. */
export const numberPattern = String.raw`(?:\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+[ -]\d{1,2}\/\d{1,2}|\d+\s?[¼½¾⅛⅜⅝⅞]|\d+(?:[.,]\d+)?|\.\d+)`

/** @returns null for what is no number that can be trusted, such as `1/0` */
export function parseNumber(printed: string): { value: number; step: number } | null {
  const eighths = eighthsOf[printed.at(-1) ?? '']
  if (eighths) return { value: Number(printed.slice(0, -1)) + eighths / 8, step: stepOfEighths(eighths) }
  const mixed = /^(\d+)[ -](\d{1,2})\/(\d{1,2})$/.exec(printed)
  if (mixed) {
    const [whole, top, bottom] = mixed.slice(1).map(Number) as [number, number, number]
    return bottom === 0 || top >= bottom ? null : { value: whole + top / bottom, step: 1 / bottom }
  }
  let plain = printed.replace(/[\u00a0\u202f]/g, '')
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain)) plain = plain.replaceAll(',', '')
  else plain = plain.replace(',', '.')
  const value = Number(plain)
  if (!Number.isFinite(value)) return null
  const decimals = /\.(\d+)$/.exec(plain)?.[1]?.length ?? 0
  return { value, step: 10 ** -decimals }
}

const eighthsOf: Record<string, number> = { '¼': 2, '½': 4, '¾': 6, '⅛': 1, '⅜': 3, '⅝': 5, '⅞': 7 }
const stepOfEighths = (eighths: number) => (eighths === 4 ? 1 / 2 : eighths % 2 === 0 ? 1 / 4 : 1 / 8)

const words = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]
/** `eight` is 8; up to twelve, and sixteen. */
export function wordNumber(word: string): number | null {
  const lower = word.toLowerCase()
  if (lower === 'sixteen') return 16
  const n = words.indexOf(lower)
  return n > 0 ? n : null
}
