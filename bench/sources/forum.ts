import type { Sql } from 'postgres'
import { readFetched } from '../../src/indexer/connectors/index.ts'
import { crawlSource, planCrawl, sourceLibrary } from '../../src/indexer/crawl/index.ts'
import { addSource } from '../../test/support/library.ts'
import { serveHosts } from '../../test/support/web.ts'
import { threadPage } from './fixtures.ts'

const hosts = 8
const pagesOfAThread = 5

/** Crawls, reads and stores forum pages from a local server, then visits all of them again. */
export async function forum(sql: Sql, pages: number) {
  const threads = Math.ceil(pages / pagesOfAThread / hosts)
  const answers = (path: string) => {
    const match = /^\/thread\/(\d+)\?page=(\d+)$/.exec(path)
    if (match) return threadPage(Number(match[1]), Number(match[2]), pagesOfAThread)
    const links = Array.from({ length: threads }, (_, n) => `<a href="/thread/${n}?page=0">Thread ${n}</a>`)
    return `<html><head><title>Board</title></head><body><main><p>${'A board about cars. '.repeat(20)}</p>${links.join(' ')}</main></body></html>`
  }
  const names = Array.from({ length: hosts }, (_, n) => `f${n}.example`)
  const web = await serveHosts(
    Object.fromEntries(
      names.map((name, host) => [
        name,
        (path, _, response) => {
          if (path === '/robots.txt') return void response.writeHead(404).end()
          return answers(path).replaceAll('member', `m${host}x`)
        },
      ]),
    ),
  )
  try {
    await sql`update app.settings set value = '0' where name = 'crawl_delay'`
    const sourceId = await addSource(sql, { kind: 'forum', title: 'A forum' })
    await planCrawl(sql, sourceId, { startUrls: names.map((name) => web.url(name)), maxPages: 1_000_000, maxDepth: 20 })
    const options = { library: sourceLibrary(readFetched), allowed: web.allowed, resolve: web.resolve }
    const timed = async () => {
      const begun = performance.now()
      const summary = await crawlSource(sql, sourceId, options)
      return { ...summary, seconds: (performance.now() - begun) / 1000 }
    }
    const first = await timed()
    const before = await lasting(sql, sourceId)
    await sql`update app.crawl_urls set next_fetch_at = now() where source_id = ${sourceId}`
    const again = await timed()
    return { first, again, same: before === (await lasting(sql, sourceId)) }
  } finally {
    await web.close()
  }
}

/** Everything of a source but times, as one digest. */
async function lasting(sql: Sql, sourceId: string): Promise<string> {
  const [row] = await sql<{ digest: string }[]>`
    select md5(concat(
      (select string_agg((to_jsonb(u) - array['next_fetch_at', 'revisit', 'requested_run', 'requested_at', 'fetched_at', 'status'])::text, '' order by u.url)
       from app.crawl_urls u where u.source_id = ${sourceId}),
      (select string_agg((to_jsonb(d) - 'fetched_at')::text, '' order by d.id) from public.source_documents d where d.source_id = ${sourceId}),
      (select string_agg(c.id::text, '' order by c.id) from public.source_chunks c where c.source_id = ${sourceId}))) as digest`
  return row?.digest ?? ''
}
