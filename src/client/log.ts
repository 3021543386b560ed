import type { PaddockClient } from './client.ts'
import { refusal, unwrap } from './errors.ts'
import { isUuid } from './ids.ts'
import { tokenOf } from './inside.ts'

export type LogKind = 'build' | 'service' | 'repair' | 'inspection'

/** What was done to a vehicle. */
export type LogEntry = {
  id: string
  kind: LogKind
  title: string
  /** `2021-05-17`, `2021-05` or `2021`: as exactly as the owner knows it. */
  happened: string
  mileage: { value: number; unit: 'mi' | 'km' } | null
  doneBy: string | null
  notes: string | null
  /** Seen by the owner alone, though the vehicle is public. */
  isPrivate: boolean
  /** Null for everybody but the owner, and where nothing is said. */
  cost: { amount: number; currency: string } | null
  /** The receipt among the owner's documents; as with `cost`. */
  receiptId: string | null
}

/**
 * The log of a vehicle, the latest first, as far as the reader may see it.
 *
 * @throws {PaddockError}
 */
export async function listLog(client: PaddockClient, vehicleId: string): Promise<LogEntry[]> {
  if (!isUuid(vehicleId)) return []
  const rows = unwrap(
    await client
      .from('vehicle_log')
      .select('id, kind, title, happened, mileage, mileage_unit, done_by, notes, is_private')
      .eq('vehicle_id', vehicleId)
      .order('happened', { ascending: false })
      .order('created_at', { ascending: false })
      .order('id')
      .limit(2000),
  )
  const bills = rows.length > 0 && (await tokenOf(client)) ? await listBills(client, vehicleId) : []
  return rows.map((row) => {
    const bill = bills.find(({ entry_id }) => entry_id === row.id)
    return {
      ...{ id: row.id, kind: row.kind as LogKind, title: row.title, happened: row.happened, notes: row.notes },
      ...{ doneBy: row.done_by, isPrivate: row.is_private, receiptId: bill?.document_id ?? null },
      mileage: row.mileage === null ? null : { value: row.mileage, unit: row.mileage_unit as 'mi' | 'km' },
      cost: bill?.cost == null ? null : { amount: bill.cost, currency: bill.currency ?? 'USD' },
    }
  })
}

const listBills = async (client: PaddockClient, vehicleId: string) =>
  unwrap(
    await client
      .from('vehicle_log_bills')
      .select('entry_id, cost, currency, document_id')
      .eq('vehicle_id', vehicleId)
      .limit(2000),
  )

/**
 * Adds an entry to the log of a vehicle of the signed-in member under an id that the caller makes, or changes the one that has it. The same
 * call again is harmless.
 *
 * @throws {PaddockError} `unknown_vehicle`, `not_your_vehicle`, `log_entries_have_happened`, `too_many_log_entries_of_a_vehicle`,
 * `too_many_log_entries`, `unknown_document`, or the name of the constraint that a field breaks
 */
export async function saveLogEntry(client: PaddockClient, vehicleId: string, entry: LogEntry): Promise<void> {
  const { id, kind, title, happened, mileage, doneBy, notes, isPrivate, cost, receiptId } = entry
  unwrap(
    await client.rpc('save_log_entry', {
      ...{ vehicle_id: vehicleId, entry_id: id, kind, title, happened, is_private: isPrivate },
      ...(mileage && { mileage: mileage.value, mileage_unit: mileage.unit }),
      ...(doneBy && { done_by: doneBy }),
      ...(notes && { notes }),
      ...(cost && { cost: cost.amount, currency: cost.currency }),
      ...(receiptId && { document_id: receiptId }),
    }),
  )
}

/**
 * Removes an entry with what it cost. Its receipt stays among the owner's documents.
 *
 * @throws {PaddockError} `unknown_vehicle`
 */
export async function removeLogEntry(client: PaddockClient, vehicleId: string, entryId: string): Promise<void> {
  const entries = client.from('vehicle_log').delete().eq('vehicle_id', vehicleId).eq('id', entryId)
  if (unwrap(await entries.select('id')).length === 0) throw refusal('unknown_vehicle')
}

const miles = ({ value, unit }: NonNullable<LogEntry['mileage']>) => (unit === 'mi' ? value : value / 1.609344)

/**
 * The earlier entry that shows more miles than this one: a typing error, or another odometer. Only entries whose order is certain are
 * compared: of the same month or year, nobody knows which came first.
 */
export function earlierWithMore(
  entry: Pick<LogEntry, 'id' | 'happened' | 'mileage'>,
  log: LogEntry[],
): LogEntry | null {
  const { mileage, happened, id } = entry
  if (!mileage) return null
  const isEarlier = (other: LogEntry) =>
    other.happened < happened && !happened.startsWith(other.happened) && other.id !== id
  // A mile of grace: the two units are whole numbers.
  return log.find((other) => isEarlier(other) && other.mileage && miles(other.mileage) > miles(mileage) + 1) ?? null
}
