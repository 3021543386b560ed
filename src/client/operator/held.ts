import type { PaddockClient } from '../client.ts'
import { unwrap } from '../errors.ts'
import { displayNames } from '../people.ts'
import { withPass } from '../photos.ts'
import { type Page, type PageOptions, placeIn, toPage, usualLimit } from './page.ts'

/** A comment that an operator has taken from view. */
export type HeldComment = {
  commentId: string
  photoId: string
  vehicleId: string
  vehicle: string
  text: string
  author: { id: string; name: string | null }
  heldAt: string
  reason: string | null
}

/**
 * The comments that are held, the latest first.
 *
 * @throws {PaddockError} `operators_only`
 */
export async function listHeldComments(
  client: PaddockClient,
  { limit = usualLimit, after = null }: PageOptions = {},
): Promise<Page<HeldComment>> {
  const rows = unwrap(
    await client.rpc('held_comments', { limit, ...(after ? { before: JSON.parse(after) as string } : {}) }),
  )
  const names = await displayNames(
    client,
    rows.map((row) => row.author_id),
  )
  return toPage(
    rows,
    limit,
    (row): HeldComment => ({
      ...{ commentId: row.comment_id, photoId: row.photo_id, vehicleId: row.vehicle_id, vehicle: row.vehicle },
      ...{ text: row.words, heldAt: row.held_at, reason: row.reason },
      author: { id: row.author_id, name: names.get(row.author_id) ?? null },
    }),
    (row) => row.held_at,
  )
}

/**
 * Takes a comment from view, reported or not: its author and the car's owner still see it, and neither can show it.
 *
 * @throws {PaddockError} `operators_only`, `operators_decide_what_they_have_no_part_in`, `comment_is_not_held`, `unknown_comment`
 */
export async function holdComment(client: PaddockClient, commentId: string, reason: string): Promise<void> {
  unwrap(await client.rpc('hold_comment', { comment_id: commentId, reason: reason.trim() }))
}

/**
 * Shows a held comment again.
 *
 * @throws {PaddockError} `operators_only`, `operators_decide_what_they_have_no_part_in`, `comment_is_held`, `unknown_comment`
 */
export async function releaseComment(client: PaddockClient, commentId: string, reason: string): Promise<void> {
  unwrap(await client.rpc('release_comment', { comment_id: commentId, reason: reason.trim() }))
}

/** A photo that an operator has taken from view. */
export type HeldPhoto = {
  photoId: string
  vehicleId: string
  vehicle: string
  caption: string | null
  /** With the pass that shows it to operators; null when its owner has removed it, whose picture stays refused. */
  url: string | null
  heldAt: string
  reason: string | null
}

/**
 * The photos that are held, the latest first.
 *
 * @throws {PaddockError} `operators_only`
 */
export async function listHeldPhotos(
  client: PaddockClient,
  { limit = usualLimit, after = null }: PageOptions = {},
): Promise<Page<HeldPhoto>> {
  const rows = unwrap(
    await client.rpc('held_photos', { limit, ...(after ? { before: JSON.parse(after) as string } : {}) }),
  )
  return toPage(
    rows,
    limit,
    (row): HeldPhoto => ({
      ...{ photoId: row.photo_id, vehicleId: row.vehicle_id, vehicle: row.vehicle, caption: row.words },
      ...{ url: row.photo_url && withPass(row.photo_url, row.photo_pass), heldAt: row.held_at, reason: row.reason },
    }),
    (row) => row.held_at,
  )
}

/**
 * Takes a photo from view, reported or not: only the car's owner, who is told why, and operators still see it. Nobody
 * uploads the same picture meanwhile (`picture_is_held`), also when the owner removes it.
 *
 * @throws {PaddockError} `operators_only`, `operators_decide_what_they_have_no_part_in`, `photo_is_not_held`, `unknown_photo`
 */
export async function holdPhoto(client: PaddockClient, photoId: string, reason: string): Promise<void> {
  unwrap(await client.rpc('hold_photo', { photo_id: photoId, reason: reason.trim() }))
}

/**
 * Shows a held photo again; of one that was removed the picture may be uploaded again.
 *
 * @throws {PaddockError} `operators_only`, `operators_decide_what_they_have_no_part_in`, `photo_is_held`, `unknown_photo`
 */
export async function releasePhoto(client: PaddockClient, photoId: string, reason: string): Promise<void> {
  unwrap(await client.rpc('release_photo', { photo_id: photoId, reason: reason.trim() }))
}

/** A car with votes that weigh nothing until somebody has looked at them. */
export type HeldVotes = {
  vehicleId: string
  vehicle: string
  yes: number
  no: number
  since: string
  /** The operator owns the car or has bet on it, and may not decide. */
  isOwn: boolean
}

/**
 * Cars with held votes, those that have waited longest first.
 *
 * @throws {PaddockError} `operators_only`
 */
export async function listHeldVotes(
  client: PaddockClient,
  { limit = usualLimit, after = null }: PageOptions = {},
): Promise<Page<HeldVotes>> {
  const rows = unwrap(await client.rpc('held_votes', { limit, ...placeIn(after) }))
  return toPage(
    rows,
    limit,
    (row): HeldVotes => ({
      ...{ vehicleId: row.vehicle_id, vehicle: row.vehicle, yes: row.yes, no: row.no },
      ...{ since: row.since, isOwn: row.is_own },
    }),
    ({ since, vehicle_id }) => ({ since, vehicle_id }),
  )
}

/**
 * Lets all held votes of a car count, or discards them.
 *
 * @returns how many there were; 0 where another operator was faster
 * @throws {PaddockError} `operators_only`, `operators_decide_what_they_have_no_part_in`, `acts_have_a_reason`, `unknown_vehicle`
 */
export async function reviewHeldVotes(
  client: PaddockClient,
  vehicleId: string,
  decision: 'count' | 'discard',
  reason: string,
): Promise<number> {
  return unwrap(await client.rpc('review_held_votes', { vehicle_id: vehicleId, decision, reason: reason.trim() }))
}
