import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { expect, test } from 'vitest'
import { foldAll } from '../../database/attention/doors.ts'
import { addImage, addVehicle } from '../../support/community.ts'
import { Fleet } from './fleet.ts'
import { type Report, send } from './senders.ts'
import { SqlSide } from './sql-side.ts'
import { type Batch, traffic } from './traffic.ts'

const people = Number(process.env.LOAD_PEOPLE ?? 100_000)
const photos = 50
const batchSize = 200
const clients = 12

test('of 200,000 views sent twice, undone, late, out of order and through three crashes, exactly the true ones count', {
  timeout: 180_000,
}, async () => {
  const fleet = await Fleet.launch()
  const setup = fleet.connect()
  const { batches, truth, events } = traffic(await addPhotos(setup), { people, batchSize })
  await setup.end()

  const sqlSide = new SqlSide(() => fleet.databaseUrl)
  const folders = [1, 2].map(() => new SqlSide(() => fleet.databaseUrl))
  for (const folder of folders) void folder.keepFolding()
  const report: Report = { answered: 0, failed: 0 }
  const crashes = [
    () => fleet.killFolder(),
    () => fleet.killSecond(),
    () => fleet.killFolder(),
    () => fleet.killFirst(),
    () => fleet.killFolder(),
    () => fleet.killPostgres(),
    () => fleet.killFolder(),
  ]
  let happening = Promise.resolve()
  let next = 0
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (next < batches.length) {
        const n = next++
        if (n % Math.ceil(batches.length / 8) === Math.ceil(batches.length / 8) - 1)
          happening = happening.then(crashes.shift())
        await send({ fleet, sqlSide }, batches[n] as Batch, n, report)
      }
    }),
  )
  await happening
  const deaths = [sqlSide, ...folders].map((side) => side.deaths)
  for (const side of [sqlSide, ...folders]) side.end()

  const sql = fleet.connect()
  await foldAll(sql)
  const counted = await sql`select id, view_count::int as views from public.vehicle_images`
  expect(Object.fromEntries(counted.map((row) => [row.id, row.views]))).toEqual(truth)
  const [ledger] = await sql`
    select count(*)::int as rows, count(distinct id)::int as ids, count(*) filter (where counted)::int as counted from public.image_views`
  expect(ledger).toEqual({ rows: events, ids: events, counted: people })
  const rollups = await sql`
    select grain, sum(views)::int as views, sum(viewers)::int as viewers, sum(repeats)::int as repeats, sum(looks)::int as looks
    from app.view_rollups group by grain order by grain`
  const expected = { views: people, repeats: people, looks: people }
  expect(rollups.map(({ grain, viewers, ...sums }) => [grain, sums])).toEqual([
    ['day', expected],
    ['hour', expected],
  ])
  await sql.end()

  expect(crashes).toHaveLength(0)
  expect(report.failed).toBeGreaterThan(0) // else nothing was in the middle of anything
  expect(Math.min(...deaths)).toBeGreaterThan(0)
})

async function addPhotos(sql: Sql): Promise<string[]> {
  const owner = randomUUID()
  await sql`insert into auth.users (id) values (${owner})`
  const ids: string[] = []
  for (let v = 0; v < photos / 10; v++) {
    const vehicle = await addVehicle(sql, { user_id: owner, year: 1970, make: 'Plymouth', model: 'Cuda' })
    for (let n = 0; n < 10; n++) ids.push((await addImage(sql, vehicle)).id)
  }
  return ids
}
