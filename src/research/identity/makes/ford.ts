import { type ByYear, fieldsOf, type Identity, meaningIn, type Scheme, yearsEnding } from '../identity.ts'

const carSource =
  'Ford Motor Company, Shop Manuals of the model year, "Vehicle Identification" (warranty plate, 11 positions)'
const truckSource = 'Ford Motor Company, Truck Shop Manuals 1967-1979, "Vehicle Identification" (rating plate)'

const plants: Record<string, string> = {
  A: 'Atlanta',
  B: 'Oakville',
  D: 'Dallas',
  E: 'Mahwah',
  F: 'Dearborn',
  G: 'Chicago',
  H: 'Lorain',
  J: 'Los Angeles',
  K: 'Kansas City',
  N: 'Norfolk',
  P: 'Twin Cities',
  R: 'San Jose',
  S: 'Allen Park (pilot plant)',
  T: 'Metuchen',
  U: 'Louisville',
  W: 'Wayne',
  X: 'St. Thomas',
  Y: 'Wixom',
  Z: 'St. Louis',
}

const bodies: ByYear = [
  [1965, 1966, { '07': 'Mustang hardtop', '08': 'Mustang convertible', '09': 'Mustang fastback' }],
  [1967, 1973, { '01': 'Mustang hardtop', '02': 'Mustang fastback', '03': 'Mustang convertible' }],
  [1969, 1973, { '04': 'Mustang Grande', '05': 'Mustang Mach 1' }],
  [
    1974,
    1978,
    { '02': 'Mustang II hardtop', '03': 'Mustang II hatchback', '04': 'Mustang II Ghia', '05': 'Mustang II Mach 1' },
  ],
  [1961, 1966, { 83: 'Thunderbird hardtop', 85: 'Thunderbird convertible' }],
  [1967, 1968, { 91: 'Cougar hardtop', 93: 'Cougar XR-7 hardtop' }],
]

/** The fifth position. */
const engines: ByYear = [
  [1963, 1964, { S: '144 six', U: '170 six', F: '260 2-barrel', X: '352 V8', Z: '390 4-barrel' }],
  [1963, 1964, { C: '289 2-barrel', K: '289 4-barrel high performance', Q: '427 4-barrel', R: '427 8-barrel' }],
  [1963, 1963, { B: '406 4-barrel', G: '406 6-barrel' }],
  [1965, 1965, { U: '170 six', F: '260 2-barrel', D: '289 4-barrel' }],
  [1965, 1967, { T: '200 six', C: '289 2-barrel', A: '289 4-barrel', K: '289 4-barrel high performance' }],
  [1965, 1967, { Z: '390 4-barrel', R: '427 8-barrel', V: '240 six', P: '428 4-barrel police' }],
  [1965, 1966, { X: '352 4-barrel' }],
  [1966, 1967, { H: '390 2-barrel', Y: '390 2-barrel', S: '390 4-barrel GT', W: '427 4-barrel', Q: '428 4-barrel' }],
  [1968, 1968, { T: '200 six', C: '289 2-barrel', F: '302 2-barrel', J: '302 4-barrel', S: '390 4-barrel GT' }],
  [1968, 1968, { X: '390 2-barrel', Y: '390 2-barrel', W: '427 4-barrel', Q: '428 4-barrel', R: '428 Cobra Jet' }],
  [1968, 1968, { N: '429 4-barrel', V: '240 six', P: '428 4-barrel police', Z: '390 4-barrel' }],
  [1969, 1970, { T: '200 six', L: '250 six', F: '302 2-barrel', G: '302 Boss', H: '351 2-barrel', M: '351 4-barrel' }],
  [
    1969,
    1970,
    { Q: '428 Cobra Jet', R: '428 Cobra Jet, ram air', Z: '429 Boss', K: '429 2-barrel', N: '429 4-barrel' },
  ],
  [1969, 1970, { V: '240 six', Y: '390 2-barrel' }],
  [1969, 1969, { S: '390 4-barrel GT' }],
  [1970, 1971, { C: '429 Cobra Jet', J: '429 Cobra Jet, ram air' }],
  [1970, 1972, { U: '170 six' }],
  [1971, 1971, { M: '351 4-barrel', R: '351 Boss', K: '429 2-barrel' }],
  [1971, 1978, { T: '200 six', L: '250 six', F: '302 2-barrel', H: '351 2-barrel', S: '400 2-barrel' }],
  [1971, 1973, { N: '429 4-barrel' }],
  [1972, 1972, { R: '351 H.O.' }],
  [1972, 1974, { Q: '351 Cobra Jet 4-barrel' }],
  [1972, 1978, { A: '460 4-barrel' }],
  [1974, 1980, { Y: '2.3 four', Z: '2.8 V6' }],
  [1979, 1980, { F: '302 2-barrel', W: '2.3 four, turbo', T: '200 six' }],
]

/** `9T02R123456`: year, plant, body (2), engine, sequence (6), which begins at 100001 for Ford and 500001 for Mercury. */
export const fordCar: Scheme = (number) => {
  const parts = /^(\d)([A-Z])(\d\d)([A-Z])(\d{6})$/.exec(number)
  if (!parts) return []
  const [, digit = '', plant = '', body = '', engine = '', sequence = ''] = parts
  const factory = plants[plant]
  if (!factory || Number(sequence) < 100_001) return []
  return yearsEnding(digit, 1960, 1980).flatMap((year): Identity[] => {
    const motor = meaningIn(engines, year, engine)
    // Before 1963 we have no table of engines; from then on a letter that the year did not have is a number of another year.
    if (!motor && year >= 1963) return []
    const model = meaningIn(bodies, year, body)
    const make = Number(sequence) >= 500_001 ? 'Mercury' : 'Ford'
    const fields = fieldsOf(number, [
      ['model year', 1, String(year)],
      ['plant', 1, factory],
      ['body', 2, model],
      ['engine', 1, motor],
      ['sequence', 6, null],
    ])
    return [
      { make, model, yearFrom: year, yearTo: year, plant: factory, engine: motor, sequence, fields, source: carSource },
    ]
  })
}

const series: Record<string, string> = {
  F10: 'F-100',
  F11: 'F-100 4x4',
  F14: 'F-150 4x4',
  F15: 'F-150',
  F25: 'F-250',
  F26: 'F-250 4x4',
  F35: 'F-350',
  U15: 'Bronco',
}
const truckEngines: Record<string, string> = {
  A: '240 six',
  B: '300 six',
  G: '302 V8',
  Y: '360 V8',
  H: '390 V8',
  J: '460 V8',
  S: '400 V8',
}

/** `F25YRE12345`, 1967 to 1979: series (3), engine, plant, serial (6), whose first letters do not tell years apart for certain. */
export const fordTruck: Scheme = (number) => {
  const parts = /^([FU]\d\d)([A-Z])([A-Z])([A-Z\d]\d{5}|[A-Z]{2}\d{4})$/.exec(number)
  if (!parts) return []
  const [, line = '', engine = '', plant = '', sequence = ''] = parts
  const model = series[line]
  if (!model) return []
  const motor = truckEngines[engine] ?? null
  const factory = plants[plant] ?? null
  const fields = fieldsOf(number, [
    ['series', 3, model],
    ['engine', 1, motor],
    ['plant', 1, factory],
    ['sequence', sequence.length, null],
  ])
  const rest = { plant: factory, engine: motor, sequence, fields, source: truckSource }
  return [{ make: 'Ford', model, yearFrom: 1967, yearTo: 1979, ...rest }]
}
