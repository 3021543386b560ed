import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Museum, openMuseum } from './museum.ts'

/** What an operator turns on by settings of the role that the gateway logs in as. */

let museum: Museum
let role = ''
beforeAll(async () => {
  museum = await openMuseum()
  await museum.sql.unsafe(`
    set search_path = museum;
    create table owners (id int primary key, name text);
    create table kinds (id int primary key, kind text);
    create table jobs (id int primary key, owner int references owners, kind int references kinds, cost numeric, notes json);
    create table bills (id int primary key, job int references jobs, total int);
    insert into owners values (1, 'Ada'), (2, 'Bob'), (3, 'Cyd');
    insert into kinds values (1, 'paint'), (2, 'engine');
    insert into jobs values (1, 1, 1, 10, '{"n": 1}'), (2, 1, 2, 20, '{"n": 1}'), (3, 2, 2, 5, '{"n": 2}');
    insert into bills values (1, 1, 100), (2, 1, 50), (3, 3, 7);
    create table once (id int primary key, n int unique deferrable initially deferred);
    grant select, insert, update, delete on all tables in schema museum to anon, authenticated, service_role;`)
  const [row] =
    await museum.sql`select rolname from pg_roles where rolname like 'authenticator%' order by length(rolname) limit 1`
  role = row?.rolname
})
afterAll(() => museum.stop())

/** Sets it for the database of this file alone, and waits until the gateway knows. */
async function turn(setting: string, value: string, known: () => Promise<boolean>): Promise<void> {
  const [{ name } = {}] = await museum.sql`select current_database() as name`
  await museum.sql.unsafe(`alter role ${role} in database ${name} set pgrst.${setting} = '${value}'`)
  await museum.sql`notify pgrst, 'reload config'`
  await vi.waitUntil(known, { timeout: 60_000 })
}

const service = { as: 'service' } as const
/** Rows as the service sees them. */
const rows = async (path: string) => {
  const answer = await museum.get(path, service)
  expect(answer.status, answer.text).toBe(200)
  return answer.rows
}

describe('aggregates', () => {
  test('are refused until they are turned on', async () => {
    expect(await museum.get('/jobs?select=cost.sum()', service)).toMatchObject({
      status: 400,
      json: { code: 'PGRST123' },
    })
    await turn(
      'db_aggregates_enabled',
      'true',
      async () => (await museum.get('/jobs?select=cost.sum()', service)).status === 200,
    )
  })

  test.each<[string, object[]]>([
    ['/jobs?select=count()', [{ count: 3 }]],
    ['/jobs?select=n:count()::text', [{ n: '3' }]],
    [
      '/jobs?select=cost.sum(),cost.avg(),cost.min(),cost.max(),cost.count()',
      [{ sum: 35, avg: 35 / 3, min: 5, max: 20, count: 3 }],
    ],
    [
      '/jobs?select=owner,all:cost.sum()::int&order=owner',
      [
        { owner: 1, all: 30 },
        { owner: 2, all: 5 },
      ],
    ],
    [
      '/jobs?select=n:notes->>n,cost.sum()&order=notes->>n',
      [
        { n: '1', sum: 30 },
        { n: '2', sum: 5 },
      ],
    ],
    ['/jobs?select=s:notes->>n::int.sum()', [{ s: 4 }]],
    ['/jobs?select=cost.sum()&owner=eq.9', [{ sum: null }]],
    [
      '/jobs?select=owner,owners(name),cost.sum()&order=owner',
      [
        { owner: 1, owners: { name: 'Ada' }, sum: 30 },
        { owner: 2, owners: { name: 'Bob' }, sum: 5 },
      ],
    ],
    [
      '/jobs?select=id,bills(total.sum(),total.count())&order=id',
      [
        { id: 1, bills: [{ sum: 150, count: 2 }] },
        { id: 2, bills: [{ sum: null, count: 0 }] },
        { id: 3, bills: [{ sum: 7, count: 1 }] },
      ],
    ],
    [
      '/owners?select=name,jobs(cost.sum(),...kinds(kind))&order=name',
      [
        {
          name: 'Ada',
          jobs: expect.arrayContaining([
            { sum: 10, kind: 'paint' },
            { sum: 20, kind: 'engine' },
          ]),
        },
        { name: 'Bob', jobs: [{ sum: 5, kind: 'engine' }] },
        { name: 'Cyd', jobs: [] },
      ],
    ],
    [
      '/jobs?select=cost.sum(),...kinds(kind)&order=kinds(kind)',
      [
        { sum: 25, kind: 'engine' },
        { sum: 10, kind: 'paint' },
      ],
    ],
    [
      '/bills?select=...jobs(owner,cost.max(),jobs:count())&order=jobs(owner)',
      [
        { owner: 1, max: 10, jobs: 2 },
        { owner: 2, max: 5, jobs: 1 },
      ],
    ],
    [
      '/owners?select=name,...jobs(cost.sum(),n:count())&order=name',
      [
        { name: 'Ada', sum: 30, n: 2 },
        { name: 'Bob', sum: 5, n: 1 },
        { name: 'Cyd', sum: null, n: 0 },
      ],
    ],
    ['/owners?select=name,...jobs(id,n:count())&order=name&limit=1', [{ name: 'Ada', id: [1, 2], n: 2 }]],
    ['/owners?select=...jobs(cost.sum())', [{ sum: 35 }]],
  ])('%s', async (path, expected) => {
    expect(await rows(path)).toEqual(expected)
  })

  test('are counted as groups, and see no row that policies hide', async () => {
    const counted = await museum.get('/jobs?select=owner,cost.sum()&limit=1', { ...service, prefer: 'count=exact' })
    expect(counted.headers.get('content-range')).toBe('0-0/2')
    await museum.sql`alter table museum.jobs enable row level security`
    expect((await museum.get('/jobs?select=count()')).rows).toEqual([{ count: 0 }])
    await museum.sql`alter table museum.jobs disable row level security`
  })
})

describe('plans', () => {
  const plan = (accept: string) => museum.get('/jobs?id=eq.1', { ...service, accept })

  test('are refused until they are turned on, for they tell of what policies hide', async () => {
    expect((await plan('application/vnd.pgrst.plan')).status).toBe(406)
    await turn('db_plan_enabled', 'true', async () => (await plan('application/vnd.pgrst.plan')).status === 200)
  })

  test('as text, as JSON, with options', async () => {
    const text = await plan('application/vnd.pgrst.plan')
    expect([text.headers.get('content-type'), text.text.slice(0, 9)]).toEqual([
      'application/vnd.pgrst.plan+text; charset=utf-8',
      'Aggregate',
    ])
    const json = await plan(
      'application/vnd.pgrst.plan+json; for="application/vnd.pgrst.object+json"; options=analyze|verbose',
    )
    expect(json.headers.get('content-type')).toBe(
      'application/vnd.pgrst.plan+json; for="application/vnd.pgrst.object+json"; options=analyze|verbose; charset=utf-8',
    )
    expect(json.json).toEqual([
      expect.objectContaining({
        Plan: expect.objectContaining({ 'Actual Rows': expect.any(Number), Output: expect.anything() }),
      }),
    ])
    const explained = await museum.client('service').from('jobs').select('id').explain({ analyze: true })
    expect(explained.data).toContain('Execution Time')
  })

  test('of a change do not change anything', async () => {
    const answer = await museum.remove('/jobs?id=eq.1', { ...service, accept: 'application/vnd.pgrst.plan+json' })
    expect(answer.status).toBe(200)
    expect(await rows('/jobs?select=id&id=eq.1')).toEqual([{ id: 1 }])
  })
})

describe('the end of a transaction', () => {
  const insert = (n: number, tx: string) =>
    museum.post('/once', { id: n, n }, { ...service, prefer: `return=representation,tx=${tx}` })

  test('is a commit, whatever a request wishes, until requests may say so', async () => {
    const answer = await insert(1, 'rollback')
    expect([answer.status, answer.headers.get('preference-applied')]).toEqual([201, 'return=representation'])
    expect(await rows('/once')).toEqual([{ id: 1, n: 1 }])
    await turn('db_tx_end', 'commit-allow-override', async () => {
      const { headers } = await museum.get('/once', { ...service, prefer: 'tx=commit' })
      return headers.get('preference-applied') === 'tx=commit'
    })
  })

  test('is a rollback on demand: the answer is as if, and nothing stays', async () => {
    const answer = await insert(2, 'rollback')
    expect([answer.status, answer.json]).toEqual([201, [{ id: 2, n: 2 }]])
    expect(answer.headers.get('preference-applied')).toBe('return=representation, tx=rollback')
    const client = museum.client('service')
    expect((await client.from('once').delete().eq('id', 1).rollback().select()).data).toEqual([{ id: 1, n: 1 }])
    expect(await rows('/once')).toEqual([{ id: 1, n: 1 }])
    expect((await insert(3, 'commit')).status).toBe(201)
    expect(await rows('/once?select=id&order=id')).toEqual([{ id: 1 }, { id: 3 }])
  })

  test('tells what a commit would have refused', async () => {
    const answer = await museum.post('/once', { id: 4, n: 1 }, { ...service, prefer: 'tx=rollback' })
    expect(answer).toMatchObject({ status: 409, json: { code: '23505' } })
  })
})
