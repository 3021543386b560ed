import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Failure, type Museum, openMuseum } from './museum.ts'

let museum: Museum
beforeAll(async () => {
  museum = await openMuseum()
})
afterAll(() => museum.stop())

const calls: [name: string, args: Record<string, unknown>, result: unknown][] = [
  ['add', { a: 1, b: 2 }, 3],
  ['add', { a: '1', b: '2' }, 3],
  ['greet', {}, 'hello you'],
  ['greet', { name: 'Ada' }, 'hello Ada'],
  ['greet', { Loud: true }, 'HELLO YOU'],
  ['greet', { name: '表 "q" \\ \n', Loud: false }, 'hello 表 "q" \\ \n'],
  ['greet', { name: null }, null],
  ['no_value', {}, null],
  ['primes', {}, [2, 3, 5, 7]],
  ['extent', {}, { lowest: 1850, highest: 1901 }],
  ['sizes', { h: 1.5, w: 2 }, { height: 1.5, width: 2 }],
  ['as_condition', { value: 'worn' }, 'worn'],
  ['as_array', {}, [1, 2, 3]],
  ['as_json', {}, { a: [1, 2] }],
  ['kind_of', { doc: [1, 2] }, 'array'],
  ['kind_of', { doc: { a: 1 } }, 'object'],
  ['kind_of', { doc: 'text' }, 'string'],
  ['kind_of', { doc: 5 }, 'number'],
  [
    'nested',
    { doc: { a: [1, { b: 'c' }] }, list: [1, 'two', null] },
    { doc: { a: [1, { b: 'c' }] }, list: [1, 'two', null] },
  ],
  ['sum_of', { numbers: [1, 2, 3] }, 6],
  ['sum_of', { numbers: '{4,5}' }, 9],
  ['total', { numbers: [1, 2, 3] }, 6],
  ['total', {}, 0],
  ['pick', { a: 1 }, 'int 1'],
  ['pick', { a: 1, b: 2 }, 'two ints 1 2'],
  ['pick', { c: 'x' }, 'text x'],
  ['camelCall', { firstName: 'Bo' }, { firstName: 'Bo' }],
  ['echo', { any: { thing: [1] } }, { any: { thing: [1] } }],
  ['works_counted', {}, 5],
  [
    'stats',
    {},
    [
      { condition: 'pristine', works: 1 },
      { condition: 'good', works: 2 },
      { condition: 'worn', works: 1 },
      { condition: 'lost', works: 1 },
    ],
  ],
]

describe('rpc', () => {
  test.for(calls)('%s(%o)', async ([name, args, result]) => {
    const { data, error, status } = await museum.client().rpc(name, args)
    expect([error, status]).toEqual([null, 200])
    expect(data).toEqual(result)
  })
})

test('a function that returns nothing answers 204', async () => {
  const { data, status, error } = await museum.client().rpc('nothing')
  expect([data, status, error]).toEqual([null, 204, null])
  expect((await museum.post('/rpc/nothing', {})).headers.get('content-type')).toBeNull()
})

test('rows of a table are selected, filtered, ordered, limited and embedded like the table', async () => {
  const { data } = await museum
    .client()
    .rpc('works_of', { artist: 1 })
    .select('id, artists(name), shows(id)')
    .gt('year', 1850)
    .order('id')
  expect(data).toEqual([{ id: 2, artists: { name: 'Ada' }, shows: expect.arrayContaining([{ id: 1 }, { id: 2 }]) }])
  const page = await museum
    .client()
    .rpc('works_of', { artist: 1 }, { count: 'exact' })
    .select('id')
    .order('id', { ascending: false })
    .limit(1)
  expect(page).toMatchObject({ data: [{ id: 2 }], count: 2, status: 206 })
})

test('one row of a table is an object', async () => {
  const { data } = await museum.client().rpc('one_work', { id: 2 }).select('id, title, artists(name)')
  expect(data).toEqual({ id: 2, title: 'Bridge at Noon', artists: { name: 'Ada' } })
})

test('single() takes the one row, and refuses several', async () => {
  const { data } = await museum.client().rpc('works_of', { artist: 2 }).select('id').single()
  expect(data).toEqual({ id: 3 })
  const { error } = await museum.client().rpc('works_of', { artist: 1 }).single()
  expect(error).toMatchObject({ code: 'PGRST116', details: 'The result contains 2 rows' })
})

const gets: [query: string, result: unknown][] = [
  ['add?a=1&b=2', 3],
  ['greet', 'hello you'],
  ['greet?name=Ada&Loud=true', 'HELLO ADA'],
  ['greet?name=first&name=last', 'hello last'],
  ['total?numbers=1&numbers=2', 3],
  ['sum_of?numbers={4,5}', 9],
  ['works_of?artist=1&select=id&order=id.desc', [{ id: 2 }, { id: 1 }]],
  ['works_of?artist=1&select=id&year=gt.1850', [{ id: 2 }]],
  ['works_of?artist=1&select=id&limit=1&offset=1', [{ id: 2 }]],
  ['primes', [2, 3, 5, 7]],
]

describe('a function that only reads is called by GET', () => {
  test.for(gets)('%s', async ([query, result]) => {
    expect(await museum.get(`/rpc/${query}`)).toMatchObject({ status: 200, json: result })
  })

  test('by supabase-js too, with get and head', async () => {
    expect((await museum.client().rpc('add', { a: 1, b: 2 }, { get: true })).data).toBe(3)
    expect((await museum.client().rpc('sum_of', { numbers: [1, 2] }, { get: true })).data).toBe(3)
    const counted = await museum.client().rpc('works_of', { artist: 1 }, { head: true, count: 'exact' })
    expect(counted).toMatchObject({ data: null, count: 2 })
  })

  test('and one that writes is not: the transaction is read-only', async () => {
    const answer = await museum.get('/rpc/write_suggestion?body=x')
    expect(answer).toMatchObject({ status: 405, json: { code: '25006' } })
    expect(await museum.sql`select from museum.suggestions`).toHaveLength(0)
  })
})

test('a function that writes, writes once, and is undone when the answer is an error', async () => {
  expect(await museum.post('/rpc/write_suggestion', { body: 'more light' })).toMatchObject({ status: 200, json: 1 })
  expect(await museum.sql`select body from museum.suggestions`).toEqual([{ body: 'more light' }])
  await museum.sql`insert into museum.labels (code, weight) values ('r1', 1), ('r2', 1)`
  const accept = 'application/vnd.pgrst.object+json'
  expect((await museum.post('/rpc/raise_labels', { at_most: 1 }, { accept })).status).toBe(406)
  const strict = { prefer: 'handling=strict, max-affected=1' }
  expect(await museum.post('/rpc/raise_labels', { at_most: 1 }, strict)).toMatchObject({
    status: 400,
    json: { code: 'PGRST124' },
  })
  expect(await museum.sql`select distinct weight from museum.labels`).toEqual([{ weight: 1 }])
  expect(await museum.post('/rpc/nothing', {}, strict)).toMatchObject({ status: 400, json: { code: 'PGRST128' } })
})

test('the body may be empty, a form, or an array whose first object counts', async () => {
  expect((await museum.post('/rpc/greet', undefined)).json).toBe('hello you')
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  expect((await museum.post('/rpc/add', 'a=1&b=2', { headers: form })).json).toBe(3)
  expect(
    (
      await museum.post('/rpc/add', [
        { a: 1, b: 2 },
        { a: 5, b: 6 },
      ])
    ).json,
  ).toBe(3)
  expect((await museum.post('/rpc/add?columns=a,b', { a: 1, b: 2, c: 3 })).json).toBe(3)
})

test('a table function answers in CSV', async () => {
  const { text } = await museum.post('/rpc/stats', {}, { accept: 'text/csv' })
  expect(text).toBe('condition,works\npristine,1\ngood,2\nworn,1\nlost,1')
})

test('the function reads who asks, and how', async () => {
  const setting = (name: string, as?: 'alice') =>
    museum.post('/rpc/setting', { name }, { as, headers: { 'x-tag': 'blue' } })
  expect((await setting('request.method')).json).toBe('POST')
  expect((await setting('request.path')).json).toBe('/rpc/setting')
  expect(JSON.parse(String((await setting('request.headers')).json))).toMatchObject({ 'x-tag': 'blue' })
  expect(JSON.parse(String((await setting('request.jwt.claims', 'alice')).json))).toMatchObject({
    role: 'authenticated',
  })
  expect((await museum.post('/rpc/who', {}, { as: 'alice' })).json).toEqual([
    { role: 'authenticated', claims: expect.objectContaining({ sub: expect.any(String) }) },
  ])
  expect((await museum.post('/rpc/who', {}, { as: 'service' })).json).toMatchObject([{ role: 'service_role' }])
  expect((await museum.post('/rpc/who', {})).json).toMatchObject([{ role: 'anon', claims: { role: 'anon' } }])
})

test('the function does not read the keys and tokens of who asks', async () => {
  const { json } = await museum.post('/rpc/setting', { name: 'request.headers' }, { as: 'alice' })
  expect(json).not.toContain(museum.server.keys.publishableKey)
  expect(json).not.toContain(museum.tokens.alice)
})

test('a statement that takes longer than its role may is ended', async () => {
  const [{ current_database: name } = {}] = await museum.sql`select current_database()`
  await museum.sql.unsafe(`alter role anon in database ${name} set statement_timeout = '100ms'`)
  await museum.sql`notify pgrst, 'reload schema'`
  const slow = () => museum.get('/rpc/slow')
  await expect.poll(slow).toMatchObject({ json: { code: '57014' } })
  expect((await museum.get('/rpc/slow', { as: 'service' })).json).toBe(1)
  await museum.sql.unsafe(`alter role anon in database ${name} reset statement_timeout`)
})

test('a function sets the status and the headers of the answer', async () => {
  const answer = await museum.post('/rpc/with_headers', {})
  expect([answer.status, answer.json]).toEqual([202, 1])
  expect([answer.headers.get('x-first'), answer.headers.get('x-second')]).toEqual(['one', 'two'])
})

const failures: [path: string, body: unknown, status: number, error: Partial<Failure>][] = [
  ['fail', {}, 400, { code: 'P0001', message: 'It broke', details: 'in two', hint: 'glue it' }],
  ['fail_with', { state: '22012' }, 400, { code: '22012', message: 'as asked', details: null, hint: null }],
  ['fail_with', { state: '42501' }, 401, { code: '42501' }],
  ['fail_with', { state: 'P0002' }, 500, { code: 'P0002', message: 'as asked' }],
  ['fail_with', { state: 'PT418' }, 418, { code: 'PT418', message: 'as asked' }],
  ['fail_with', { state: '23505' }, 409, { code: '23505' }],
  ['fail_with', { state: '40001' }, 500, { code: '40001' }],
  ['fail_with', { state: '53400' }, 500, { code: '53400' }],
  ['fail_with', { state: '28000' }, 403, { code: '28000' }],
  ['fail_with', { state: 'A1234' }, 400, { code: 'A1234' }],
  [
    'payment_required',
    {},
    402,
    { code: 'PT402', message: 'Payment Required', details: 'Quota exceeded', hint: 'Upgrade your plan' },
  ],
  ['full_control', {}, 419, { code: '123', message: 'Gone fishing', details: 'until noon', hint: 'come back' }],
  ['two_rows_from_one', {}, 500, { code: '21000' }],
  ['add', { a: 1, b: 'x' }, 400, { code: '22P02', message: 'invalid input syntax for type integer: "x"' }],
  ['add', { a: 2147483647, b: 1 }, 400, { code: '22003', message: 'integer out of range' }],
  [
    'nope',
    {},
    404,
    {
      code: 'PGRST202',
      message: 'Could not find the function museum.nope without parameters in the schema cache',
      details:
        'Searched for the function museum.nope without parameters or with a single unnamed json/jsonb parameter, but no matches were found in the schema cache.',
    },
  ],
  [
    'add',
    { a: 1 },
    404,
    {
      code: 'PGRST202',
      message: 'Could not find the function museum.add(a) in the schema cache',
    },
  ],
  [
    'add',
    { a: 1, b: 2, c: 3 },
    404,
    {
      code: 'PGRST202',
      message: 'Could not find the function museum.add(a, b, c) in the schema cache',
      details:
        'Searched for the function museum.add with parameters a, b, c or with a single unnamed json/jsonb parameter, but no matches were found in the schema cache.',
      hint: 'Perhaps you meant to call the function museum.add(a, b)',
    },
  ],
  ['Add', { a: 1, b: 2 }, 404, { code: 'PGRST202' }],
  [
    'unclear',
    { a: 1 },
    300,
    {
      code: 'PGRST203',
      message: expect.stringMatching(
        /^Could not choose the best candidate function between: museum\.unclear\(a => \w+\), museum\.unclear\(a => \w+\)$/,
      ),
      hint: 'Try renaming the parameters or the function itself in the database so function overloading can be resolved',
      details: null,
    },
  ],
  ['pg_sleep', { seconds: 1 }, 404, { code: 'PGRST202' }],
  ['add', '{"a": 1,', 400, { code: 'PGRST102', message: 'Empty or invalid json' }],
  ['refresh_counts', {}, 401, { code: '42501', message: 'permission denied for function refresh_counts' }],
]

describe('a call that fails says so with the documented status', () => {
  test.for(failures)('%s(%o)', async ([path, body, status, error]) => {
    expect(await museum.post(`/rpc/${path}`, body)).toMatchObject({ status, json: error })
  })

  test('headers set by the error are sent', async () => {
    expect((await museum.post('/rpc/full_control', {})).headers.get('x-fish')).toBe('trout')
  })

  test('other methods than GET and POST are not for functions', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      expect(await museum.ask(method, '/rpc/add', { body: {} })).toMatchObject({
        status: 405,
        json: { code: 'PGRST101', message: `Cannot use the ${method} method on RPC` },
      })
    }
  })
})
