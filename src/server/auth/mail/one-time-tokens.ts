import { createHash, createHmac, randomInt, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Db } from '../accounts.ts'

export type TokenType =
  | 'confirmation_token'
  | 'recovery_token'
  | 'email_change_token_new'
  | 'email_change_token_current'
  | 'reauthentication_token'

/** What a mail carries: a code of six digits to type, and the token of its link (64 hex digits, after `pkce_` where a flow asked). */
export type MailToken = { otp: string; link: string }

export type StoredToken = {
  id: string
  userId: string
  type: TokenType
  relatesTo: string
  expired: boolean
  pkce: boolean
}

/** Of one account at most one of a type; a new one takes the place of the old. */
export type OneTimeTokens = {
  issue(sql: Db, token: { userId: string; type: TokenType; relatesTo: string; pkce?: boolean }): Promise<MailToken>
  /** By the token of a link, whoever holds it. */
  byLink(sql: Db, link: string): Promise<StoredToken | null>
  /** By the code that was sent to an address. */
  byCode(sql: Db, address: string, types: readonly TokenType[], code: string): Promise<StoredToken | null>
}

const prefix = 'pkce_'
/** Several accounts may wish for one address; of so many, the newest, a code is compared with. */
const mostOfAddress = 20

/**
 * The link's token is an HMAC of account, type, address and code under a key that is not in the database, and of that the database
 * has the SHA-256. So a copy of the database lets nobody try out the million codes.
 *
 * @param seconds how long a token is good
 */
export function createOneTimeTokens(jwtSecret: string, seconds: number): OneTimeTokens {
  const key = createHmac('sha256', jwtSecret).update('paddock one-time token').digest()
  const linkOf = (userId: string, type: TokenType, relatesTo: string, otp: string) =>
    createHmac('sha256', key)
      .update(JSON.stringify([userId, type, relatesTo, otp]))
      .digest('hex')

  const read = (row: Row): StoredToken => ({
    id: row.id,
    userId: row.user_id,
    type: row.token_type,
    relatesTo: row.relates_to,
    expired: row.expired,
    pkce: row.token_hash.startsWith(prefix),
  })
  // Moved back in time, either of the two times ends it: GoTrue goes by the second.
  const columns = (sql: Db) => sql`
    t.id, t.user_id, t.token_type::text as token_type, t.token_hash, t.relates_to,
    t.created_at < (now() at time zone 'utc') - make_interval(secs => ${seconds})
      or coalesce(case t.token_type::text
        when 'confirmation_token' then u.confirmation_sent_at when 'recovery_token' then u.recovery_sent_at
        when 'reauthentication_token' then u.reauthentication_sent_at else u.email_change_sent_at
      end < now() - make_interval(secs => ${seconds}), false) as expired
    from auth.one_time_tokens t join auth.users u on u.id = t.user_id and u.deleted_at is null`

  return {
    async issue(sql, { userId, type, relatesTo, pkce = false }) {
      const otp = String(randomInt(1_000_000)).padStart(6, '0')
      const link = linkOf(userId, type, relatesTo, otp)
      const hash = (pkce ? prefix : '') + sha256(link)
      await sql`
        insert into auth.one_time_tokens (id, user_id, token_type, token_hash, relates_to, created_at, updated_at)
        values (${randomUUID()}, ${userId}, ${type}::auth.one_time_token_type, ${hash}, ${relatesTo},
          clock_timestamp() at time zone 'utc', clock_timestamp() at time zone 'utc')
        on conflict (user_id, token_type) do update set id = excluded.id, token_hash = excluded.token_hash,
          relates_to = excluded.relates_to, created_at = excluded.created_at, updated_at = excluded.updated_at`
      return { otp, link: (pkce ? prefix : '') + link }
    },

    async byLink(sql, link) {
      if (!/^(pkce_)?[0-9a-f]{64}$/.test(link)) return null
      const hash = link.startsWith(prefix) ? prefix + sha256(link.slice(prefix.length)) : sha256(link)
      const [row] = await sql<Row[]>`select ${columns(sql)} where t.token_hash = ${hash}`
      return row ? read(row) : null
    },

    async byCode(sql, address, types, code) {
      if (!/^\d{6}$/.test(code)) return null
      const rows = await sql<Row[]>`
        select ${columns(sql)} where t.relates_to = ${address} and t.token_type::text in ${sql(types as TokenType[])}
        order by t.created_at desc limit ${mostOfAddress}`
      const right = rows.filter((row) => {
        const given = sha256(linkOf(row.user_id, row.token_type, row.relates_to, code))
        return same(row.token_hash.replace(prefix, ''), given)
      })
      const [row] = right.sort((a, b) => types.indexOf(a.token_type) - types.indexOf(b.token_type))
      return row ? read(row) : null
    },
  }
}

/** Takes the token, which nobody can do twice. */
export async function consumeToken(sql: Db, { id }: StoredToken): Promise<boolean> {
  return (await sql`delete from auth.one_time_tokens where id = ${id}`).count > 0
}

/** What was sent to an account is good no longer. */
export async function forgetTokens(sql: Db, userId: string, types?: readonly TokenType[]): Promise<void> {
  if (types)
    await sql`delete from auth.one_time_tokens where user_id = ${userId} and token_type::text in ${sql(types as TokenType[])}`
  else await sql`delete from auth.one_time_tokens where user_id = ${userId}`
}

type Row = {
  id: string
  user_id: string
  token_type: TokenType
  token_hash: string
  relates_to: string
  expired: boolean
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
