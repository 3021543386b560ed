import { expect, test } from 'vitest'
import { readFetched } from '../../../src/indexer/connectors/index.ts'
import { sourceLibrary } from '../../../src/indexer/crawl/index.ts'
import { crawled } from './crawlers.ts'

const page = (words: string) =>
  `<html><head><title>Datsun 510 notes</title></head><body><main><p>${words} ${'The 510 is a car with a following of its own. '.repeat(8)}</p></main></body></html>`
const challenge =
  '<html><head><title>Just a moment...</title></head><body>Checking your browser before accessing the site.</body></html>'

/** A page that answers with a challenge while `closed`, each state with an ETag of its own. */
async function site() {
  const state = { closed: false, words: 'Torque is 65 ft-lb.' }
  const sent: number[] = []
  const world = await crawled({
    'a.example': (path, request, response) => {
      if (path === '/robots.txt') return void response.writeHead(404).end()
      const etag = state.closed ? '"challenge"' : `"${state.words.length}"`
      const same = request.headers['if-none-match'] === etag
      sent.push(same ? 304 : 200)
      response.writeHead(same ? 304 : 200, { 'content-type': 'text/html', etag })
      response.end(same ? undefined : state.closed ? challenge : page(state.words))
    },
  })
  const { sql } = world
  const library = sourceLibrary(readFetched)
  const visit = async () => {
    await world.later()
    await world.crawl({ library })
  }
  const shown = async () =>
    (
      await sql`select d.version, d.fetched_at, u.refusal_code as refused from public.source_documents d
      join app.crawl_urls u on u.source_id = d.source_id and u.url = d.key where d.is_current`
    )[0]
  const health = async () => (await sql`select * from app.source_health(${world.sourceId})`)[0]
  return { ...world, state, sent, visit, shown, health }
}

test('a challenge on a later visit leaves the good version, with the time when it was good, and the operator is told', async () => {
  const { state, sent, visit, shown, health, sql, sourceId } = await site()
  await visit()
  const good = await shown()
  expect(good).toMatchObject({ version: 1, refused: null })
  state.closed = true
  for (let n = 0; n < 2; n++) await visit()
  expect(sent.slice(-2), 'the challenge is no page to be compared with').toEqual([200, 200])
  expect(await shown()).toEqual({ ...good, refused: 'challenge' })
  expect(await health()).toMatchObject({
    documents: '1',
    refused: '1',
    kept_though_refused: '1',
    reasons: [{ code: 'challenge', items: 1 }],
  })
  expect(await sql`select code, kept from app.source_refusals(${sourceId}, 10, 0)`).toEqual([
    { code: 'challenge', kept: true },
  ])

  state.closed = false
  await visit()
  expect(sent.at(-1), 'asked by the ETag of the good version').toBe(304)
  const back = await shown()
  expect(back).toMatchObject({ version: 1, refused: null })
  expect(back?.fetched_at.getTime()).toBeGreaterThan(good?.fetched_at.getTime())
  expect(await health()).toMatchObject({ refused: '0', kept_though_refused: '0' })
})

test('what has been refused for longer than it may be kept is shown no more, and comes back with the page', async () => {
  const { state, visit, shown, sql } = await site()
  await visit()
  state.closed = true
  await sql`update public.source_documents set fetched_at = now() - interval '91 days'`
  await visit()
  expect(await shown()).toBeUndefined()
  expect(await sql`select retraction from public.source_documents`).toEqual([{ retraction: 'gone' }])
  state.closed = false
  await visit()
  expect(await shown()).toMatchObject({ version: 2, refused: null })
})

test('an unchanged page moves the time when it was last seen so, and no other page of the source', async () => {
  const { visit, shown, sql, sourceId } = await site()
  await visit()
  const [{ key } = { key: '' }] = await sql`select key from public.source_documents`
  await sql`insert into public.source_documents (source_id, key, kind, title, sha256, fetched_at, first_fetched_at, characters, is_public)
    select source_id, ${`${key}other`}, kind, title, sha256, fetched_at, fetched_at, 1, true from public.source_documents`
  const before = await shown()
  await visit()
  const rows =
    await sql`select key, fetched_at > ${before?.fetched_at} as later from public.source_documents where source_id = ${sourceId} order by key`
  expect(rows.map(({ later }) => later)).toEqual([true, false])
})
