import type { Sql } from 'postgres'
import { type Answer, type GuardedFetch, isFetchError } from '../fetch/index.ts'
import { readRetryAfter } from './retry-after.ts'
import { mostRobotsBytes, type Robots, readRobots } from './robots.ts'

export type RobotsFile = {
  /** Null while it is unreachable: then nothing may be fetched. */
  robots: Robots | null
  expiresAt: number
  /** Why it is unreachable. */
  problem: string | null
  retryAfterMs: number | null
  /** Whether it was requested just now. */
  requested: boolean
}

type Row = { status: 'found' | 'absent' | 'unreachable'; body: string; expires_ms: number; last_error: string | null }

const dayMs = 86_400_000
const redirects = 5
/** After so long without an answer it counts as absent (RFC 9309, 2.3.1.4). */
const patience = '30 days'

export type RobotsFiles = { of: (origin: string, signal?: AbortSignal) => Promise<RobotsFile> }

/**
 * The robots.txt of each origin by the error rules of RFC 9309 (section 2.3.1): what is there holds for a day; 4xx means
 * that everything is allowed; 5xx, 429 and no answer mean that nothing is, until it answers again. Kept in the database,
 * so that neither a restart nor a second crawler asks again.
 */
export function createRobotsFiles(options: {
  sql: Sql
  guarded: GuardedFetch
  token: string
  retryMs: number
}): RobotsFiles {
  const { sql, guarded, token, retryMs } = options
  const known = new Map<string, RobotsFile>()

  const parsed = ({ status, body, expires_ms, last_error }: Row, requested = false): RobotsFile => ({
    robots: status === 'unreachable' ? null : readRobots(status === 'found' ? body : '', token),
    expiresAt: performance.now() + expires_ms,
    problem: status === 'unreachable' ? (last_error ?? 'robots.txt is unreachable.') : null,
    retryAfterMs: status === 'unreachable' ? expires_ms : null,
    requested,
  })

  const stored = async (origin: string): Promise<RobotsFile | null> => {
    const [row] = await sql<Row[]>`
      select status, body, last_error, extract(epoch from expires_at - now())::float8 * 1000 as expires_ms
      from app.crawl_robots where origin = ${origin} and expires_at > now()`
    return row ? parsed(row) : null
  }

  const ask = async (origin: string, signal?: AbortSignal): Promise<RobotsFile> => {
    const found = await request(origin, signal)
    const [row] = await sql<Row[]>`
      insert into app.crawl_robots as r (origin, status, body, expires_at, failing_since, last_error)
        values (${origin}, ${found.status}, ${found.body}, now() + ${`${Math.round(found.keepMs)} milliseconds`}::interval,
          case when ${found.status} = 'unreachable' then now() end, ${found.error})
        on conflict (origin) do update set body = excluded.body, fetched_at = now(), expires_at = excluded.expires_at,
          failing_since = case when excluded.status = 'unreachable' then coalesce(r.failing_since, now()) end,
          last_error = excluded.last_error,
          status = case when excluded.status = 'unreachable' and r.failing_since < now() - ${patience}::interval
            then 'absent' else excluded.status end
        returning status, body, last_error, extract(epoch from expires_at - now())::float8 * 1000 as expires_ms`
    return parsed(row as Row, true)
  }

  const request = async (origin: string, signal?: AbortSignal) => {
    try {
      const limit = () => ({ bytes: mostRobotsBytes, truncate: true })
      const how = { redirects, limit, totalMs: 30_000, ...(signal && { signal }) }
      return ofAnswer(await guarded.fetch(`${origin}/robots.txt`, how), retryMs)
    } catch (error) {
      if (!isFetchError(error)) throw error
      // More redirects than we follow mean that it is unavailable (2.3.1.2). What the guard refuses it refuses again when the
      // page is asked for, which then says why.
      const absent = ['too_many_redirects', 'redirect_loop'].includes(error.code) || error.code.startsWith('forbidden_')
      return unread(absent ? 'absent' : 'unreachable', absent ? dayMs : retryMs, `robots.txt: ${error.message}`)
    }
  }

  return {
    of: async (origin, signal) => {
      const kept = known.get(origin)
      if (kept && kept.expiresAt > performance.now()) return { ...kept, requested: false }
      if (known.size > 10_000) known.clear()
      const file = (await stored(origin)) ?? (await ask(origin, signal))
      known.set(origin, file)
      return file
    },
  }
}

const unread = (status: Row['status'], keepMs: number, error: string | null) => ({ status, body: '', keepMs, error })

function ofAnswer({ status, body, headers }: Answer, retryMs: number) {
  if (status === 429 || status >= 500)
    return unread(
      'unreachable',
      Math.max(readRetryAfter(headers['retry-after']) ?? 0, retryMs),
      `robots.txt answers ${status}.`,
    )
  if (status < 200 || status > 299) return unread('absent', dayMs, null)
  const text = new TextDecoder().decode(body).replaceAll('\u0000', '\uFFFD') // Postgres keeps no NUL
  return { status: 'found' as const, body: text, keepMs: keepFor(headers['cache-control']), error: null }
}

/** As long as it says, from an hour to a day. */
function keepFor(cacheControl = ''): number {
  const seconds = /\bmax-age=(\d+)/i.exec(cacheControl)?.[1]
  return seconds === undefined ? dayMs : Math.min(Math.max(Number(seconds) * 1000, 3_600_000), dayMs)
}
