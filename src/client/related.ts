import type { PaddockClient } from './client.ts'
import { type FindQuery, type FoundVehicle, findVehicles } from './find.ts'

/** What nearness is judged by. */
export type RelatedTo = { id: string; year: number | null; make: string | null; model: string | null }

/** Years to either side that are still of one time. */
const yearsAround = 3

/**
 * Public vehicles like one: of its model first, then of its make, then of its years, those that are looked at most first.
 *
 * @param limit from 1 to 12
 * @throws {PaddockError}
 */
export async function relatedVehicles(client: PaddockClient, to: RelatedTo, limit = 4): Promise<FoundVehicle[]> {
  const pages = await Promise.all(
    queries(to).map((query) => findVehicles(client, { ...query, sort: 'attention' }, { limit: limit + 1 })),
  )
  const near = new Map<string, FoundVehicle>()
  // One that is merely spelt alike is not alike.
  for (const { vehicles } of pages.filter(({ fuzzy }) => !fuzzy))
    for (const vehicle of vehicles) if (vehicle.id !== to.id && !near.has(vehicle.id)) near.set(vehicle.id, vehicle)
  return [...near.values()].slice(0, limit)
}

function queries({ year, make, model }: RelatedTo): FindQuery[] {
  const family = /[\p{L}\p{N}]+/u.exec(model ?? '')?.[0]
  return [
    ...(make && family ? [{ make, words: family }] : []),
    ...(make ? [{ make }] : []),
    ...(year ? [{ yearFrom: year - yearsAround, yearTo: year + yearsAround }] : []),
  ]
}
