import type { PaddockClient } from '../client.ts'
import { unwrap } from '../errors.ts'
import { ensureSession } from '../session.ts'
import { sentOnce } from './once.ts'

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

/**
 * Adds a comment of 1 to 2000 characters. A visitor gets an account on the way.
 *
 * @param parentId the comment that it answers; answers themselves are not answered
 * @param clientId a UUID made for this comment: sent a second time, it is there once and no error
 * @throws {PaddockError} `unknown_photo`, `unknown_comment`, `comment_has_1_to_2000_characters`, `replies_are_one_level_deep`
 */
export async function addComment(
  client: PaddockClient,
  photoId: string,
  text: string,
  parentId: string | null = null,
  clientId?: string,
): Promise<void> {
  const { id } = await ensureSession(client)
  const { error } = await client.from('image_interactions').insert({
    image_id: photoId,
    user_id: id,
    interaction_type: 'comment',
    comment_text: text.trim(),
    parent_id: parentId,
    ...(clientId && { client_id: clientId }),
  })
  await sentOnce(error, clientId, (sent) =>
    client.from('image_interactions').select('id').eq('user_id', id).eq('client_id', sent).maybeSingle(),
  )
}

/**
 * Tells the operator that a comment is out of place; its author and the owner do not learn who did. A visitor gets an
 * account on the way; reporting twice is one report.
 *
 * @param reason 1 to 1000 characters
 * @throws {PaddockError} `unknown_comment`, `reason_has_1_to_1000_characters`
 */
export async function reportComment(client: PaddockClient, commentId: string, reason: string): Promise<void> {
  const { id } = await ensureSession(client)
  const { error } = await client
    .from('comment_reports')
    .insert({ interaction_id: commentId, user_id: id, reason: reason.trim() })
  if (error && error.code !== alreadyThere) unwrap({ data: null, error })
}

/** unique_violation */
const alreadyThere = '23505'
