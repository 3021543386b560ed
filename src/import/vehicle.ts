import { createHash } from 'node:crypto'
import type { PaddockClient } from '../client/client.ts'
import { RowError } from './photo-rows.ts'

export type NewVehicle = { year: number | null; make: string | null; model: string }

/** Makes of two words; any other make is one. */
const longMakes = [
  'Alfa Romeo',
  'Aston Martin',
  'Austin Healey',
  'De Tomaso',
  'Facel Vega',
  'Iso Rivolta',
  'Land Rover',
  'Range Rover',
  'Rolls Royce',
]

/**
 * Reads a vehicle's name as people write it: the year first if it is known, then make and model.
 *
 * @example readTitle('1971 Datsun 510') // { year: 1971, make: 'Datsun', model: '510' }
 */
export function readTitle(title: string): NewVehicle {
  const [, year, name = ''] = /^(?:((?:18|19|20)\d\d)\s+)?(.*)$/s.exec(title.trim().replace(/\s+/g, ' ')) ?? []
  const known = longMakes.find((make) => name.toLowerCase().startsWith(`${make.toLowerCase()} `))
  const space = known ? known.length : name.indexOf(' ')
  const [make, model] = space > 0 ? [name.slice(0, space), name.slice(space + 1)] : [null, name]
  return { year: year ? Number(year) : null, make, model }
}

/**
 * The id of the vehicle that an import makes. It follows from what was asked for, so that the same command, run
 * again after an interruption, goes on with the same vehicle. (UUID version 8, RFC 9562.)
 */
export function idOfNewVehicle(folder: string, title: string, ownerId: string | null): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify(['paddock import', folder, title, ownerId]))
    .digest()
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  const hex = bytes.toString('hex', 0, 16)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** @returns what to call the vehicle, or null when there is none of this id */
export async function findVehicle(client: PaddockClient, id: string): Promise<string | null> {
  const { data, error, status } = await client.from('vehicles').select('*').eq('id', id).maybeSingle()
  if (error) throw new RowError(error, status)
  if (!data) return null
  return [data.year, data.make, data.model].filter(Boolean).join(' ') || `vehicle ${id}`
}

export async function insertVehicle(
  client: PaddockClient,
  id: string,
  vehicle: NewVehicle,
  ownerId: string | null,
): Promise<void> {
  const { error, status } = await client.from('vehicles').insert({ id, user_id: ownerId, ...vehicle })
  if (error) throw new RowError(error, status)
}

const pageSize = 1000

/** @returns the account with this email, or null */
export async function findOwner(client: PaddockClient, email: string): Promise<string | null> {
  const wanted = email.trim().toLowerCase()
  for (let page = 1; ; page++) {
    const { data, error } = await client.auth.admin.listUsers({ page, perPage: pageSize })
    if (error) throw new Error(`Accounts cannot be listed: ${error.message}`, { cause: error })
    const found = data.users.find((user) => user.email?.toLowerCase() === wanted)
    if (found) return found.id
    if (data.users.length < pageSize) return null
  }
}
