import { randomUUID } from 'node:crypto'
import type { SupabaseClient } from '@supabase/supabase-js'
import { describe, expect, test } from 'vitest'
import type { ParsedDocument } from '../../../src/indexer/document.ts'
import { addVehicle, type Community, community } from '../../support/community.ts'
import { addSource, indexed, parsed, put } from '../../support/library.ts'
import fc from '../../support/property.ts'

type Hit = {
  chunk_id: string
  document_id: string
  title: string
  snippet: string
  char_start: number
  char_end: number
  score: number
  approximate: boolean
}

const search = async (client: SupabaseClient, query: string, more: object = {}): Promise<Hit[]> => {
  const { data, error } = await client.rpc('search_sources', { query, ...more })
  if (error) throw Object.assign(new Error(error.message), error)
  return data
}
const titles = async (client: SupabaseClient, query: string, more: object = {}) =>
  (await search(client, query, more)).map((hit) => hit.title)

/** Stores documents, each of a title and its text, in a source of their own and indexes them. */
async function library(
  people: Community,
  documents: [string, string, Partial<ParsedDocument>?][],
  source: object = {},
) {
  const sourceId = await addSource(people.sql, source)
  const ids = new Map<string, string>()
  for (const [title, text, more] of documents) {
    const { documentId } = await put(people.sql, { sourceId, key: title }, parsed([text], { title, ...more }))
    ids.set(title, documentId)
  }
  await indexed(people.sql)
  return { sourceId, ids }
}

/** A word that no other test uses. */
const unheard = () => `q${randomUUID().replaceAll(/[^a-z]/g, '')}x`

describe('what a query finds', () => {
  const facts: [string, string, string][] = [
    ['TH350 fluid', 'The Turbo-Hydramatic 350 takes ten quarts of Dexron fluid.', 'Fluid'],
    ['turbo 350', 'Behind it sits a TH-350.', 'Gearbox'],
    ['350 cid', 'Bored to 350 cubic inches.', 'Block'],
    ['7.0 litre', 'It is a 7.0-liter engine.', 'Size'],
    ['Blazer hubs', 'Locking hubs of the K5.', 'Hubs'],
    ['4-speed shifter', 'A Hurst shifter for the four-speed box.', 'Shifter'],
    ['215/75-15', 'Radials were P215/75R15.', 'Tyre'],
    ['3.73 gears', 'Ordered with 3.73:1 gears.', 'Axle'],
    ['5200rpm', 'Peak power comes at 5,200 rpm.', 'Power'],
    ['c9zz6250a', 'Camshaft C9ZZ-6250-A for the Boss.', 'Camshaft'],
    ['6250 camshaft', 'Camshaft C9ZZ-6250-A for the Boss.', 'Camshaft'],
    ['code FC7', 'Painted Plum Crazy from new.', 'Paint'],
    ['windscreen seal', 'Fit a new windshield seal.', 'Glass'],
    ['Kafer', 'Der Käfer kam aus Wolfsburg.', 'Beetle'],
    ['filter', 'Replace the oil ﬁlter.', 'Ligature'],
    ['quadrajt tuning', 'Tuning a Quadrajet. Quadrajet floats. The quadrajet rod.', 'Typo'],
  ]

  test.each(facts)('%s finds "%s"', async (query, text, title) => {
    const people = await community()
    const noise = ['Nothing to do with it.', 'Quadrajet notes.', 'Quadrajet again.', 'A quadrajet hanger.']
    const { sourceId } = await library(people, [[title, text], ...noise.map((n) => [n, n] as [string, string])])
    expect((await titles(people.visitor, query, { sources: [sourceId] }))[0]).toBe(title)
  })

  test('a known word is not corrected, however rare', async () => {
    const people = await community()
    const [known, near] = [`brambleton${'q'}`, 'brambletons']
    const { sourceId } = await library(people, [
      ['Known', known],
      ...['a', 'b', 'c', 'd'].map((n) => [n, `${near} ${n}`] as [string, string]),
    ])
    expect(await titles(people.visitor, known, { sources: [sourceId] })).toEqual(['Known'])
    expect(await titles(people.visitor, 'bramblteon', { sources: [sourceId] })).toHaveLength(4)
  })

  test('nothing is found for stop words, nothing, and what nobody wrote', async () => {
    const { visitor } = await community()
    for (const query of ['the of and', '', ' ', '***', unheard(), '3970019'])
      expect(await search(visitor, query)).toEqual([])
  })

  test('headings, titles and the subject are found too; the snippet comes from the text', async () => {
    const people = await community()
    const word = unheard()
    const document = parsed(['Set it to 65.'], { title: 'Bolts', subject: { make: 'Datsun' } })
    Object.assign(document.chunks[0] as object, { heading: ['Engine', word] })
    await put(people.sql, { sourceId: await addSource(people.sql) }, document)
    await indexed(people.sql)
    expect(await search(people.visitor, `${word} datsun`)).toMatchObject([
      { snippet: 'Set it to 65.', heading: `Engine › ${word}`, kind: 'manual', authority: 0.5, approximate: false },
    ])
  })
})

describe('what narrows a search', () => {
  test('a vehicle: what is about it or about no other', async () => {
    const people = await community()
    const { sql, visitor, vehicle } = people
    const word = unheard()
    await library(people, [
      ['510', word, { subject: { make: 'Datsun', model: '510', yearFrom: 1968, yearTo: 1973 } }],
      ['Nissan 510s', word, { subject: { make: 'datsun', model: 'PL510' } }],
      ['Any Datsun', word, { subject: { make: 'DATSUN' } }],
      ['Any car', word],
      ['240Z', word, { subject: { make: 'Datsun', model: '240Z' } }],
      ['Later', word, { subject: { make: 'Datsun', model: '510', yearFrom: 1978, yearTo: 1981 } }],
      ['BMW', word, { subject: { make: 'BMW' } }],
    ])
    expect((await titles(visitor, word, { vehicle_id: vehicle.id })).sort()).toEqual([
      '510',
      'Any Datsun',
      'Any car',
      'Nissan 510s',
    ])
    expect(await titles(visitor, word)).toHaveLength(7)
    const chevy = await addVehicle(sql, { user_id: people.carol.id, year: 1972, make: 'Chevy', model: 'K5' })
    await library(people, [['Blazer', word, { subject: { make: 'Chevrolet', model: 'Blazer' } }]])
    expect((await titles(visitor, word, { vehicle_id: chevy.id })).sort()).toEqual(['Any car', 'Blazer'])
  })

  test('kind, source and days of publication', async () => {
    const people = await community()
    const word = unheard()
    const { sourceId } = await library(people, [
      ['Old', word, { publishedAt: '1970' }],
      ['New', word, { publishedAt: '2025-05-01', kind: 'listing' }],
    ])
    await library(people, [['Other', word, { kind: 'forum' }]])
    const ask = (more: object) => titles(people.visitor, word, more).then((found) => found.sort())
    expect(await ask({ sources: [sourceId] })).toEqual(['New', 'Old'])
    expect(await ask({ kinds: ['listing', 'forum'] })).toEqual(['New', 'Other'])
    expect(await ask({ published_from: '2025-01-01' })).toEqual(['New'])
    expect(await ask({ published_to: '1999-12-31' })).toEqual(['Old'])
    expect(await ask({ kinds: [] })).toEqual([])
  })

  test('pages follow on one another', async () => {
    const people = await community()
    const word = unheard()
    const many = Array.from(
      { length: 25 },
      (_, n) => [`${n}`, `${word} ${'filler '.repeat(n)}${unheard()}`] as [string, string],
    )
    await library(people, many)
    const all = await titles(people.visitor, word, { limit: 25 })
    expect(new Set(all).size).toBe(25)
    const pages = await Promise.all([0, 10, 20].map((offset) => titles(people.visitor, word, { limit: 10, offset })))
    expect(pages.flat()).toEqual(all)
  })

  test.each([
    [{ limit: 0 }, 'limit_is_from_1_to_50'],
    [{ limit: 51 }, 'limit_is_from_1_to_50'],
    [{ offset: -1 }, 'offset_is_from_0_to_200'],
    [{ offset: 201 }, 'offset_is_from_0_to_200'],
    [{ kinds: ['manual', 'rumour'] }, 'unknown_kind'],
    [{ vehicle_id: randomUUID() }, 'unknown_vehicle'],
  ])('%j is refused as %s', async (more, code) => {
    const { visitor } = await community()
    await expect(search(visitor, 'torque', more)).rejects.toMatchObject({ details: code })
  })

  test('a private vehicle is no scope for others', async () => {
    const { visitor, alice, carol, privateVehicle } = await community()
    for (const client of [visitor, alice])
      await expect(search(client, 'torque', { vehicle_id: privateVehicle.id })).rejects.toMatchObject({
        details: 'unknown_vehicle',
      })
    await search(carol, 'torque', { vehicle_id: privateVehicle.id })
  })
})

describe('what is gone', () => {
  test('a newer version, a retraction and a deletion answer no more, without the job', async () => {
    const people = await community()
    const word = unheard()
    const { sourceId, ids } = await library(people, [
      ['A', `${word} alpha`],
      ['B', `${word} beta`],
      ['C', `${word} gamma`],
    ])
    // The job may run at any time and find the newer version; the old words are gone without it.
    const old = async () =>
      (await search(people.visitor, word)).map((hit) => hit.snippet.split(' ')[1]).filter((said) => said !== 'newer')
    await put(people.sql, { sourceId, key: 'A' }, parsed([`${word} newer`], { title: 'A' }))
    expect((await old()).sort()).toEqual(['beta', 'gamma'])
    await people.service.rpc('retract_document', { document_id: ids.get('B') })
    expect(await old()).toEqual(['gamma'])
    await people.service
      .from('source_documents')
      .delete()
      .eq('id', ids.get('C') as string)
    expect(await old()).toEqual([])
    await indexed(people.sql)
    expect((await search(people.visitor, word)).map((hit) => hit.snippet)).toEqual([`${word} newer`])
  })

  test('statistics count what is there, after any history', async () => {
    const people = await community()
    const { sql } = people
    const { sourceId } = await library(people, [
      ['A', 'alpha beta'],
      ['B', 'beta'],
      ['C', 'gamma'],
    ])
    await put(sql, { sourceId, key: 'A' }, parsed(['delta beta beta'], { title: 'A' }))
    await sql`delete from source_documents where source_id = ${sourceId} and key = 'C'`
    await indexed(sql)
    const wrong = await sql`
      select t.lexeme, t.df, count(i.chunk_id)::int as real from app.source_terms t
      left join app.source_index i on i.is_public and exists (select from unnest(i.terms) x where x / 16 = t.id)
      group by t.id having t.df <> count(i.chunk_id)`
    expect([...wrong]).toEqual([])
    const [stats] = await sql`
      select s.docs = count(i.*) and s.length = coalesce(sum(i.length), 0) as exact from app.source_stats s
      left join app.source_index i on i.is_public group by s.docs, s.length`
    expect(stats?.exact).toBe(true)
  })

  test('a publisher that forbids search is stored, and not found', async () => {
    const people = await community()
    const word = unheard()
    const { ids } = await library(people, [
      ['Silent', word, { signals: { search: false, aiInput: null, aiTrain: null } }],
    ])
    expect(await search(people.visitor, word)).toEqual([])
    expect((await people.visitor.rpc('document_text', { document_id: ids.get('Silent') })).data).toContain(word)
  })
})

describe('a private document', () => {
  const corpus = (word: string): [string, string][] =>
    Array.from({ length: 30 }, (_, n) => [`${n}`, `${word} ${n % 3 ? 'ratio' : 'axle'} ${'and more words '.repeat(n)}`])

  test('is found by the owner of its vehicle, also by the service for that vehicle, and by nobody else', async () => {
    const people = await community()
    const { alice, bob, carol, visitor, service, vehicle, privateVehicle, sql } = people
    const word = unheard()
    await library(people, [['Receipt', `${word} paid`]], { vehicle_id: vehicle.id })
    for (const more of [{}, { vehicle_id: vehicle.id }]) {
      expect(await titles(carol, word, more)).toEqual(['Receipt'])
      for (const client of [alice, visitor]) expect(await titles(client, word, more)).toEqual([])
    }
    expect(await titles(carol, word, { vehicle_id: privateVehicle.id }), 'of another car').toEqual([])
    expect(await titles(service, word, { vehicle_id: vehicle.id })).toEqual(['Receipt'])
    expect(await titles(service, word)).toEqual([])
    await sql`update vehicles set user_id = ${bob.id} where id = ${vehicle.id}`
    expect(await titles(bob, word)).toEqual(['Receipt'])
    expect(await titles(carol, word)).toEqual([])
    await sql`delete from vehicles where id = ${vehicle.id}`
    expect(await titles(bob, word)).toEqual([])
  })

  test("changes nobody else's ranking, scores or corrections by a digit", async () => {
    const people = await community()
    const { carol, alice, visitor, vehicle } = people
    const word = unheard()
    await library(people, corpus(word))
    const queries = [word, `${word} axle`, `${word} ratio more`, `${word.slice(0, -2)}zx`, 'brandnewword']
    const ask = async (client: SupabaseClient) =>
      await Promise.all(queries.map((query) => search(client, query, { limit: 30 })))
    const before = [await ask(alice), await ask(visitor)]
    expect(before.flat().flat().length).toBeGreaterThan(100)

    const own = Array.from(
      { length: 40 },
      (_, n) => [`own ${n}`, `${word} axle brandnewword ${word}`] as [string, string],
    )
    await library(people, own, { vehicle_id: vehicle.id })
    expect([await ask(alice), await ask(visitor)]).toEqual(before)
    expect(await titles(carol, 'brandnewword')).not.toEqual([])
  })
})

describe('the order', () => {
  test('authority lifts and lowers by a quarter; the operator can change it', async () => {
    const people = await community()
    const word = unheard()
    const { sourceId } = await library(people, [['Forum', `${word} one`]], { authority: 0 })
    await library(people, [['Factory', `${word} two`]], { authority: 1 })
    const [first, second] = (await search(people.visitor, word)) as [Hit, Hit]
    expect([first.title, second.title]).toEqual(['Factory', 'Forum'])
    expect(first.score / second.score).toBeCloseTo(1.25 / 0.75, 6)
    await people.service.from('sources').update({ authority: 1 }).eq('id', sourceId)
    await indexed(people.sql)
    const again = await search(people.visitor, word)
    expect(again[0]?.score).toBeCloseTo(again[1]?.score as number, 6)
  })

  test('of two listings the newer one comes first', async () => {
    const people = await community()
    const word = unheard()
    await library(people, [
      ['Old', `${word} sold`, { kind: 'listing', publishedAt: '2015-01-01' }],
      ['New', `${word} went`, { kind: 'listing', publishedAt: new Date().toISOString() }],
    ])
    expect(await titles(people.visitor, word)).toEqual(['New', 'Old'])
  })

  test('ten copies that differ in a digit are one hit; the rows of a table, which do too, are not', async () => {
    const people = await community()
    const word = unheard()
    const page = (n: number) =>
      `${word} page ${n}. ${Array.from({ length: 60 }, (_, i) => `statement number${i} about part${i}`).join(' ')}`
    await library(
      people,
      Array.from({ length: 10 }, (_, n) => [`Copy`, page(n)] as [string, string]).map(([t, x], n) => [`${t} ${n}`, x]),
    )
    await library(people, [['Other', `Another page on ${word} with its own words.`]])
    const found = await titles(people.visitor, word)
    expect(found.filter((title) => title.startsWith('Copy'))).toHaveLength(1)
    expect(found).toContain('Other')

    const rows = Array.from(
      { length: 10 },
      (_, n) => `model ${word}b year ${1970 + n} price ${n * 37 + 11} mpg ${n + 3}`,
    )
    await put(
      people.sql,
      { sourceId: await addSource(people.sql, { kind: 'dataset' }) },
      parsed(rows, { kind: 'dataset' }),
    )
    await indexed(people.sql)
    expect(await titles(people.visitor, `${word}b`)).toHaveLength(10)
  })

  test('a page of nothing but search words does not win', async () => {
    const people = await community()
    const [a, b] = [unheard(), unheard()]
    const list = Array.from({ length: 40 }, () => `${a} ${b} engine manual torque specs price restoration parts`).join(
      ' ',
    )
    await library(people, [
      ['Spam', list],
      ['Answer', `The ${a} of the ${b} is 65 ft-lb, and it is to be checked after the first drive of the day.`],
    ])
    expect(await titles(people.visitor, `${a} ${b} torque`)).toEqual(['Answer', 'Spam'])
  })
})

test('a snippet ends at sentences, not at the points of numbers and units', async () => {
  const { sql } = await community()
  const body = `Nothing here. The 340 cu. in. V-8 has a ratio of 10.5 to 1 and a 3.31 in. stroke. ${'Other words follow here. '.repeat(20)}`
  const [shown] = await sql<{ text: string }[]>`
    select substring(${body} from s.char_start + 1 for s.char_end - s.char_start) as text from app.snippet(${body}, array[1, 2], array['ratio', 'stroke']) s`
  expect(shown?.text).toMatch(/The 340 cu\. in\. V-8 has a ratio of 10\.5 to 1 and a 3\.31 in\. stroke\./)
})

test('every hit shows a stretch of the stored text that its offsets give', async () => {
  const people = await community()
  const { sql, visitor } = people
  const word = unheard()
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
    fc.constantFrom(word, '🏁', '. ', '\n', '3.73:1', 'x'.repeat(400), ' and the rest of it ', '\t '),
  )
  const runs = Number(process.env.RUNS ?? 20)
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(piece, { minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 4 }),
      async (paragraphs) => {
        const sourceId = await addSource(sql)
        await put(sql, { sourceId }, parsed(paragraphs.map((pieces) => `${pieces.join(' ')} ${word}`)))
        await indexed(sql)
        const hits = await search(visitor, word, { sources: [sourceId] })
        expect(hits.length).toBeGreaterThan(0)
        for (const hit of hits) {
          const { data } = await visitor.rpc('document_text', { document_id: hit.document_id })
          expect(
            Array.from(data as string)
              .slice(hit.char_start, hit.char_end)
              .join(''),
          ).toBe(hit.snippet)
          expect(hit.snippet.length).toBeGreaterThan(0)
          expect(Array.from(hit.snippet).length).toBeLessThanOrEqual(400)
        }
        await sql`delete from sources where id = ${sourceId}`
      },
    ),
    { numRuns: runs, endOnFailure: true },
  )
})

test('hostile queries are answered', async () => {
  const people = await community()
  await library(people, [['Torque', 'Torque the head bolts.']])
  const hostile = [
    'torque '.repeat(1500),
    Array.from({ length: 300 }, (_, n) => `word${n}`).join(' '),
    'x'.repeat(10_000),
    '((((([[[[*+?{9999}|\\1^$.',
    "'; drop table sources; --",
    'a'.repeat(5000).replaceAll('aa', 'a-'),
    `${'1-'.repeat(4000)}1`,
    '\u202etorque\u0000'.replace('\u0000', ''),
    ':* & | ! <-> torque',
  ]
  for (const query of hostile) expect(Array.isArray(await search(people.visitor, query))).toBe(true)
})

test('a chunk that cannot be indexed is set aside, and the rest goes on', async () => {
  const people = await community()
  const { sql } = people
  const word = unheard()
  await sql`create function pg_temp_break() returns trigger language plpgsql as $$
    begin if new.length = 7 then raise exception 'broken'; end if; return new; end $$`
  await sql`create trigger break before insert on app.source_index for each row execute function pg_temp_break()`
  try {
    await library(people, [
      ['Good', `${word} good`],
      ['Bad', `${word} one two three four five`],
    ])
    expect(await titles(people.visitor, word)).toEqual(['Good'])
    expect(await sql`select error from app.source_unindexed`).toEqual([{ error: 'broken' }])
  } finally {
    await sql`drop function pg_temp_break cascade`
  }
})
