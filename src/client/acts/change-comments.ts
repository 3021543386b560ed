import type { PaddockClient } from '../client.ts'
import { refusal, unwrap } from '../errors.ts'

/**
 * Changes a comment of one's own.
 *
 * @throws {PaddockError} `unknown_comment`, `not_allowed`, `comment_has_1_to_2000_characters`
 */
export async function editComment(client: PaddockClient, commentId: string, text: string): Promise<void> {
  await change(client, commentId, { comment_text: text.trim() })
}

/**
 * Hides a comment on a photo of the member's own vehicle from everybody but its author, or shows it again.
 *
 * @throws {PaddockError} `unknown_comment`, `not_allowed`
 */
export async function hideComment(client: PaddockClient, commentId: string, hidden: boolean): Promise<void> {
  await change(client, commentId, { is_hidden: hidden })
}

type Change = { comment_text: string } | { is_hidden: boolean }

/** RLS skips silently what may not be changed; this throws. */
async function change(client: PaddockClient, commentId: string, values: Change): Promise<void> {
  const comments = client.from('image_interactions')
  const changed = unwrap(
    await comments.update(values).eq('id', commentId).eq('interaction_type', 'comment').select('id'),
  )
  if (changed.length === 0) throw refusal('unknown_comment')
}

/**
 * Takes back a comment of one's own; anybody else's stays, and so do the answers to it.
 *
 * @throws {PaddockError}
 */
export async function removeComment(client: PaddockClient, commentId: string): Promise<void> {
  unwrap(await client.from('image_interactions').delete().eq('id', commentId).eq('interaction_type', 'comment'))
}
