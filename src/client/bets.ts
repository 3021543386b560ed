import { type Revision, reviseOnce } from './acts/change-bets.ts'
import { insertBet } from './acts/insert-bet.ts'
import type { PaddockClient } from './client.ts'
import type { Database } from './database.generated.ts'
import { unwrap } from './errors.ts'
import { isUuid } from './ids.ts'

/** What a bet claims. Money is in dollars, days are `YYYY-MM-DD`. */
export type Claim =
  | { type: 'value_milestone'; prediction: { target_value: number; by_date: string } }
  | { type: 'auction_price'; prediction: { target_value: number } | { low: number; high: number } }
  | { type: 'next_mod_value'; prediction: { modification: string; target_value: number } }
  | { type: 'completion_date'; prediction: { by_date: string } | { date: string } }

export type BetType = Claim['type']

/** As the database compares modifications: case and spaces do not count. */
export const modificationKey = (text: string) => text.trim().replace(/\s+/g, ' ').toLowerCase()

export type Bet = Claim & {
  id: string
  vehicleId: string
  /** What it is about, and which round of it; see `listQuestions`. */
  question: string
  round: number
  /** Probability that the claim is true, in percent. */
  confidencePercent: number
  /** Points, in escrow while the bet is active. */
  stake: number
  /** Won and lost say whether the claim came true; cancelled, that it is not settled. */
  status: 'active' | 'won' | 'lost' | 'cancelled'
  placedAt: string
  resolvedAt: string | null
  /** The day it names had passed when it was placed: no forecast, score or points. */
  late: boolean
  /** By the vehicle's owner: counted in the sentiment, not in the forecast. */
  byOwner: boolean
  /** The bet of the same person that replaced this one. */
  supersededBy: string | null
  /** Brier score of a milestone, CRPS of the rest; lower is better. Null until settled. */
  score: number | null
  /** 1 is perfect, 0 no better than the baseline. */
  skillScore: number | null
  /** Points that came back when it closed. */
  payout: number | null
}

/**
 * A bet as it is placed. Points are staked only where `stake` says so. `clientId` is a UUID made for this bet: sent a second
 * time, it is placed once and no error.
 */
export type NewBet = Claim & { confidencePercent: number; stake?: number; clientId?: string }

/** Averages over the people who bet, for one type of claim. Median and quantiles are some two seconds old. */
export type Sentiment = {
  type: BetType
  bets: number
  people: number
  averageConfidencePercent: number
  /** Dollars; null for dates. */
  averageValue: number | null
  /** The median of what people named, robust against one wild number. Dollars; null for dates. */
  medianValue: number | null
  /** Percentiles of what people named. */
  quantiles: Record<'p10' | 'p25' | 'p75' | 'p90', number | null>
}

const columns =
  'id, vehicle_id, question, round, bet_type, prediction, confidence_percent, stake_amount, status, created_at, resolved_at, late, by_owner, superseded_by, score, skill_score, payout'

/**
 * Places a bet, which replaces one's own active bet on the same question. A visitor gets an account on the way.
 *
 * @param bet.confidencePercent from 0 to 100
 * @param bet.stake points, at most the balance; none unless told
 * @example
 * await placeBet(client, vehicleId, {
 *   type: 'value_milestone', prediction: { target_value: 50_000, by_date: '2027-12-31' }, confidencePercent: 75,
 * })
 * @throws {PaddockError} `unknown_vehicle`, `invalid_prediction`, `confidence_is_from_0_to_100_percent`, `betting_is_open`,
 * `stake_is_within_the_balance`, `owners_bet_without_a_stake`, `active_bets_are_at_most_20`, `bets_are_at_most_60_a_minute`
 */
export async function placeBet(client: PaddockClient, vehicleId: string, bet: NewBet): Promise<Bet> {
  return toBet(await insertBet<BetRow>(client, vehicleId, bet, columns))
}

/**
 * Replaces an active bet of one's own; what is left out stays as it was. The earlier one is kept, with `supersededBy`.
 *
 * @param by.clientId a UUID made for this revision: sent a second time, it is done once and no error
 * @returns the new bet
 * @throws {PaddockError} `unknown_bet`, `bet_is_active`, `betting_is_open` and what `placeBet` throws
 */
export async function reviseBet(client: PaddockClient, betId: string, by: Revision): Promise<Bet> {
  return toBet(await reviseOnce<BetRow>(client, betId, by, columns))
}

/**
 * Takes back an active bet of one's own while betting is open. The stake returns, and the bet is kept as cancelled.
 *
 * @throws {PaddockError} `unknown_bet`, `bet_is_active`, `betting_is_open`
 */
export async function cancelBet(client: PaddockClient, betId: string): Promise<Bet> {
  return toBet(unwrap(await client.rpc('cancel_bet', { bet_id: betId })) as unknown as BetRow)
}

/**
 * One person's bets on a vehicle, newest first.
 *
 * @throws {PaddockError}
 */
export async function listBets(client: PaddockClient, vehicleId: string, userId: string): Promise<Bet[]> {
  const rows = unwrap(
    await client
      .from('vehicle_bets')
      .select(columns)
      .eq('vehicle_id', vehicleId)
      .eq('user_id', userId)
      .order('created_at', { ascending: false })
      .limit(100),
  )
  return rows.map(toBet)
}

/** A bet beside the vehicle it is on; null where that is private by now, and the bet is one's own. */
export type VehicleBet = Bet & { vehicle: { year: number | null; make: string | null; model: string } | null }

/**
 * One person's bets on all vehicles that the caller may see, newest first.
 *
 * @param options.limit at most this many, 100 unless told
 * @throws {PaddockError}
 */
export async function listBetsBy(client: PaddockClient, userId: string, { limit = 100 } = {}): Promise<VehicleBet[]> {
  if (!isUuid(userId)) return []
  const rows = unwrap(
    await client
      .from('vehicle_bets')
      .select(`${columns}, vehicles!vehicle_id(year, make, model)`)
      .eq('user_id', userId)
      .order('created_at', { ascending: false })
      .limit(limit),
  )
  return rows.map(({ vehicles, ...row }) => ({ ...toBet(row), vehicle: vehicles as VehicleBet['vehicle'] }))
}

/**
 * What the crowd expects of a vehicle: an entry for each type of claim that anybody has bet on.
 *
 * @throws {PaddockError}
 */
export async function loadSentiment(client: PaddockClient, vehicleId: string): Promise<Sentiment[]> {
  const rows = unwrap(
    await client.from('vehicle_market_sentiment').select('*').eq('vehicle_id', vehicleId).order('bet_type'),
  )
  return rows.map((row) => ({
    type: row.bet_type as BetType,
    bets: row.total_bets ?? 0,
    people: row.total_people ?? 0,
    averageConfidencePercent: row.avg_confidence ?? 0,
    averageValue: row.avg_predicted_value,
    medianValue: row.median_predicted_value,
    quantiles: {
      p10: row.p10_predicted_value,
      p25: row.p25_predicted_value,
      p75: row.p75_predicted_value,
      p90: row.p90_predicted_value,
    },
  }))
}

type BetRow = Pick<
  Database['public']['Tables']['vehicle_bets']['Row'],
  | 'id'
  | 'vehicle_id'
  | 'question'
  | 'round'
  | 'bet_type'
  | 'prediction'
  | 'confidence_percent'
  | 'stake_amount'
  | 'status'
  | 'created_at'
  | 'resolved_at'
  | 'late'
  | 'by_owner'
  | 'superseded_by'
  | 'score'
  | 'skill_score'
  | 'payout'
>

/** The database's constraints promise that type and prediction belong together. */
function toBet(row: BetRow): Bet {
  return {
    ...({ type: row.bet_type, prediction: row.prediction } as Claim),
    id: row.id,
    vehicleId: row.vehicle_id,
    question: row.question,
    round: row.round,
    confidencePercent: row.confidence_percent,
    stake: row.stake_amount,
    status: row.status as Bet['status'],
    placedAt: row.created_at,
    resolvedAt: row.resolved_at,
    late: row.late,
    byOwner: row.by_owner,
    supersededBy: row.superseded_by,
    score: row.score,
    skillScore: row.skill_score,
    payout: row.payout,
  }
}
