import type { NewBet } from '../bets.ts'
import type { PaddockClient } from '../client.ts'
import { ensureSession } from '../session.ts'
import { sentOnce } from './once.ts'

/**
 * Inserts a bet; one that was sent before stands as it is.
 *
 * @param columns what is asked for of it
 * @throws {PaddockError} see `placeBet`
 */
export async function insertBet<Row extends object>(
  client: PaddockClient,
  vehicleId: string,
  bet: NewBet,
  columns: string,
): Promise<Row> {
  const { id } = await ensureSession(client)
  const { data, error } = await client
    .from('vehicle_bets')
    .insert({
      vehicle_id: vehicleId,
      user_id: id,
      bet_type: bet.type,
      prediction: bet.prediction,
      confidence_percent: bet.confidencePercent,
      ...(bet.stake ? { stake_amount: bet.stake } : {}),
      ...(bet.clientId && { client_id: bet.clientId }),
    })
    .select<string, Row>(columns)
    .single()
  const earlier = await sentOnce(error, bet.clientId, (sent) =>
    client.from('vehicle_bets').select<string, Row>(columns).eq('user_id', id).eq('client_id', sent).maybeSingle(),
  )
  return (data ?? earlier) as Row
}
