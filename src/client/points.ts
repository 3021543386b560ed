import type { BetType } from './bets.ts'
import type { PaddockClient } from './client.ts'
import { unwrap } from './errors.ts'

/** Points; play money. */
export type Balance = {
  /** Free to stake. */
  available: number
  /** Staked on bets that are active. */
  staked: number
  /** Taken from later payouts, after a settlement that was reversed. */
  owed: number
}

/** One change of an account, with its reason. */
export type PointChange = {
  madeAt: string
  reason: 'opened' | 'staked' | 'superseded' | 'cancelled' | 'removed' | 'settled' | 'annulled' | 'reversed' | 'closed'
  available: number
  staked: number
  owed: number
  betId: string | null
  vehicleId: string | null
  /** What the bet was about; its first part is the type of claim. */
  question: string | null
  betType: BetType | null
}

/**
 * The signed-in person's points. Who has not bet yet has the points that everybody starts with.
 *
 * @throws {PaddockError} `not_signed_in`
 */
export async function loadBalance(client: PaddockClient, userId: string): Promise<Balance> {
  const row = unwrap(
    await client.from('point_balances').select('available, escrow, owed').eq('user_id', userId).maybeSingle(),
  )
  return { available: row?.available ?? 0, staked: row?.escrow ?? 0, owed: row?.owed ?? 0 }
}

/**
 * What the signed-in person's points went through, newest first.
 *
 * @param options.limit at most 1,000
 * @throws {PaddockError} `not_signed_in`
 */
export async function listPointHistory(
  client: PaddockClient,
  userId: string,
  options: { limit?: number } = {},
): Promise<PointChange[]> {
  const rows = unwrap(
    await client
      .from('point_history')
      .select('made_at, kind, available, escrow, owed, bet_id, vehicle_id, question')
      .eq('user_id', userId)
      .order('made_at', { ascending: false })
      .limit(options.limit ?? 100),
  )
  return rows.map((row) => ({
    madeAt: row.made_at ?? '',
    reason: row.kind as PointChange['reason'],
    available: row.available ?? 0,
    staked: row.escrow ?? 0,
    owed: row.owed ?? 0,
    betId: row.bet_id,
    vehicleId: row.vehicle_id,
    question: row.question,
    betType: (row.question?.split(':')[0] ?? null) as BetType | null,
  }))
}
