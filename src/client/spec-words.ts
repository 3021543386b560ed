import type { Research, ResearchValue } from './research.ts'

const titles: Record<string, string> = {
  displacement: 'Displacement',
  cylinders: 'Cylinders',
  power: 'Power',
  torque: 'Torque',
  compression: 'Compression ratio',
  transmission: 'Transmission',
  axle_ratio: 'Axle ratio',
  drivetrain: 'Drivetrain',
  weight: 'Weight',
  wheelbase: 'Wheelbase',
  length: 'Length',
  tires: 'Tires',
  production: 'Number built',
  price: 'Price',
  paint: 'Paint',
  engine: 'Engine',
  bore: 'Bore',
  stroke: 'Stroke',
  bore_and_stroke: 'Bore and stroke',
  layout: 'Engine layout',
  width: 'Width',
  height: 'Height',
  track: 'Track',
  ground_clearance: 'Ground clearance',
  fuel_capacity: 'Fuel tank',
  oil_capacity: 'Engine oil',
  coolant_capacity: 'Coolant',
  wheels: 'Wheels',
  trim_code: 'Trim code',
  fuel_economy: 'Fuel',
  acceleration: '0 to 60 mph',
}

export const specTitle = (spec: string) =>
  titles[spec] ?? `${spec.charAt(0).toUpperCase()}${spec.slice(1).replaceAll('_', ' ')}`

export const kindTitles: Record<string, string> = {
  manual: 'Factory document',
  registry: 'Registry',
  dataset: 'Data set',
  owner_document: 'The car’s own papers',
  price_guide: 'Price guide',
  listing: 'Listing',
  forum: 'Forum',
  article: 'Article',
}

/** F, D or M: the letter in the mark of a kind. */
export const kindLetter = (kind: string): 'F' | 'D' | 'M' | 'C' =>
  /manual|registry|owner/.test(kind) ? 'F' : kind === 'dataset' ? 'D' : /listing|price/.test(kind) ? 'M' : 'C'

/** How sentences and numbers are said: in English, or in the language of a page. */
export type Words = {
  say: (sentence: string, values: Record<string, string>) => string
  exact: (value: number) => string
}

export function valueInWords(value: ResearchValue, { say, exact }: Words): string {
  if (typeof value === 'number') return exact(value)
  return typeof value === 'string' ? value : say('{low} to {high}', { low: exact(value.low), high: exact(value.high) })
}

/** A ratio keeps its `:1`, money its currency before it; other units stand apart. */
export const unitInWords = (unit: string | null) => (unit === ':1' ? ' : 1' : (unit ?? ''))

/** `160 or 275`: what a spec sheet prints of an answer. */
export function headline({ claims }: Research, words: Words): { value: string; unit: string } | null {
  const plain = claims.filter(({ suspect }) => !suspect)
  const [first] = plain
  if (!first) return null
  const values = [...new Set(plain.slice(0, 3).map(({ value }) => valueInWords(value, words)))]
  return {
    value: values.reduce((first, second) => words.say('{first} or {second}', { first, second })),
    unit: unitInWords(first.unit),
  }
}
