import type { PaddockClient } from './client.ts'
import { unwrap } from './errors.ts'

/** Points are play money: everybody starts with 1,000, and they cannot be bought, sold or sent. */
export type Balance = {
  /** Free to stake. */
  available: number
  /** Staked on active bets. */
  staked: number
  /** What a reversed settlement could not take back; paid from later payouts. */
  owed: number
}

/**
 * The caller's own points.
 *
 * @throws {PaddockError}
 */
export async function loadBalance(client: PaddockClient, userId: string): Promise<Balance> {
  const row = unwrap(
    await client.from('point_balances').select('available, escrow, owed').eq('user_id', userId).maybeSingle(),
  )
  return { available: row?.available ?? 0, staked: row?.escrow ?? 0, owed: row?.owed ?? 0 }
}
