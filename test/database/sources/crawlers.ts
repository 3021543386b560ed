import { onTestFinished } from 'vitest'
import {
  type CrawlOptions,
  crawlSource,
  type NewPlan,
  planCrawl,
  type Visited,
} from '../../../src/indexer/crawl/index.ts'
import { freshDatabase } from '../../support/fresh-database.ts'
import { addSource } from '../../support/library.ts'
import { testLibrary } from '../../support/test-library.ts'
import { type Answers, serveHosts } from '../../support/web.ts'

/** A fresh database with settings for tests, a web, and a source that starts at the first host's `/`. */
export async function crawled(
  hosts: Record<string, Answers>,
  plan: Partial<NewPlan> = {},
  settings: Record<string, string> = {},
) {
  const { sql, drop, adminUrl } = await freshDatabase()
  onTestFinished(drop)
  const quick = { crawl_delay: '0', crawl_retry_after: '20 milliseconds', crawl_revisit_least: '0', ...settings }
  for (const [name, value] of Object.entries(quick))
    await sql`update app.settings set value = ${value} where name = ${name}`
  const web = await serveHosts(hosts)
  onTestFinished(web.close)
  const library = await testLibrary(sql)
  const sourceId = await addSource(sql, { kind: 'article', title: 'A site' })
  const [first = ''] = Object.keys(hosts)
  const names = Object.keys(hosts).slice(1)
  await planCrawl(sql, sourceId, {
    startUrls: [web.url(first)],
    hosts: names.map((name) => `${name}:${web.port}`),
    ...plan,
  })
  const visits: Visited[] = []
  const problems: string[] = []
  const options: CrawlOptions = {
    ...{ library, allowed: web.allowed, resolve: web.resolve },
    onVisit: (visited) => visits.push(visited),
    report: (problem) => problems.push(problem),
  }
  return {
    ...{ sql, adminUrl, web, library, sourceId, visits, problems, options },
    crawl: (more: Partial<CrawlOptions> = {}) => crawlSource(sql, sourceId, { ...options, ...more }),
    /** Everything is due again. */
    later: () => sql`update app.crawl_urls set next_fetch_at = now() where next_fetch_at is not null`,
    paths: (host = first) => web.log.filter((entry) => entry.host === host).map(({ path }) => path),
    kept: async () =>
      (
        await sql<{ path: string }[]>`
        select regexp_replace(url, '^https?://[^/]+', '') as path from test_documents where hidden is null order by url`
      ).map(({ path }) => path),
    codes: async () =>
      Object.fromEntries(
        (
          await sql<{ path: string; code: string }[]>`
            select regexp_replace(url, '^https?://[^/]+', '') as path, refusal_code as code from app.crawl_urls
            where refusal_code is not null order by url`
        ).map(({ path, code }) => [path, code]),
      ),
  }
}
