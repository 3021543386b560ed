import type { Car } from '../../src/research/index.ts'
import type { GoldenDocument } from './documents.ts'
import type { Question } from './questions.ts'

/**
 * What is measured of a car besides its engine's output: documents made of a table, in the manners of a manual's prose, a sheet with
 * dots, a row of data and a workshop's list, so that the table is the label. Nothing in it is evidence about a real car.
 */
type Row = {
  car: [year: number, make: string, model: string, engine: string | null]
  units: 'us' | 'metric'
  bore: number
  stroke: number
  layout: string
  width: number
  height: number
  track: [front: number, rear: number]
  clearance: number
  fuel: number
  oil: number
  coolant: number
  wheels: [diameter: number, width: number]
  trim: string
}

const us = (
  car: Row['car'],
  [bore, stroke]: [number, number],
  layout: string,
  [width, height, clearance]: [number, number, number],
  track: [number, number],
  [fuel, oil, coolant]: [number, number, number],
  wheels: [number, number],
  trim: string,
): Row => ({
  car,
  units: 'us',
  bore,
  stroke,
  layout,
  width,
  height,
  track,
  clearance,
  fuel,
  oil,
  coolant,
  wheels,
  trim,
})
const metric = (...given: Parameters<typeof us>): Row => ({ ...us(...given), units: 'metric' })

const rows: Row[] = [
  us(
    [1970, 'Oldsmobile', 'Cutlass', '350 V8'],
    [4.057, 3.385],
    'V8',
    [74.9, 50.9, 5.3],
    [59.7, 60.7],
    [18, 5, 15],
    [14, 5.5],
    'H6X9',
  ),
  us(
    [1970, 'Chevrolet', 'Chevelle Malibu', '307 cu in'],
    [3.875, 3.25],
    'V8',
    [75.4, 52.7, 5.6],
    [60, 59.8],
    [20, 4, 16],
    [14, 6],
    '755',
  ),
  us(
    [1970, 'Ford', 'F-250', '360 V-8'],
    [4.05, 3.5],
    'V8',
    [79.8, 72.5, 8.1],
    [64.4, 64.6],
    [20.2, 5, 20],
    [16, 6],
    '7K',
  ),
  us(
    [1966, 'Ford', 'Mustang', '200 cubic inch six'],
    [3.68, 3.126],
    'inline 6',
    [68.2, 51.1, 5.2],
    [55.4, 56],
    [16, 3.5, 9.5],
    [14, 4.5],
    '26',
  ),
  us(
    [1967, 'Chevrolet', 'Corvette', '327 V8'],
    [4, 3.25],
    'V8',
    [69.6, 49.6, 5],
    [57.6, 58.3],
    [20.6, 5, 18],
    [15, 6],
    '402',
  ),
  us(
    [1966, 'Pontiac', 'GTO', '389 V-8'],
    [4.06, 3.75],
    'V8',
    [74.4, 53.8, 6],
    [58, 59],
    [21.5, 5, 20.5],
    [14, 6],
    '223',
  ),
  us(
    [1969, 'Dodge', 'Charger', '440 Magnum'],
    [4.32, 3.75],
    'V8',
    [76.6, 53.2, 5.8],
    [59.7, 59.2],
    [19, 6, 17],
    [14, 5.5],
    'C6X9',
  ),
  us(
    [1969, 'Chevrolet', 'Camaro', '302 cu in'],
    [4.002, 3.005],
    'V8',
    [74, 51.6, 5.1],
    [59.6, 59.5],
    [18.5, 5.5, 17.5],
    [15, 7],
    '711',
  ),
  us(
    [1967, 'International', 'Scout 800', '196 cu in'],
    [4.125, 3.656],
    'inline 4',
    [68.6, 67, 9],
    [53.5, 53.8],
    [22, 5.5, 11.5],
    [15, 5.5],
    '34',
  ),
  us(
    [1970, 'Chevrolet', 'Monte Carlo', '350 V8'],
    [4.001, 3.48],
    'V8',
    [75.6, 52.9, 5.4],
    [60.3, 59.3],
    [20.5, 4.5, 16.5],
    [15, 7],
    '791',
  ),
  metric(
    [1971, 'Datsun', 'PL510', null],
    [83, 73.7],
    'inline 4',
    [1560, 1400, 190],
    [1280, 1285],
    [46, 4.3, 6.8],
    [13, 4.5],
    '5B2',
  ),
  metric(
    [1970, 'BMW', '2002', null],
    [89, 80],
    'inline 4',
    [1590, 1410, 160],
    [1330, 1336],
    [46.5, 4.25, 7],
    [13, 5],
    '0094',
  ),
  metric(
    [1967, 'Volkswagen', 'Beetle', null],
    [83, 69],
    'flat 4',
    [1540, 1500, 152],
    [1305, 1300],
    [40, 2.5, 0],
    [15, 4],
    '74',
  ),
  metric(
    [1973, 'Porsche', '911S', null],
    [84, 70.4],
    'flat 6',
    [1610, 1320, 150],
    [1372, 1354],
    [62, 13, 0],
    [15, 6],
    '27F',
  ),
  metric(
    [1962, 'Jaguar', 'E-Type', null],
    [87, 106],
    'inline 6',
    [1656, 1225, 140],
    [1270, 1272],
    [63.5, 8.5, 18.2],
    [15, 5],
    '2A1',
  ),
  metric(
    [1972, 'Toyota', 'Land Cruiser', null],
    [90, 101.6],
    'inline 6',
    [1665, 1950, 210],
    [1404, 1400],
    [70, 7.6, 16.7],
    [15, 5.5],
    '36',
  ),
  metric(
    [1971, 'Datsun', '240Z', null],
    [83.1, 73.6],
    'inline 6',
    [1630, 1285, 155],
    [1355, 1345],
    [60.3, 4.8, 9.2],
    [14, 4.5],
    '8Z1',
  ),
  metric(
    [1972, 'Fiat', '124', null],
    [80, 80.1],
    'inline 4',
    [1613, 1250, 120],
    [1346, 1316],
    [44.8, 4.1, 7.5],
    [13, 5],
    '3N4',
  ),
  metric(
    [1970, 'Volvo', '1800E', null],
    [88.9, 80.2],
    'inline 4',
    [1700, 1280, 158],
    [1315, 1318],
    [45.3, 3.8, 8.6],
    [15, 5.25],
    '307',
  ),
]

type Spec = keyof typeof specs
/** Each with its label, and the sentence of each manner that says it. */
const specs = {
  bore: {
    says: ({ bore, units }: Row) => [[bore, units === 'us' ? 'in' : 'mm']] as Question['expected']['values'],
    in: [
      ({ bore, stroke, units }: Row) => `Bore and stroke are ${bore} x ${stroke} ${units === 'us' ? 'in.' : 'mm'}`,
      ({ bore, units }: Row) => `Bore .......... ${bore} ${units === 'us' ? 'inches' : 'mm'}`,
      ({ bore, stroke, units }: Row) =>
        units === 'us' ? `bore_in: ${bore} | stroke_in: ${stroke}` : `bore_mm: ${bore} | stroke_mm: ${stroke}`,
      ({ bore, units }: Row) => `The cylinders have a bore of ${bore}${units === 'us' ? '″' : ' mm'}.`,
    ],
  },
  stroke: {
    says: ({ stroke, units }: Row) => [[stroke, units === 'us' ? 'in' : 'mm']] as Question['expected']['values'],
    in: [
      ({ bore, stroke, units }: Row) => `Bore and stroke are ${bore} x ${stroke} ${units === 'us' ? 'in.' : 'mm'}`,
      ({ stroke, units }: Row) => `Stroke .......... ${stroke} ${units === 'us' ? 'inches' : 'mm'}`,
      ({ bore, stroke, units }: Row) =>
        units === 'us' ? `bore_in: ${bore} | stroke_in: ${stroke}` : `bore_mm: ${bore} | stroke_mm: ${stroke}`,
      ({ stroke, units }: Row) => `Its stroke of ${stroke}${units === 'us' ? '″' : ' mm'} is long for its time.`,
    ],
  },
  layout: {
    says: ({ layout }: Row) => [[layout, null]] as Question['expected']['values'],
    in: [
      ({ layout }: Row) => `The power plant is a ${inWords(layout)} with two valves a cylinder.`,
      ({ layout }: Row) => `Arrangement: ${inWords(layout)}`,
      ({ layout }: Row) => `layout: ${layout}`,
      ({ layout }: Row) => `A ${inWords(layout)} does the work.`,
    ],
  },
  width: sized('width', ['Overall width', 'width', 'is', 'wide'], ({ width }) => width),
  height: sized('height', ['Overall height', 'height', 'stands', 'high'], ({ height }) => height),
  ground_clearance: sized(
    'ground_clearance',
    ['Ground clearance', 'ground clearance', 'has', 'of ground clearance'],
    ({ clearance }) => clearance,
  ),
  track: {
    says: ({ track, units }: Row) =>
      track.map((each) => [each, units === 'us' ? 'in' : 'mm']) as Question['expected']['values'],
    in: [
      ({ track: [front, rear], units }: Row) =>
        `Front track is ${front} ${units === 'us' ? 'inches' : 'mm'}, rear track ${rear} ${units === 'us' ? 'inches' : 'mm'}.`,
      ({ track: [front, rear], units }: Row) => `Track, front/rear: ${front}/${rear} ${units === 'us' ? 'in' : 'mm'}`,
      ({ track: [front, rear], units }: Row) =>
        `track front ${front} ${units === 'us' ? 'in' : 'mm'} | track rear ${rear} ${units === 'us' ? 'in' : 'mm'}`,
      ({ track: [front, rear], units }: Row) =>
        `Tread front ${front} ${units === 'us' ? 'in.' : 'mm'}, rear ${rear} ${units === 'us' ? 'in.' : 'mm'}`,
    ],
  },
  fuel_capacity: held(
    'gal',
    'gallons',
    ['Fuel tank capacity', 'Fuel tank', 'fuel_capacity', 'The tank'],
    ({ fuel }) => fuel,
  ),
  oil_capacity: held(
    'qt',
    'quarts',
    ['Crankcase capacity', 'Engine oil', 'oil_capacity', 'The sump'],
    ({ oil }) => oil,
  ),
  coolant_capacity: held(
    'qt',
    'quarts',
    ['Cooling system capacity', 'Cooling system', 'coolant_capacity', 'The radiator'],
    ({ coolant }) => coolant,
  ),
  wheels: {
    says: ({ wheels: [diameter, width] }: Row) => [[`${diameter}x${width}`, null]] as Question['expected']['values'],
    in: [
      ({ wheels: [diameter, width] }: Row) => `Pressed steel wheels of ${diameter} x ${width} inches are standard.`,
      ({ wheels: [diameter, width] }: Row) => `Wheels .......... ${width}J x ${diameter}`,
      ({ wheels: [diameter, width] }: Row) => `wheels: ${diameter}x${width}`,
      ({ wheels: [diameter, width] }: Row) => `It rolls on its ${diameter}x${width} wheels.`,
    ],
  },
  trim_code: {
    says: ({ trim }: Row) => [[trim, null]] as Question['expected']['values'],
    in: [
      ({ trim }: Row) => `Cars of this series were trimmed to interior code ${trim} as a rule.`,
      ({ trim }: Row) => `Trim code: ${trim}`,
      ({ trim }: Row) => `interior_code: ${trim}`,
      ({ trim }: Row) => `The plate reads trim code ${trim}.`,
    ],
  },
}

function inWords(layout: string): string {
  const number = { 4: 'four', 6: 'six', 8: 'eight' }[Number(layout.replace(/\D/g, ''))] ?? ''
  if (layout.startsWith('V')) return `V-${layout.slice(1)}`
  return layout.startsWith('flat') ? `flat-${number}` : `straight-${number}`
}

function sized(spec: string, [title, name, verb, word]: [string, string, string, string], of: (row: Row) => number) {
  const unit = ({ units }: Row) => (units === 'us' ? 'in' : 'mm')
  return {
    says: (row: Row) => [[of(row), unit(row)]] as Question['expected']['values'],
    in: [
      (row: Row) => `${title} is ${of(row).toLocaleString('en-US')} ${unit(row) === 'in' ? 'inches' : 'millimetres'}.`,
      (row: Row) => `${title} .......... ${of(row)} ${unit(row)}`,
      (row: Row) => `${spec.replace('ground_', '')}_${unit(row)}: ${of(row)}`.replace('clearance', 'ground_clearance'),
      (row: Row) =>
        `The car ${verb} ${of(row)} ${unit(row)} ${word}, by the ${name} we measured.`.replace(/, by the .*/, '.'),
    ],
  }
}

function held(
  unit: string,
  plural: string,
  [title, short, column, thing]: [string, string, string, string],
  of: (row: Row) => number,
) {
  return {
    says: (row: Row) =>
      (of(row) === 0 ? [] : [[of(row), row.units === 'us' ? unit : 'L']]) as Question['expected']['values'],
    in: [
      (row: Row) => `${title} is ${of(row)} ${row.units === 'us' ? plural : 'litres'}.`,
      (row: Row) => `${short} .......... ${of(row)} ${row.units === 'us' ? unit : 'l'}`,
      (row: Row) => `${column}_${row.units === 'us' ? unit : 'l'}: ${of(row)}`,
      (row: Row) => `${thing} holds ${of(row)} ${row.units === 'us' ? plural : 'litres'}.`,
    ],
  }
}

const names = Object.keys(specs) as Spec[]
const manners = [
  ['manual', 0.95, 'Dimensions and capacities'],
  ['manual', 0.9, 'Specification sheet'],
  ['dataset', 0.85, 'Table of dimensions'],
  ['article', 0.6, 'In the workshop'],
] as const
/** Prose, lines of a sheet, one row of data. */
const joints = [' ', '\n', ' | ', ' '] as const
/** What a document of the row with this number leaves out, so that its question has no answer. */
const leftOut = (spec: Spec, nth: number) => names.indexOf(spec) % 4 === nth % 4
const mannerOf = (nth: number) => nth % manners.length
const sentenceOf = (row: Row, spec: Spec, manner: number): string | null =>
  specs[spec].says(row).length === 0 ? null : ((specs[spec].in[manner] as (row: Row) => string)(row) ?? null)

/** A pair of bore and stroke says both, also where one alone is left out. */
const saidOf = (row: Row, spec: Spec, nth: number): string | null => {
  const sentence = sentenceOf(row, spec, mannerOf(nth))
  const isSaid = names.some((one) => !leftOut(one, nth) && sentenceOf(row, one, mannerOf(nth)) === sentence)
  return isSaid ? sentence : null
}

/** Sentences of parts, of other liquids and of other cars, which say nothing that is asked. */
const traps = [
  'The gearbox takes 1.5 litres of oil, the rear axle 1.2 litres. The brake master cylinder has a bore of 0.75 in.',
  'A Rambler Ambassador is 78.4 inches wide and its tank holds 19 gallons.',
  'Seat height is 14.5 inches and the trunk is 52 inches wide. Valve clearance is 0.012 in.',
  'Use 2 quarts of oil a month and expect trouble. The spare is a 6.00 x 16 tire, the heater hose has a bore of 16 mm.',
]

const subjectOf = ({ car: [year, make, model] }: Row) => ({ make, model, yearFrom: year, yearTo: year })
const idOf = ({ car: [year, make, model] }: Row) => `${year} ${make} ${model}`

export const measuredDocuments: GoldenDocument[] = rows.flatMap((row, nth): GoldenDocument[] => {
  const manner = mannerOf(nth)
  const [kind, authority, title] = manners[manner] as (typeof manners)[number]
  const said = names.flatMap((spec) => (leftOut(spec, nth) ? [] : (sentenceOf(row, spec, manner) ?? [])))
  const of = { kind, authority, subject: subjectOf(row) }
  return [
    { ...of, id: `measured-${nth}`, title: `${idOf(row)}: ${title}`, text: [...new Set(said)].join(joints[manner]) },
    {
      ...{ kind: 'forum', authority: 0.35, subject: subjectOf(row) },
      id: `measured-said-${nth}`,
      title: `${idOf(row)} sizes`,
      text: [traps[nth % traps.length] as string, ...contradicted(row, nth).map(({ words }) => words)].join('\n\n'),
    },
  ]
})

/** Two values a car that somebody in a thread gives otherwise. */
function contradicted(row: Row, nth: number): { spec: Spec; words: string; value: [number, string] }[] {
  const [inch, gallon, quart] = row.units === 'us' ? ['in', 'gal', 'qt'] : ['mm', 'L', 'L']
  const said = (spec: Spec, value: number, unit: string, words: string) => ({
    spec,
    words,
    value: [value, unit] as [number, string],
  })
  const more = (value: number) => Number((value * 1.2).toFixed(2))
  const all = [
    said('width', more(row.width), inch as string, `I measured mine: ${more(row.width)} ${inch} wide.`),
    said(
      'fuel_capacity',
      more(row.fuel),
      gallon as string,
      `The fuel tank holds ${more(row.fuel)} ${row.units === 'us' ? 'gallons' : 'litres'}, I filled it dry.`,
    ),
    said(
      'oil_capacity',
      more(row.oil),
      quart as string,
      `Engine oil capacity: ${more(row.oil)} ${row.units === 'us' ? 'quarts' : 'litres'}.`,
    ),
    said(
      'bore',
      more(row.bore),
      inch as string,
      `With a bore of ${more(row.bore)} ${row.units === 'us' ? 'inches' : 'mm'} the block has thin walls.`,
    ),
  ]
  return all.filter(({ spec }) => !leftOut(spec, nth)).slice(nth % 2, 2 + (nth % 2))
}

/** Labelled by rule, each with the sentence that says so. */
export const measuredQuestions: Question[] = rows.flatMap((row, nth): Question[] => {
  const [year, make, model, engine] = row.car
  const car: Car = { ...{ id: `measured-${nth}`, year, make, model, engine }, trim: null, vin: null, chassis: null }
  const documents = [`measured-${nth}`, `measured-said-${nth}`]
  const others = contradicted(row, nth)
  return names.map((spec): Question => {
    const sentence = saidOf(row, spec, nth)
    const values = sentence === null ? [] : specs[spec].says(row)
    const other = others.find((one) => one.spec === spec)
    const status = sentence === null ? 'insufficient' : other ? 'conflicting' : 'supported'
    return {
      ...{ id: `${idOf(row)} ${spec}`, car, spec, documents, by: 'rule' },
      expected: { status, values: [...values, ...(other && sentence !== null ? [other.value] : [])] },
      ...(sentence === null ? {} : { evidence: [sentence, ...(other ? [other.words] : [])] }),
    }
  })
})
