import Qty from 'js-quantities'
import type { Canonical, Value } from './types.ts'

/** What can be measured of a car, with the unit that values of it are compared in. */
export const dimensions = {
  volume: 'cm3',
  power: 'kW',
  torque: 'N*m',
  mass: 'kg',
  length: 'mm',
  /** What a tank or sump holds, which is measured in other units than an engine is. */
  capacity: 'cm3',
} as const
export type Dimension = keyof typeof dimensions

type Unit = {
  /** As it is shown. */
  name: string
  dimension: Dimension
  /** As js-quantities knows it, or the factor to a unit that it knows. */
  qty: string
  factor?: number
  /** How sources write it. The word before is a number; nothing that continues the word may follow. */
  written: string
}

/** The alias layer. Order matters where one spelling begins another: `lb-ft` before `lb`. */
export const units: Unit[] = [
  {
    name: 'cu in',
    dimension: 'volume',
    qty: 'in^3',
    written: String.raw`cu(?:bic)?\.?[\s-]*in(?:ch(?:es)?|s)?\b\.?|c\.?i\.?d\b\.?|c\.i\.|ci\b|in³|in\^3`,
  },
  {
    name: 'cc',
    dimension: 'volume',
    qty: 'cm^3',
    written: String.raw`c\.?c\b\.?|ccm\b|cm³|cm3\b|cubic[\s-]*centimet(?:er|re)s?\b|cu\.?\s*cm\b`,
  },
  { name: 'L', dimension: 'volume', qty: 'L', written: String.raw`lit(?:er|re)s?\b|ltr\b\.?|L\b|l\b` },
  {
    name: 'lb-ft',
    dimension: 'torque',
    qty: 'lbf*ft',
    written: String.raw`(?:lbs?|pounds?)\b\.?[\s·./-]*(?:ft|feet|foot)\b\.?|(?:ft|foot|feet)\b\.?[\s·./-]*(?:lbs?|pounds?)\b\.?`,
  },
  { name: 'N·m', dimension: 'torque', qty: 'N*m', written: String.raw`N[\s·.]?m\b|newton[\s-]met(?:er|re)s?\b` },
  {
    name: 'kg·m',
    dimension: 'torque',
    qty: 'N*m',
    factor: 9.80665,
    written: String.raw`m[\s·.-]?kg\b|kg[\s·.-]?m\b|mkp\b`,
  },
  {
    name: 'hp',
    dimension: 'power',
    qty: 'hp',
    written: String.raw`(?:b|s)?\.?h\.?p\b\.?|(?:brake[\s-]*)?horse[\s-]?power\b|horses\b`,
  },
  {
    name: 'PS',
    dimension: 'power',
    qty: 'W',
    factor: 735.49875,
    written: String.raw`PS\b|pk\b|CV\b|ch\b|metric[\s-]horsepower\b`,
  },
  { name: 'kW', dimension: 'power', qty: 'kW', written: String.raw`kW\b|kilowatts?\b` },
  { name: 'lb', dimension: 'mass', qty: 'lb', written: String.raw`(?:lbs?|pounds?)\b\.?` },
  { name: 'kg', dimension: 'mass', qty: 'kg', written: String.raw`kg\b\.?|kilo(?:gram(?:me)?)?s?\b` },
  { name: 'mm', dimension: 'length', qty: 'mm', written: String.raw`mm\b|millimet(?:er|re)s?\b` },
  { name: 'cm', dimension: 'length', qty: 'cm', written: String.raw`cm\b(?!\d|³)|centimet(?:er|re)s?\b` },
  { name: 'in', dimension: 'length', qty: 'in', written: String.raw`in(?:ch(?:es)?|s)?\b\.?|″|"|”` },
  {
    name: 'ft',
    dimension: 'length',
    qty: 'ft',
    written: String.raw`(?:ft|feet|foot)\b\.?|[′'’](?=\s?\d{1,2}(?:\.\d+)?\s?["”″])`,
  },
  { name: 'm', dimension: 'length', qty: 'm', written: String.raw`met(?:er|re)s?\b|m\b` },
  ...capacities(),
]

/** A bare gallon is a US one here; the reader of capacities tells where that cannot be known. */
function capacities(): Unit[] {
  const measures: [name: string, american: string, share: number, written: string][] = [
    ['gal', 'gal', 1, String.raw`gal(?:lon)?s?\b`],
    ['qt', 'qt', 1 / 4, String.raw`(?:quarts?|qts?)\b`],
    ['pt', 'pt', 1 / 8, String.raw`(?:pints?|pts?)\b`],
  ]
  const imperial = String.raw`(?:imp(?:erial)?\b\.?|U\.?K\.?|British)`
  return [
    ...measures.map(
      ([name, , share, written]): Unit => ({
        ...{ name: `imp ${name}`, dimension: 'capacity', qty: 'gallon-imp', factor: share },
        written: String.raw`${imperial}[\s-]*${written}\.?|${written}\.?(?=\s*\(?${imperial})`,
      }),
    ),
    ...measures.map(
      ([name, qty, , written]): Unit => ({
        ...{ name, dimension: 'capacity', qty },
        written: String.raw`(?:U\.?\s?S\.?[\s-]*)?${written}\.?`,
      }),
    ),
    { name: 'L', dimension: 'capacity', qty: 'L', written: String.raw`lit(?:er|re)s?\b|ltrs?\b\.?|L\b` },
  ]
}

const byName = new Map(units.map((unit) => [unit.name, unit]))
const factors = new Map(
  units.map((unit) => [unit.name, (unit.factor ?? 1) * Qty.swiftConverter(unit.qty, dimensions[unit.dimension])(1)]),
)

/**
 * A number in the unit that its dimension is compared in.
 *
 * @throws {RangeError} for a unit that is not in the list
 */
export function toCanonical(value: number, unit: string): number {
  const factor = factors.get(unit)
  if (factor === undefined) throw new RangeError(`There is no unit ${unit}.`)
  return value * factor
}

export function dimensionOf(unit: string): Dimension | null {
  return byName.get(unit)?.dimension ?? null
}

/** The value in its canonical unit, rounded to six significant digits so that it reads well. */
export function canonicalOf(value: Value, unit: string): Canonical {
  const dimension = dimensionOf(unit)
  if (!dimension || typeof value === 'string') return { value, unit }
  const convert = (n: number) => Number(toCanonical(n, unit).toPrecision(6))
  const converted = typeof value === 'number' ? convert(value) : { low: convert(value.low), high: convert(value.high) }
  return { value: converted, unit: dimensions[dimension].replace('*', '·') }
}

/** The name of a unit however it is written, or null. Models and owners write units too. */
export function unitNamed(written: string): string | null {
  const word = written.trim()
  for (const unit of units) if (new RegExp(`^(?:${unit.written})$`, 'i').test(word)) return unit.name
  return null
}
