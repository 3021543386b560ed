import { fieldsOf, type Identity, type Scheme } from '../identity.ts'
import { inRanges, type Range } from './ranges.ts'

const source =
  'Dr. Ing. h.c. F. Porsche KG, factory lists of chassis numbers, as printed in the Porsche spec books of the model years'

const ranges: Range[] = [
  [108918, 117476, '356 B (T5) coupe', 1960, 1961],
  [117601, 125239, '356 B (T6) coupe', 1962, 1963],
  [155601, 158700, '356 B (T6) cabriolet', 1962, 1963],
  [126001, 131930, '356 C coupe (Reutter)', 1964, 1965],
  [159001, 162165, '356 C cabriolet', 1964, 1965],
  [215001, 222580, '356 C coupe (Karmann)', 1964, 1965],
  [300001, 303390, '911 coupe', 1965, 1965, '2.0 flat six'],
  [303391, 305100, '911 coupe', 1966, 1966, '2.0 flat six'],
  [305101, 308522, '911 coupe', 1967, 1967, '2.0 flat six'],
]

const early: Scheme = (number) => {
  const parts = /^(\d{6})(S?)$/.exec(number)
  if (!parts) return []
  const [, digits = '', letter = ''] = parts
  const found = inRanges(ranges, digits, 'Porsche', source)
  if (letter === '') return found
  // The letter was stamped on the 911 S alone, from 1967.
  return found
    .filter(({ model, yearFrom }) => model === '911 coupe' && yearFrom === 1967)
    .map((identity) => ({
      ...identity,
      model: '911 S coupe',
      fields: [...identity.fields, { name: 'variant', start: 6, end: 7, raw: 'S', meaning: '911 S' }],
    }))
}

const variants: Record<string, string> = { 1: 'T', 2: 'E', 3: 'S' }
const bodies: Record<string, string> = { 0: 'coupe', 1: 'Targa', 2: 'coupe (Karmann)' }

/** `119300001`, 1969: 11 for 911, year, variant, body, sequence (4). */
const of1969: Scheme = (number) => {
  const parts = /^119([123])([012])(\d{4})$/.exec(number)
  if (!parts) return []
  const [, variant = '', body = '', sequence = ''] = parts
  const model = `911 ${variants[variant]} ${bodies[body]}`
  const fields = fieldsOf(number, [
    ['type', 2, '911'],
    ['model year', 1, '1969'],
    ['variant', 1, variants[variant] ?? null],
    ['body', 1, bodies[body] ?? null],
    ['sequence', 4, null],
  ])
  return [one(model, 1969, '2.0 flat six', sequence, fields)]
}

/** `9113600001`, 1970 to 1979: 911, year, variant, body, sequence (4). Until 1973 the variant is T, E, S and 6 for the Carrera RS. */
const ofSeventies: Scheme = (number) => {
  const parts = /^911(\d)(\d)(\d)(\d{4})$/.exec(number)
  if (!parts) return []
  const [, digit = '', variant = '', body = '', sequence = ''] = parts
  const year = 1970 + Number(digit)
  const name = year <= 1973 ? (variants[variant] ?? (year === 1973 && variant === '6' ? 'Carrera RS' : null)) : null
  if (year <= 1973 && (!name || !(body in bodies))) return []
  const engine =
    year <= 1971 ? '2.2 flat six' : name === 'Carrera RS' ? '2.7 flat six' : year <= 1973 ? '2.4 flat six' : null
  const model = ['911', name, bodies[body]].filter(Boolean).join(' ')
  const fields = fieldsOf(number, [
    ['type', 3, '911'],
    ['model year', 1, String(year)],
    ['variant', 1, name],
    ['body', 1, bodies[body] ?? null],
    ['sequence', 4, null],
  ])
  return [one(model, year, engine, sequence, fields)]
}

/** `4702900001` (914, four cylinders) and `9140430001` (914/6). */
const of914: Scheme = (number) => {
  const four = /^47([0-6])29(\d{5})$/.exec(number)
  const six = /^914([0-2])43(\d{4})$/.exec(number)
  const [, digit = '', sequence = ''] = four ?? six ?? []
  if (!digit) return []
  const model = four ? '914' : '914/6'
  const year = 1970 + Number(digit)
  const fields = fieldsOf(number, [
    ['type', four ? 2 : 3, model],
    ['model year', 1, String(year)],
    ['variant', 2, model],
    ['sequence', sequence.length, null],
  ])
  return [one(model, year, six ? '2.0 flat six' : null, sequence, fields)]
}

const one = (model: string, year: number, engine: string | null, sequence: string, fields: Identity['fields']) => ({
  make: 'Porsche',
  model,
  yearFrom: year,
  yearTo: year,
  plant: null,
  engine,
  sequence,
  fields,
  source,
})

export const porsche: Scheme = (number) => [early, of1969, ofSeventies, of914].flatMap((read) => read(number))
