import type { Sql } from 'postgres'
import type { Plan } from './queue.ts'
import { normalUrl, queueOf } from './scope.ts'
import { CrawlError } from './settings.ts'

/** What the operator says about the crawl of a source; the defaults are those of app.crawl_plan. */
export type NewPlan = {
  startUrls: string[]
  /** Besides those of the start addresses: `name` or `name:port`. */
  hosts?: string[]
  pathPrefix?: string
  /** Of one run. */
  maxPages?: number
  maxBytes?: number
  maxDepth?: number
}

/**
 * Makes or replaces the crawl plan of a source, which is due at once, and then as often as `every` says (an interval, such
 * as `6 hours`). What a run fetches is what is due of the source: each page has its own time.
 *
 * @throws {CrawlError} invalid_start
 * @throws a database error: the constraint crawl_is_a_plan
 */
export async function planCrawl(sql: Sql, sourceId: string, plan: NewPlan, every = '1 hour'): Promise<void> {
  const startUrls = plan.startUrls.map((url) => normalUrl(url))
  const wrong = plan.startUrls.find((_, i) => startUrls[i] === null)
  if (wrong !== undefined)
    throw new CrawlError('invalid_start', `${wrong.slice(0, 200)} is not an address to start from.`)
  const { hosts = [], ...rest } = plan
  const crawl = { ...rest, startUrls, ...(hosts.length > 0 && { hosts }) }
  await sql`update public.sources set crawl = ${sql.json(crawl)}, refetch_every = ${every}, next_crawl_at = now() where id = ${sourceId}`
}

/** Null for a source that is not there, or that has nothing to start from. */
export async function readPlan(sql: Sql, sourceId: string): Promise<Plan | null> {
  const [plan] = await sql<Plan[]>`
    select source_id, to_json(start_urls) as start_urls, to_json(hosts) as hosts, path_prefix, max_depth from app.crawl_plan(${sourceId})`
  return plan ?? null
}

/** Begins a run, or finds the one that is open. @returns its id */
export async function beginRun(sql: Sql, { source_id, start_urls }: Plan): Promise<string> {
  const starts = start_urls.map((url) => ({ url, host: queueOf(url), kind: kindOf(url) }))
  const [run] = await sql<{ id: string }[]>`select app.begin_crawl_run(${source_id}, ${sql.json(starts)}) as id`
  return (run as { id: string }).id
}

const kindOf = (url: string) => (/sitemap[^/]*\.(xml|txt)(\.gz)?$/i.test(new URL(url).pathname) ? 'sitemap' : 'page')
