import type { Sql } from 'postgres'
import type { Claims } from './token.ts'

/** Why a token that is signed and has not expired is good no longer. */
export type Lapse = 'account banned' | 'account deleted' | 'session ended'

export type Standing = {
  /** Null while the bearer may act. Answers at once what was asked of the database less than `freshMs` ago. */
  lapseOf: (claims: Claims) => Lapse | null | Promise<Lapse | null>
  /** An account or a session was changed: what is known no longer counts. */
  forget: () => void
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Beyond it everything is asked anew, so that memory stays bounded. */
const mostKnown = 20_000

type Asked = { key: string; person: string; session: string | null }
type Known = { askedAt: number; lapse: Lapse | null }

/**
 * Whether the account and the session behind a token are still there. A token is valid for an hour, and its signature
 * says nothing of a ban, a deletion or a sign-out. Busy clients cost nothing: all who ask in one turn of the event loop
 * share one query, whose answer counts for a second. What this process changes itself counts at once (`forget`); what
 * SQL or another process changes, after that second.
 *
 * A token without `session_id` was not made by `/auth/v1`; of its bearer only an account that exists can be banned or
 * deleted.
 *
 * @param sql may read the schema auth
 */
export function createStanding(sql: Sql, freshMs = 1_000): Standing {
  const known = new Map<string, Known>()
  let waiting: Promise<Map<string, Lapse | null>> | null = null
  let asked = new Map<string, Asked>()
  let changedAt = 0
  let turn = 0 // orders questions and changes where the clock is too coarse to

  const ask = async (): Promise<Map<string, Lapse | null>> => {
    await new Promise((resolve) => setImmediate(resolve))
    const questions = [...asked.values()]
    asked = new Map()
    waiting = null
    const started = ++turn
    const askedAt = Date.now()
    const lapses = await readLapses(sql, questions)
    if (known.size > mostKnown) known.clear()
    if (started > changedAt) for (const [key, lapse] of lapses) known.set(key, { askedAt, lapse })
    return lapses
  }

  return {
    lapseOf: ({ sub, session_id }) => {
      if (sub === undefined || !uuid.test(sub)) return null
      const session = typeof session_id === 'string' && uuid.test(session_id) ? session_id : null
      const key = `${sub} ${session}`
      const last = known.get(key)
      if (last && last.askedAt + freshMs > Date.now()) return last.lapse
      asked.set(key, { key, person: sub, session })
      waiting ??= ask()
      return waiting.then((lapses) => lapses.get(key) ?? null)
    },
    forget: () => {
      known.clear()
      changedAt = ++turn
    },
  }
}

async function readLapses(sql: Sql, questions: Asked[]): Promise<Map<string, Lapse | null>> {
  const rows = await sql<{ key: string; lapse: Lapse | null }[]>`
    select q.key, case
      when u.banned_until > now() then 'account banned'
      when u.deleted_at is not null then 'account deleted'
      when q.session is not null and s.id is null then 'session ended' end as lapse
    from jsonb_to_recordset(${sql.json(questions)}) as q (key text, person uuid, session uuid)
    left join auth.users u on u.id = q.person
    left join auth.sessions s on s.id = q.session and s.user_id = q.person and (s.not_after is null or s.not_after > now())`
  return new Map(rows.map(({ key, lapse }) => [key, lapse]))
}
