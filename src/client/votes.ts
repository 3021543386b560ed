import type { PaddockClient } from './client.ts'
import type { Database } from './database.generated.ts'
import { unwrap } from './errors.ts'
import { displayNames } from './people.ts'

/** A vote on sending a vehicle to auction. */
export type Vote = {
  vote: 'yes' | 'no'
  reason: string | null
  /** The hammer price the voter expects, in units of `currency`. */
  estimatedValue: number | null
  /** ISO 4217 code, USD unless told. */
  currency?: string
  /** Counted, and shown to nobody else. */
  isPrivate?: boolean
}

export type Verdict = 'ready' | 'not_ready' | 'undecided'
export type Cohort = 'regular' | 'maker' | 'newcomer'

/** The plain counts take in every vote at once; the rest weighs them, and follows within about a second. */
export type VoteSummary = {
  total: number
  yes: number
  no: number
  /** Of public ballots. */
  averageEstimate: number | null
  lastVoteAt: string | null
  verdict: Verdict
  /** A sentence. */
  verdictReason: string
  verdictSince: string | null
  /** Votes by weight; see docs/guides/auction-votes.md. */
  effectiveVotes: number
  effectiveYes: number
  /** One-sided 95 % bounds of the share of yes, from 0 to 1. */
  interval: { low: number; high: number }
  /** Effective votes missing for a verdict at the present share; null where more of the same would not bring one. */
  votesNeeded: number | null
  /** Groups of voters large enough to be asked whether they agree. */
  cohorts: { cohort: Cohort; effectiveVotes: number; yesPercent: number }[]
  /** Quartiles of the estimates; null while there are none, or too few to keep private ones private. */
  estimates: { p25: number; median: number; p75: number } | null
  /** The owner's, where the caller may see it; `chance` from 0 to 1 that a sale nets at least this much. */
  reserve: { amount: number; currency: string; chance: number | null } | null
  /** Votes that wait for a review. */
  heldVotes: number
}

export type Reason = {
  voter: { id: string; name: string | null }
  vote: 'yes' | 'no'
  reason: string
  estimatedValue: number | null
  currency: string
  votedAt: string
  /** How many people find it useful. */
  usefulCount: number
}

/** What the caller's vote on a vehicle weighs, from 0 to 1, and why, in sentences. */
export type VoteWeight = { weight: number; cohort: Cohort; reasons: string[] }

export const voteSummaryColumns =
  'vehicle_id, total_votes, yes_votes, no_votes, avg_estimated_value, last_vote_at, verdict, verdict_reason, verdict_since, effective_votes, effective_yes, wilson_lower, wilson_upper, votes_needed, cohorts, p25_estimated_value, median_estimated_value, p75_estimated_value, reserve, reserve_currency, chance_at_reserve, held_votes'

type SummaryRow = Omit<Database['public']['Views']['auction_vote_summary']['Row'], 'yes_percent'>
type CohortRow = { cohort: Cohort; effective_votes: number; yes_percent: number }

export function toVoteSummary(row: SummaryRow | null): VoteSummary {
  const { p25_estimated_value: p25, median_estimated_value: median, p75_estimated_value: p75, reserve } = row ?? {}
  return {
    total: row?.total_votes ?? 0,
    yes: row?.yes_votes ?? 0,
    no: row?.no_votes ?? 0,
    averageEstimate: row?.avg_estimated_value ?? null,
    lastVoteAt: row?.last_vote_at ?? null,
    verdict: (row?.verdict ?? 'undecided') as Verdict,
    verdictReason: row?.verdict_reason ?? '',
    verdictSince: row?.verdict_since ?? null,
    effectiveVotes: row?.effective_votes ?? 0,
    effectiveYes: row?.effective_yes ?? 0,
    interval: { low: row?.wilson_lower ?? 0, high: row?.wilson_upper ?? 1 },
    votesNeeded: row?.votes_needed ?? null,
    cohorts: ((row?.cohorts ?? []) as CohortRow[]).map(({ cohort, effective_votes, yes_percent }) => ({
      cohort,
      effectiveVotes: effective_votes,
      yesPercent: yes_percent,
    })),
    estimates: p25 != null && median != null && p75 != null ? { p25, median, p75 } : null,
    reserve:
      reserve == null
        ? null
        : { amount: reserve, currency: row?.reserve_currency ?? 'USD', chance: row?.chance_at_reserve ?? null },
    heldVotes: row?.held_votes ?? 0,
  }
}

/**
 * @returns the person's vote, or null before the first
 * @throws {PaddockError}
 */
export async function loadVote(
  client: PaddockClient,
  vehicleId: string,
  userId: string,
): Promise<Required<Vote> | null> {
  const row = unwrap(
    await client
      .from('auction_votes')
      .select('vote, reason, estimated_value, currency, is_private')
      .eq('vehicle_id', vehicleId)
      .eq('user_id', userId)
      .maybeSingle(),
  )
  return (
    row && {
      vote: row.vote as Vote['vote'],
      reason: row.reason,
      estimatedValue: row.estimated_value,
      currency: row.currency,
      isPrivate: row.is_private,
    }
  )
}

/**
 * The votes on a vehicle; zeros where nobody has voted.
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
 * What this person's vote on a vehicle weighs, and why. For members.
 *
 * @throws {PaddockError} `not_signed_in`, `unknown_vehicle`
 */
export async function loadVoteWeight(client: PaddockClient, vehicleId: string): Promise<VoteWeight> {
  return unwrap(await client.rpc('my_vote_weight', { vehicle_id: vehicleId }, { get: true })) as VoteWeight
}

/**
 * Votes that give a reason, those that most people find useful first, then those cast last; who changes a vote keeps their place. Private ballots are not among them.
 *
 * @throws {PaddockError}
 */
export async function listReasons(client: PaddockClient, vehicleId: string, { limit = 10 } = {}): Promise<Reason[]> {
  const rows = unwrap(
    await client
      .from('auction_votes')
      .select('user_id, vote, reason, estimated_value, currency, updated_at, useful_count')
      .eq('vehicle_id', vehicleId)
      .not('reason', 'is', null)
      .eq('is_private', false)
      .eq('is_counted', true)
      .order('useful_count', { ascending: false })
      .order('created_at', { ascending: false })
      .order('user_id') // those cast at one moment stand as they stood when they are read again
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
    estimatedValue: row.estimated_value,
    currency: row.currency,
    votedAt: row.updated_at,
    usefulCount: row.useful_count,
  }))
}

/**
 * Whose reasons on this vehicle this person has found useful.
 *
 * @returns voters' ids
 * @throws {PaddockError}
 */
export async function listUsefulReasons(client: PaddockClient, vehicleId: string): Promise<string[]> {
  const rows = unwrap(await client.from('useful_reasons').select('voter_id').eq('vehicle_id', vehicleId))
  return rows.map((row) => row.voter_id)
}
