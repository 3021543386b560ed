import type { PaddockClient } from '../client.ts'
import { sentOnce } from './once.ts'

/**
 * Takes back an active bet of one's own; one that was taken back before stands as it is.
 *
 * @throws {PaddockError} see `cancelBet`
 */
export async function cancelOnce(client: PaddockClient, betId: string): Promise<void> {
  const { error } = await client.rpc('cancel_bet', { bet_id: betId })
  await sentOnce(error, betId, (id) =>
    client
      .from('vehicle_bets')
      .select('id')
      .eq('id', id)
      .eq('status', 'cancelled')
      .is('superseded_by', null)
      .maybeSingle(),
  )
}
