import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { addImage, addVehicle } from '../../support/community.ts'
import { type FreshDatabase, freshDatabase } from '../../support/fresh-database.ts'
import { asCaller, foldAll, record, recordIn, type ViewEvent } from './doors.ts'

const service = { role: 'service_role' } as const

let database: FreshDatabase
let photo: string
beforeAll(async () => {
  database = await freshDatabase()
  const { sql } = database
  const owner = randomUUID()
  await sql`insert into auth.users (id) values (${owner})`
  const vehicle = await addVehicle(sql, { user_id: owner, year: 1971, make: 'Datsun', model: 'PL510' })
  photo = (await addImage(sql, vehicle)).id
})
afterAll(() => database.drop())

const look = (n: number): ViewEvent[] =>
  Array.from({ length: n }, () => ({
    event_id: randomUUID(),
    image_id: photo,
    viewed_at: new Date().toISOString(),
    viewer_id: randomUUID(),
  }))
const count = async () => {
  const [row] = await database.sql`select view_count::int as views from public.vehicle_images where id = ${photo}`
  return row?.views as number
}
const another = () => {
  const sql = postgres(database.adminUrl, { max: 1, onnotice: () => {} })
  onTestFinished(() => sql.end({ timeout: 1 }))
  return sql
}

test('while one folds, others leave at once; each row is added by exactly one of them', async () => {
  const before = await count()
  for (let n = 0; n < 5; n++) await record(database.sql, service, look(100))
  const folded = await Promise.all(
    [another(), another(), another()].map((sql) => sql`select app.fold_views()::int as n`),
  )
  expect(folded.map(([row]) => row?.n).sort()).toEqual([0, 0, 500])
  await foldAll(database.sql)
  expect(await count()).toBe(before + 500)
})

test('a fold that is killed has added nothing, and the next one adds everything', async () => {
  const before = await count()
  await record(database.sql, service, look(100))
  const dying = another()
    .unsafe('begin; select app.fold_views(); select pg_terminate_backend(pg_backend_pid()); commit')
    .simple()
  await expect(dying).rejects.toThrow()
  expect(await count()).toBe(before)
  await foldAll(database.sql)
  expect(await count()).toBe(before + 100)
})

test('a transaction that began before a fold and commits after it is in the next one', async () => {
  const before = await count()
  await asCaller(another(), service, async (late) => {
    await recordIn(late, look(3))
    await record(database.sql, service, look(5))
    await foldAll(database.sql)
    expect(await count()).toBe(before + 5)
  })
  await foldAll(database.sql)
  expect(await count()).toBe(before + 8)
})

test('where there is no pg_cron the migration says nothing of it, and folding is one call', async () => {
  const [found] = await database.sql`select count(*)::int as n from pg_extension where extname = 'pg_cron'`
  expect(found).toEqual({ n: 0 })
  expect(await database.sql`select to_regnamespace('cron') as cron`).toEqual([{ cron: null }])
  await record(database.sql, service, look(1))
  const [folded] = await database.sql`select app.fold_views()::int as n, app.tend_attention()`
  expect(folded?.n).toBe(1)
})
