import type { PaddockClient } from './client.ts'
import { refusal, unwrap } from './errors.ts'

/**
 * What a photo of one's own shows, in words: its caption, and what is read out in its place.
 *
 * @param caption up to 500 characters; empty removes it
 * @throws {PaddockError} `unknown_photo`, `alt_text_is_short`
 */
export async function captionPhoto(client: PaddockClient, photoId: string, caption: string): Promise<void> {
  const words = caption.trim() || null
  const changed = unwrap(
    await client.from('vehicle_images').update({ caption: words, alt_text: words }).eq('id', photoId).select('id'),
  )
  if (changed.length === 0) throw refusal('unknown_photo')
}

/**
 * Puts the photos of a vehicle of one's own in this order; the first is the cover. Photos that are not named come last.
 *
 * @throws {PaddockError} `unknown_vehicle`, `not_your_vehicle`
 */
export async function orderPhotos(client: PaddockClient, vehicleId: string, photoIds: string[]): Promise<void> {
  unwrap(await client.rpc('order_photos', { vehicle_id: vehicleId, photo_ids: photoIds }))
}

/**
 * Removes a photo of one's own with its comments, likes and files. Nothing happens when it is gone already.
 *
 * @throws {PaddockError}
 */
export async function removePhoto(client: PaddockClient, photoId: string): Promise<void> {
  unwrap(await client.from('vehicle_images').delete().eq('id', photoId))
}
