import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Museum, openMuseum } from './museum.ts'

let museum: Museum
beforeAll(async () => {
  museum = await openMuseum()
})
afterEach(async () => {
  await museum.sql`drop table if exists museum.fresh, museum.fresh_parent, museum.renamed cascade`
})
afterAll(() => museum.stop())

/** A change is noticed at once where the database tells of it, and within a second where a request has to. */
const eventually = <T>(read: () => T) => expect.poll(read, { interval: 100 })
const status = async (path: string) => (await museum.get(path)).status
const ddl = (statement: string) => museum.sql.unsafe(statement)

/** Changes that a request can tell by a name that is unknown, or known no longer. */
function changesOfNames(): void {
  test('a new table is served', async () => {
    expect(await status('/fresh')).toBe(404)
    await ddl('create table museum.fresh (id int primary key, name text); grant all on museum.fresh to anon')
    await eventually(() => status('/fresh?select=id,name')).toBe(200)
  })

  test('a new column is read, filtered by and written', async () => {
    await ddl('create table museum.fresh (id int primary key); grant all on museum.fresh to anon')
    await eventually(() => status('/fresh?id=eq.1')).toBe(200)
    await ddl('alter table museum.fresh add column colour text')
    await eventually(() => status('/fresh?colour=eq.red')).toBe(200)
    await expect
      .poll(async () => (await museum.post('/fresh', { id: Math.floor(Math.random() * 1e9), colour: 'red' })).status)
      .toBe(201)
    expect((await museum.get('/fresh?select=colour')).rows).toEqual([{ colour: 'red' }])
  })

  test('a column that is gone is unknown, and the others are still served', async () => {
    await ddl('create table museum.fresh (id int primary key, colour text); grant all on museum.fresh to anon')
    await eventually(() => status('/fresh?select=colour')).toBe(200)
    await ddl('alter table museum.fresh drop column colour')
    await eventually(async () => (await museum.get('/fresh?select=colour')).json).toMatchObject({ code: '42703' })
    await eventually(() => status('/fresh')).toBe(200)
  })

  test('a renamed table is served under its new name only', async () => {
    await ddl('create table museum.fresh (id int primary key); grant all on museum.fresh to anon')
    await eventually(() => status('/fresh')).toBe(200)
    await ddl('alter table museum.fresh rename to renamed')
    await eventually(() => status('/renamed')).toBe(200)
    await eventually(() => status('/fresh')).toBe(404)
  })

  test('a new foreign key can be embedded', async () => {
    await ddl(
      'create table museum.fresh_parent (id int primary key); create table museum.fresh (id int primary key, parent_id int)',
    )
    await ddl('grant all on museum.fresh, museum.fresh_parent to anon')
    await eventually(() => status('/fresh')).toBe(200)
    expect(await status('/fresh?select=id,fresh_parent(id)')).toBe(400)
    await ddl('alter table museum.fresh add foreign key (parent_id) references museum.fresh_parent')
    await eventually(() => status('/fresh?select=id,fresh_parent(id)')).toBe(200)
  })

  test('a new, a changed and a dropped function are noticed', async () => {
    expect(await status('/rpc/fresh_call')).toBe(404)
    await ddl("create function museum.fresh_call() returns text language sql immutable as $$ select 'one' $$")
    await eventually(async () => (await museum.get('/rpc/fresh_call')).json).toBe('one')
    await ddl('drop function museum.fresh_call')
    await ddl('create function museum.fresh_call() returns int[] language sql immutable as $$ select array[2] $$')
    await eventually(async () => (await museum.get('/rpc/fresh_call')).json).toEqual([2])
    await ddl('drop function museum.fresh_call')
    await eventually(() => status('/rpc/fresh_call')).toBe(404)
  })
}

describe('where event triggers tell of changes', () => {
  changesOfNames()

  test('a column that changed its type is filtered by the new one', async () => {
    await ddl(
      "create table museum.fresh (id text primary key); grant all on museum.fresh to anon; insert into museum.fresh values ('01')",
    )
    await eventually(async () => (await museum.get('/fresh?id=eq.01')).rows.length).toBe(1)
    await ddl('alter table museum.fresh alter column id type int using id::int')
    await eventually(async () => (await museum.get('/fresh?id=eq.1')).json).toEqual([{ id: 1 }])
  })

  test('a new primary key is upserted by', async () => {
    await ddl('create table museum.fresh (id int, name text); grant all on museum.fresh to anon')
    await eventually(() => status('/fresh')).toBe(200)
    await ddl('alter table museum.fresh add primary key (id)')
    const upsert = (name: string) => museum.post('/fresh', { id: 1, name }, { prefer: 'resolution=merge-duplicates' })
    await expect
      .poll(async () => (await upsert('one')).headers.get('preference-applied'))
      .toBe('resolution=merge-duplicates')
    await upsert('two')
    expect((await museum.get('/fresh')).rows).toEqual([{ id: 1, name: 'two' }])
  })
})

describe('where nothing tells of changes', () => {
  beforeAll(async () => {
    await ddl('drop event trigger paddock_ddl_watch; drop event trigger paddock_drop_watch')
  })
  changesOfNames()
})

test('other requests are answered while the schema changes', async () => {
  const running = Array.from({ length: 40 }, () => museum.get('/works?select=id,artists(name)&id=eq.1'))
  for (let i = 0; i < 5; i++) await ddl(`create table museum.busy_${i} (id int); drop table museum.busy_${i}`)
  for (const answer of await Promise.all(running)) expect(answer.status).toBe(200)
})
