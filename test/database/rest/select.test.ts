import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Failure, type Museum, openMuseum } from './museum.ts'

let museum: Museum
beforeAll(async () => {
  museum = await openMuseum()
})
afterAll(() => museum.stop())

const first = '/works?id=eq.1'

const selections: [select: string, row: unknown][] = [
  ['id', { id: 1 }],
  ['id,title', { id: 1, title: 'Amber Dawn' }],
  ['title,id', { title: 'Amber Dawn', id: 1 }],
  [' id , title ', { id: 1, title: 'Amber Dawn' }],
  ['"id"', { id: 1 }],
  ['number:id,name:title', { number: 1, name: 'Amber Dawn' }],
  ['"the name":title', { 'the name': 'Amber Dawn' }],
  ['camelName:title', { camelName: 'Amber Dawn' }],
  ['id::text', { id: '1' }],
  ['price::int8', { price: 1201 }],
  ['price::double precision', { price: 1200.5 }],
  ['year::bigint,y:year::text', { year: 1850, y: '1850' }],
  ['tags::text', { tags: '{oil,gold}' }],
  ['details->frame', { frame: 'oak' }],
  ['details->>copies', { copies: '3' }],
  ['details->copies', { copies: 3 }],
  ['details->loan->>to', { to: 'Paris' }],
  ['details->loan', { loan: { to: 'Paris' } }],
  ['lent:details->loan->>to', { lent: 'Paris' }],
  ['details->>copies::int', { copies: 3 }],
  ['details->nothing->>here', { here: null }],
  ['tags->0', { tags: 'oil' }],
  ['tags->>-1', { tags: 'gold' }],
  ['label', { label: 'Amber Dawn, 1850' }],
  ['id,text:label', { id: 1, text: 'Amber Dawn, 1850' }],
  ['id,id', { id: 1 }],
]

describe('select takes', () => {
  test.for(selections)('%s', async ([select, row]) => {
    expect(await museum.get(`${first}&select=${encodeURIComponent(select)}`)).toMatchObject({
      status: 200,
      json: [row],
    })
  })
})

test('columns come in the order they were asked for, all of them by default', async () => {
  expect((await museum.get(`${first}&select=year,id,title`)).text).toBe('[{"year":1850,"id":1,"title":"Amber Dawn"}]')
  const everything = (await museum.get(first)).rows[0]
  expect(Object.keys(everything ?? {})).toEqual([
    ...['id', 'title', 'artist_id', 'room_id', 'home_id', 'year', 'price', 'condition', 'tags', 'seasons', 'details'],
    'words',
  ])
  expect((await museum.get(`${first}&select=*`)).rows).toEqual([everything])
  expect(Object.keys((await museum.get(`${first}&select=*,label`)).rows[0] ?? {})).toContain('label')
})

test('a column that is asked for twice is given twice, or once', async () => {
  for (const select of [
    '*,id',
    '*,*',
    'id,*',
    'id,id::int',
    'details->frame,frame:details->>copies',
    '*,details->frame,frame:id',
  ]) {
    expect((await museum.get(`${first}&select=${select}`)).status, select).toBe(200)
  }
  expect((await museum.get(`${first}&select=*,id`)).rows).toMatchObject([{ id: 1, title: 'Amber Dawn' }])
  const embedded = await museum.get('/artists?select=name,works(*,id)&id=eq.1&works.id=eq.1')
  expect(embedded.json).toMatchObject([{ works: [{ id: 1, title: 'Amber Dawn' }] }])
})

test('supabase-js may write its columns over several lines', async () => {
  const { data } = await museum
    .client()
    .from('works')
    .select(`
    number:id,
    title
  `)
    .eq('id', 2)
  expect(data).toEqual([{ number: 2, title: 'Bridge at Noon' }])
})

const refusals: [path: string, status: number, error: Partial<Failure>][] = [
  ['/works?select=nope', 400, { code: '42703', message: 'column works.nope does not exist' }],
  ['/works?select=id,nope', 400, { code: '42703' }],
  ['/works?select=id::nope', 400, { code: '42704', message: 'type "nope" does not exist' }],
  ['/works?select=title::int', 400, { code: '22P02', message: 'invalid input syntax for type integer: "Amber Dawn"' }],
  ['/works?select=id::json', 400, { code: '42846', message: 'cannot cast type integer to json' }],
  [
    '/works?select=id,',
    400,
    { code: 'PGRST100', message: expect.stringContaining('failed to parse select parameter (id,)') },
  ],
  ['/works?select=id(', 400, { code: 'PGRST100' }],
  ['/works?select=id::', 400, { code: 'PGRST100' }],
  ['/works?select=details->', 400, { code: 'PGRST100' }],
  ['/works?select=details->>--1', 400, { code: 'PGRST100' }],
  ['/works?select=:id', 400, { code: 'PGRST100' }],
  ['/works?select="id', 400, { code: 'PGRST100' }],
  ['/works?select=price.sum()', 400, { code: 'PGRST123', message: 'Use of aggregate functions is not allowed' }],
  ['/works?select=count()', 400, { code: 'PGRST123', message: 'Use of aggregate functions is not allowed' }],
  [
    '/nope',
    404,
    { code: 'PGRST205', message: "Could not find the table 'museum.nope' in the schema cache", details: null },
  ],
  [
    '/workss',
    404,
    {
      code: 'PGRST205',
      message: "Could not find the table 'museum.workss' in the schema cache",
      hint: "Perhaps you meant the table 'museum.works'",
    },
  ],
  ['/Works', 404, { code: 'PGRST205' }],
  ['/museum.works', 404, { code: 'PGRST205' }],
  ['/gold', 404, { code: 'PGRST205' }],
  ['/pg_class', 404, { code: 'PGRST205' }],
  ['/', 404, { code: 'PGRST126', message: 'Root endpoint metadata is disabled' }],
  ['/works/1', 404, { code: 'PGRST125', message: 'Invalid path specified in request URL', details: null, hint: null }],
]

describe('what cannot be selected is refused, and the answer says why', () => {
  test.for(refusals)('%s', async ([path, status, error]) => {
    expect(await museum.get(path)).toMatchObject({ status, json: error })
  })
})

test('views, materialised views, partitioned tables and tables without a key are read alike', async () => {
  expect((await museum.get('/hung_works?order=id&select=id,name')).rows).toEqual([
    { id: 1, name: 'Amber Dawn' },
    { id: 2, name: 'Bridge at Noon' },
    { id: 3, name: 'Cats, and a "Dog"' },
  ])
  expect((await museum.get('/work_counts?order=artist_id')).rows).toEqual([
    { artist_id: 1, works: 2 },
    { artist_id: 2, works: 1 },
    { artist_id: 3, works: 1 },
  ])
  expect((await museum.get('/readings?order=taken_at')).rows).toEqual([
    { sensor: 1, taken_at: '2023-05-01T10:00:00+00:00', celsius: 20.5 },
    { sensor: 1, taken_at: '2024-05-01T10:00:00+00:00', celsius: 21 },
  ])
  expect((await museum.get('/visits?day=eq.2024-01-02&order=visitors')).rows).toEqual([
    { day: '2024-01-02', visitors: 20 },
    { day: '2024-01-02', visitors: 30 },
  ])
})

test('names may be in mixed case, be words of SQL, hold spaces, quotes and other alphabets', async () => {
  const path = `/${encodeURIComponent('Café 表')}`
  expect((await museum.get(`${path}?order=order.desc&limit=1`)).rows).toEqual([
    { 'naïve key': 2, 'a.b, (c) "d"': 'two', select: 'y', order: 20 },
  ])
  const column = encodeURIComponent('"a.b, (c) \\"d\\""')
  expect((await museum.get(`${path}?select=${column}&${column}=eq.one`)).rows).toEqual([{ 'a.b, (c) "d"': 'one' }])
  expect((await museum.get(`${path}?select=naïve key,kind:select&"select"=eq.x`)).rows).toEqual([
    { 'naïve key': 1, kind: 'x' },
  ])
  const { data } = await museum.client().from('camelCase').select('rowId, parentId').eq('rowId', 2).single()
  expect(data).toEqual({ rowId: 2, parentId: 1 })
})

test('every type has the JSON that Postgres gives it', async () => {
  const answer = await museum.get('/Every%20Type?Id=eq.00000000-0000-4000-8000-000000000001')
  expect(answer.rows[0]).toEqual({
    Id: '00000000-0000-4000-8000-000000000001',
    ...{ small: -32768, whole: 2147483647, big: 2 ** 63, exact: Number('12345678901234567890.123456789') },
    ...{ money2: 12.5, single: 1.5, double: 0.1, yes: true, text: 'line\nbreak "quoted" \\ 表 😀' },
    ...{ fixed: 'ab  ', limited: 'abcde', bytes: '\\xdeadbeef' },
    ...{ timestamp: '2024-02-29T13:14:15.123456', timestamptz: '2024-02-29T11:14:15+00:00', date: '2024-02-29' },
    ...{ time: '13:14:15', timetz: '13:14:15+02', span: '1 year 2 days 03:04:05' },
    ...{ doc: { b: 1, a: [1, null] }, docb: { a: [1, null], b: 1 }, ints: [1, null, 3] },
    ...{
      grid: [
        [1, 2],
        [3, 4],
      ],
      texts: ['a,b', 'c"d', null],
      stamps: ['2024-02-29T00:00:00+00:00'],
      docs: [{ x: 1 }],
    },
    ...{ mood: 'worn', moods: ['good', 'lost'], size: { height: 10.5, width: 20 }, sizes: [{ height: 1, width: 2 }] },
    ...{ brief: 'brief', days: '[2024-01-01,2024-02-01)', nums: '(1.5,)', many: '{[1,3),[5,7)}' },
    ...{ net: '10.0.0.1/8', mac: '08:00:2b:01:02:03', bit: '101', at: '(1,2)', tsv: "'a':1 'b':2", cash: '$12.34' },
  })
})

test('a number keeps every digit on the wire', async () => {
  const { text } = await museum.get('/Every%20Type?select=big,exact,money2&Id=eq.00000000-0000-4000-8000-000000000001')
  expect(text).toBe('[{"big":9223372036854775807,"exact":12345678901234567890.123456789,"money2":12.50}]')
})

test('what JSON has no number or date for is a string, what is missing is null', async () => {
  const odd = await museum.get(
    '/Every%20Type?select=single,double,timestamp,date&Id=eq.00000000-0000-4000-8000-000000000003',
  )
  expect(odd.rows).toEqual([{ single: 'NaN', double: 'Infinity', timestamp: 'infinity', date: '-infinity' }])
  const empty = (await museum.get('/Every%20Type?Id=eq.00000000-0000-4000-8000-000000000002')).rows[0] ?? {}
  expect(new Set(Object.values(empty))).toEqual(new Set(['00000000-0000-4000-8000-000000000002', null]))
})

test('fields of a composite and items of nested arrays are reached by path', async () => {
  const { rows } = await museum.get(
    '/Every%20Type?select=h:size->height,w:size->>width,cell:grid->1->0,second:sizes->0->width&size->>height=eq.10.50',
  )
  expect(rows).toEqual([{ h: 10.5, w: '20.00', cell: 3, second: 2 }])
})
