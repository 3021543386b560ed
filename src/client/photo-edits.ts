import type { PaddockClient } from './client.ts'
import { refusal, unwrap } from './errors.ts'
import { addressOf, callerHeaders } from './inside.ts'
import { type Photo, type PhotoRow, toPhoto } from './photos.ts'
import { errorOf, parseAnswer, sendFile } from './upload.ts'

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

/**
 * Turns a photo of one's own clockwise, under new addresses; views, comments and tags stay. Four quarters are what was there before.
 * Needs a Paddock server, as {@link uploadPhoto} does.
 *
 * @throws {PaddockError} `unknown_photo`, `not_allowed`, `photo_turned_meanwhile`, `photo_is_kept_elsewhere`, `too_many_requests`, `busy`,
 * `storage_full`, `offline`
 */
export async function turnPhoto(client: PaddockClient, photoId: string, quarterTurns: 1 | 2 | 3 = 1): Promise<Photo> {
  const url = addressOf(client, 'upload/v1/turns')
  url.searchParams.set('photo_id', photoId)
  url.searchParams.set('quarter_turns', String(quarterTurns))
  const answer = await sendFile(url, await callerHeaders(client), new Blob(), {})
  if (answer.status !== 200) throw errorOf(answer)
  return toPhoto(client, (parseAnswer(answer.text) as { photo: PhotoRow }).photo)
}
