import type { Decoded, Identity, Known, Scheme } from './identity.ts'
import { bmw } from './makes/bmw.ts'
import { chrysler } from './makes/chrysler.ts'
import { datsun } from './makes/datsun.ts'
import { fordCar, fordTruck } from './makes/ford.ts'
import { cadillac, gmEarly, gmLate, gmTruck } from './makes/gm.ts'
import { porsche } from './makes/porsche.ts'
import { volkswagen } from './makes/volkswagen.ts'
import { checkDigit, failsCheck, isVin, readVin } from './vin.ts'

export type { Decoded, Field, Identity, Known } from './identity.ts'

const schemes: Scheme[] = [
  chrysler,
  gmEarly,
  gmLate,
  gmTruck,
  cadillac,
  fordCar,
  fordTruck,
  datsun,
  bmw,
  porsche,
  volkswagen,
]

/**
 * Reads a chassis number or VIN without a network. What the number alone leaves open comes back as several candidates;
 * `known` leaves out those of another make, or of a year more than one away, as titles often bear the year of sale.
 *
 * @example decodeIdentity('BS23V0B123456') // Plymouth 'Cuda, 1970, 440 6-barrel, Hamtramck
 */
export function decodeIdentity(text: string, known: Known = {}): Decoded {
  const number = text.toUpperCase().replace(/[\s.*\u2010-\u2015-]/g, '')
  if (number === '') return { ok: false, number, code: 'empty', reason: 'There is no number.' }
  if (!/^[A-Z\d]{4,17}$/.test(number))
    return {
      ok: false,
      number: number.slice(0, 40),
      code: 'unreadable',
      reason: 'A number has 4 to 17 letters and digits.',
    }
  if (isVin(number) && failsCheck(number)) {
    const reason = `The ninth position is ${number[8]}, and the others ask for ${checkDigit(number)}.`
    return { ok: false, number, code: 'check_digit', reason }
  }
  const all = isVin(number) ? readVin(number) : schemes.flatMap((read) => read(number))
  const candidates = all.filter((identity) => fits(identity, known))
  if (candidates.length > 0) return { ok: true, number, candidates }
  const reason =
    all.length > 0 ? 'It is a number of another make or year.' : 'No scheme that is known here has such numbers.'
  return { ok: false, number, code: 'unknown_scheme', reason }
}

function fits(identity: Identity, { make, year }: Known): boolean {
  if (year !== undefined && (year < identity.yearFrom - 1 || year > identity.yearTo + 1)) return false
  return make === undefined || identity.make === 'unknown' || sameMake(identity.make, make)
}

const sameMake = (a: string, b: string) => plain(a) === plain(b)
const others: Record<string, string> = { chevy: 'chevrolet', vw: 'volkswagen', nissan: 'datsun' }
function plain(make: string): string {
  const name = make.trim().toLowerCase()
  return others[name] ?? name
}
