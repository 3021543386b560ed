import { type Dimension, units } from '../units.ts'
import { numberPattern, parseNumber, wordNumber } from './numbers.ts'

/** A number or range with its unit, as it is printed. */
export type Quantity = {
  start: number
  end: number
  value: number | { low: number; high: number }
  unit: string
  /** Worth of the last printed digit, in `unit`. */
  step: number
}

const scanners = new Map<Dimension, RegExp>()

function scannerOf(dimension: Dimension): RegExp {
  let scanner = scanners.get(dimension)
  if (!scanner) {
    const names = units
      .map((unit, n) => ({ unit, n }))
      .filter(({ unit }) => unit.dimension === dimension)
      .map(({ unit, n }) => `(?<u${n}>${unit.written})`)
    // "to" and dashes join a range; a slash lists alternatives, which are no range.
    scanner = new RegExp(
      String.raw`(?<![\w.,/])(?<first>${numberPattern})(?:\s*(?<joint>to|-|–|—|and)\s*(?<second>${numberPattern}))?[\s\u00a0-]{0,2}(?:(?:DIN|SAE|gross|net|brake|cv)[\s-]+){0,2}(?:${names.join('|')})(?![\w³²])`,
      'gi',
    )
    scanners.set(dimension, scanner)
  }
  return scanner
}

/** Every quantity of a dimension in a text, in order. A unit that belongs to a longer one (`lb` of `lb-ft`) is not read. */
export function quantities(text: string, dimension: Dimension): Quantity[] {
  const found: Quantity[] = []
  for (const match of text.matchAll(scannerOf(dimension))) {
    const groups = match.groups ?? {}
    const nth = Object.keys(groups).find((key) => /^u\d+$/.test(key) && groups[key] !== undefined)
    const unit = nth === undefined ? undefined : units[Number(nth.slice(1))]
    const first = parseNumber(groups.first ?? '')
    if (!unit || !first || isLonger(text, match, dimension) || isOfPair(text, match.index)) continue
    const whole = { start: match.index, end: match.index + match[0].length, unit: unit.name }
    if (dimension === 'volume' && unit.name === 'L' && /^l$/.test(groups[nth as string] ?? '') && first.step >= 1)
      continue // "340 l": no litre that is meant
    const second = groups.second === undefined ? null : parseNumber(groups.second)
    if (!second) {
      found.push({ ...whole, value: first.value, step: first.step })
    } else if (groups.joint === 'and' ? isBetween(text, match.index) : second.value > first.value) {
      found.push({ ...whole, value: { low: first.value, high: second.value }, step: Math.max(first.step, second.step) })
    } else {
      // Two numbers that are no range: only the one beside the unit has it.
      const start = match.index + match[0].lastIndexOf(groups.second ?? '', match[0].length)
      found.push({ ...whole, start, value: second.value, step: second.step })
    }
  }
  return joined(text, found)
}

/** `7 ft 7 in`, `9 gal 4 pt`: two units that make one measure, in the smaller. */
function joined(text: string, found: Quantity[]): Quantity[] {
  return found.flatMap((quantity, n): Quantity[] => {
    const [previous, next] = [found[n - 1], found[n + 1]]
    if (previous && partsOf(text, previous, quantity)) return []
    const times = next && partsOf(text, quantity, next)
    if (!times || typeof quantity.value !== 'number' || typeof next.value !== 'number') return [quantity]
    return [{ ...next, start: quantity.start, value: quantity.value * times + next.value }]
  })
}

/** How many of the second unit make one of the first, where the two stand together as one measure. */
function partsOf(text: string, first: Quantity, second: Quantity): number | null {
  const times = parts[`${first.unit} ${second.unit}`]
  if (!times || typeof first.value !== 'number' || typeof second.value !== 'number') return null
  const isWhole = Number.isInteger(first.value) && second.value < times
  return isWhole && /^[\s,]*$/.test(text.slice(first.end, second.start)) ? times : null
}

const parts: Record<string, number> = {
  ...{ 'ft in': 12, 'gal qt': 4, 'gal pt': 8, 'qt pt': 2 },
  ...{ 'imp gal imp qt': 4, 'imp gal imp pt': 8, 'imp qt imp pt': 2 },
}

const isBetween = (text: string, at: number) => /\bbetween\s*$/i.test(text.slice(Math.max(0, at - 12), at))

/** `4.04 x 3.31 in`: bore and stroke, or a box; which number is which is not ours to guess. */
const isOfPair = (text: string, at: number) =>
  /\d[\d.,]*\s*(?:in\.?|mm|")?\s*[x×]\s*$/i.test(text.slice(Math.max(0, at - 16), at))

/** `lb` where `ft` follows is torque; `in` where `lb` follows is too; inches after `cu` are volume. */
function isLonger(text: string, { 0: match, index }: RegExpExecArray, dimension: Dimension): boolean {
  const after = text.slice(index + match.length, index + match.length + 12)
  if (dimension === 'mass') return /^[\s·./-]*(?:ft|feet|foot)\b/i.test(after)
  if (dimension === 'length')
    return /^[\s·./-]*(?:lbs?|pounds?|Hg)\b/i.test(after) || /\d\s*in\s+(?:19|20)\d\d/.test(`${match}${after}`)
  return false
}

/** `eight cylinders` and `8 cylinders`: a count before a word. */
export function counts(text: string, noun: string): { start: number; end: number; value: number }[] {
  const pattern = new RegExp(String.raw`(?<![\w.,/$-])(?<n>\d{1,3}(?:,\d{3})+|\d+|[a-z]+)[\s-]+(?:${noun})(?!\w)`, 'gi')
  return [...text.matchAll(pattern)].flatMap((match) => {
    const printed = match.groups?.n ?? ''
    const value = /^\d/.test(printed) ? parseNumber(printed)?.value : wordNumber(printed)
    return value == null ? [] : [{ start: match.index, end: match.index + match[0].length, value }]
  })
}
