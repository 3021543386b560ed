import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Museum, openMuseum } from './museum.ts'

let museum: Museum
beforeAll(async () => {
  museum = await openMuseum()
})
beforeEach(async () => {
  await museum.sql`truncate museum.labels, museum.loans, museum.key_only restart identity`
  await museum.sql`insert into museum.labels (code, body, slug) values ('a', 'old', 'slug-a')`
})
afterAll(() => museum.stop())

const labels = () => museum.sql`select code, body, weight, changes from museum.labels order by code`

test('by the primary key: what is there is changed, what is not is made', async () => {
  const rows = [
    { code: 'a', body: 'new' },
    { code: 'b', body: 'made' },
  ]
  const { data, status } = await museum.client().from('labels').upsert(rows).select('code, body, changes')
  expect(status).toBe(201)
  expect(data).toEqual([
    { code: 'a', body: 'new', changes: 1 },
    { code: 'b', body: 'made', changes: 0 },
  ])
})

test('columns that were not sent keep their value', async () => {
  await museum.sql`update museum.labels set weight = 9`
  await museum.client().from('labels').upsert({ code: 'a', body: 'new' })
  expect(await labels()).toMatchObject([{ code: 'a', body: 'new', weight: 9 }])
})

test('200 when all were there already', async () => {
  const { status } = await museum.client().from('labels').upsert({ code: 'a', body: 'new' }).select()
  expect(status).toBe(200)
})

test('by another unique key with onConflict', async () => {
  const { data } = await museum
    .client()
    .from('labels')
    .upsert({ code: 'c', slug: 'slug-a', body: 'moved' }, { onConflict: 'slug' })
    .select('code, body')
  expect(data).toEqual([{ code: 'c', body: 'moved' }])
  const loans = () => museum.client().from('loans')
  const onConflict = 'work_id,lender'
  await loans().upsert({ work_id: 1, lender: 'me', fee: 1 }, { onConflict })
  await loans().upsert(
    [
      { work_id: 1, lender: 'me', fee: 2 },
      { work_id: 2, lender: 'me', fee: 3 },
    ],
    { onConflict },
  )
  expect(await museum.sql`select work_id, fee from museum.loans order by work_id`).toEqual([
    { work_id: 1, fee: 2 },
    { work_id: 2, fee: 3 },
  ])
})

test('ignoreDuplicates leaves what is there and gives back only what was made', async () => {
  const rows = [
    { code: 'a', body: 'new' },
    { code: 'b', body: 'made' },
  ]
  const { data, status } = await museum
    .client()
    .from('labels')
    .upsert(rows, { ignoreDuplicates: true })
    .select('code, body')
  expect(status).toBe(201)
  expect(data).toEqual([{ code: 'b', body: 'made' }])
  expect(await labels()).toMatchObject([{ body: 'old', changes: 0 }, { body: 'made' }])
})

test('a table of keys only', async () => {
  await museum
    .client()
    .from('key_only')
    .upsert([{ id: 1 }, { id: 2 }])
  const { data } = await museum
    .client()
    .from('key_only')
    .upsert([{ id: 2 }, { id: 3 }])
    .select()
  expect(data).toEqual([{ id: 2 }, { id: 3 }])
})

test('missing keys with defaultToNull: false', async () => {
  const rows = [
    { id: 50, work_id: 1, lender: 'x' },
    { work_id: 2, lender: 'y' },
  ]
  const query = museum.client().from('loans').upsert(rows, { defaultToNull: false })
  const { data, error } = await query.select('work_id, lender')
  expect(error).toBeNull()
  expect(data).toEqual([
    { work_id: 1, lender: 'x' },
    { work_id: 2, lender: 'y' },
  ])
})

test('a table without a primary key is inserted into, and the preference is not confirmed', async () => {
  const answer = await museum.post(
    '/visits',
    { day: '2026-01-01' },
    { prefer: 'resolution=merge-duplicates,return=representation' },
  )
  expect(answer.status).toBe(201)
  expect(answer.headers.get('preference-applied')).toBe('return=representation')
  await museum.sql`delete from museum.visits where day = '2026-01-01'`
})

test('the headers confirm what was done', async () => {
  const answer = await museum.post('/labels', { code: 'a' }, { prefer: 'resolution=merge-duplicates,return=minimal' })
  expect(answer.headers.get('preference-applied')).toBe('resolution=merge-duplicates, return=minimal')
})

test('onConflict without a unique key behind it, or with an unknown column, is refused', async () => {
  const options = { prefer: 'resolution=merge-duplicates' }
  expect(await museum.post('/labels?on_conflict=weight', { code: 'a', weight: 1 }, options)).toMatchObject({
    status: 400,
    json: {
      code: '42P10',
      message: 'there is no unique or exclusion constraint matching the ON CONFLICT specification',
    },
  })
  expect(await museum.post('/labels?on_conflict=nope', { code: 'a' }, options)).toMatchObject({
    status: 400,
    json: { code: expect.stringMatching(/^(42703|PGRST204)$/) },
  })
  expect(await museum.post('/labels?on_conflict=', { code: 'a' }, options)).toMatchObject({
    status: 400,
    json: { code: 'PGRST100' },
  })
})

test('one row twice in one upsert is refused', async () => {
  const answer = await museum.post('/labels', [{ code: 'a' }, { code: 'a' }], { prefer: 'resolution=merge-duplicates' })
  expect(answer).toMatchObject({ json: { code: '21000' } })
  expect(await labels()).toMatchObject([{ changes: 0 }])
})

test('PUT makes or replaces the one row of its key', async () => {
  const made = await museum.put('/labels?code=eq.p', { code: 'p', body: 'put' }, { prefer: 'return=representation' })
  expect(made).toMatchObject({ status: 201, json: [{ code: 'p', body: 'put' }] })
  const changed = await museum.put(
    '/labels?code=eq.p',
    { code: 'p', body: 'again' },
    { prefer: 'return=representation' },
  )
  expect(changed).toMatchObject({ status: 200, json: [{ code: 'p', body: 'again' }] })
  expect((await museum.put('/labels?code=eq.p', { code: 'p', body: 'quiet' })).status).toBe(204)
})

test('PUT is refused where its key and its body do not say the same', async () => {
  expect(await museum.put('/labels?code=eq.p', { code: 'q' })).toMatchObject({
    status: 400,
    json: { code: 'PGRST115', message: 'Payload values do not match URL in primary key column(s)' },
  })
  for (const query of ['weight=eq.1', 'code=in.(p)', 'code=eq.p&weight=eq.1', '']) {
    expect(await museum.put(`/labels?${query}`, { code: 'p' })).toMatchObject({
      status: 405,
      json: { code: 'PGRST105', message: "Filters must include all and only primary key columns with 'eq' operators" },
    })
  }
  expect(await museum.put('/labels?code=eq.p&limit=1', { code: 'p' })).toMatchObject({
    status: 400,
    json: { code: 'PGRST114' },
  })
  expect(await museum.sql`select from museum.labels where code in ('p', 'q')`).toHaveLength(0)
})
