import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createConnections, hold, statement } from '../../../src/server/rest/connections.ts'
import { type Museum, openMuseum } from './museum.ts'

let museum: Museum
beforeAll(async () => {
  museum = await openMuseum({ poolSize: 5 })
  await museum.sql`create table museum.kept (id int primary key)`
  await museum.sql`grant select, insert on museum.kept to anon`
  await museum.sql`notify pgrst`
})
afterAll(() => museum.stop())

test('connections that the database ends take their requests along, and nothing else', async () => {
  await expect.poll(async () => (await museum.get('/kept')).status).toBe(200)
  vi.spyOn(console, 'error').mockImplementation(() => {})
  let next = 0
  let killing = true
  const kept: number[] = []
  const refused: string[] = []
  const visitor = async () => {
    while (killing) {
      const id = next++
      // Every other request is looked at before its commit, and so comes in two parts.
      const options = id % 2 ? {} : { prefer: 'return=representation', accept: 'application/vnd.pgrst.object+json' }
      const { status, text } = await museum.post('/kept', { id }, options)
      if (status === 201) kept.push(id)
      else refused.push(`${status} ${text}`)
    }
  }
  const visitors = Array.from({ length: 20 }, visitor)
  for (let round = 0; round < 15 || kept.length === 0 || refused.length === 0; round++) {
    await wait(20)
    await museum.sql`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'authenticator' and datname = current_database()`
  }
  killing = false
  await Promise.all(visitors)

  for (const answer of refused) expect(answer).toMatch(/^503 /)
  expect(kept.length).toBeGreaterThan(0)
  expect(refused.length).toBeGreaterThan(0)
  const rows = await museum.sql`select id from museum.kept`
  const found = new Set(rows.map(({ id }) => id))
  expect(kept.filter((id) => !found.has(id))).toEqual([])
  // The view is the whole Postgres's, and other databases and this server's own jobs have transactions too.
  const left = () => museum.sql`
    select pid, query from pg_stat_activity
    where datname = current_database() and usename = 'authenticator' and state like 'idle in transaction%'`
  await expect.poll(left).toEqual([])
  const after = await Promise.all(Array.from({ length: 20 }, () => museum.get('/kept?limit=1')))
  for (const { status } of after) expect(status).toBe(200)
})

test('where a backend has forgotten what was prepared, as behind a pooler, it is asked again, and whole', async () => {
  const sql = postgres(museum.tap.url, { max: 1, onnotice: () => {} })
  const connections = createConnections(sql)
  const forget = statement('deallocate all', [], false)
  const [one, two] = [statement(`select set_config('app.x', $1, true)`, ['1']), statement('select $1::int + 1', ['1'])]
  await hold(connections, async (connection) => {
    const both = [[['1']], [['2']]]
    const ask = async () => (await connection.ask([one, two])).map((rows) => rows.map((row) => row.map(String)))
    expect(await ask()).toEqual(both)
    await connection.ask([forget])
    expect(await ask()).toEqual(both)
    await connection.ask([forget])
    expect(await ask()).toEqual(both)
  })
  await hold(createConnections(sql), async (connection) => {
    const foreign = statement(`do $$ begin execute 'execute nobodys'; end $$`, [], false)
    await expect(connection.ask([foreign])).rejects.toMatchObject({ code: '26000' }) // a function's own affair
    await connection.ask([two])
    const known = await connection.ask([statement('select count(*) from pg_prepared_statements', [], false)])
    expect(String(known[0]?.[0]?.[0])).toBe('1')
    await connection.ask([forget])
    await connection.ask([statement('begin', [], false), one])
    await expect(connection.ask([two])).rejects.toMatchObject({ code: '26000' }) // what came before would be lost
    await connection.ask([statement('rollback', [], false)])
  })
  await connections.close()
  await sql.end()
})
