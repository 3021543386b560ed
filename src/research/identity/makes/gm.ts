import { type ByYear, fieldsOf, type Identity, meaningIn, type Scheme, yearsEnding } from '../identity.ts'

const early =
  'General Motors, Chassis Service Manuals of the divisions, "Vehicle Identification Number" (1965-1971: division, style number, year, plant, sequence)'
const late =
  'General Motors, Chassis Service Manuals of the divisions, "Vehicle Identification Number" (1972-1980: division, series, body, engine, year, plant, sequence)'

const divisions: Record<string, string> = { 1: 'Chevrolet', 2: 'Pontiac', 3: 'Oldsmobile', 4: 'Buick', 6: 'Cadillac' }

export const plants: Record<string, string> = {
  A: 'Atlanta',
  B: 'Baltimore',
  C: 'South Gate',
  D: 'Doraville',
  E: 'Linden',
  F: 'Flint',
  G: 'Framingham',
  H: 'Flint (Buick)',
  J: 'Janesville',
  K: 'Kansas City (Leeds)',
  L: 'Van Nuys',
  M: 'Lansing',
  N: 'Norwood',
  P: 'Pontiac',
  Q: 'Detroit (Cadillac)',
  R: 'Arlington',
  S: 'St. Louis',
  T: 'Tarrytown',
  U: 'Lordstown',
  W: 'Willow Run',
  X: 'Kansas City (Fairfax)',
  Y: 'Wilmington',
  Z: 'Fremont',
  1: 'Oshawa',
  2: 'Sainte-Thérèse',
}

/** Division and series, the first three digits of the style number. */
const earlySeries: ByYear = [
  [1965, 1969, { 105: 'Corvair 500', 107: 'Corvair Monza' }],
  [1965, 1971, { 153: 'Biscayne six', 154: 'Biscayne V8', 155: 'Bel Air six', 156: 'Bel Air V8', 163: 'Impala six' }],
  [1965, 1971, { 164: 'Impala V8', 194: 'Corvette', 135: 'Chevelle Malibu six', 136: 'Chevelle Malibu V8' }],
  [1966, 1971, { 166: 'Caprice' }],
  [1966, 1968, { 138: 'Chevelle SS 396' }],
  [1970, 1971, { 138: 'Monte Carlo' }],
  [1967, 1971, { 123: 'Camaro six', 124: 'Camaro V8' }],
  [1969, 1971, { 113: 'Nova six', 114: 'Nova V8' }],
  [1971, 1971, { 141: 'Vega' }],
  [1967, 1971, { 223: 'Firebird' }],
  [1970, 1971, { 224: 'Firebird Esprit', 226: 'Firebird Formula 400', 228: 'Firebird Trans Am' }],
  [1966, 1971, { 242: 'GTO' }],
  [1965, 1965, { 237: 'LeMans/GTO' }],
  [1965, 1968, { 266: 'Grand Prix' }],
  [1969, 1971, { 276: 'Grand Prix' }],
  [1965, 1971, { 252: 'Catalina', 262: 'Bonneville' }],
  [1968, 1971, { 344: '4-4-2' }],
  [1966, 1971, { 394: 'Toronado' }],
  [1968, 1971, { 446: 'GS 400/GS 455' }],
  [1965, 1971, { 494: 'Riviera' }],
]

const earlyBodies: Record<string, string> = {
  11: '2-door sedan',
  17: '2-door hardtop',
  27: '2-door coupe',
  35: 'station wagon',
  37: '2-door hardtop coupe',
  39: '4-door hardtop',
  47: '2-door formal hardtop',
  57: '2-door formal hardtop',
  67: 'convertible',
  69: '4-door sedan',
  80: 'pickup (El Camino)',
  87: '2-door sport coupe',
}

const lateSeries: ByYear = [
  [1972, 1979, { '1X': 'Nova' }],
  [1972, 1980, { '1Q': 'Camaro', '1Z': 'Corvette', '1H': 'Monte Carlo', '1N': 'Caprice' }],
  [1973, 1980, { '1S': 'Camaro LT/Berlinetta' }],
  [1972, 1977, { '1D': 'Chevelle Malibu', '1V': 'Vega' }],
  [1972, 1980, { '2S': 'Firebird', '2T': 'Firebird Esprit', '2U': 'Firebird Formula' }],
  [1972, 1974, { '2V': 'Firebird Trans Am' }],
  [1975, 1980, { '2W': 'Firebird Trans Am' }],
  [1972, 1975, { '2K': 'Grand Prix' }],
  [1972, 1972, { '2D': 'LeMans/GTO', '4G': 'Gran Sport' }],
  [1972, 1978, { '3Y': 'Toronado', '4Y': 'Riviera' }],
  [1972, 1980, { '6D': 'De Ville', '6L': 'Eldorado' }],
  [1976, 1980, { '6S': 'Seville' }],
]

/** Division and engine letter. A letter stands for another engine in another division. */
const lateEngines: ByYear = [
  [1972, 1973, { '1D': '250 six', '1F': '307 V8', '1H': '350 2-barrel', '1R': '400 2-barrel' }],
  [1972, 1972, { '1J': '350 4-barrel', '1K': '350 4-barrel (L48)', '1L': '350 (LT-1)', '1U': '402 4-barrel' }],
  [1972, 1972, { '1W': '454 4-barrel (LS5)', '2X': '455 H.O.' }],
  [1973, 1973, { '1J': '350 4-barrel (L48)', '1K': '350 4-barrel', '1Z': '454 4-barrel (LS4)' }],
  [1973, 1974, { '2X': '455 Super Duty' }],
  [1973, 1973, { '2Y': '455 4-barrel' }],
  [1973, 1975, { '1T': '350 4-barrel (L82)' }],
  [1977, 1979, { '2Z': '400 4-barrel', '2K': '403 4-barrel' }],
]

/** `136370K123456`, 1965 to 1971: style number (5, the division first), year, plant, sequence (6). */
export const gmEarly: Scheme = (number) => {
  const parts = /^([12346])(\d\d)(\d\d)(\d)([A-Z12])(\d{6})$/.exec(number)
  if (!parts) return []
  const [, division = '', series = '', body = '', digit = '', plant = '', sequence = ''] = parts
  return yearsEnding(digit, 1965, 1971).flatMap((year): Identity[] => {
    const model = meaningIn(earlySeries, year, division + series)
    const factory = plants[plant] ?? null
    if (!model && !(body in earlyBodies)) return []
    const make = divisions[division] as string
    const fields = fieldsOf(number, [
      ['division', 1, make],
      ['series', 2, model],
      ['body', 2, earlyBodies[body] ?? null],
      ['model year', 1, String(year)],
      ['plant', 1, factory],
      ['sequence', 6, null],
    ])
    return [
      { make, model, yearFrom: year, yearTo: year, plant: factory, engine: null, sequence, fields, source: early },
    ]
  })
}

/** `1Z37K2S512345`, 1972 to 1980: division, series, body (2), engine, year, plant, sequence (6; in some plants 5). */
export const gmLate: Scheme = (number) => {
  const parts = /^([12346])([A-Z])(\d\d)([A-Z\d])([\dA])([A-Z\d])(\d{5,6})$/.exec(number)
  if (!parts) return []
  const [, division = '', series = '', body = '', engine = '', digit = '', plant = '', sequence = ''] = parts
  const years = digit === 'A' ? [1980] : yearsEnding(digit, 1972, 1979)
  return years.map((year): Identity => {
    const make = divisions[division] as string
    const model = meaningIn(lateSeries, year, division + series)
    const motor = meaningIn(lateEngines, year, division + engine)
    const factory = plants[plant] ?? null
    const fields = fieldsOf(number, [
      ['division', 1, make],
      ['series', 1, model],
      ['body', 2, earlyBodies[body] ?? null],
      ['engine', 1, motor],
      ['model year', 1, String(year)],
      ['plant', 1, factory],
      ['sequence', sequence.length, null],
    ])
    return { make, model, yearFrom: year, yearTo: year, plant: factory, engine: motor, sequence, fields, source: late }
  })
}

const cadillacSource = 'Cadillac Motor Car Division, Cadillac Shop Manuals 1965-1970, "Vehicle Identification Number"'
const cadillacs: Record<string, string> = {
  B: 'De Ville hardtop sedan',
  F: 'De Ville convertible',
  J: 'Coupe de Ville',
  L: 'De Ville sedan',
  M: 'Fleetwood Sixty Special',
  P: 'Fleetwood Brougham',
}

/** `J8123456`, Cadillac 1965 to 1970: body letter, year, sequence (6). */
export const cadillac: Scheme = (number) => {
  const parts = /^([A-Z])(\d)(\d{6})$/.exec(number)
  if (!parts) return []
  const [, body = '', digit = '', sequence = ''] = parts
  const model = cadillacs[body]
  if (!model) return []
  return yearsEnding(digit, 1965, 1970).map((year) => ({
    make: 'Cadillac',
    model,
    yearFrom: year,
    yearTo: year,
    plant: null,
    engine: null,
    sequence,
    fields: fieldsOf(number, [
      ['body', 1, model],
      ['model year', 1, String(year)],
      ['sequence', 6, null],
    ]),
    source: cadillacSource,
  }))
}

const truckSource = 'Chevrolet, Light Duty Truck Service Manuals 1967-1976, "Vehicle Identification Number"'
const loads: Record<string, string> = { 1: 'half ton', 2: 'three-quarter ton', 3: 'one ton' }
const truckBodies: Record<string, string> = { 3: 'cab and chassis', 4: 'pickup', 6: 'Suburban', 8: 'Blazer or utility' }
const truckEngines: ByYear = [
  [1967, 1972, { E: 'V8', S: 'six' }],
  [1973, 1974, { Q: '250 six', T: '292 six', X: '307 V8', V: '350 2-barrel', Y: '350 4-barrel', Z: '454 4-barrel' }],
]

/** `CE140F123456` (1967 to 1971), `CKE182F123456` (1972 and later, with C for Chevrolet and T for GMC before it). */
export const gmTruck: Scheme = (number) => {
  const parts = /^([CT]?)([CK])([A-Z])([123])(\d)(\d)([A-Z\d])(\d{6})$/.exec(number)
  if (!parts) return []
  const [, division = '', axle = '', engine = '', load = '', body = '', digit = '', plant = '', sequence = ''] = parts
  const years = division === '' ? yearsEnding(digit, 1967, 1971) : yearsEnding(digit, 1972, 1980)
  return years.flatMap((year): Identity[] => {
    const motor = meaningIn(truckEngines, year, engine)
    if (year <= 1974 && !motor) return []
    const make = division === 'T' ? 'GMC' : 'Chevrolet'
    const form = truckBodies[body] ?? null
    const factory = plants[plant] ?? null
    const fields = fieldsOf(number, [
      ...(division ? [['division', 1, make] as [string, number, string]] : []),
      ['chassis', 1, axle === 'K' ? 'four-wheel drive' : 'two-wheel drive'],
      ['engine', 1, motor],
      ['load', 1, loads[load] ?? null],
      ['body', 1, form],
      ['model year', 1, String(year)],
      ['plant', 1, factory],
      ['sequence', 6, null],
    ])
    const model = `${axle}${load}0${form ? ` ${form}` : ''}`
    return [
      {
        make,
        model,
        yearFrom: year,
        yearTo: year,
        plant: factory,
        engine: motor,
        sequence,
        fields,
        source: truckSource,
      },
    ]
  })
}
