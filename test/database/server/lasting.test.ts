import postgres from 'postgres'
import { afterAll, afterEach, expect, test } from 'vitest'
import { openLasting } from '../../../src/server/postgres/lasting.ts'
import { freshDatabase } from '../../support/fresh-database.ts'

const database = await freshDatabase()
const killer = postgres(database.adminUrl, { max: 1, onnotice: () => {} })
const name = 'paddock lasting test'
const client = openLasting(database.adminUrl, { max: 3, onnotice: () => {}, connection: { application_name: name } })
await killer`create table kept (note text primary key deferrable initially deferred)`

afterEach(() => killer`truncate kept`)
afterAll(async () => {
  await client.end({ timeout: 5 })
  await killer.end()
  await database.drop()
})

const killAll = () => killer`select pg_terminate_backend(pid) from pg_stat_activity where application_name = ${name}`

test('a transaction is kept as a whole', async () => {
  const answer = await client.begin(async (transaction) => {
    await transaction`insert into kept ${transaction([{ note: 'one' }, { note: 'two' }])}`
    return 'done'
  })

  expect(answer).toBe('done')
  expect(await client`select note from kept order by note`).toEqual([{ note: 'one' }, { note: 'two' }])
})

test('one that fails leaves nothing: by its own error, at the commit, or by a statement whose error nobody looked at', async () => {
  const insert = async (note: string, then: () => unknown = () => {}) =>
    client.begin(async (transaction) => {
      await transaction`insert into kept values (${note})`
      if (note === 'twice') await transaction`insert into kept values (${note})`
      if (note === 'unseen') await transaction`select 1 / 0`.catch(() => null)
      then()
    })
  await expect(
    insert('thrown', () => {
      throw new Error('Not like this.')
    }),
  ).rejects.toThrow('Not like this.')
  await expect(insert('twice')).rejects.toMatchObject({ code: '23505' })
  await expect(insert('unseen')).rejects.toThrow('nothing of it was kept')
  await expect(
    client.begin('read only', (transaction) => transaction`insert into kept values ('no')`),
  ).rejects.toMatchObject({ code: '25006' })

  expect(await client`select from kept`).toHaveLength(0)
})

test('a connection that is lost in the middle ends its transaction, not the process, and the next one has a new connection', async () => {
  const work = client.begin(async (transaction) => {
    await transaction`insert into kept values ('lost')`
    await killAll()
    await transaction`select 1`.catch(() => null)
    await expect(transaction`insert into kept values ('later')`).rejects.toThrow()
  })

  await expect(work).rejects.toThrow()
  expect(await client.begin((transaction) => transaction`select note from kept`)).toHaveLength(0)
})

test('whoever is killed at whatever moment, everything is answered and the client goes on', async () => {
  let ending = false
  let kept = 0
  const killing = (async () => {
    for (let n = 0; n < 60; n += 1) await killAll()
    ending = true
  })()
  const worker = async (w: number) => {
    for (let n = 0; !ending; n += 1) {
      const done = client.begin(async (transaction) => {
        await transaction`insert into kept values (${`${w} ${n}`})`
        await transaction`select pg_sleep(0.002)`
      })
      kept += await done.then(() => 1).catch(() => 0)
      await client`select ${n}::int`.catch(() => null)
    }
  }
  await Promise.all([killing, ...[0, 1, 2, 3, 4].map(worker)])

  const [row] = await client<{ notes: number }[]>`select count(*)::int as notes from kept`
  expect(row?.notes).toBeGreaterThanOrEqual(kept)
  await Promise.all(Array.from({ length: 6 }, () => client.begin((transaction) => transaction`select 1`)))
})
