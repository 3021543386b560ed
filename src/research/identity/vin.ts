import { fieldsOf, type Identity } from './identity.ts'

const source =
  '49 CFR Part 565 (check digit, model year, from 1981); ISO 3780 manufacturer identifiers as registered with SAE International'

const values: Record<string, number> = Object.fromEntries(
  [...'0123456789']
    .map((digit, n) => [digit, n])
    .concat([...'ABCDEFGH'].map((letter, n) => [letter, n + 1]))
    .concat(
      [...'JKLMN'].map((letter, n) => [letter, n + 1]),
      [
        ['P', 7],
        ['R', 9],
      ],
    )
    .concat([...'STUVWXYZ'].map((letter, n) => [letter, n + 2])),
)
const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]

/** The digit that belongs in the ninth position, `X` for ten. `vin` has 17 characters without I, O and Q. */
export function checkDigit(vin: string): string {
  const rest = [...vin].reduce((sum, sign, n) => sum + (values[sign] ?? 0) * (weights[n] ?? 0), 0) % 11
  return rest === 10 ? 'X' : String(rest)
}

const yearSigns = 'ABCDEFGHJKLMNPRSTVWXY123456789'

/** Thirty signs: the same one stands for 1980 and 2010. */
function modelYears(sign: string): number[] {
  const at = yearSigns.indexOf(sign)
  return at < 0 ? [] : [1980 + at, 2010 + at].filter((year) => year >= 1981 && year <= 2039)
}

/** Manufacturers that this community meets. */
const makers: Record<string, string> = {
  '1G1': 'Chevrolet',
  '1G2': 'Pontiac',
  '1G3': 'Oldsmobile',
  '1G4': 'Buick',
  '1G6': 'Cadillac',
  '1GC': 'Chevrolet',
  '1GN': 'Chevrolet',
  '1GT': 'GMC',
  '1GK': 'GMC',
  '1GY': 'Cadillac',
  '2G1': 'Chevrolet',
  '1FA': 'Ford',
  '1FT': 'Ford',
  '1FM': 'Ford',
  '1ZV': 'Ford',
  '1ME': 'Mercury',
  '1LN': 'Lincoln',
  '1B3': 'Dodge',
  '1B7': 'Dodge',
  '1P3': 'Plymouth',
  '1C3': 'Chrysler',
  '1J4': 'Jeep',
  '1C4': 'Jeep',
  JN1: 'Nissan',
  JN8: 'Nissan',
  JT2: 'Toyota',
  JTE: 'Toyota',
  JHM: 'Honda',
  JH4: 'Acura',
  JM1: 'Mazda',
  JF1: 'Subaru',
  WBA: 'BMW',
  WBS: 'BMW',
  WP0: 'Porsche',
  WP1: 'Porsche',
  WVW: 'Volkswagen',
  WV2: 'Volkswagen',
  WAU: 'Audi',
  WDB: 'Mercedes-Benz',
  WDD: 'Mercedes-Benz',
  ZFF: 'Ferrari',
  ZHW: 'Lamborghini',
  ZAR: 'Alfa Romeo',
  ZAM: 'Maserati',
  SAJ: 'Jaguar',
  SAL: 'Land Rover',
  SCC: 'Lotus',
  SCF: 'Aston Martin',
  YV1: 'Volvo',
  YS3: 'Saab',
  '5YJ': 'Tesla',
}

export const isVin = (number: string) => /^[A-HJ-NPR-Z\d]{17}$/.test(number)

/** Whether the check digit is wrong where North America demands one; elsewhere the ninth position is the maker's own. */
export const failsCheck = (vin: string) => /^[1-5]/.test(vin) && vin[8] !== checkDigit(vin)

/** Readings of a VIN of 1981 and later, offline: maker, year, plant sign, sequence; what the maker's own positions say is not in it. */
export function readVin(vin: string): Identity[] {
  const make = makers[vin.slice(0, 3)]
  const northAmerican = /^[1-5]/.test(vin)
  // From 2010 the seventh position of cars and light trucks is a letter in North America (49 CFR 565.15).
  const years = modelYears(vin[9] as string).filter(
    (year) => year < 2010 || !northAmerican || !/\d/.test(vin[6] as string),
  )
  return years.map((year) => ({
    make: make ?? 'unknown',
    model: null,
    yearFrom: year,
    yearTo: year,
    plant: null,
    engine: null,
    sequence: vin.slice(11),
    fields: fieldsOf(vin, [
      ['manufacturer', 3, make ?? null],
      ['description', 5, null],
      ['check digit', 1, northAmerican || vin[8] === checkDigit(vin) ? 'correct' : null],
      ['model year', 1, String(year)],
      ['plant', 1, null],
      ['sequence', 6, null],
    ]),
    source,
  }))
}
