import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import type { Db } from './accounts.ts'
import { newSelector } from './tokens.ts'

/** `method`: how it was begun, where it was by mail (`otp`, `recovery`, `invite`, ...). */
export type Session = { id: string; startedAt: Date; method: string | null }
export type SignOutScope = 'global' | 'local' | 'others'

export type Rotation =
  | { outcome: 'rotated'; userId: string; session: Session; selector: string }
  | { outcome: 'not_found' | 'expired' | 'banned' | 'already_used' }

/** Longest user agent kept, in characters. No address is stored. */
const maxUserAgent = 255

export async function startSession(
  sql: Db,
  userId: string,
  userAgent: string | null,
  method: string | null = null,
): Promise<{ session: Session; selector: string }> {
  const id = randomUUID()
  const selector = newSelector()
  const [row] = await sql<{ created_at: Date }[]>`
    insert into auth.sessions (id, user_id, created_at, updated_at, user_agent)
    values (${id}, ${userId}, now(), now(), ${userAgent?.slice(0, maxUserAgent) ?? null}) returning created_at`
  await addToken(sql, { selector, userId, sessionId: id, parent: null })
  if (method !== null) {
    await sql`
      insert into auth.mfa_amr_claims (id, session_id, authentication_method, created_at, updated_at)
      values (${randomUUID()}, ${id}, ${method}, now(), now())`
  }
  await sql`update auth.users set last_sign_in_at = now(), updated_at = now() where id = ${userId}`
  return { session: { id, startedAt: row?.created_at ?? new Date(), method }, selector }
}

/**
 * Swaps a refresh token for the next one. GoTrue's rules: a used token still works for `reuseSeconds`, and for as
 * long as the one it was swapped for is unused (the client may have lost the answer). Any other reuse means that
 * two parties hold the session, and revokes all its tokens. Unlike GoTrue, an allowed reuse never starts a second
 * line of tokens, which would hide a thief: it gives the session's current one.
 *
 * @param admit may refuse the account by throwing, before anything has changed
 */
export async function rotate(
  sql: Sql,
  selector: string,
  reuseSeconds: number,
  admit: (userId: string) => void,
): Promise<Rotation> {
  return sql.begin(async (tx): Promise<Rotation> => {
    const session = await lockSession(tx, selector)
    if (!session) return { outcome: 'not_found' }
    admit(session.user_id)
    if (session.banned) return { outcome: 'banned' }
    if (session.expired) return { outcome: 'expired' }

    const [token] = await tx<{ revoked: boolean; stale: boolean }[]>`
      select coalesce(revoked, false) as revoked, updated_at < clock_timestamp() - make_interval(secs => ${reuseSeconds}) as stale
      from auth.refresh_tokens where token = ${selector}`
    if (!token) return { outcome: 'not_found' }

    const rotated = (next: string): Rotation => ({
      outcome: 'rotated',
      userId: session.user_id,
      session: { id: session.id, startedAt: session.created_at, method: session.method },
      selector: next,
    })
    if (token.revoked) {
      const current = await currentToken(tx, session.id)
      if (current && (current.parent === selector || !token.stale)) return rotated(current.token)
      await revokeAll(tx, session.id)
      return { outcome: 'already_used' }
    }
    const next = newSelector()
    await tx`update auth.refresh_tokens set revoked = true, updated_at = clock_timestamp() where token = ${selector}`
    await addToken(tx, { selector: next, userId: session.user_id, sessionId: session.id, parent: selector })
    await tx`update auth.sessions set refreshed_at = now() at time zone 'utc', updated_at = now() where id = ${session.id}`
    await forgetOldTokens(tx, session.id)
    return rotated(next)
  })
}

export async function endSessions(
  sql: Db,
  userId: string,
  sessionId: string | null,
  scope: SignOutScope,
): Promise<void> {
  if (scope === 'local') await sql`delete from auth.sessions where user_id = ${userId} and id = ${sessionId}`
  else if (scope === 'others')
    await sql`delete from auth.sessions where user_id = ${userId} and id is distinct from ${sessionId}::uuid`
  else await sql`delete from auth.sessions where user_id = ${userId}`
}

export async function sessionExists(sql: Db, userId: string, sessionId: string): Promise<boolean> {
  const [row] = await sql`select 1 from auth.sessions where id = ${sessionId} and user_id = ${userId}`
  return row !== undefined
}

/**
 * How a session was begun, where it was by mail, while it is younger than `seconds`.
 *
 * @returns null for one that is older, or was begun otherwise
 */
export async function freshMethod(sql: Db, sessionId: string, seconds: number): Promise<string | null> {
  const [row] = await sql<{ method: string }[]>`
    select a.authentication_method as method from auth.mfa_amr_claims a join auth.sessions s on s.id = a.session_id
    where s.id = ${sessionId} and s.created_at > now() - make_interval(secs => ${seconds})
      and a.authentication_method in ${sql(byMail)} limit 1`
  return row?.method ?? null
}

const byMail = ['otp', 'recovery', 'invite', 'magiclink', 'email/signup']

/** What a recovery is for has been done: the session goes on as one that a code began. */
export async function endRecovery(sql: Db, sessionId: string): Promise<void> {
  await sql`
    update auth.mfa_amr_claims set authentication_method = 'otp', updated_at = now()
    where session_id = ${sessionId} and authentication_method = 'recovery'`
}

type LockedSession = {
  id: string
  user_id: string
  created_at: Date
  method: string | null
  expired: boolean
  banned: boolean
}

/** Refreshes of one session wait for each other here. */
async function lockSession(sql: Db, selector: string): Promise<LockedSession | undefined> {
  const [session] = await sql<LockedSession[]>`
    select s.id, s.user_id, s.created_at,
      (select a.authentication_method from auth.mfa_amr_claims a where a.session_id = s.id order by a.created_at limit 1) as method,
      coalesce(s.not_after < now(), false) as expired,
      coalesce(u.banned_until > now(), false) as banned
    from auth.sessions s join auth.refresh_tokens t on t.session_id = s.id join auth.users u on u.id = s.user_id
    where t.token = ${selector} and u.deleted_at is null for update of s`
  return session
}

async function addToken(
  sql: Db,
  token: { selector: string; userId: string; sessionId: string; parent: string | null },
): Promise<void> {
  await sql`
    insert into auth.refresh_tokens (token, user_id, session_id, parent, revoked, created_at, updated_at)
    values (${token.selector}, ${token.userId}, ${token.sessionId}, ${token.parent}, false, clock_timestamp(), clock_timestamp())`
}

async function currentToken(sql: Db, sessionId: string): Promise<{ token: string; parent: string | null } | undefined> {
  const [current] = await sql<{ token: string; parent: string | null }[]>`
    select token, parent from auth.refresh_tokens where session_id = ${sessionId} and not revoked order by id desc limit 1`
  return current
}

async function revokeAll(sql: Db, sessionId: string): Promise<void> {
  await sql`update auth.refresh_tokens set revoked = true, updated_at = clock_timestamp() where session_id = ${sessionId} and not revoked`
}

/** A session refreshed every hour for a year stays a handful of rows. */
async function forgetOldTokens(sql: Db, sessionId: string): Promise<void> {
  await sql`
    delete from auth.refresh_tokens
    where session_id = ${sessionId} and revoked and updated_at < now() - interval '24 hours'`
}
