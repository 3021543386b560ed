import type { Sql } from 'postgres'
import type { Plan } from './queue.ts'
import { normalUrl, queueOf } from './scope.ts'
import { CrawlError } from './settings.ts'

/** What the operator says about the crawl of a source; the defaults are those of app.crawl_plans. */
export type NewPlan = {
  startUrls: string[]
  /** Besides those of the start addresses: `name` or `name:port`. */
  hosts?: string[]
  pathPrefix?: string
  maxPages?: number
  maxBytes?: number
  maxDepth?: number
  /** An interval, such as `6 hours`. */
  every?: string
}

/**
 * Makes or replaces the crawl plan of a source; it is due at once.
 *
 * @throws {CrawlError} invalid_start
 */
export async function planCrawl(sql: Sql, sourceId: string, plan: NewPlan): Promise<void> {
  const urls = plan.startUrls.map((url) => normalUrl(url))
  const wrong = plan.startUrls.find((_, i) => urls[i] === null)
  if (wrong !== undefined)
    throw new CrawlError('invalid_start', `${wrong.slice(0, 200)} is not an address to start from.`)
  const row = {
    source_id: sourceId,
    start_urls: urls as string[],
    ...(plan.hosts && { hosts: plan.hosts }),
    ...(plan.pathPrefix && { path_prefix: plan.pathPrefix }),
    ...(plan.maxPages && { max_pages: plan.maxPages }),
    ...(plan.maxBytes && { max_bytes: plan.maxBytes }),
    ...(plan.maxDepth !== undefined && { max_depth: plan.maxDepth }),
    ...(plan.every && { every: plan.every }),
  }
  const { source_id: _, ...changed } = row
  await sql`insert into app.crawl_plans ${sql(row)} on conflict (source_id) do update set ${sql({ ...changed, next_run_at: new Date() })}`
}

export async function readPlan(sql: Sql, sourceId: string): Promise<Plan | null> {
  const [plan] = await sql<Plan[]>`
    select source_id, start_urls, hosts, path_prefix, max_depth from app.crawl_plans where source_id = ${sourceId}`
  return plan ?? null
}

/** Begins a run, or finds the one that is open. @returns its id */
export async function beginRun(sql: Sql, { source_id, start_urls }: Plan): Promise<string> {
  const kinds = start_urls.map((url) =>
    /sitemap[^/]*\.(xml|txt)(\.gz)?$/i.test(new URL(url).pathname) ? 'sitemap' : 'page',
  )
  const [run] = await sql<{ id: string }[]>`
    select app.begin_crawl_run(${source_id}, ${start_urls.map(queueOf)}::text[], ${kinds}::text[]) as id`
  return (run as { id: string }).id
}
