import type { PaddockClient } from './client.ts'
import { unwrap } from './errors.ts'
import { askInParts } from './ids.ts'
import { displayNames } from './people.ts'

export type Comment = {
  id: string
  text: string
  author: { id: string; name: string | null }
  writtenAt: string
  /** Null while the text is the first one. */
  editedAt: string | null
  /** By the owner of the vehicle; then only owner and author see it. */
  isHidden: boolean
  /** The comment that this one answers, where there is one. */
  parentId: string | null
  /** Replies to it, oldest first; a reply has none. */
  replies: Comment[]
}

export type Comments = {
  /** Threads by the age of their first comment, oldest first. */
  comments: Comment[]
  /** Of all comments and answers that the caller may see, shown here or not. */
  count: number
}

const columns = 'id, comment_text, user_id, created_at, edited_at, is_hidden, parent_id'

/**
 * The latest `limit` comments on a photo, with the comments that they answer, as threads.
 *
 * @throws {PaddockError}
 */
export async function listComments(client: PaddockClient, photoId: string, { limit = 50 } = {}): Promise<Comments> {
  const answer = await client
    .from('image_interactions')
    .select(columns, { count: 'exact' })
    .eq('image_id', photoId)
    .eq('interaction_type', 'comment')
    .order('created_at', { ascending: false })
    .limit(limit)
  const latest = unwrap(answer)
  const rows = [...latest, ...(await missingParents(client, latest))]
  const names = await displayNames(
    client,
    rows.map((row) => row.user_id),
  )
  return { comments: toThreads(rows.map((row) => toComment(row, names))), count: answer.count ?? rows.length }
}

type Row = {
  id: string
  comment_text: string | null
  user_id: string
  created_at: string
  edited_at: string | null
  is_hidden: boolean
  parent_id: string | null
}

/** Comments from before the latest ones that one of those answers. */
async function missingParents(client: PaddockClient, rows: Row[]): Promise<Row[]> {
  const there = new Set(rows.map(({ id }) => id))
  const missing = rows.flatMap(({ parent_id }) => (parent_id && !there.has(parent_id) ? [parent_id] : []))
  return await askInParts(missing, async (ids) =>
    unwrap(await client.from('image_interactions').select(columns).in('id', ids)),
  )
}

const toComment = (row: Row, names: Map<string, string>): Comment => ({
  id: row.id,
  text: row.comment_text ?? '',
  author: { id: row.user_id, name: names.get(row.user_id) ?? null },
  writtenAt: row.created_at,
  editedAt: row.edited_at,
  isHidden: row.is_hidden,
  parentId: row.parent_id,
  replies: [],
})

/** An answer to a comment that the caller does not see stands by itself. */
function toThreads(comments: Comment[]): Comment[] {
  const sorted = comments.sort((a, b) => a.writtenAt.localeCompare(b.writtenAt))
  const byId = new Map(sorted.map((comment) => [comment.id, comment]))
  const first: Comment[] = []
  for (const comment of sorted) (byId.get(comment.parentId ?? '')?.replies ?? first).push(comment)
  return first
}
