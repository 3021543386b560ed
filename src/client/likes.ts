import type { PaddockClient } from './client.ts'
import { unwrap } from './errors.ts'
import { ensureSession } from './session.ts'

export type Likes = { count: number; mine: boolean }

/**
 * @param userId whose like is `mine`; null for somebody signed out
 * @throws {PaddockError}
 */
export async function loadLikes(client: PaddockClient, photoId: string, userId: string | null): Promise<Likes> {
  const likes = () =>
    client
      .from('image_interactions')
      .select('id', { count: 'exact', head: true })
      .eq('image_id', photoId)
      .eq('interaction_type', 'like')
  const [all, own] = await Promise.all([likes(), userId ? likes().eq('user_id', userId) : null])
  unwrap(all)
  if (own) unwrap(own)
  return { count: all.count ?? 0, mine: (own?.count ?? 0) > 0 }
}

/**
 * Likes a photo. A visitor gets an account on the way; liking twice is one like.
 *
 * @throws {PaddockError} `unknown_photo`
 */
export async function likePhoto(client: PaddockClient, photoId: string): Promise<void> {
  const { id } = await ensureSession(client)
  const { error } = await client
    .from('image_interactions')
    .insert({ image_id: photoId, user_id: id, interaction_type: 'like' })
  if (error && error.code !== alreadyThere) unwrap({ data: null, error })
}

/**
 * Takes a like back; without one nothing happens.
 *
 * @throws {PaddockError}
 */
export async function unlikePhoto(client: PaddockClient, photoId: string): Promise<void> {
  const { id } = await ensureSession(client)
  unwrap(
    await client
      .from('image_interactions')
      .delete()
      .eq('image_id', photoId)
      .eq('user_id', id)
      .eq('interaction_type', 'like'),
  )
}

/** unique_violation */
const alreadyThere = '23505'
