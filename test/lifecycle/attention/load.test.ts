import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { expect, test } from 'vitest'
import { foldAll } from '../../database/attention/doors.ts'
import { addImage, addVehicle } from '../../support/community.ts'
import { Fleet } from './fleet.ts'
import { type Report, send } from './senders.ts'
import { SqlSide } from './sql-side.ts'
import { type Batch, traffic } from './traffic.ts'

/** Each looks twice. LOAD_PEOPLE=100000 sends the full load of 200,000 views. */
const people = Number(process.env.LOAD_PEOPLE ?? 20_000)
const photos = 50
const batchSize = 200
const clients = 12

test('of views sent twice, undone, late, out of order and through crashes, exactly the true ones count', {
  timeout: 300_000,
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
    () => fleet.killBoth(),
    () => fleet.killFolder(),
  ]
  const stretch = Math.ceil(batches.length / (crashes.length + 1))
  const over: Promise<void>[] = []
  let next = 0
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (next < batches.length) {
        const n = next++
        const nth = Math.floor(n / stretch)
        // A crash at the start of each stretch but the first, in the middle of what is being sent; one after the other.
        if (n % stretch === 0 && nth > 0) over[nth] = Promise.resolve(over[nth - 1]).then(crashes[nth - 1])
        await over[nth - 1]
        await send({ fleet, sqlSide }, batches[n] as Batch, n, report)
      }
    }),
  )
  await Promise.all(over)
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

  expect(over.filter(Boolean)).toHaveLength(crashes.length)
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
