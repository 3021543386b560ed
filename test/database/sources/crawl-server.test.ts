import { expect, onTestFinished, test } from 'vitest'
import { type Library, planCrawl } from '../../../src/indexer/crawl/index.ts'
import { readAllowList } from '../../../src/indexer/fetch/index.ts'
import { startCrawl } from '../../../src/server/crawl.ts'
import { freshDatabase } from '../../support/fresh-database.ts'
import { addSource, parsed } from '../../support/library.ts'
import { htmlPage, notFound, serveHosts } from '../../support/web.ts'

const read: Library['read'] = async ({ url, mediaType }) =>
  mediaType === 'text/html'
    ? { documents: [parsed([`Read at ${new URL(url).pathname}`])], refused: [] }
    : { documents: [], refused: [{ url, code: 'unknown_format', reason: `Nothing here reads ${mediaType}.` }] }

async function database() {
  const { sql, drop, adminUrl } = await freshDatabase()
  onTestFinished(drop)
  await sql`update app.settings set value = '0' where name = 'crawl_delay'`
  return { sql, adminUrl, sourceId: await addSource(sql) }
}

function serve(adminUrl: string, allow: string) {
  const job = startCrawl(adminUrl, { allowed: readAllowList(allow), read, everyMs: 20 })
  onTestFinished(job.stop)
}

test('a server crawls what becomes due with what it reads, and what nothing reads is refused', async () => {
  const { sql, adminUrl, sourceId } = await database()
  const web = await serveHosts({
    '127.0.0.1': (path, _, response) => {
      if (path === '/robots.txt') return notFound(response)
      if (path === '/file') return void response.writeHead(200, { 'content-type': 'application/x-thing' }).end('x')
      return htmlPage(path, ['/one', '/file'])
    },
  })
  onTestFinished(web.close)
  serve(adminUrl, `127.0.0.1:${web.port}`)
  await planCrawl(sql, sourceId, { startUrls: [web.url('127.0.0.1')] }, '1 day')
  await expect.poll(() => sql`select ended_by from app.crawl_runs`).toEqual([{ ended_by: 'complete' }])
  expect(await sql`select url from public.source_documents where is_current order by url`).toEqual(
    ['/', '/one'].map((path) => ({ url: web.url('127.0.0.1', path) })),
  )
  expect(await sql`select refusal_code, refusal_reason from app.crawl_urls where refusal_code is not null`).toEqual([
    { refusal_code: 'unknown_format', refusal_reason: 'Nothing here reads application/x-thing.' },
  ])
  const state = sql`select crawled_at is not null as crawled, next_crawl_at > now() as again from public.sources`
  expect(await state).toEqual([{ crawled: true, again: true }])
})

test('a server leaves a local host alone that it may not fetch from, and says why', async () => {
  const { sql, adminUrl, sourceId } = await database()
  await planCrawl(sql, sourceId, { startUrls: ['http://127.0.0.1:9/'] })
  serve(adminUrl, '')
  await expect
    .poll(() => sql`select last_error from public.sources`)
    .toEqual([{ last_error: expect.stringContaining('name 127.0.0.1:9 in PADDOCK_FETCH_ALLOW') }])
  expect(await sql`select from app.crawl_runs`).toHaveLength(0)

  // Another, who may, is at work on it.
  const starts = [{ url: 'http://127.0.0.1:9/', host: '127.0.0.1:9', kind: 'page' }]
  await sql`select app.begin_crawl_run(${sourceId}, ${sql.json(starts)})`
  await expect
    .poll(() => sql`select token > 0 as seen, lease_until < now() as free from app.crawl_hosts`)
    .toEqual([{ seen: true, free: true }])
  const untouched = [{ refusal_code: null, requested_run: null }]
  expect(await sql`select refusal_code, requested_run from app.crawl_urls`).toEqual(untouched)
})
