import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Failure, type Museum, openMuseum } from './museum.ts'

let museum: Museum
beforeAll(async () => {
  museum = await openMuseum({ maxRows: 100 })
})
afterAll(() => museum.stop())

const orders: [order: string, ids: number[]][] = [
  ['id', [1, 2, 3, 4, 5]],
  ['id.desc', [5, 4, 3, 2, 1]],
  ['year', [1, 2, 3, 4, 5]],
  ['year.desc', [5, 4, 3, 2, 1]],
  ['year.nullsfirst', [5, 1, 2, 3, 4]],
  ['year.asc.nullsfirst', [5, 1, 2, 3, 4]],
  ['year.desc.nullslast', [4, 3, 2, 1, 5]],
  ['home_id.desc.nullslast,id.desc', [4, 3, 2, 1, 5]],
  ['home_id.nullslast,id.desc', [2, 1, 4, 3, 5]],
  [' home_id.nullslast , id.desc ', [2, 1, 4, 3, 5]],
  ['condition,id', [1, 2, 4, 3, 5]],
  ['details->copies.desc.nullslast,id', [4, 1, 2, 3, 5]],
  ['details->>frame.nullslast,id', [1, 2, 3, 4, 5]],
  ['"year".desc.nullslast', [4, 3, 2, 1, 5]],
  ['label.desc&id=lt.5', [4, 3, 2, 1]],
]

describe('order', () => {
  test.for(orders)('%s', async ([order, ids]) => {
    const answer = await museum.get(`/works?select=id&order=${order}`)
    expect(answer.rows.map((row) => row.id)).toEqual(ids)
  })
})

test('supabase-js orders by several columns, each in its own direction', async () => {
  const query = museum.client().from('works').select('id').order('home_id', { nullsFirst: false })
  const { data } = await query.order('id', { ascending: false })
  expect(data?.map((row) => row.id)).toEqual([2, 1, 4, 3, 5])
})

type Page = { query?: string; range?: string; prefer?: string }
const pages: [page: Page, status: number, contentRange: string, numbers: number[]][] = [
  [{ query: 'limit=3' }, 200, '0-2/*', [1, 2, 3]],
  [{ query: 'limit=3&offset=2' }, 200, '2-4/*', [3, 4, 5]],
  [{ query: 'offset=118&n=lte.120' }, 200, '118-119/*', [119, 120]],
  [{ query: 'limit=0' }, 200, '*/*', []],
  [{ query: 'limit=3&offset=-4' }, 200, '0-2/*', [1, 2, 3]],
  [{ query: 'offset=500' }, 200, '*/*', []],
  [{ range: '0-1' }, 200, '0-1/*', [1, 2]],
  [{ range: '118-' }, 200, '118-119/*', [119, 120]],
  [{ range: '5-5' }, 200, '5-5/*', [6]],
  [{ range: '119-900' }, 200, '119-119/*', [120]],
  [{ range: '0-1', prefer: 'count=exact' }, 206, '0-1/120', [1, 2]],
  [{ query: 'limit=2', prefer: 'count=exact' }, 206, '0-1/120', [1, 2]],
  [{ query: 'limit=2&offset=118', prefer: 'count=exact' }, 206, '118-119/120', [119, 120]],
  [{ query: 'n=lt.3', prefer: 'count=exact' }, 200, '0-1/2', [1, 2]],
  [{ query: 'n=gt.900', prefer: 'count=exact' }, 200, '*/0', []],
  [{ query: 'limit=2', prefer: 'count=none' }, 200, '0-1/*', [1, 2]],
]

describe('a page of 120 numbers', () => {
  test.for(pages)('%o', async ([{ query, range, prefer }, status, contentRange, numbers]) => {
    const answer = await museum.get(`/numbers?order=n&${query ?? ''}`, { range, prefer })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-range')).toBe(contentRange)
    expect(answer.rows.map((row) => row.n)).toEqual(numbers)
  })
})

test('no answer has more rows than the server allows, whatever the client asks for', async () => {
  const sizes = await Promise.all([
    museum.get('/numbers'),
    museum.get('/numbers?limit=1000000'),
    museum.get('/numbers', { range: '0-999999' }),
    museum.get('/rpc/many_numbers'),
    museum.post('/rpc/many_numbers', {}),
  ])
  expect(sizes.map((answer) => answer.rows.length)).toEqual([100, 100, 100, 100, 100])
  const counted = await museum.get('/numbers?order=n', { prefer: 'count=exact' })
  expect([counted.status, counted.headers.get('content-range')]).toEqual([206, '0-99/120'])
})

test('to a server with the secret key a planned count comes from the planner, and is close for an analysed table', async () => {
  await museum.sql`analyze museum.numbers`
  const answer = await museum.get('/numbers?limit=10', { as: 'service', prefer: 'count=planned' })
  expect([answer.status, answer.headers.get('content-range')]).toEqual([206, '0-9/120'])
})

test('an estimated count is then planned where it would pass the row limit', async () => {
  await museum.sql`analyze museum.numbers`
  const all = await museum.get('/numbers?limit=10', { as: 'service', prefer: 'count=estimated' })
  expect(all.headers.get('content-range')).toBe('0-9/120')
  const few = await museum.get('/numbers?limit=1&n=lte.7', { as: 'service', prefer: 'count=estimated' })
  expect(few.headers.get('content-range')).toBe('0-0/7')
})

/** A new table is known once the catalog has been read again. */
async function served(table: string): Promise<void> {
  await museum.sql`notify pgrst`
  await expect.poll(async () => (await museum.get(`/${table}?limit=0`)).status).toBe(200)
}

test.each(['planned', 'estimated'])('a %s count of people has nothing of what they may not see', async (count) => {
  await museum.sql`create table museum.secrets (id int primary key, is_public boolean not null, name text not null)`
  await museum.sql`insert into museum.secrets select n, n <= 3, 'Name ' || n % 5 from generate_series(1, 5000) n`
  await museum.sql`alter table museum.secrets enable row level security`
  await museum.sql`create policy "public ones are seen" on museum.secrets for select to anon, authenticated using (is_public)`
  await museum.sql`grant select on museum.secrets to anon, authenticated`
  await museum.sql`analyze museum.secrets`
  onTestFinished(async () => void (await museum.sql`drop table museum.secrets`))
  await served('secrets')
  for (const as of ['visitor', 'alice'] as const) {
    const all = await museum.get('/secrets?limit=1', { as, prefer: `count=${count}` })
    expect(all.headers.get('content-range')).toBe('0-0/3')
    const hidden = await museum.get('/secrets?limit=1&name=eq.Name%204', { as, prefer: `count=${count}` })
    expect(hidden.headers.get('content-range')).toBe('*/0')
  }
})

test('an estimate for people stops counting at ten times the row limit', async () => {
  await museum.sql`create table museum.many as select n from generate_series(1, 1200) n`
  await museum.sql`grant select on museum.many to anon`
  onTestFinished(async () => void (await museum.sql`drop table museum.many`))
  await served('many')
  const answer = await museum.get('/many?limit=1', { as: 'visitor', prefer: 'count=estimated' })
  expect(answer.headers.get('content-range')).toBe('0-0/1001')
})

const refusals: [page: Page, status: number, error: Partial<Failure>, contentRange: string | null][] = [
  [
    { query: 'limit=-1' },
    416,
    {
      code: 'PGRST103',
      message: 'Requested range not satisfiable',
      details: 'Limit should be greater than or equal to zero.',
    },
    null,
  ],
  [
    { range: '3-1' },
    416,
    {
      code: 'PGRST103',
      details: 'The lower boundary must be lower than or equal to the upper boundary in the Range header.',
    },
    null,
  ],
  [
    { query: 'offset=500', prefer: 'count=exact' },
    416,
    { code: 'PGRST103', details: 'An offset of 500 was requested, but there are only 120 rows.', hint: null },
    '*/120',
  ],
  [
    { query: 'n=gt.900', range: '1-2', prefer: 'count=exact' },
    416,
    { code: 'PGRST103', details: 'An offset of 1 was requested, but there are only 0 rows.' },
    '*/0',
  ],
  [
    { query: 'order=n.sideways' },
    400,
    { code: 'PGRST100', message: expect.stringContaining('failed to parse order') },
    null,
  ],
  [{ query: 'order=n.desc.nullsmiddle' }, 400, { code: 'PGRST100' }, null],
  [{ query: 'order=nope' }, 400, { code: '42703', message: 'column numbers.nope does not exist' }, null],
  [{ query: 'order=n,' }, 400, { code: 'PGRST100' }, null],
]

describe('a page that cannot be is refused', () => {
  test.for(refusals)('%o', async ([{ query, range, prefer }, status, error, contentRange]) => {
    const answer = await museum.get(`/numbers?${query ?? ''}`, { range, prefer })
    expect(answer).toMatchObject({ status, json: error })
    if (contentRange) expect(answer.headers.get('content-range')).toBe(contentRange)
  })
})

test('supabase-js counts without fetching, and pages with range()', async () => {
  const numbers = () => museum.client().from('numbers')
  expect(await numbers().select('*', { count: 'exact', head: true })).toMatchObject({
    count: 120,
    data: null,
    error: null,
  })
  const page = await numbers().select('*', { count: 'exact' }).order('n').range(10, 12)
  expect(page).toMatchObject({ count: 120, status: 206, data: [{ n: 11 }, { n: 12 }, { n: 13 }] })
  expect((await numbers().select().order('n', { ascending: false }).limit(1)).data).toEqual([{ n: 120 }])
})

test('HEAD answers with the headers of GET and no body', async () => {
  const get = await museum.get('/numbers?limit=2', { prefer: 'count=exact' })
  const head = await museum.ask('HEAD', '/numbers?limit=2', { prefer: 'count=exact' })
  expect([head.status, head.text]).toEqual([206, ''])
  for (const name of ['content-type', 'content-range']) expect(head.headers.get(name)).toBe(get.headers.get(name))
})
