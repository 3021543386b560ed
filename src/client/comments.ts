import type { PaddockClient } from './client.ts'
import { unwrap } from './errors.ts'
import { displayNames } from './people.ts'
import { ensureSession } from './session.ts'

export type Comment = { id: string; text: string; author: { id: string; name: string | null }; writtenAt: string }

export type Comments = { comments: Comment[] /** Of all comments, shown or not. */; count: number }

/**
 * Comments on a photo, oldest first, the latest `limit` of them.
 *
 * @throws {PaddockError}
 */
export async function listComments(client: PaddockClient, photoId: string, { limit = 50 } = {}): Promise<Comments> {
  const answer = await client
    .from('image_interactions')
    .select('id, comment_text, user_id, created_at', { count: 'exact' })
    .eq('image_id', photoId)
    .eq('interaction_type', 'comment')
    .order('created_at', { ascending: false })
    .limit(limit)
  const rows = unwrap(answer).reverse()
  const names = await displayNames(
    client,
    rows.map((row) => row.user_id),
  )
  const comments = rows.map((row) => ({
    id: row.id,
    text: row.comment_text ?? '',
    author: { id: row.user_id, name: names.get(row.user_id) ?? null },
    writtenAt: row.created_at,
  }))
  return { comments, count: answer.count ?? comments.length }
}

/**
 * Adds a comment of 1 to 2000 characters. A visitor gets an account on the way.
 *
 * @throws {PaddockError} `unknown_photo`, `comment_has_1_to_2000_characters`
 */
export async function addComment(client: PaddockClient, photoId: string, text: string): Promise<void> {
  const { id } = await ensureSession(client)
  unwrap(
    await client
      .from('image_interactions')
      .insert({ image_id: photoId, user_id: id, interaction_type: 'comment', comment_text: text.trim() }),
  )
}

/**
 * Takes back a comment of one's own; anybody else's stays.
 *
 * @throws {PaddockError}
 */
export async function removeComment(client: PaddockClient, commentId: string): Promise<void> {
  unwrap(await client.from('image_interactions').delete().eq('id', commentId).eq('interaction_type', 'comment'))
}
