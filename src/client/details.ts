import type { PaddockClient } from './client.ts'
import { refusal, unwrap } from './errors.ts'
import { isUuid } from './ids.ts'

/** What an owner says of a vehicle. Texts are null where nothing is said. */
export type VehicleDetails = {
  trim: string | null
  engine: string | null
  gearbox: string | null
  colour: string | null
  mileage: { value: number; unit: 'mi' | 'km' } | null
  /** As coarse as the owner wants; never coordinates. */
  place: string | null
  /** Null where there is none, or where it is not the reader's to see. */
  chassis: { number: string; isShown: boolean } | null
}

/**
 * What the owner says of a vehicle; all null where nothing is said.
 *
 * @throws {PaddockError}
 */
export async function loadVehicleDetails(client: PaddockClient, vehicleId: string): Promise<VehicleDetails> {
  if (!isUuid(vehicleId)) throw refusal('unknown_vehicle')
  const [details, chassis] = await Promise.all([
    client
      .from('vehicle_details')
      .select('trim, engine, gearbox, colour, mileage, mileage_unit, place')
      .eq('vehicle_id', vehicleId)
      .maybeSingle(),
    client.from('vehicle_chassis').select('number, is_shown').eq('vehicle_id', vehicleId).maybeSingle(),
  ])
  const row = unwrap(details)
  const number = unwrap(chassis)
  return {
    trim: row?.trim ?? null,
    engine: row?.engine ?? null,
    gearbox: row?.gearbox ?? null,
    colour: row?.colour ?? null,
    mileage: row?.mileage == null ? null : { value: row.mileage, unit: row.mileage_unit as 'mi' | 'km' },
    place: row?.place ?? null,
    chassis: number && { number: number.number, isShown: number.is_shown },
  }
}
