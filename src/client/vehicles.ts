import type { PaddockClient } from './client.ts'
import { unwrap } from './errors.ts'
import { askInParts, isUuid } from './ids.ts'
import { displayNames } from './people.ts'
import { type Photo, type PhotoRow, photoColumns, toPhoto } from './photos.ts'
import { toVoteSummary, type VoteSummary, voteSummaryColumns } from './votes.ts'

export type Vehicle = {
  id: string
  year: number | null
  make: string | null
  model: string
  description: string | null
  owner: { id: string; name: string | null } | null
  isPublic: boolean
  facts: VehicleFacts
  /** Where the facts were taken from. */
  factsSource: string | null
}

/** Null where nobody knows. */
export type VehicleFacts = {
  displacementCuIn: number | null
  horsepower: number | null
  weightLb: number | null
  cylinders: number | null
  mpg: number | null
  /** From 0 to 60 mph. */
  accelerationSeconds: number | null
  origin: string | null
}

/** A vehicle as a list shows it: its first photo, the views of all its photos, and the vote. */
export type VehicleCard = {
  id: string
  year: number | null
  make: string | null
  model: string
  photo: Photo | null
  photoCount: number
  views: number
  vote: VoteSummary
  createdAt: string
  facts: VehicleFacts
  /** The latest sale of the last year: until then its votes are about the auction that has been. */
  sale: { on: string; hammer: number; currency: string } | null
}

const factColumns = 'origin, cylinders, displacement_cu_in, horsepower, weight_lb, mpg, acceleration_s'
const columns = `id, user_id, is_public, year, make, model, description, ${factColumns}, facts_source` as const

type FactRow = {
  origin: string | null
  cylinders: number | null
  displacement_cu_in: number | null
  horsepower: number | null
  weight_lb: number | null
  mpg: number | null
  acceleration_s: number | null
}

const toFacts = (row: FactRow): VehicleFacts => ({
  displacementCuIn: row.displacement_cu_in,
  horsepower: row.horsepower,
  weightLb: row.weight_lb,
  cylinders: row.cylinders,
  mpg: row.mpg,
  accelerationSeconds: row.acceleration_s,
  origin: row.origin,
})

/**
 * @returns the vehicle, or null when there is none with this id that the caller may see
 * @throws {PaddockError}
 */
export async function loadVehicle(client: PaddockClient, id: string): Promise<Vehicle | null> {
  if (!isUuid(id)) return null
  const row = unwrap(await client.from('vehicles').select(columns).eq('id', id).maybeSingle())
  if (!row) return null
  const names = await displayNames(client, row.user_id ? [row.user_id] : [])
  return {
    id: row.id,
    year: row.year,
    make: row.make,
    model: row.model,
    description: row.description,
    owner: row.user_id ? { id: row.user_id, name: names.get(row.user_id) ?? null } : null,
    isPublic: row.is_public,
    facts: toFacts(row),
    factsSource: row.facts_source,
  }
}

/**
 * Vehicles for an index, newest first.
 *
 * @param options.limit at most this many, 60 unless told
 * @param options.after the last card of the page before: what is added meanwhile neither repeats nor hides a vehicle
 * @throws {PaddockError}
 */
export async function listVehicles(
  client: PaddockClient,
  { limit = 60, after }: { limit?: number; after?: Pick<VehicleCard, 'id' | 'createdAt'> } = {},
): Promise<VehicleCard[]> {
  const page = cards(client)
    .eq('is_public', true)
    .order('created_at', { ascending: false })
    .order('id', { ascending: false })
    .limit(limit)
  if (!after) return await withVotes(client, unwrap(await page))
  const { createdAt, id } = after
  const older = `created_at.lt."${createdAt}",and(created_at.eq."${createdAt}",id.lt.${id})`
  return await withVotes(client, unwrap(await page.or(older)))
}

/**
 * The makes of all public vehicles, in the order of their names.
 *
 * @throws {PaddockError}
 */
export async function listMakes(client: PaddockClient): Promise<string[]> {
  return unwrap(await client.rpc('vehicle_makes', undefined, { get: true }))
}

/**
 * The cards of these vehicles, in no order; those that the caller may not see are absent.
 *
 * @throws {PaddockError}
 */
export async function listCards(client: PaddockClient, ids: string[]): Promise<VehicleCard[]> {
  return await withVotes(client, await askInParts(ids, async (some) => unwrap(await cards(client).in('id', some))))
}

const cards = (client: PaddockClient) =>
  client
    .from('vehicles')
    // The hint keeps this clear of other tables that join vehicles and photos.
    .select(`id, year, make, model, created_at, ${factColumns}, vehicle_images!vehicle_id(${photoColumns})`)
    .order('position', { referencedTable: 'vehicle_images' })

type CardRow = Pick<VehicleCard, 'id' | 'year' | 'make' | 'model'> &
  FactRow & {
    created_at: string
    vehicle_images: PhotoRow[]
  }

async function withVotes(client: PaddockClient, vehicles: CardRow[]): Promise<VehicleCard[]> {
  const ids = vehicles.map(({ id }) => id)
  const [summaries, sales] = await Promise.all([
    askInParts(ids, async (some) =>
      unwrap(await client.from('auction_vote_summary').select(voteSummaryColumns).in('vehicle_id', some)),
    ),
    salesOf(client, ids),
  ])
  const votes = new Map(summaries.map((summary) => [summary.vehicle_id, toVoteSummary(summary)]))
  return vehicles.map(({ vehicle_images: photos, created_at: createdAt, id, year, make, model, ...facts }) => ({
    ...{ id, year, make, model, createdAt },
    facts: toFacts(facts),
    photo: photos[0] ? toPhoto(client, photos[0]) : null,
    photoCount: photos.length,
    views: photos.reduce((sum, { view_count }) => sum + view_count, 0),
    vote: votes.get(id) ?? toVoteSummary(null),
    sale: sales.get(id) ?? null,
  }))
}

const yearMs = 365 * 86_400_000

async function salesOf(client: PaddockClient, ids: string[]): Promise<Map<string, NonNullable<VehicleCard['sale']>>> {
  // By the day: the same question all day can be kept, and answered without a connection.
  const since = new Date(Date.now() - yearMs).toISOString().slice(0, 10)
  const rows = await askInParts(ids, async (some) =>
    unwrap(
      await client
        .from('auction_afterwards')
        .select('vehicle_id, occurred_at, hammer, currency')
        .eq('sold', true)
        .gt('occurred_at', since)
        .in('vehicle_id', some)
        .order('occurred_at'),
    ),
  )
  return new Map(
    rows.map((row) => [
      row.vehicle_id ?? '',
      { on: row.occurred_at ?? '', hammer: row.hammer ?? 0, currency: row.currency ?? '' },
    ]),
  )
}
