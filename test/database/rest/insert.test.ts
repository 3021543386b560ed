import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Failure, type Museum, openMuseum } from './museum.ts'

let museum: Museum
beforeAll(async () => {
  museum = await openMuseum()
})
beforeEach(async () => {
  await museum.sql`truncate museum.labels, museum.tickets, museum.loans, museum.key_only restart identity`
})
afterAll(() => museum.stop())

const labels = () => museum.sql`select code, body, weight, slug from museum.labels order by code`

test('one row: 201, nothing to read unless asked for', async () => {
  const { data, error, status } = await museum.client().from('labels').insert({ code: 'a', weight: 3 })
  expect([data, error, status]).toEqual([null, null, 201])
  expect(await labels()).toEqual([{ code: 'a', body: 'blank', weight: 3, slug: null }])
  const answer = await museum.post('/labels', { code: 'b' })
  expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([201, '', null])
})

test('many rows, given back in order, with the columns asked for', async () => {
  const rows = [{ code: 'z' }, { code: 'y' }, { code: 'x' }]
  const { data } = await museum.client().from('labels').insert(rows).select('code, w:weight')
  expect(data).toEqual([
    { code: 'z', w: 1 },
    { code: 'y', w: 1 },
    { code: 'x', w: 1 },
  ])
})

test('the database’s own values: identity, default, generated, trigger', async () => {
  const { data } = await museum.client().from('tickets').insert({ net: 20 }).select().single()
  expect(data).toEqual({
    id: 1,
    holder: 'bearer',
    net: 20,
    gross: 24,
    kind: null,
    bought_at: '2024-01-01T00:00:00+00:00',
    notes: null,
  })
})

test('what is missing in some rows is null, or the default when asked for', async () => {
  const tickets = () => museum.client().from('tickets')
  const nulls = await tickets()
    .insert([{ net: 1, kind: 'good' }, { net: 2 }])
    .select('net, kind')
  expect(nulls.data).toEqual([
    { net: 1, kind: 'good' },
    { net: 2, kind: null },
  ])
  const refused = await tickets().insert([{ net: 1, holder: 'me' }, { net: 2 }])
  expect(refused.error).toMatchObject({ code: '23502' })
  const defaults = await tickets()
    .insert([{ net: 1, holder: 'me' }, { net: 2 }], { defaultToNull: false })
    .select('net, holder')
  expect(defaults.data).toEqual([
    { net: 1, holder: 'me' },
    { net: 2, holder: 'bearer' },
  ])
})

test('?columns takes only those keys of the body', async () => {
  const answer = await museum.post('/labels?columns=code,weight', { code: 'a', weight: 2, body: 'ignored', nope: 1 })
  expect(answer.status).toBe(201)
  expect(await labels()).toEqual([{ code: 'a', body: 'blank', weight: 2, slug: null }])
})

test('no rows, and rows of defaults only', async () => {
  const none = await museum.post('/labels', [], { prefer: 'return=representation' })
  expect([none.status, none.json]).toEqual([201, []])
  const empty = await museum.post('/tickets?select=id', {}, { prefer: 'return=representation' })
  expect([empty.status, empty.json]).toEqual([201, [{ id: 1 }]])
  const two = await museum.post('/tickets?select=id', [{}, {}], { prefer: 'return=representation' })
  expect(two.json).toEqual([{ id: 2 }, { id: 3 }])
})

test('every type may be sent as JSON, and comes back as it was', async () => {
  const row = {
    Id: '00000000-0000-4000-8000-0000000000ff',
    ...{
      small: 1,
      exact: 0.1,
      yes: false,
      text: '"\\ 表 😀\n',
      bytes: '\\x00ff',
      timestamp: '2024-01-01T00:00:00',
      date: '2024-01-01',
    },
    ...{
      doc: { a: [1, { b: null }] },
      docb: [1, 'two', null],
      ints: [1, null],
      texts: ['a,b', 'c"d', '{}'],
      docs: [{ x: 1 }],
    },
    ...{
      mood: 'good',
      moods: ['good'],
      size: { height: 1, width: 2 },
      days: '[2024-01-01,2024-01-02)',
      span: '01:00:00',
    },
  }
  const columns = Object.keys(row).join(',')
  const { json } = await museum.post(`/Every%20Type?select=${columns}`, row, { prefer: 'return=representation' })
  expect(json).toEqual([row])
})

test('a json column takes an array, a string, a number and null as they are', async () => {
  for (const notes of [[1, [2]], 'text', 12.5, true, { deep: { er: [] } }, null]) {
    const { data } = await museum.client().from('tickets').insert({ notes }).select('notes').single()
    expect(data).toEqual({ notes })
  }
})

test('numbers keep the digits that JavaScript would lose', async () => {
  const body =
    '{"Id": "00000000-0000-4000-8000-0000000000fe", "big": 9007199254740993, "exact": 0.12345678901234567890}'
  const { text } = await museum.post('/Every%20Type?select=big,exact', body, { prefer: 'return=representation' })
  expect(text).toBe('[{"big":9007199254740993,"exact":0.12345678901234567890}]')
})

test('a form and a CSV are rows too', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  expect((await museum.post('/labels', 'code=f&body=a+%26+b&weight=2', { headers: form })).status).toBe(201)
  const csv = { 'content-type': 'text/csv' }
  expect((await museum.post('/labels', 'code,body,slug\ng,"x, ""y""",s\nh,z,NULL', { headers: csv })).status).toBe(201)
  expect(await labels()).toEqual([
    { code: 'f', body: 'a & b', weight: 2, slug: null },
    { code: 'g', body: 'x, "y"', weight: 1, slug: 's' },
    { code: 'h', body: 'z', weight: 1, slug: null },
  ])
})

test('return=headers-only says where the row is', async () => {
  const one = await museum.post('/labels', { code: 'a b&c' }, { prefer: 'return=headers-only' })
  expect([one.status, one.text, one.headers.get('preference-applied')]).toEqual([201, '', 'return=headers-only'])
  const location = one.headers.get('location') ?? ''
  expect(location).toBe('/labels?code=eq.a%20b%26c')
  expect((await museum.get(location)).rows).toHaveLength(1)
  const several = await museum.post('/visits', { day: '2025-01-01' }, { prefer: 'return=headers-only' })
  expect([several.status, several.headers.get('location')]).toEqual([201, null])
})

test('the headers say what was counted and which preferences were kept', async () => {
  const options = { prefer: 'return=representation, count=exact' }
  const answer = await museum.post('/labels', [{ code: 'a' }, { code: 'b' }], options)
  expect(answer.headers.get('content-range')).toBe('*/2')
  expect(answer.headers.get('preference-applied')).toBe('return=representation, count=exact')
  const plain = await museum.post('/labels', { code: 'c' })
  expect(plain.headers.get('content-range')).toBe('*/*')
  const { count } = await museum
    .client()
    .from('labels')
    .insert([{ code: 'd' }, { code: 'e' }], { count: 'exact' })
  expect(count).toBe(2)
})

test('a client cannot ask for its change to be undone', async () => {
  const answer = await museum.post('/labels', { code: 'kept' }, { prefer: 'tx=rollback, return=minimal' })
  expect([answer.status, answer.headers.get('preference-applied')]).toEqual([201, 'return=minimal'])
  expect(await labels()).toHaveLength(1)
})

test('what was written comes back with what it refers to', async () => {
  const { data } = await museum
    .client()
    .from('loans')
    .insert({ work_id: 1, lender: 'me' })
    .select('lender, works(title, artists(name))')
  expect(data).toEqual([{ lender: 'me', works: { title: 'Amber Dawn', artists: { name: 'Ada' } } }])
})

test('a view that Postgres can write to is written to', async () => {
  await museum.sql`create view museum.heavy_labels as select code, weight from museum.labels where weight > 10`
  await museum.sql`grant all on museum.heavy_labels to anon`
  await expect
    .poll(() => museum.post('/heavy_labels', { code: crypto.randomUUID(), weight: 11 }).then((a) => a.status))
    .toBe(201)
})

const refusals: [what: string, path: string, body: unknown, status: number, error: Partial<Failure>][] = [
  [
    'a key that is taken',
    '/works',
    { id: 1, title: 'again' },
    409,
    {
      code: '23505',
      message: 'duplicate key value violates unique constraint "works_pkey"',
      details: 'Key (id)=(1) already exists.',
      hint: null,
    },
  ],
  [
    'a reference to nothing',
    '/loans',
    { work_id: 99, lender: 'x' },
    409,
    {
      code: '23503',
      message: 'insert or update on table "loans" violates foreign key constraint "loans_work_id_fkey"',
      details: 'Key (work_id)=(99) is not present in table "works".',
    },
  ],
  [
    'null where a value is needed',
    '/labels',
    { code: null },
    400,
    {
      code: '23502',
      message: 'null value in column "code" of relation "labels" violates not-null constraint',
      details: expect.stringMatching(/^Failing row contains \(null, /),
    },
  ],
  [
    'a broken constraint',
    '/works',
    { id: 900, title: 'x', price: -1 },
    400,
    { code: '23514', message: 'new row for relation "works" violates check constraint "price_is_not_negative"' },
  ],
  ['a text that is too long', '/Every%20Type', { Id: crypto.randomUUID(), limited: 'abcdef' }, 400, { code: '22001' }],
  [
    'a domain’s constraint',
    '/Every%20Type',
    { Id: crypto.randomUUID(), brief: 'x'.repeat(41) },
    400,
    { code: '23514' },
  ],
  ['an unknown enum value', '/tickets', { kind: 'mint' }, 400, { code: '22P02' }],
  ['a text for a number', '/labels', { code: 'x', weight: 'heavy' }, 400, { code: '22P02' }],
  ['a number out of range', '/labels', { code: 'x', weight: 3e9 }, 400, { code: '22003' }],
  ['a generated column', '/tickets', { gross: 1 }, 400, { code: '428C9' }],
  ['an identity that is always the database’s', '/tickets', { id: 7 }, 400, { code: '428C9' }],
  [
    'an unknown column',
    '/labels',
    { code: 'x', nope: 1 },
    400,
    {
      code: 'PGRST204',
      message: "Could not find the 'nope' column of 'labels' in the schema cache",
      details: null,
      hint: null,
    },
  ],
  [
    'an unknown column in ?columns',
    '/labels?columns=nope',
    { code: 'x' },
    400,
    { code: 'PGRST204', message: "Could not find the 'nope' column of 'labels' in the schema cache" },
  ],
  ['an unknown table', '/nope', { code: 'x' }, 404, { code: 'PGRST205' }],
  [
    'rows with different keys',
    '/labels',
    [{ code: 'x' }, { code: 'y', body: 'b' }],
    400,
    {
      code: 'PGRST102',
      message: 'All object keys must match',
    },
  ],
  [
    'rows that are not objects',
    '/labels',
    [{ code: 'x' }, 1],
    400,
    { code: 'PGRST102', message: 'All object keys must match' },
  ],
  ['broken JSON', '/labels', '{"code": ', 400, { code: 'PGRST102', message: 'Empty or invalid json' }],
  ['no body', '/labels', '', 400, { code: 'PGRST102', message: 'Empty or invalid json' }],
  ['a materialised view', '/work_counts', { artist_id: 9 }, 400, { code: '42809' }],
]

describe('an insert is refused, and nothing is written:', () => {
  test.for(refusals)('%s', async ([, path, body, status, error]) => {
    expect(await museum.post(path, body)).toMatchObject({ status, json: error })
    expect(await labels()).toEqual([])
  })
})

test('one bad row of many writes none of them', async () => {
  expect((await museum.post('/labels', [{ code: 'ok' }, { code: null }])).status).toBe(400)
  expect(await labels()).toEqual([])
})
