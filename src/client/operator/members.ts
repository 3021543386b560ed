import type { PaddockClient } from '../client.ts'
import { unwrap } from '../errors.ts'
import { type Page, type PageOptions, placeIn, toPage, usualLimit } from './page.ts'

/** A member as operators see them. */
export type MemberRecord = {
  id: string
  name: string | null
  email: string | null
  /** No email yet: the account goes with the browser's storage. */
  isVisitor: boolean
  isOperator: boolean
  joinedAt: string
  lastSignInAt: string | null
  /** Cannot sign in until then. */
  suspension: { until: string; reason: string | null } | null
  /** Votes are neither counted nor shown. */
  ban: { at: string; reason: string } | null
  /** Comments of theirs that operators hold. */
  commentsHeld: number
}

export const memberGroups = ['suspended', 'banned', 'operators'] as const
export type MemberGroup = (typeof memberGroups)[number]

/**
 * Members by what stands in their name or email, by id, or all of them; the newest first.
 *
 * @throws {PaddockError} `operators_only`
 */
export async function findMembers(
  client: PaddockClient,
  { words = '', group = null }: { words?: string; group?: MemberGroup | null } = {},
  { limit = usualLimit, after = null }: PageOptions = {},
): Promise<Page<MemberRecord>> {
  const rows = unwrap(
    await client.rpc('find_members', {
      ...{ limit, ...placeIn(after) },
      ...(words.trim() ? { words: words.trim() } : {}),
      ...(group ? { which: group } : {}),
    }),
  )
  return toPage(
    rows,
    limit,
    (row): MemberRecord => ({
      ...{ id: row.user_id, name: row.name, email: row.email, isVisitor: row.is_anonymous },
      ...{ isOperator: row.is_operator, joinedAt: row.joined_at, lastSignInAt: row.last_sign_in_at },
      suspension: row.suspended_until ? { until: row.suspended_until, reason: row.suspended_for } : null,
      ban: row.banned_at ? { at: row.banned_at, reason: row.banned_for } : null,
      commentsHeld: row.comments_held,
    }),
    ({ joined_at, user_id }) => ({ joined_at, user_id }),
  )
}

/**
 * Ends a member's sessions; they cannot sign in until then. Operators are not suspended.
 *
 * @param until in the future
 * @throws {PaddockError} `operators_only`, `operators_are_not_suspended`, `suspensions_end_in_the_future`, `suspensions_have_a_reason`,
 *   `unknown_member`
 */
export async function suspendMember(client: PaddockClient, userId: string, until: Date, reason: string): Promise<void> {
  unwrap(await client.rpc('suspend_member', { user_id: userId, until: until.toISOString(), reason: reason.trim() }))
}

/** @throws {PaddockError} `operators_only`, `suspensions_have_a_reason`, `unknown_member` */
export async function liftSuspension(client: PaddockClient, userId: string, reason: string): Promise<void> {
  unwrap(await client.rpc('lift_suspension', { user_id: userId, reason: reason.trim() }))
}

/**
 * Takes a member's votes, past ones included, out of counts and verdicts.
 *
 * @param reason 1 to 1000 characters; the member reads it
 * @throws {PaddockError} `operators_only`, `operators_are_not_suspended`, `ban_reason_has_1_to_1000_characters`, `unknown_member`
 */
export async function banMember(client: PaddockClient, userId: string, reason: string): Promise<void> {
  unwrap(await client.rpc('ban_member', { user_id: userId, reason: reason.trim() }))
}

/** @throws {PaddockError} `operators_only`, `operators_decide_what_they_have_no_part_in`, `unknown_member` where nobody is banned */
export async function unbanMember(client: PaddockClient, userId: string, reason: string): Promise<void> {
  unwrap(await client.rpc('unban_member', { user_id: userId, reason: reason.trim() }))
}
