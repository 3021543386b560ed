import type { Sql } from 'postgres'
import { isUuid } from '../client/ids.ts'
import { createFreshAnswers } from './fresh-answers.ts'
import type { Claims } from './token.ts'

/** Why a token that is signed and has not expired is good no longer. */
export type Lapse = 'account banned' | 'account deleted' | 'session ended'

export type Standing = {
  /** Null while the bearer may act. Answers at once what was asked of the database less than `freshMs` ago. */
  lapseOf: (claims: Claims) => Lapse | null | Promise<Lapse | null>
  /** An account or a session was changed: what is known no longer counts. */
  forget: () => void
}

type Bearer = { key: string; person: string; session: string | null }

/**
 * Whether the account and the session behind a token are still there. A token is valid for an hour, and its signature
 * says nothing of a ban, a deletion or a sign-out. What this process changes itself counts at once (`forget`); what SQL
 * or another process changes, after a second.
 *
 * A token without `session_id` was not made by `/auth/v1`; of its bearer only an account that exists can be banned or
 * deleted.
 *
 * @param sql may read the schema auth
 */
export function createStanding(sql: Sql, freshMs?: number): Standing {
  const lapses = createFreshAnswers<Bearer, Lapse | null>((bearers) => readLapses(sql, bearers), null, freshMs)
  return {
    lapseOf: ({ sub, session_id }) => {
      if (sub === undefined || !isUuid(sub)) return null
      const session = typeof session_id === 'string' && isUuid(session_id) ? session_id : null
      return lapses.get({ key: `${sub} ${session}`, person: sub, session })
    },
    forget: lapses.forget,
  }
}

async function readLapses(sql: Sql, bearers: Bearer[]): Promise<Map<string, Lapse | null>> {
  const rows = await sql<{ key: string; lapse: Lapse | null }[]>`
    select q.key, case
      when u.banned_until > now() then 'account banned'
      when u.deleted_at is not null or u.id is null and q.session is not null then 'account deleted'
      when q.session is not null and s.id is null then 'session ended' end as lapse
    from jsonb_to_recordset(${sql.json(bearers)}) as q (key text, person uuid, session uuid)
    left join auth.users u on u.id = q.person
    left join auth.sessions s on s.id = q.session and s.user_id = q.person and (s.not_after is null or s.not_after > now())`
  return new Map(rows.map(({ key, lapse }) => [key, lapse]))
}
