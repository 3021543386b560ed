import type { PaddockClient } from './client.ts'
import { unwrap } from './errors.ts'
import { listCards, type VehicleCard } from './vehicles.ts'

export const findSorts = ['newest', 'attention', 'movement', 'readiness'] as const
export const auctionStates = ['ready', 'undecided', 'not_ready', 'sold'] as const
export type FindSort = (typeof findSorts)[number]
export type AuctionState = (typeof auctionStates)[number]

/** What vehicles are looked for by; what is absent or null narrows nothing. */
export type FindQuery = {
  /** Of year, make, model, trim, colour and tags; each has to be there, from its beginning. */
  words?: string | null
  make?: string | null
  yearFrom?: number | null
  yearTo?: number | null
  auction?: AuctionState | null
  /** Of a photo of it, such as `engine_bay`. */
  tag?: string | null
  /** A part of what its owner calls its place: a town, a country. */
  place?: string | null
  /** Such as `wagon`, where that is known. */
  body?: string | null
  /** The bet type of a question about it that takes bets. */
  question?: string | null
  /** `newest` unless told. `movement`: whose price forecast moved most in a week, those that moved. */
  sort?: FindSort
}

export type FoundVehicle = VehicleCard & {
  /** ln of this week's median price forecast over last week's: 0.05 is about 5 % up. 0 where it did not move. */
  movement: number
  /** The crowd's auction price, 80 % range and people, where the reader has given a number or skipped. */
  price: { low: number; median: number; high: number; currency: string; people: number } | null
}

export type FoundPage = {
  vehicles: FoundVehicle[]
  /** No vehicle has these words: these have ones that are spelt much like them. */
  fuzzy: boolean
  /** Give it as `after`; null on the last page. */
  next: string | null
}

/**
 * Public vehicles, page by page. What is added meanwhile neither repeats nor hides one.
 *
 * @param options.limit from 1 to 60, 24 unless told
 * @param options.after `next` of the page before, asked for by the same query
 * @throws {PaddockError} `page_is_known`, `sort_is_known`, `auction_state_is_known`
 */
export async function findVehicles(
  client: PaddockClient,
  { words, make, yearFrom, yearTo, auction, tag, place, body, question, sort = 'newest' }: FindQuery = {},
  { limit = 24, after = null }: { limit?: number; after?: string | null } = {},
): Promise<FoundPage> {
  const found = unwrap(
    await client.rpc('find_vehicles', {
      sort,
      limit,
      ...(words ? { words } : {}),
      ...(make ? { make } : {}),
      ...(yearFrom ? { year_from: yearFrom } : {}),
      ...(yearTo ? { year_to: yearTo } : {}),
      ...(auction ? { auction } : {}),
      ...(tag ? { tag } : {}),
      ...(place ? { place } : {}),
      ...(body ? { body } : {}),
      ...(question ? { question } : {}),
      ...(after ? { after } : {}),
    }),
  )
  const ids = found.map(({ vehicle_id }) => vehicle_id)
  const [listed, prices] = await Promise.all([listCards(client, ids), loadShownPrices(client, ids)])
  const cards = new Map(listed.map((card) => [card.id, card]))
  return {
    vehicles: found.flatMap(({ vehicle_id, movement }) => {
      const card = cards.get(vehicle_id)
      return card ? [{ ...card, movement, price: prices.get(vehicle_id) ?? null }] : []
    }),
    fuzzy: found[0]?.fuzzy ?? false,
    next: found.at(-1)?.more ? (found.at(-1)?.page ?? null) : null,
  }
}

export type FilterValue = { value: string; vehicles: number }
/** What `findVehicles` can be asked for, most frequent first. */
export type FindFilters = Record<'tag' | 'place' | 'body' | 'question', FilterValue[]>

/**
 * The values of the filters, with how many public vehicles have each; counted once a minute.
 *
 * @throws {PaddockError}
 */
export async function findFilters(client: PaddockClient): Promise<FindFilters> {
  const filters: FindFilters = { tag: [], place: [], body: [], question: [] }
  for (const { kind, value, vehicles } of unwrap(await client.rpc('find_filters', undefined, { get: true })))
    filters[kind as keyof FindFilters]?.push({ value, vehicles })
  return filters
}

async function loadShownPrices(client: PaddockClient, ids: string[]) {
  if (ids.length === 0) return new Map<string, NonNullable<FoundVehicle['price']>>()
  const rows = unwrap(await client.rpc('shown_prices', { vehicle_ids: ids }, { get: true }))
  return new Map(
    rows.map(({ vehicle_id, currency, p10: low, p50: median, p90: high, people }) => [
      vehicle_id,
      { low, median, high, currency, people },
    ]),
  )
}
