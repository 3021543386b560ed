import type { PaddockClient } from '../client.ts'
import { unwrap } from '../errors.ts'
import { ensureSession } from '../session.ts'
import type { Vote } from '../votes.ts'

/**
 * Casts this person's vote or changes it. A visitor gets an account on the way.
 *
 * @throws {PaddockError} `unknown_vehicle`, `reason_has_1_to_1000_characters`, `estimated_value_is_above_0_and_at_most_1e9`,
 *   `vote_currency_is_three_capital_letters`, `votes_are_at_most_60_a_minute`
 */
export async function castVote(
  client: PaddockClient,
  vehicleId: string,
  { vote, reason, estimatedValue, currency = 'USD', isPrivate = false }: Vote,
): Promise<void> {
  const { id } = await ensureSession(client)
  unwrap(
    await client.from('auction_votes').upsert({
      vehicle_id: vehicleId,
      user_id: id,
      vote,
      reason: reason?.trim() || null,
      estimated_value: estimatedValue,
      currency,
      is_private: isPrivate,
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
