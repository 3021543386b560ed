import { decodeIdentity } from '../../../research/identity/index.ts'
import type { Fetched, Hints, ParsedDocument, Refusal } from '../../document.ts'
import { compose, refuse } from './compose.ts'

/**
 * What the standard itself says of a VIN of 1981 or later, without a network: maker, model year, check digit, plant sign, sequence. Where the
 * year sign leaves two years open, each is a chunk that says so.
 */
export function readVinOffline(
  vin: string,
  hints: Hints,
  at: Date,
): { documents: ParsedDocument[]; refused: Refusal[] } {
  const fetched: Fetched = {
    url: `vin:${vin}`,
    mediaType: '',
    charset: null,
    body: new Uint8Array(),
    headers: {},
    fetchedAt: at,
  }
  const decoded = decodeIdentity(vin)
  if (!decoded.ok) return refuse(fetched, decoded.code, decoded.reason)
  if (decoded.number.length !== 17)
    return refuse(fetched, 'not_a_vin', 'A VIN has 17 characters; older chassis numbers are read by research itself.')
  const open = decoded.candidates.length > 1
  const parts = decoded.candidates.map((identity) => {
    const make = identity.make === 'unknown' ? null : identity.make
    const lines = [
      `VIN ${decoded.number}`,
      make ? `Make: ${make}` : `Manufacturer identifier: ${decoded.number.slice(0, 3)}, not in the table`,
      `Model year: ${identity.yearFrom}${open ? `, or ${others(decoded.candidates, identity)}: the sign stands for both` : ''}`,
      ...identity.fields
        .filter(({ name }) => !/manufacturer|model year/.test(name))
        .map(
          ({ name, raw, meaning }) =>
            `${name[0]?.toUpperCase()}${name.slice(1)}: ${raw}${meaning ? ` (${meaning})` : ''}`,
        ),
      `Read by ${identity.source}`,
    ]
    const subject = { ...(make ? { make } : {}), yearFrom: identity.yearFrom, yearTo: identity.yearTo }
    return { text: lines.join('\n'), heading: ['By the standard'], subject: { ...hints.subject, ...subject } }
  })
  return { documents: [compose(parts, fetched, hints, `VIN ${decoded.number}, by the standard`)], refused: [] }
}

const others = (all: { yearFrom: number }[], one: { yearFrom: number }) =>
  all
    .filter(({ yearFrom }) => yearFrom !== one.yearFrom)
    .map(({ yearFrom }) => yearFrom)
    .join(' or ')
