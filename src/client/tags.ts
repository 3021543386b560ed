import type { PaddockClient } from './client.ts'
import { unwrap } from './errors.ts'

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

/** Tags are in lower case, and single spaces part their words. */
export const toTag = (words: string) => words.trim().toLowerCase().replace(/\s+/g, ' ')
