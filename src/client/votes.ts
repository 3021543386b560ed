import type { PaddockClient } from './client.ts'
import type { Database } from './database.generated.ts'
import { unwrap } from './errors.ts'
import { displayNames } from './people.ts'
import { ensureSession } from './session.ts'

/** A vote on sending a vehicle to auction. */
export type Vote = {
  vote: 'yes' | 'no'
  reason: string | null
  /** The hammer price the voter expects, in dollars. */
  estimatedValue: number | null
}

export type VoteSummary = { total: number; yes: number; no: number; averageEstimate: number | null }

export type Reason = { voter: { id: string; name: string | null }; vote: 'yes' | 'no'; reason: string; votedAt: string }

export const voteSummaryColumns = 'vehicle_id, total_votes, yes_votes, no_votes, avg_estimated_value'

type SummaryRow = Pick<
  Database['public']['Views']['auction_vote_summary']['Row'],
  'total_votes' | 'yes_votes' | 'no_votes' | 'avg_estimated_value'
>

export function toVoteSummary(row: SummaryRow | null): VoteSummary {
  return {
    total: row?.total_votes ?? 0,
    yes: row?.yes_votes ?? 0,
    no: row?.no_votes ?? 0,
    averageEstimate: row?.avg_estimated_value ?? null,
  }
}

/**
 * Casts this person's vote or changes it. A visitor gets an account on the way.
 *
 * @throws {PaddockError} `unknown_vehicle`, `reason_has_1_to_1000_characters`, `estimated_value_is_above_0_and_at_most_1e9`
 */
export async function castVote(
  client: PaddockClient,
  vehicleId: string,
  { vote, reason, estimatedValue }: Vote,
): Promise<void> {
  const { id } = await ensureSession(client)
  unwrap(
    await client.from('auction_votes').upsert({
      vehicle_id: vehicleId,
      user_id: id,
      vote,
      reason: reason?.trim() || null,
      estimated_value: estimatedValue,
    }),
  )
}

/**
 * Withdraws this person's vote; without one nothing happens.
 *
 * @throws {PaddockError}
 */
export async function withdrawVote(client: PaddockClient, vehicleId: string): Promise<void> {
  const { id } = await ensureSession(client)
  unwrap(await client.from('auction_votes').delete().eq('vehicle_id', vehicleId).eq('user_id', id))
}

/**
 * @returns the person's vote, or null before the first
 * @throws {PaddockError}
 */
export async function loadVote(client: PaddockClient, vehicleId: string, userId: string): Promise<Vote | null> {
  const row = unwrap(
    await client
      .from('auction_votes')
      .select('vote, reason, estimated_value')
      .eq('vehicle_id', vehicleId)
      .eq('user_id', userId)
      .maybeSingle(),
  )
  return row && { vote: row.vote as Vote['vote'], reason: row.reason, estimatedValue: row.estimated_value }
}

/**
 * Counts of a vehicle's votes; zeros where nobody has voted.
 *
 * @throws {PaddockError}
 */
export async function loadVoteSummary(client: PaddockClient, vehicleId: string): Promise<VoteSummary> {
  return toVoteSummary(
    unwrap(
      await client.from('auction_vote_summary').select(voteSummaryColumns).eq('vehicle_id', vehicleId).maybeSingle(),
    ),
  )
}

/**
 * Votes that give a reason, newest first.
 *
 * @throws {PaddockError}
 */
export async function listReasons(client: PaddockClient, vehicleId: string, { limit = 10 } = {}): Promise<Reason[]> {
  const rows = unwrap(
    await client
      .from('auction_votes')
      .select('user_id, vote, reason, updated_at')
      .eq('vehicle_id', vehicleId)
      .not('reason', 'is', null)
      .order('updated_at', { ascending: false })
      .limit(limit),
  )
  const names = await displayNames(
    client,
    rows.map((row) => row.user_id),
  )
  return rows.map((row) => ({
    voter: { id: row.user_id, name: names.get(row.user_id) ?? null },
    vote: row.vote as Vote['vote'],
    reason: row.reason ?? '',
    votedAt: row.updated_at,
  }))
}
