import { type ByYear, fieldsOf, type Identity, meaningIn, type Scheme, yearsEnding } from '../identity.ts'

const source =
  'Chrysler Corporation, Plymouth and Dodge service manuals of the model year, "Vehicle Identification Number" (13 positions, 1966-1980)'

/** Car line by its letter. A letter returns in other years for another car. */
const lines: [letter: string, from: number, to: number, make: string, model: string][] = [
  ['B', 1966, 1974, 'Plymouth', 'Barracuda'],
  ['V', 1966, 1976, 'Plymouth', 'Valiant'],
  ['R', 1966, 1974, 'Plymouth', 'Belvedere/Satellite'],
  ['R', 1975, 1978, 'Plymouth', 'Fury'],
  ['P', 1966, 1974, 'Plymouth', 'Fury'],
  ['P', 1975, 1977, 'Plymouth', 'Gran Fury'],
  ['H', 1976, 1980, 'Plymouth', 'Volare'],
  ['L', 1966, 1976, 'Dodge', 'Dart'],
  ['W', 1966, 1970, 'Dodge', 'Coronet'],
  ['W', 1971, 1976, 'Dodge', 'Coronet/Charger'],
  ['X', 1966, 1970, 'Dodge', 'Charger'],
  ['X', 1975, 1978, 'Dodge', 'Charger'],
  ['D', 1966, 1977, 'Dodge', 'Polara/Monaco'],
  ['J', 1970, 1974, 'Dodge', 'Challenger'],
  ['N', 1976, 1980, 'Dodge', 'Aspen'],
  ['G', 1977, 1980, 'Dodge', 'Diplomat'],
  ['C', 1966, 1978, 'Chrysler', 'Newport/300/New Yorker'],
  ['S', 1975, 1979, 'Chrysler', 'Cordoba'],
  ['F', 1977, 1980, 'Chrysler', 'LeBaron'],
  ['Y', 1966, 1975, 'Imperial', 'Imperial'],
]

/** Car line and price class together name these. */
const models: ByYear = [
  [1970, 1974, { BS: "'Cuda", JS: 'Challenger R/T', BH: 'Barracuda', JH: 'Challenger' }],
  [1970, 1971, { BP: 'Gran Coupe', VS: 'Duster 340', LM: 'Dart Swinger 340' }],
  [1968, 1974, { RM: 'Road Runner' }],
  [1967, 1971, { RS: 'GTX' }],
  [1968, 1970, { WM: 'Super Bee', XS: 'Charger R/T' }],
  [1967, 1970, { WS: 'Coronet R/T' }],
  [1969, 1970, { XX: 'Charger 500/Daytona' }],
  [1971, 1971, { WM: 'Charger Super Bee', WS: 'Charger R/T' }],
]

const classes: Record<string, string> = {
  E: 'economy',
  L: 'low',
  M: 'medium',
  H: 'high',
  P: 'premium',
  S: 'special',
  K: 'police',
  T: 'taxi',
  X: 'fast top',
  O: 'super stock',
}

const bodies: Record<string, string> = {
  21: '2-door sedan or coupe',
  22: '2-door pillared hardtop',
  23: '2-door hardtop',
  27: 'convertible',
  29: '2-door sports hardtop',
  41: '4-door sedan',
  43: '4-door hardtop',
  45: '2-seat wagon',
  46: '3-seat wagon',
}

const engines: ByYear = [
  [
    1966,
    1966,
    {
      A: '170 six',
      B: '225 six',
      C: 'special six',
      D: '273 V8',
      E: '318 V8',
      F: '361 V8',
      G: '383 V8',
      H: '426 Hemi',
      J: '440 V8',
      K: 'special V8',
    },
  ],
  [
    1967,
    1969,
    {
      A: '170 six',
      B: '225 six',
      C: 'special six',
      D: '273 2-barrel',
      F: '318 2-barrel',
      G: '383 2-barrel',
      H: '383 4-barrel',
      J: '426 Hemi',
      K: '440 4-barrel',
      L: '440 4-barrel high performance',
    },
  ],
  [1967, 1967, { E: '273 4-barrel' }],
  [1967, 1968, { M: 'special V8' }],
  [1968, 1969, { P: '340 4-barrel' }],
  [1969, 1969, { M: '440 6-barrel or special V8' }],
  [
    1970,
    1971,
    {
      B: '198 six',
      C: '225 six',
      E: 'special six',
      G: '318 2-barrel',
      H: '340 4-barrel',
      J: '340 6-barrel',
      L: '383 2-barrel',
      N: '383 4-barrel',
      R: '426 Hemi',
      T: '440 4-barrel',
      U: '440 4-barrel high performance',
      V: '440 6-barrel',
      Z: 'special V8',
    },
  ],
  [1971, 1980, { K: '360 2-barrel' }],
  [1972, 1974, { B: '198 six' }],
  [1972, 1980, { C: '225 six', G: '318 2-barrel' }],
  [1972, 1973, { H: '340 4-barrel' }],
  [1972, 1978, { M: '400 2-barrel', P: '400 4-barrel high performance', T: '440 4-barrel' }],
  [1972, 1978, { U: '440 4-barrel high performance' }],
  [1972, 1972, { V: '440 6-barrel' }],
  [1974, 1979, { J: '360 4-barrel', L: '360 4-barrel high performance' }],
  [1975, 1978, { N: '400 4-barrel' }],
  [1977, 1980, { D: '225 six 2-barrel' }],
]

const plants: ByYear = [
  [
    1966,
    1967,
    {
      1: 'Lynch Road, Detroit',
      2: 'Hamtramck',
      3: 'Jefferson Avenue, Detroit',
      4: 'Belvidere',
      5: 'Los Angeles',
      6: 'Newark',
      7: 'St. Louis',
      9: 'Windsor',
    },
  ],
  [
    1968,
    1980,
    {
      A: 'Lynch Road, Detroit',
      B: 'Hamtramck',
      C: 'Jefferson Avenue, Detroit',
      D: 'Belvidere',
      E: 'Los Angeles',
      F: 'Newark',
      G: 'St. Louis',
      R: 'Windsor',
    },
  ],
]

/** `BS23V0B123456`: line, class, body (2), engine, year, plant, sequence (6). */
export const chrysler: Scheme = (number) => {
  const parts = /^([A-Z])([A-Z])(\d\d)([A-Z])([\dA])([\dA-Z])(\d{6})$/.exec(number)
  if (!parts) return []
  const [, line = '', price = '', body = '', engine = '', digit = '', plant = '', sequence = ''] = parts
  const years = digit === 'A' ? [1980] : yearsEnding(digit, 1966, 1979)
  return years.flatMap((year): Identity[] => {
    const car = lines.find(([letter, from, to]) => letter === line && year >= from && year <= to)
    if (!car || !(price in classes) || !(body in bodies)) return []
    // An engine letter or plant that the year did not have is a number of another year.
    const motor = meaningIn(engines, year, engine)
    const factory = meaningIn(plants, year, plant)
    if (!motor || !factory) return []
    const model = meaningIn(models, year, line + price) ?? car[4]
    const fields = fieldsOf(number, [
      ['car line', 1, car[4]],
      ['price class', 1, classes[price] ?? null],
      ['body', 2, bodies[body] ?? null],
      ['engine', 1, motor],
      ['model year', 1, String(year)],
      ['plant', 1, factory],
      ['sequence', 6, null],
    ])
    return [
      { make: car[3], model, yearFrom: year, yearTo: year, plant: factory, engine: motor, sequence, fields, source },
    ]
  })
}
