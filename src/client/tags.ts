import type { PaddockClient } from './client.ts'
import { unwrap } from './errors.ts'
import { ensureSession } from './session.ts'

/** A tag of the fixed vocabulary. */
export type KnownTag = {
  tag: string
  /** What people read, such as "Identification plate". */
  label: string
  area: string
  /** The share of what is still unknown about a car that such a photo shows, from 0 to 1. */
  weight: number
}

export type PhotoTag = {
  /** A tag of the vocabulary, or a free one in lower case, which weighs nothing. */
  tag: string
  /** What tagged, where no person did. */
  model: string | null
  /** Probability that the photo shows it, above 0 and at most 1. */
  confidence: number
}

/**
 * The fixed vocabulary, by area and label.
 *
 * @throws {PaddockError}
 */
export async function listKnownTags(client: PaddockClient): Promise<KnownTag[]> {
  return unwrap(await client.from('tag_vocabulary').select('tag, label, area, weight').order('area').order('label'))
}

/**
 * What a photo shows, in the order in which it was said.
 *
 * @throws {PaddockError}
 */
export async function listTags(client: PaddockClient, photoId: string): Promise<PhotoTag[]> {
  return unwrap(
    await client
      .from('image_tags')
      .select('tag, model, confidence')
      .eq('image_id', photoId)
      .order('created_at')
      .order('tag'),
  )
}

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

/** Tags are in lower case, and single spaces part their words. */
export const toTag = (words: string) => words.trim().toLowerCase().replace(/\s+/g, ' ')

/** unique_violation */
const alreadyThere = '23505'
