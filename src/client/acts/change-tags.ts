import type { PaddockClient } from '../client.ts'
import { unwrap } from '../errors.ts'
import { ensureSession } from '../session.ts'
import { toTag } from '../tags.ts'

/**
 * Says that a photo of the member's own vehicle shows something; saying it twice is saying it once.
 *
 * @param tag a tag of the vocabulary, or words of the member's own, up to 40 characters
 * @throws {PaddockError} `unknown_photo`, `not_allowed`, `tag_is_from_1_to_40_lower_case_letters`, `photo_has_at_most_40_tags`
 */
export async function addTag(client: PaddockClient, photoId: string, tag: string): Promise<void> {
  const { id } = await ensureSession(client)
  const { error } = await client.from('image_tags').insert({ image_id: photoId, user_id: id, tag: toTag(tag) })
  if (error && error.code !== alreadyThere) unwrap({ data: null, error })
}

/**
 * Takes a tag off a photo of the member's own vehicle, whoever put it there; without one nothing happens.
 *
 * @throws {PaddockError}
 */
export async function removeTag(client: PaddockClient, photoId: string, tag: string): Promise<void> {
  unwrap(await client.from('image_tags').delete().eq('image_id', photoId).eq('tag', tag))
}

/** unique_violation */
const alreadyThere = '23505'
