import { expect, test } from 'vitest'
import { readFetched } from '../../../src/indexer/connectors/index.ts'
import { sourceLibrary } from '../../../src/indexer/crawl/index.ts'
import { parsed } from '../../support/library.ts'
import { htmlPage, notFound } from '../../support/web.ts'
import { crawled } from './crawlers.ts'

test('what a crawl reads stands in the library in versions, with what the publisher signals, until it is gone', async () => {
  let edition = 1
  let signal = ''
  const { sql, crawl, later, web } = await crawled({
    'a.example': (path, _, response) => {
      if (path === '/robots.txt') return void response.end(`user-agent: *\n${signal}`)
      if (path === '/') return htmlPage('Start', ['/list'])
      return edition === 3 ? notFound(response) : htmlPage('List')
    },
  })
  const library = sourceLibrary(async (fetched) => {
    const parts =
      new URL(fetched.url).pathname === '/list'
        ? Array.from({ length: 3 - edition }, (_, i) => `Table ${i} of edition ${edition}`)
        : ['Start']
    return { documents: parts.map((part) => parsed([part], { title: part })), refused: [] }
  })
  const current = () =>
    sql`select key, title, version, may_ai_input as ai from public.source_documents where is_current order by key`
  const at = (path: string) => web.url('a.example', path)
  await crawl({ library })
  const first = [
    { key: at('/'), title: 'Start', version: 1, ai: null },
    { key: at('/list'), title: 'Table 0 of edition 1', version: 1, ai: null },
    { key: at('/list#2'), title: 'Table 1 of edition 1', version: 1, ai: null },
  ]
  expect(await current()).toEqual(first)
  await later()
  await crawl({ library })
  expect(await current()).toEqual(first)

  // The page has not changed by its ETag; what may be done with it has.
  edition = 2
  signal = 'content-signal: ai-input=no'
  await sql`update app.crawl_robots set expires_at = now()`
  await later()
  await crawl({ library })
  expect(await current()).toEqual([
    { key: at('/'), title: 'Start', version: 2, ai: false },
    { key: at('/list'), title: 'Table 0 of edition 2', version: 2, ai: false },
  ])
  edition = 3
  await later()
  await crawl({ library })
  expect((await current()).map(({ key }) => key)).toEqual([at('/')])
  expect(await sql`select distinct retraction from public.source_documents where key like '%list%'`).toEqual([
    ...[{ retraction: 'gone' }, { retraction: null }],
  ])
})

test('a crawl plan of a wrong shape is refused by the database', async () => {
  const { sql, sourceId } = await crawled({ 'a.example': () => htmlPage('x') })
  const wrong = [
    ...[
      '[]',
      '"x"',
      '{"startUrls": []}',
      '{"startUrls": "http://a.example/"}',
      '{"startUrls": ["ftp://a.example/"]}',
      '{"startUrls": [null]}',
    ],
    ...[
      '{"hosts": ["a/b"]}',
      '{"maxPages": 0}',
      '{"maxPages": 1.5}',
      '{"maxPages": "9"}',
      '{"maxDepth": 51}',
      '{"pathPrefix": "x"}',
      '{"other": 1}',
    ],
  ]
  for (const plan of wrong)
    await expect(sql`update public.sources set crawl = ${plan}::jsonb where id = ${sourceId}`).rejects.toThrow(
      'crawl_is_a_plan',
    )
  await sql`update public.sources set crawl = '{}', url = 'http://a.example/manual' where id = ${sourceId}`
  expect(await sql`select start_urls, max_pages, max_depth from app.crawl_plan(${sourceId})`).toEqual([
    { start_urls: ['http://a.example/manual'], max_pages: 1000, max_depth: 5 },
  ])
})

test('what of a page could not be read is told while it is so, and the rest is kept', async () => {
  let broken = true
  const { sql, sourceId, crawl, later } = await crawled({
    'a.example': (path, _, response) => {
      if (path === '/robots.txt') return void response.writeHead(404).end()
      if (path === '/') return htmlPage('Prices', ['/prices.csv'])
      const rows = `year,make,price\n1970,Datsun,1\n${broken ? '1971,"Datsun,2' : '1971,Datsun,2'}\n`
      return void response.writeHead(200, { 'content-type': 'text/csv' }).end(rows)
    },
  })
  const library = sourceLibrary(readFetched)
  const told = () => sql`select code, reason from app.source_refusals(${sourceId}, 10, 0) where url like '%.csv%'`
  await crawl({ library })
  expect(await told()).toEqual([{ code: 'broken_row', reason: expect.stringContaining('Line 3') }])
  expect(await sql`select chunks from source_documents where key like '%.csv' and is_current`).toEqual([{ chunks: 1 }])
  broken = false
  await later()
  await crawl({ library })
  expect(await told()).toEqual([])
  expect(await sql`select chunks from source_documents where key like '%.csv' and is_current`).toEqual([{ chunks: 2 }])
})
