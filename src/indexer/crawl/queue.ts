import type { Sql } from 'postgres'

/** The crawl's doors in the database, typed. Times are milliseconds. See supabase/schemas/90_sources/58_crawl_work.sql. */
export type Due = {
  source_id: string
  run_id: string
  url: string
  kind: 'page' | 'sitemap' | 'feed'
  depth: number
  redirects: number
  has_document: boolean
}

/** What we know of an address as we request it. */
export type Known = {
  etag: string | null
  last_modified: string | null
  signals: string | null
  /** In hex. */
  text_sha256: string | null
  has_document: boolean
}

export type Requested = Due & Known

export type Plan = {
  source_id: string
  start_urls: string[]
  hosts: string[]
  path_prefix: string
  max_depth: number
}

/** A host that we hold: nobody else requests anything of it until the lease ends. */
export type HeldHost = { host: string; token: string }

export type Granted = { why: null; known: Known } | { why: 'lost' | 'early' | 'taken' | 'over'; known: null }

const ms = (length: number) => `${Math.round(length)} milliseconds`

export async function takeHost(
  sql: Sql,
  leaseMs: number,
  source: string | null,
  avoid: ReadonlySet<string>,
): Promise<HeldHost | null> {
  const [held] = await sql<HeldHost[]>`
    select host, token::text from app.take_crawl_host(${ms(leaseMs)}::interval, ${source}::uuid, ${sql.json([...avoid])})`
  return held ?? null
}

export const dueOf = (sql: Sql, host: string, most: number, source: string | null): Promise<Due[]> =>
  sql<Due[]>`select * from app.crawl_queue(${host}, ${most}, ${source}::uuid)`

export async function requestUrl(
  sql: Sql,
  { host, token }: HeldHost,
  { run_id, source_id, url }: Due,
  times: { pauseMs: number; leaseMs: number },
): Promise<Granted> {
  const [answer] = await sql<Granted[]>`
    select why, known
    from app.request_crawl_url(${host}, ${token}::bigint, ${run_id}, ${source_id}, ${url},
      ${ms(times.pauseMs)}::interval, ${ms(times.leaseMs)}::interval)`
  return answer as Granted
}

export type Rest = {
  pauseMs: number
  keep: boolean
  bytes: number
  problem: string | null
  retryAfterMs: number | null
}

export const restHost = (sql: Sql, { host, token }: HeldHost, run: string | null, rest: Rest) =>
  sql`select app.rest_crawl_host(${host}, ${token}::bigint, ${run}::uuid, ${rest.bytes}, ${ms(rest.pauseMs)}::interval,
    ${rest.keep}, ${rest.problem}, ${rest.retryAfterMs === null ? null : ms(rest.retryAfterMs)}::interval)`

export type Found = { url: string; host: string; kind: 'page' | 'sitemap' | 'feed'; changedAt: Date | null }

const batch = 1_000

/** Adds addresses to a source's queue, those that are not known yet. */
export async function addUrls(sql: Sql, source: string, found: Found[], depth: number, redirects = 0): Promise<void> {
  for (let i = 0; i < found.length; i += batch) {
    const some = found.slice(i, i + batch)
    await sql`select app.add_crawl_urls(${source}, ${sql.json(some.map(asJson))}, ${depth}, ${redirects})`
  }
}

/** Arrays are sent as JSON: a client that may sit behind a pooler does not know the database's array types. */
export const asJson = ({ changedAt, ...found }: Found) => ({ ...found, changedAt: changedAt?.toISOString() ?? null })
