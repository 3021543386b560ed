import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { addBody, indexAll, insertSource } from '../../../src/indexer/add-source.ts'
import { mediaTypeOf } from '../../../src/indexer/media-type.ts'
import { addStarterLibrary } from '../../../src/server/demo/library.ts'
import { type Counted, exhaustiveBm25, ndcg } from '../../golden/bm25.ts'
import { documents } from '../../golden/documents.ts'
import { retrievalQuestions } from '../../golden/retrieval.ts'
import { type Community, community } from '../../support/community.ts'
import { storeGolden } from '../research/support.ts'

type Hit = { document_id: string; snippet: string; char_start: number; char_end: number; chunk_id: string }

let world: Community

/** The starter library, the golden documents, and public data in its real formats. */
beforeAll(async () => {
  world = await community()
  const { sql } = world
  await addStarterLibrary(sql)
  await storeGolden(
    sql,
    documents.map(({ id }) => id),
  )
  for (const name of ['recalls.json', 'complaints.json', 'vpic.json', 'vehicles.csv']) {
    const body = new Uint8Array(await readFile(new URL(`../../fixtures/public-data/${name}`, import.meta.url)))
    const source = { kind: 'dataset' as const, subject: {} }
    const fetched = { url: name, mediaType: mediaTypeOf(name), charset: null, body, headers: {}, fetchedAt: new Date() }
    expect(await addBody(sql, await insertSource(sql, source, name, null), source, fetched)).toEqual([])
  }
  await indexAll(sql)
})

const search = async (query: string): Promise<Hit[]> =>
  (await world.visitor.rpc('search_sources', { query })).data ?? []

test('at least 150 questions of collectors find the passage that answers them among the first ten, 95 of 100', async () => {
  const { sql } = world
  expect(retrievalQuestions.length).toBeGreaterThanOrEqual(150)
  const missed: string[] = []
  for (const [question, passage] of retrievalQuestions) {
    const right = await sql<{ id: string }[]>`select id from source_chunks where position(${passage} in body) > 0`
    expect(right.length, `"${passage}" stands in the library`).toBeGreaterThan(0)
    const ids = new Set(right.map(({ id }) => id))
    const rank = (await search(question)).findIndex(({ chunk_id }) => ids.has(chunk_id))
    if (rank < 0) missed.push(`${question} -> ${passage}`)
  }
  const recall = 1 - missed.length / retrievalQuestions.length
  expect(recall, missed.join('\n')).toBeGreaterThanOrEqual(0.95)
})

test('the offsets of every hit of every question give its snippet from the stored text', async () => {
  const { sql } = world
  const texts = new Map(
    (await sql`select document_id, text from app.source_texts`).map((row) => [row.document_id, [...row.text]]),
  )
  for (const [question] of retrievalQuestions)
    for (const { document_id, snippet, char_start, char_end } of await search(question))
      expect(texts.get(document_id)?.slice(char_start, char_end).join('')).toBe(snippet)
})

/** Words as the library cuts them, counted here; weights and freshness by the formulas of docs/guides/sources.md. */
async function countedChunks(): Promise<Counted[]> {
  const rows = await world.sql<
    { id: string; kind: string; authority: number; published: Date | null; lexeme: string; tf: number }[]
  >`
    with chunk as (
      select c.id, d.kind, s.authority, coalesce(c.published_at, d.published_at) as published, row_number() over (order by c.id) as n,
             app.words_of(concat_ws(' . ', c.body, array_to_string(c.heading, ' . '), d.title, c.make, c.model, c.trim, c.engine)) as words
      from source_chunks c join source_documents d on d.id = c.document_id join sources s on s.id = c.source_id where c.is_public)
    select c.id, c.kind, c.authority, c.published, l.lexeme, sum(cardinality(l.positions))::int as tf
    from app.lexemes((select array_agg(words order by n) from chunk)) l join chunk c using (n) group by 1, 2, 3, 4, 5`
  const chunks = new Map<string, Counted>()
  for (const { id, kind, authority, published, lexeme, tf } of rows) {
    const days = published ? Math.max(Math.floor((Date.now() - published.getTime()) / 86_400_000), 0) : null
    const fresh = days !== null && /^(listing|price_guide)$/.test(kind) ? 0.9 + 0.2 * 0.5 ** (days / 730) : 1
    const chunk = chunks.get(id) ?? { id, tf: new Map(), length: 0, weight: (0.75 + 0.5 * authority) * fresh }
    chunk.tf.set(lexeme, tf)
    if (!lexeme.startsWith('=')) chunk.length += tf
    chunks.set(id, chunk)
  }
  return [...chunks.values()]
}

test('its nDCG@10 is that of BM25 over every chunk, computed without an index', async () => {
  const { sql } = world
  const rank = exhaustiveBm25(await countedChunks())
  let [ours, exhaustive] = [0, 0]
  for (const [question, passage] of retrievalQuestions) {
    const right = new Set(
      (await sql<{ id: string }[]>`select id from source_chunks where position(${passage} in body) > 0`).map(
        ({ id }) => id,
      ),
    )
    const words = (await sql<{ lexeme: string }[]>`select lexeme from app.query_words(${question})`).map(
      ({ lexeme }) => lexeme,
    )
    const found = (await search(question)).map(({ chunk_id }) => chunk_id)
    const best = rank(words).map(({ id }) => id)
    ours += ndcg(found, right) / retrievalQuestions.length
    exhaustive += ndcg(best, right) / retrievalQuestions.length
  }
  expect(Math.abs(ours - exhaustive)).toBeLessThan(0.002)
})
