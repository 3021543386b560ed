import { readVinOffline } from './connectors/public-data/vin.ts'
import type { Kind, ParsedDocument, Refusal, Subject } from './document.ts'

/** Public data that has a name of its own instead of an address. */
export type PublicData = {
  /** As it was asked for: `vpic:1G1...`, `nhtsa:recalls`. */
  name: string
  title: string
  kind: Kind
  /** Where the kind's usual authority does not fit. */
  authority?: number
  subject: Subject
  urls: string[]
  /** How often it is asked again. */
  every: string
  /** What can be said without a network. */
  offline: { documents: ParsedDocument[]; refused: Refusal[] }
}

/** Where the services are; others only for tests and mirrors. */
export type Services = { vpic: string; nhtsa: string; fuelEconomy: string }

export const services: Services = {
  vpic: 'https://vpic.nhtsa.dot.gov',
  nhtsa: 'https://api.nhtsa.gov',
  fuelEconomy: 'https://www.fueleconomy.gov',
}

export const publicNames = 'vpic:<VIN>, nhtsa:recalls, nhtsa:complaints, epa:fuel-economy'

/** What cannot be asked for; `message` is for the operator. */
export class PublicDataError extends Error {}

const nothing = { documents: [], refused: [] }
const mostYears = 30

/**
 * The public data that `name` stands for; null where it is no such name.
 *
 * @throws {PublicDataError} recalls and complaints are asked for by make, model and years
 */
export function publicData(name: string, subject: Subject, at: Services = services): PublicData | null {
  const [scheme, what = ''] = name.split(/:(.*)/s)
  if (scheme === 'vpic') return vin(name, what, subject, at)
  if (name === 'nhtsa:recalls') return ofVehicle(name, 'recalls', subject, at)
  if (name === 'nhtsa:complaints') return { ...ofVehicle(name, 'complaints', subject, at), authority: 0.4 } // nobody has checked them
  if (name !== 'epa:fuel-economy') return null
  return {
    ...{ name, title: 'EPA fuel economy of vehicles since 1984', kind: 'dataset', subject, every: '30 days' },
    ...{ urls: [`${at.fuelEconomy}/feg/epadata/vehicles.csv`], offline: nothing },
  }
}

function vin(name: string, given: string, subject: Subject, at: Services): PublicData {
  const number = given.toUpperCase().replace(/[\s-]/g, '')
  if (!/^[A-HJ-NPR-Z\d]{17}$/.test(number))
    throw new PublicDataError('A VIN of 1981 or later has 17 letters and digits, without I, O and Q.')
  const title = `VIN ${number}`
  const offline = readVinOffline(number, { kind: 'registry', subject }, new Date())
  const urls = [`${at.vpic}/api/vehicles/DecodeVinValues/${number}?format=json`]
  return { name, title, kind: 'registry', subject, urls, every: '30 days', offline }
}

function ofVehicle(name: string, what: 'recalls' | 'complaints', subject: Subject, at: Services): PublicData {
  const { make, model, yearFrom, yearTo = yearFrom } = subject
  if (!make || !model || !yearFrom || !yearTo)
    throw new PublicDataError(`NHTSA answers by make, model and year: add --make, --model and --years.`)
  if (yearTo - yearFrom >= mostYears) throw new PublicDataError(`At most ${mostYears} years at a time.`)
  const urls = Array.from({ length: yearTo - yearFrom + 1 }, (_, n) => {
    const query = new URLSearchParams({ make, model, modelYear: String(yearFrom + n) })
    return `${at.nhtsa}/${what}/${what}ByVehicle?${query}`
  })
  const years = yearTo === yearFrom ? String(yearFrom) : `${yearFrom} to ${yearTo}`
  const title = `NHTSA ${what}: ${make} ${model}, ${years}`
  return { name, title, kind: 'dataset', subject, urls, every: '7 days', offline: nothing }
}
