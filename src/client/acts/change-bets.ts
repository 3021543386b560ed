import type { Claim } from '../bets.ts'
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

export type Revision = {
  prediction?: Claim['prediction']
  confidencePercent?: number
  stake?: number
  /** A UUID made for this revision. */
  clientId?: string
}

/**
 * Replaces an active bet of one's own; a revision that was sent before stands as it is.
 *
 * @param columns what is asked for of the new bet
 * @throws {PaddockError} see `reviseBet`
 */
export async function reviseOnce<Row extends object>(
  client: PaddockClient,
  betId: string,
  { prediction, confidencePercent, stake, clientId }: Revision,
  columns: string,
): Promise<Row> {
  const { data, error } = await client
    .rpc('revise_bet', {
      bet_id: betId,
      ...(prediction && { prediction }),
      ...(confidencePercent !== undefined && { confidence_percent: confidencePercent }),
      ...(stake !== undefined && { stake_amount: stake }),
      ...(clientId && { client_id: clientId }),
    })
    .select<string, Row>(columns)
    .single()
  // Of two that come at the same time one is refused.
  const earlier = await sentOnce(error, clientId, async (sent) => {
    const { session } = (await client.auth.getSession()).data
    const own = client
      .from('vehicle_bets')
      .select<string, Row>(columns)
      .eq('user_id', session?.user.id ?? '')
    return await own.eq('client_id', sent).maybeSingle()
  })
  return (data ?? earlier) as Row
}
