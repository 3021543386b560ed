import type { PaddockClient } from './client.ts'
import type { Json } from './database.generated.ts'
import { unwrap } from './errors.ts'
import { ensureSession } from './session.ts'

/** What a bet claims. Money is in dollars, days are `YYYY-MM-DD`. */
export type Claim =
  | { type: 'value_milestone'; prediction: { target_value: number; by_date: string } }
  | { type: 'auction_price'; prediction: { target_value: number } | { low: number; high: number } }
  | { type: 'next_mod_value'; prediction: { modification: string; target_value: number } }
  | { type: 'completion_date'; prediction: { by_date: string } | { date: string } }

export type BetType = Claim['type']

export type Bet = Claim & {
  id: string
  /** Probability that the claim is true, in percent. */
  confidencePercent: number
  /** Points. */
  stake: number
  status: 'active' | 'won' | 'lost' | 'cancelled'
  placedAt: string
}

/** Averages over the people who bet, for one type of claim. */
export type Sentiment = {
  type: BetType
  bets: number
  people: number
  averageConfidencePercent: number
  /** Dollars; null for dates. */
  averageValue: number | null
}

const columns = 'id, bet_type, prediction, confidence_percent, stake_amount, status, created_at'

/**
 * Places a bet. A visitor gets an account on the way. A bet cannot be changed afterwards.
 *
 * @param bet.confidencePercent from 0 to 100
 * @example
 * await placeBet(client, vehicleId, {
 *   type: 'value_milestone', prediction: { target_value: 50_000, by_date: '2027-12-31' }, confidencePercent: 75,
 * })
 * @throws {PaddockError} `unknown_vehicle`, `invalid_prediction`, `confidence_is_from_0_to_100_percent`
 */
export async function placeBet(
  client: PaddockClient,
  vehicleId: string,
  bet: Claim & { confidencePercent: number },
): Promise<Bet> {
  const { id } = await ensureSession(client)
  const row = unwrap(
    await client
      .from('vehicle_bets')
      .insert({
        vehicle_id: vehicleId,
        user_id: id,
        bet_type: bet.type,
        prediction: bet.prediction,
        confidence_percent: bet.confidencePercent,
      })
      .select(columns)
      .single(),
  )
  return toBet(row)
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

/**
 * What the crowd expects of a vehicle: an entry for each type of claim that anybody has bet on.
 *
 * @throws {PaddockError}
 */
export async function loadSentiment(client: PaddockClient, vehicleId: string): Promise<Sentiment[]> {
  const rows = unwrap(
    await client
      .from('vehicle_market_sentiment')
      .select('bet_type, total_bets, total_people, avg_confidence, avg_predicted_value')
      .eq('vehicle_id', vehicleId)
      .order('bet_type'),
  )
  return rows.map((row) => ({
    type: row.bet_type as BetType,
    bets: row.total_bets ?? 0,
    people: row.total_people ?? 0,
    averageConfidencePercent: row.avg_confidence ?? 0,
    averageValue: row.avg_predicted_value,
  }))
}

type BetRow = {
  id: string
  bet_type: string
  prediction: Json
  confidence_percent: number
  stake_amount: number
  status: string
  created_at: string
}

/** The database's constraints promise that type and prediction belong together. */
function toBet(row: BetRow): Bet {
  return {
    ...({ type: row.bet_type, prediction: row.prediction } as Claim),
    id: row.id,
    confidencePercent: row.confidence_percent,
    stake: row.stake_amount,
    status: row.status as Bet['status'],
    placedAt: row.created_at,
  }
}
