import type { PaddockClient } from './client.ts'
import { unwrap } from './errors.ts'
import { displayNames } from './people.ts'
import type { Verdict } from './votes.ts'

/** An auction that has ended, beside what was said before its result was known. */
export type Afterwards = {
  outcomeId: string
  occurredAt: string
  sold: boolean
  /** Hammer price; of an unsold lot the highest bid, if known. */
  hammer: number | null
  currency: string
  /** Null where the vehicle had no votes to speak of. */
  verdict: Verdict | null
  votes: { total: number; yes: number }
  /** Of people other than the owner. */
  estimates: { count: number; p25: number; median: number; p75: number } | null
}

export type CloseVoter = {
  voter: { id: string; name: string | null }
  vote: 'yes' | 'no'
  estimatedValue: number
  /** |ln(estimate / hammer)|: 0.1 is about 10 % off. */
  miss: number
  /** 1 is the closest. */
  place: number
}

/** How one person's estimates have done. */
export type VoterRecord = { auctions: number; medianMiss: number; within10Percent: number; closest: number }

/** How one verdict has fared in general. */
export type VerdictRecord = {
  verdict: Verdict
  auctions: number
  sold: number
  soldPercent: number
  /** Of the median estimates of those that sold. */
  medianMiss: number | null
}

/**
 * The auctions of a vehicle that have ended, the latest first. They are added up within a minute of the result.
 *
 * @throws {PaddockError}
 */
export async function listAfterwards(client: PaddockClient, vehicleId: string): Promise<Afterwards[]> {
  const rows = unwrap(
    await client
      .from('auction_afterwards')
      .select()
      .eq('vehicle_id', vehicleId)
      .order('occurred_at', { ascending: false }),
  )
  return rows.map((row) => ({
    outcomeId: row.outcome_id ?? '',
    occurredAt: row.occurred_at ?? '',
    sold: row.sold ?? false,
    hammer: row.hammer,
    currency: row.currency ?? 'USD',
    verdict: row.verdict as Verdict | null,
    votes: { total: row.total_votes ?? 0, yes: row.yes_votes ?? 0 },
    estimates:
      row.p25_estimate !== null && row.median_estimate !== null && row.p75_estimate !== null
        ? { count: row.estimates ?? 0, p25: row.p25_estimate, median: row.median_estimate, p75: row.p75_estimate }
        : null,
  }))
}

/**
 * The voters whose estimates came closest to the hammer, private ballots left out.
 *
 * @throws {PaddockError}
 */
export async function listClosest(
  client: PaddockClient,
  vehicleId: string,
  outcomeId: string,
  { limit = 5 } = {},
): Promise<CloseVoter[]> {
  const rows = unwrap(
    await client
      .from('auction_vote_closeness')
      .select('user_id, vote, estimated_value, miss, place')
      .eq('vehicle_id', vehicleId)
      .eq('outcome_id', outcomeId)
      .order('place')
      .limit(limit),
  )
  const names = await displayNames(
    client,
    rows.map((row) => row.user_id ?? ''),
  )
  return rows.map((row) => ({
    voter: { id: row.user_id ?? '', name: names.get(row.user_id ?? '') ?? null },
    vote: row.vote as CloseVoter['vote'],
    estimatedValue: row.estimated_value ?? 0,
    miss: row.miss ?? 0,
    place: row.place ?? 0,
  }))
}

/**
 * @returns null for somebody whose estimates have met no hammer yet
 * @throws {PaddockError}
 */
export async function loadVoterRecord(client: PaddockClient, userId: string): Promise<VoterRecord | null> {
  const row = unwrap(await client.from('voter_record').select().eq('user_id', userId).maybeSingle())
  return (
    row && {
      auctions: row.auctions ?? 0,
      medianMiss: row.median_miss ?? 0,
      within10Percent: row.within_10_percent ?? 0,
      closest: row.closest ?? 0,
    }
  )
}

/**
 * A row for each verdict that has met a result.
 *
 * @throws {PaddockError}
 */
export async function listVerdictRecords(client: PaddockClient): Promise<VerdictRecord[]> {
  const rows = unwrap(await client.from('verdict_record').select())
  return rows.map((row) => ({
    verdict: row.verdict as Verdict,
    auctions: row.auctions ?? 0,
    sold: row.sold ?? 0,
    soldPercent: row.sold_percent ?? 0,
    medianMiss: row.median_miss,
  }))
}
