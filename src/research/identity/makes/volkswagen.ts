import { fieldsOf, type Identity, type Scheme } from '../identity.ts'
import { inRanges, type Range } from './ranges.ts'

const source =
  'Volkswagenwerk AG, Progressive Refinements and workshop manuals, "Chassis numbers" (a model year begins in August)'

/** The Beetle's numbers ran on from year to year until July 1964. */
const beetles: Range[] = [
  [929746, 1246618, 'Beetle', 1956, 1956],
  [1246619, 1600439, 'Beetle', 1957, 1957],
  [1600440, 2007615, 'Beetle', 1958, 1958],
  [2007616, 2528667, 'Beetle', 1959, 1959],
  [2528668, 3192506, 'Beetle', 1960, 1960],
  [3192507, 4010994, 'Beetle', 1961, 1961],
  [4010995, 4846835, 'Beetle', 1962, 1962],
  [4846836, 5677118, 'Beetle', 1963, 1963],
  [5677119, 6502399, 'Beetle', 1964, 1964],
]

const types: Record<string, string> = {
  11: 'Beetle',
  13: 'Super Beetle',
  14: 'Karmann Ghia',
  15: 'Beetle convertible',
  18: 'Type 181 (Thing)',
  21: 'Type 2 delivery van',
  22: 'Type 2 Microbus',
  23: 'Type 2 Kombi',
  24: 'Type 2 Deluxe Microbus',
  26: 'Type 2 pickup',
  31: 'Type 3 sedan',
  36: 'Type 3 Squareback',
}

/** `117000001` (1965 to 1969): type (2), year, sequence (6). `1102000001` (1970 to 1979): a 2 follows the year. */
const typed: Scheme = (number) => {
  const parts = /^(\d\d)(\d)(2?)(\d{6})$/.exec(number)
  if (!parts) return []
  const [, type = '', digit = '', decade = '', sequence = ''] = parts
  const model = types[type]
  const year = (decade ? 1970 : 1960) + Number(digit)
  if (!model || year < 1965) return []
  const fields = fieldsOf(number, [
    ['type', 2, model],
    ['model year', 1, String(year)],
    ...(decade ? [['decade', 1, '1970s'] as [string, number, string]] : []),
    ['sequence', 6, null],
  ])
  const rest = { plant: null, engine: null, sequence, fields, source }
  return [{ make: 'Volkswagen', model, yearFrom: year, yearTo: year, ...rest }] satisfies Identity[]
}

export const volkswagen: Scheme = (number) => [
  ...(/^\d{6,7}$/.test(number) ? inRanges(beetles, number, 'Volkswagen', source) : []),
  ...typed(number),
]
