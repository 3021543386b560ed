import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Museum, openMuseum } from './museum.ts'

let museum: Museum
beforeAll(async () => {
  museum = await openMuseum()
})
afterAll(() => museum.stop())

const object = 'application/vnd.pgrst.object+json'

test('single() gives the one row as an object, and an error for none or several', async () => {
  const works = () => museum.client().from('works').select('id')
  expect(await works().eq('id', 1).single()).toMatchObject({ data: { id: 1 }, error: null, status: 200 })
  expect(await works().eq('id', 99).single()).toMatchObject({
    data: null,
    status: 406,
    error: {
      code: 'PGRST116',
      message: 'Cannot coerce the result to a single JSON object',
      details: 'The result contains 0 rows',
      hint: null,
    },
  })
  expect(await works().single()).toMatchObject({ status: 406, error: { details: 'The result contains 5 rows' } })
})

test('maybeSingle() gives null for none', async () => {
  const works = () => museum.client().from('works').select('id')
  expect(await works().eq('id', 1).maybeSingle()).toMatchObject({ data: { id: 1 }, error: null })
  expect(await works().eq('id', 99).maybeSingle()).toMatchObject({ data: null, error: null })
  expect(await works().maybeSingle()).toMatchObject({ data: null, error: { code: 'PGRST116' } })
})

test('a change asked for as one object is undone when it was not one row', async () => {
  const options = { accept: object, prefer: 'return=representation' }
  const answer = await museum.patch('/labels?weight=gte.0', { weight: 5 }, options)
  expect(answer).toMatchObject({ status: 406, json: { code: 'PGRST116', details: 'The result contains 0 rows' } })
  await museum.sql`insert into museum.labels (code) values ('s1'), ('s2')`
  const several = await museum.patch('/labels?code=in.(s1,s2)', { weight: 5 }, options)
  expect(several).toMatchObject({ status: 406, json: { details: 'The result contains 2 rows' } })
  const removed = await museum.remove('/labels?code=in.(s1,s2)', options)
  expect(removed).toMatchObject({ status: 406 })
  const inserted = await museum.post('/labels', [{ code: 's3' }, { code: 's4' }], { accept: object })
  expect(inserted).toMatchObject({ status: 406 })
  expect(await museum.sql`select code, weight from museum.labels where code like 's_' order by code`).toEqual([
    { code: 's1', weight: 1 },
    { code: 's2', weight: 1 },
  ])
  const one = await museum.patch('/labels?code=eq.s1', { weight: 6 }, options)
  expect(one).toMatchObject({ status: 200, json: { code: 's1', weight: 6 } })
  expect(one.headers.get('content-type')).toBe(`${object}; charset=utf-8`)
})

test('csv() quotes what needs it and leaves nulls empty', async () => {
  const { data } = await museum.client().from('works').select('id, title, year, tags').gte('id', 3).order('id').csv()
  expect(data).toBe(
    [
      'id,title,year,tags',
      '3,"Cats, and a ""Dog""",1880,{}',
      '4,Dunes_100%,1901,"{ink,gold}"',
      '5,"Évening (untitled)",,{ink}',
    ].join('\n'),
  )
  const twice = await museum.get('/works?select=id,title,id&id=eq.3', { accept: 'text/csv' })
  expect([twice.status, twice.text.split('\n')[0]]).toEqual([200, 'id,title,id'])
  expect(twice.text.split('\n')[1]).toMatch(/^3,.*,3$/)
  const none = await museum.get('/works?select=id,title&id=eq.99', { accept: 'text/csv' })
  expect(none.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(none.rows).toEqual([])
})

test('stripNulls() leaves out the keys without a value', async () => {
  const stripped = 'application/vnd.pgrst.array+json;nulls=stripped'
  const many = await museum.get('/works?select=id,year&id=gte.4&order=id', { accept: stripped })
  expect(many.json).toEqual([{ id: 4, year: 1901 }, { id: 5 }])
  const one = await museum.get('/works?select=id,year&id=eq.5', { accept: `${object};nulls=stripped` })
  expect(one.json).toEqual({ id: 5 })
})

const types: [accept: string | undefined, status: number, type: string | null][] = [
  [undefined, 200, 'application/json; charset=utf-8'],
  ['*/*', 200, 'application/json; charset=utf-8'],
  ['application/json', 200, 'application/json; charset=utf-8'],
  ['application/vnd.pgrst.array+json', 200, 'application/json; charset=utf-8'],
  ['text/html, application/json;q=0.9', 200, 'application/json; charset=utf-8'],
  ['text/csv', 200, 'text/csv; charset=utf-8'],
  [object, 200, `${object}; charset=utf-8`],
  ['audio/mpeg', 406, 'application/json; charset=utf-8'],
]

describe('Accept', () => {
  test.for(types)('%s', async ([accept, status, type]) => {
    const answer = await museum.get('/works?select=id&id=eq.1', { accept })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type])
    if (status === 406) {
      expect(answer.json).toMatchObject({ code: 'PGRST107', message: expect.stringContaining('audio/mpeg') })
    }
  })
})

test('a body of another type than JSON, CSV or a form is refused', async () => {
  const answer = await museum.post('/labels', '<label/>', { headers: { 'content-type': 'text/xml' } })
  expect(answer).toMatchObject({
    status: 400,
    json: { code: 'PGRST102', message: 'Content-Type not acceptable: text/xml' },
  })
})
