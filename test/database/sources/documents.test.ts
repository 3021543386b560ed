import type { SupabaseClient } from '@supabase/supabase-js'
import { describe, expect, test } from 'vitest'
import { community } from '../../support/community.ts'
import { addDocument, addSource, parsed, put } from '../../support/library.ts'
import fc from '../../support/property.ts'

const textOf = async (client: SupabaseClient, documentId: string) => {
  const { data, error } = await client.rpc('document_text', { document_id: documentId })
  return error ? error.code : data
}
const seen = async (client: SupabaseClient, table: string, key: object) =>
  (
    (
      await client
        .from(table)
        .select()
        .match(key as Record<string, unknown>)
    ).data ?? []
  ).length

describe('versions', () => {
  test('the same bytes again change nothing but the time of the fetch', async () => {
    const { sql } = await community()
    const sourceId = await addSource(sql)
    const first = await put(sql, { sourceId }, parsed(['One.', 'Two.']))
    const rows = () => sql`select d.*, d.fetched_at as _ from source_documents d where source_id = ${sourceId}`
    const [before] = await rows()
    const again = await put(sql, { sourceId }, parsed(['One.', 'Two.']))
    expect(again).toEqual({ documentId: first.documentId, status: 'unchanged' })
    const after = await rows()
    expect(after).toHaveLength(1)
    expect({ ...after[0], fetched_at: 0, _: 0 }).toEqual({ ...before, fetched_at: 0, _: 0 })
    expect(after[0]?._.getTime()).toBeGreaterThan(before?._.getTime())
  })

  test('a newer version hides the old one from everybody but the service', async () => {
    const { sql, alice, visitor, service } = await community()
    const sourceId = await addSource(sql)
    const first = await put(sql, { sourceId }, parsed(['Torque is 65.']))
    const second = await put(sql, { sourceId }, parsed(['Torque is 70.']))
    expect(second.status).toBe('stored')
    for (const client of [alice, visitor]) {
      expect(await textOf(client, first.documentId)).toBe('PT404')
      expect(await textOf(client, second.documentId)).toContain('70')
      expect(await seen(client, 'source_documents', { source_id: sourceId })).toBe(1)
      expect(await seen(client, 'source_chunks', { source_id: sourceId })).toBe(1)
    }
    expect(await textOf(service, first.documentId)).toContain('65')
    const [old] = await sql`select is_current, superseded_by from source_documents where id = ${first.documentId}`
    expect(old).toEqual({ is_current: false, superseded_by: second.documentId })
  })

  test('what is withdrawn is hidden and stays so; what is gone may come back', async () => {
    const { sql, service, visitor } = await community()
    const sourceId = await addSource(sql)
    const first = await put(sql, { sourceId }, parsed(['Mileage 12,000.']))
    expect((await service.rpc('retract_document', { document_id: first.documentId, reason: 'gone' })).error).toBeNull()
    expect(await textOf(visitor, first.documentId)).toBe('PT404')
    const back = await put(sql, { sourceId }, parsed(['Mileage 12,000.']))
    expect(back.status).toBe('stored')

    await service.rpc('retract_document', { document_id: back.documentId })
    expect(await seen(visitor, 'source_chunks', { source_id: sourceId })).toBe(0)
    const never = await put(sql, { sourceId }, parsed(['Mileage 13,000.']))
    expect(never).toEqual({ documentId: back.documentId, status: 'retracted' })
    expect(await seen(visitor, 'source_documents', { source_id: sourceId })).toBe(0)
  })

  test('of a page that changes at every visit the last versions are kept', async () => {
    const { sql } = await community()
    const sourceId = await addSource(sql)
    await put(sql, { sourceId, key: 'other' }, parsed(['Another page.']))
    for (let n = 1; n <= 13; n++) await put(sql, { sourceId, key: 'page' }, parsed([`Visitor number ${n}.`]))
    const rows =
      await sql`select version, is_current from source_documents where source_id = ${sourceId} and key = 'page' order by version`
    expect(rows.map(({ version }) => version)).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
    expect(rows.filter(({ is_current }) => is_current)).toHaveLength(1)
    const [texts] =
      await sql`select count(*)::int as n from app.source_texts t join source_documents d on d.id = t.document_id where d.source_id = ${sourceId}`
    expect(texts?.n).toBe(11)
  })

  test('a document that cannot be stored leaves the version before it in place', async () => {
    const { sql, visitor } = await community()
    const sourceId = await addSource(sql)
    const first = await put(sql, { sourceId }, parsed(['One.']))
    const broken = parsed(['Two.'])
    broken.chunks[0] = { start: 3, end: 3, heading: [] }
    await expect(put(sql, { sourceId }, broken)).rejects.toThrow(/a_chunk_is_a_stretch_of_text/)
    expect(await textOf(visitor, first.documentId)).toContain('One')
  })

  test('ten thousand chunks go in as one document', async () => {
    const { sql } = await community()
    const sourceId = await addSource(sql, { kind: 'dataset' })
    const rows = Array.from({ length: 10_001 }, (_, n) => `row ${n} é 🏁`)
    const { documentId } = await put(sql, { sourceId }, parsed(rows))
    const [counted] = await sql`
      select d.chunks, count(*)::int as stored, count(distinct c.position)::int as places,
        bool_and(c.body = substring(t.text from c.char_start + 1 for c.char_end - c.char_start) and c.body like 'row %🏁') as exact
      from source_documents d join source_chunks c on c.document_id = d.id join app.source_texts t on t.document_id = d.id
      where d.id = ${documentId} group by d.id`
    expect(counted).toEqual({ chunks: 10_001, stored: 10_001, places: 10_001, exact: true })
  })
})

test('whatever characters a text has, each chunk is where its offsets say', async () => {
  const { sql } = await community()
  const sourceId = await addSource(sql)
  const word = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'binary', minLength: 1 }))
  const odd = fc.constantFrom('\0', '\ud83c', '\udfc1', '🏁', 'é', '\u202e', '"\\', "o'")
  const runs = Number(process.env.RUNS ?? 25)
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.oneof(word, odd), { minLength: 1 }), { minLength: 1 }), async (words) => {
      const document = parsed(words.map((some) => some.join(' ')))
      const { documentId } = await put(sql, { sourceId, key: crypto.randomUUID() }, document)
      const [stored] = await sql`select app.document_text(${documentId}) as text`
      const expected = document.text.replaceAll('\0', '\ufffd').toWellFormed()
      expect(stored?.text).toBe(expected)
      const chunks =
        await sql`select body, char_start, char_end from source_chunks where document_id = ${documentId} order by position`
      const characters = Array.from(expected)
      expect(chunks.map((c) => characters.slice(c.char_start, c.char_end).join(''))).toEqual(chunks.map((c) => c.body))
      expect(chunks.map((c) => c.body)).toEqual(document.chunks.map((c) => expected.slice(c.start, c.end)))
    }),
    { numRuns: runs, endOnFailure: true },
  )
})

describe("a vehicle's own documents", () => {
  const private_ = async () => {
    const people = await community()
    const sourceId = await addSource(people.sql, { vehicle_id: people.vehicle.id, title: 'Build sheet' })
    const { documentId } = await put(people.sql, { sourceId }, parsed(['Axle ratio 3.73:1']))
    return { ...people, sourceId, documentId }
  }
  const finds = async (client: SupabaseClient, sourceId: string) =>
    await Promise.all([
      seen(client, 'sources', { id: sourceId }),
      seen(client, 'source_documents', { source_id: sourceId }),
      seen(client, 'source_chunks', { source_id: sourceId }),
    ])

  test('are seen by the owner and the service, though the vehicle is public', async () => {
    const { alice, carol, visitor, service, sourceId, documentId } = await private_()
    for (const client of [alice, visitor]) {
      expect(await finds(client, sourceId)).toEqual([0, 0, 0])
      expect(await textOf(client, documentId)).toBe('PT404')
      const lines = { document_id: documentId, char_start: 0, char_end: 9 }
      expect((await client.rpc('document_lines', lines)).error?.code).toBe('PT404')
    }
    for (const client of [carol, service]) {
      expect(await finds(client, sourceId)).toEqual([1, 1, 1])
      expect(await textOf(client, documentId)).toContain('3.73')
    }
  })

  test('go along when the vehicle is handed over, and with it when it is deleted', async () => {
    const { sql, alice, bob, carol, service, vehicle, sourceId, documentId } = await private_()
    await sql`update vehicles set user_id = ${bob.id}, is_public = false where id = ${vehicle.id}`
    expect(await finds(carol, sourceId)).toEqual([0, 0, 0])
    expect(await textOf(carol, documentId)).toBe('PT404')
    expect(await finds(bob, sourceId)).toEqual([1, 1, 1])
    expect(await finds(alice, sourceId)).toEqual([0, 0, 0])
    await sql`delete from vehicles where id = ${vehicle.id}`
    expect(await finds(service, sourceId)).toEqual([0, 0, 0])
    expect(await sql`select from app.source_texts where document_id = ${documentId}`).toHaveLength(0)
  })

  test('are retracted by the owner, and by no other member', async () => {
    const { alice, carol, service, sourceId, documentId } = await private_()
    const retract = (client: SupabaseClient) => client.rpc('retract_document', { document_id: documentId })
    expect((await retract(alice)).error?.code).toBe('PT404')
    expect((await retract(carol)).error).toBeNull()
    expect(await finds(carol, sourceId)).toEqual([1, 0, 0])
    expect(await seen(service, 'source_documents', { id: documentId, retraction: 'withdrawn' })).toBe(1)
  })

  test('cannot be made public, nor be without a vehicle', async () => {
    const { sql, service, sourceId } = await private_()
    expect((await service.from('sources').update({ is_public: true }).eq('id', sourceId)).error?.code).toBe('42501')
    await expect(sql`update sources set is_public = true where id = ${sourceId}`).rejects.toThrow(/are_private/)
    const orphan = await service.from('sources').insert({ kind: 'owner_document', title: 'Receipt' })
    expect(orphan.error?.message).toMatch(/owner_documents_hang_on_a_vehicle/)
  })
})

test('a chunk is about what it says, and for the rest about what its document and source are about', async () => {
  const { sql } = await community()
  const sourceId = await addSource(sql, { subject: { make: 'Datsun', model: '510', yearFrom: 1968, yearTo: 1973 } })
  const document = parsed(['Same car.', 'The 1971 SSS.', 'A rival.', 'Nonsense.'], { subject: { engine: 'L16' } })
  const subjects = [
    undefined,
    { yearFrom: 1971, yearTo: 1971, trim: 'SSS' },
    { make: 'BMW' },
    { yearFrom: 71, yearTo: 9999 },
  ]
  for (const [n, subject] of subjects.entries()) if (subject) Object.assign(document.chunks[n] as object, { subject })
  const { documentId } = await put(sql, { sourceId }, document)
  const rows = await sql`
    select make, model, year_from, year_to, "trim", engine from source_chunks where document_id = ${documentId} order by position`
  const datsun = { make: 'Datsun', model: '510', year_from: 1968, year_to: 1973, trim: null, engine: 'L16' }
  expect([...rows]).toEqual([
    datsun,
    { ...datsun, year_from: 1971, year_to: 1971, trim: 'SSS' },
    { ...datsun, make: 'BMW', model: null, engine: null },
    datsun,
  ])
})

test('a title from outside is shown in one line, without overrides; one without ink becomes the title of its source', async () => {
  const { sql } = await community()
  const sourceId = await addSource(sql, { title: 'A forum' })
  const titles = ['Clutch\n\u202efix\u0007', '\u200b \u00a0', 'x'.repeat(5000)]
  for (const [n, title] of titles.entries()) await put(sql, { sourceId, key: `${n}` }, parsed([`${n}`], { title }))
  const rows = await sql`select title from source_documents where source_id = ${sourceId} order by key`
  expect(rows.map((row) => row.title)).toEqual(['Clutch fix', 'A forum', `${'x'.repeat(399)}…`])
})

test('lines of a page are answered for the stretch that they touch', async () => {
  const { sql, visitor } = await community()
  const { documentId } = await addDocument(sql)
  const ask = (char_start: number, char_end: number) =>
    visitor.rpc('document_lines', { document_id: documentId, char_start, char_end })
  expect((await ask(5, 9)).data).toEqual([
    {
      ...{ page: 1, page_width: 612, page_height: 792, line_start: 0, line_end: 34 },
      ...{ x: 72, y: 72, width: 200, height: 12 },
    },
  ])
  expect((await ask(34, 99)).data).toEqual([])
})

test('an unknown source, and a vehicle that is not there, are refused by name', async () => {
  const { sql, service } = await community()
  await expect(put(sql, { sourceId: crypto.randomUUID() }, parsed(['One.']))).rejects.toMatchObject({
    detail: 'unknown_source',
  })
  const source = { kind: 'owner_document', title: 'Receipt', vehicle_id: crypto.randomUUID() }
  expect((await service.from('sources').insert(source)).error?.details).toBe('unknown_vehicle')
})
