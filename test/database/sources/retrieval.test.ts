import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { addBody, indexAll, insertSource } from '../../../src/indexer/add-source.ts'
import { mediaTypeOf } from '../../../src/indexer/media-type.ts'
import { addStarterLibrary } from '../../../src/server/demo/library.ts'
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
  let reciprocal = 0
  for (const [question, passage] of retrievalQuestions) {
    const right = await sql<{ id: string }[]>`select id from source_chunks where position(${passage} in body) > 0`
    expect(right.length, `"${passage}" stands in the library`).toBeGreaterThan(0)
    const ids = new Set(right.map(({ id }) => id))
    const rank = (await search(question)).findIndex(({ chunk_id }) => ids.has(chunk_id))
    if (rank < 0) missed.push(`${question} -> ${passage}`)
    else reciprocal += 1 / (rank + 1)
  }
  const recall = 1 - missed.length / retrievalQuestions.length
  const mrr = reciprocal / retrievalQuestions.length
  console.log(`${retrievalQuestions.length} questions: recall@10 ${recall.toFixed(3)}, MRR ${mrr.toFixed(3)}`)
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
