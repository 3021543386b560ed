import type { PaddockClient } from '../client.ts'
import { unwrap } from '../errors.ts'
import { ensureSession } from '../session.ts'

/**
 * Finds the reason of somebody's vote useful, or takes that back. A second time changes nothing.
 *
 * @throws {PaddockError} `unknown_reason`, `useful_reasons_are_of_others`
 */
export async function findReasonUseful(
  client: PaddockClient,
  vehicleId: string,
  voterId: string,
  useful: boolean,
): Promise<void> {
  const { id } = await ensureSession(client)
  const row = { vehicle_id: vehicleId, voter_id: voterId, user_id: id }
  const reasons = client.from('useful_reasons')
  unwrap(useful ? await reasons.upsert(row, { ignoreDuplicates: true }) : await reasons.delete().match(row))
}
