import type { PaddockClient } from './client.ts'
import type { VehicleDetails } from './details.ts'
import { PaddockError, refusal, unwrap } from './errors.ts'
import { type Photo, photoColumns, toPhoto } from './photos.ts'

/** All that an owner says of a vehicle, as a form holds it. */
export type VehicleDraft = VehicleDetails & {
  year: number | null
  make: string | null
  model: string
  description: string | null
  isPublic: boolean
}

/** A vehicle in its owner's list. */
export type OwnVehicle = {
  id: string
  year: number | null
  make: string | null
  model: string
  isPublic: boolean
  cover: Photo | null
}

/**
 * Adds a vehicle of the signed-in member under an id that the caller makes (`crypto.randomUUID()`), or changes the one that has it: what the
 * draft leaves out is removed. The same call again is harmless.
 *
 * @throws {PaddockError} `not_signed_in`, `not_your_vehicle`, `too_many_vehicles`, `chassis_number_is_without_typing_errors`, or the name of
 * the constraint that a text breaks, such as `place_is_in_words_and_not_coordinates`
 * @example
 * await saveVehicle(client, crypto.randomUUID(), { ...emptyDraft, year: 1972, make: 'Alfa Romeo', model: 'GTV 2000' })
 */
export async function saveVehicle(client: PaddockClient, vehicleId: string, draft: VehicleDraft): Promise<void> {
  if (draft.year !== null && !Number.isInteger(draft.year))
    throw new PaddockError('year_is_from_1885_to_2100', 'The year is a number from 1885 to 2100.')
  unwrap(
    await client.rpc('save_vehicle', {
      vehicle_id: vehicleId,
      model: draft.model,
      is_public: draft.isPublic,
      chassis_is_shown: draft.chassis?.isShown ?? false,
      ...said({
        year: draft.year,
        make: draft.make,
        description: draft.description,
        trim: draft.trim,
        engine: draft.engine,
        gearbox: draft.gearbox,
        colour: draft.colour,
        mileage: draft.mileage?.value,
        mileage_unit: draft.mileage?.unit,
        place: draft.place,
        chassis_number: draft.chassis?.number,
      }),
    }),
  )
}

/** What is left out takes the function's default, null. */
function said<T extends Record<string, string | number | null | undefined>>(values: T) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value != null)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }
}

export const emptyDraft: VehicleDraft = {
  year: null,
  make: null,
  model: '',
  description: null,
  isPublic: true,
  trim: null,
  engine: null,
  gearbox: null,
  colour: null,
  mileage: null,
  place: null,
  chassis: null,
}

/**
 * The vehicles of a member, newest first: all of one's own, the public ones of somebody else.
 *
 * @throws {PaddockError}
 */
export async function listVehiclesOf(client: PaddockClient, userId: string): Promise<OwnVehicle[]> {
  const rows = unwrap(
    await client
      .from('vehicles')
      // The hint keeps this clear of other tables that join vehicles and photos.
      .select(`id, year, make, model, is_public, vehicle_images!vehicle_id(${photoColumns})`)
      .eq('user_id', userId)
      .order('created_at', { ascending: false })
      .order('id')
      .limit(500)
      .order('position', { referencedTable: 'vehicle_images' })
      .limit(1, { referencedTable: 'vehicle_images' }),
  )
  return rows.map(({ vehicle_images: [photo], is_public: isPublic, ...vehicle }) => ({
    ...vehicle,
    isPublic,
    cover: photo ? toPhoto(client, photo) : null,
  }))
}

/**
 * Makes a vehicle of the signed-in member public, or private with all that hangs on it.
 *
 * @throws {PaddockError} `not_signed_in`, `unknown_vehicle`
 */
export async function publishVehicle(client: PaddockClient, vehicleId: string, isPublic: boolean): Promise<void> {
  const changed = unwrap(await client.from('vehicles').update({ is_public: isPublic }).eq('id', vehicleId).select('id'))
  if (changed.length === 0) throw refusal('unknown_vehicle')
}

/**
 * Removes a vehicle of the signed-in member with its photos, comments, votes and open bets. Scores of questions that were settled stay with
 * the people who made them, and the id is never given again.
 *
 * @throws {PaddockError} `not_signed_in`, `unknown_vehicle`
 */
export async function removeVehicle(client: PaddockClient, vehicleId: string): Promise<void> {
  const gone = unwrap(await client.from('vehicles').delete().eq('id', vehicleId).select('id'))
  if (gone.length === 0) throw refusal('unknown_vehicle')
}
