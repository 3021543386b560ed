import type { PostgrestError } from '@supabase/supabase-js'
import type { PaddockClient } from '../client/client.ts'
import type { Database } from '../client/database.generated.ts'
import { PhotoRefused } from './refusal.ts'

export type NewPhoto = Database['public']['Tables']['vehicle_images']['Insert'] & { content_hash: string }

/** As the caller may see it. */
export type PhotoRow = Database['public']['Tables']['vehicle_images']['Row']

export const columns = '*, photo_pass'

/** The database said no, or could not be asked. `code` is its SQLSTATE, or empty. */
export class RowError extends Error {
  readonly code: string
  readonly status: number

  constructor(error: PostgrestError, status: number) {
    super([error.message, error.hint].filter(Boolean).join(' '), { cause: error })
    this.name = 'RowError'
    this.code = error.code
    this.status = status
  }
}

/** @returns the photo of a vehicle that was made from this original */
export async function findPhoto(
  client: PaddockClient,
  vehicleId: string,
  contentHash: string,
): Promise<PhotoRow | null> {
  const photos = client.from('vehicle_images').select(columns)
  const { data, error, status } = await photos.eq('vehicle_id', vehicleId).eq('content_hash', contentHash).maybeSingle()
  if (error) throw new RowError(error, status)
  return data
}

/**
 * Adds a photo behind the vehicle's others.
 *
 * @returns null when the vehicle has this original already
 * @throws {PhotoRefused} `picture_is_held`
 */
export async function insertPhoto(client: PaddockClient, photo: NewPhoto): Promise<PhotoRow | null> {
  const position = (await lastPosition(client, photo.vehicle_id)) + 1
  const { data, error, status } = await client
    .from('vehicle_images')
    .insert({ ...photo, position })
    .select(columns)
    .single()
  if (!error) return data
  if (error.code === uniqueViolation) return null
  if (error.details === 'picture_is_held') throw new PhotoRefused('picture_is_held', held, error)
  throw new RowError(error, status)
}

const held = 'is a picture that an operator has taken from view. Choose another one, or ask the operators'

async function lastPosition(client: PaddockClient, vehicleId: string): Promise<number> {
  const photos = client.from('vehicle_images').select('position').eq('vehicle_id', vehicleId)
  const { data, error, status } = await photos.order('position', { ascending: false }).limit(1).maybeSingle()
  if (error) throw new RowError(error, status)
  return data?.position ?? -1
}

const uniqueViolation = '23505'
