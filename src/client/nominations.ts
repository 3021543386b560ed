import type { PaddockClient } from './client.ts'
import type { Database } from './database.generated.ts'
import { unwrap } from './errors.ts'

/** The community has found a vehicle ready, and its owner is asked. docs/guides/auction-votes.md tells what each state means. */
export type Nomination = {
  id: string
  vehicleId: string
  state: 'open' | 'accepted' | 'declined' | 'closed' | 'live' | 'sold' | 'unsold'
  openedAt: string
  decidedAt: string | null
  declineReason: string | null
  /** Since when the verdict is not ready any more; it closes seven days after. */
  lostSince: string | null
  auctionUrl: string | null
  startsAt: string | null
  endsAt: string | null
  /** What a sale nets with a chance of 75 %, by the estimates. */
  suggestedReserve: number | null
  currency: string
}

/** A vehicle whose verdict is ready. */
export type ReadyVehicle = {
  vehicleId: string
  interval: { low: number; high: number }
  effectiveVotes: number
  effectiveYes: number
  medianEstimate: number | null
  verdictReason: string
  verdictSince: string
  /** The one under way. */
  nomination: { id: string; state: Nomination['state']; auctionUrl: string | null; endsAt: string | null } | null
}

type Row = Database['public']['Tables']['auction_nominations']['Row']

const toNomination = (row: Row): Nomination => ({
  id: row.id,
  vehicleId: row.vehicle_id,
  state: row.state as Nomination['state'],
  openedAt: row.opened_at,
  decidedAt: row.decided_at,
  declineReason: row.decline_reason,
  lostSince: row.lost_since,
  auctionUrl: row.auction_url,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  suggestedReserve: row.suggested_reserve,
  currency: row.currency,
})

/**
 * @returns the vehicle's latest nomination, or null
 * @throws {PaddockError}
 */
export async function loadNomination(client: PaddockClient, vehicleId: string): Promise<Nomination | null> {
  const row = unwrap(
    await client
      .from('auction_nominations')
      .select()
      .eq('vehicle_id', vehicleId)
      .order('opened_at', { ascending: false })
      .limit(1)
      .maybeSingle(),
  )
  return row && toNomination(row)
}

/**
 * For the owner: sends the vehicle to auction. Again, it changes the reserve, until the auction is live.
 *
 * @param reserve what the owner wants to be left with after fees; 0 for no reserve
 * @param options.show lets everybody see the reserve and the chance of reaching it; otherwise the owner alone
 * @throws {PaddockError} `not_allowed`, `unknown_nomination`, `reserve_is_from_0_to_1e9`, `live_auctions_keep_their_reserve`
 */
export async function acceptNomination(
  client: PaddockClient,
  vehicleId: string,
  reserve: number,
  { show = false } = {},
): Promise<Nomination> {
  return toNomination(
    unwrap(
      await client.rpc('accept_nomination', { vehicle_id: vehicleId, reserve, show_reserve: show }),
    ) as unknown as Row,
  )
}

/**
 * For the owner: the vehicle stays. The owner is not asked again for a month.
 *
 * @throws {PaddockError} `not_allowed`, `unknown_nomination`, `decline_reason_is_short`, `live_auctions_are_not_declined`
 */
export async function declineNomination(
  client: PaddockClient,
  vehicleId: string,
  reason?: string,
): Promise<Nomination> {
  const given = reason ? { reason } : {}
  return toNomination(
    unwrap(await client.rpc('decline_nomination', { vehicle_id: vehicleId, ...given })) as unknown as Row,
  )
}

/**
 * Vehicles that the community finds ready, the surest first.
 *
 * @param options.limit at most this many, 20 unless told
 * @throws {PaddockError}
 */
export async function listReady(client: PaddockClient, { limit = 20 } = {}): Promise<ReadyVehicle[]> {
  const rows = unwrap(
    await client
      .from('auction_ready')
      .select()
      .order('wilson_lower', { ascending: false })
      .order('vehicle_id')
      .limit(limit),
  )
  return rows.map((row) => ({
    vehicleId: row.vehicle_id ?? '',
    interval: { low: row.wilson_lower ?? 0, high: row.wilson_upper ?? 1 },
    effectiveVotes: row.effective_votes ?? 0,
    effectiveYes: row.effective_yes ?? 0,
    medianEstimate: row.median_estimated_value,
    verdictReason: row.verdict_reason ?? '',
    verdictSince: row.verdict_since ?? '',
    nomination: row.nomination_id
      ? {
          id: row.nomination_id,
          state: row.nomination_state as Nomination['state'],
          auctionUrl: row.auction_url,
          endsAt: row.ends_at,
        }
      : null,
  }))
}
