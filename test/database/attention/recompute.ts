import type { Sql } from 'postgres'
import { expect } from 'vitest'

type Cell = Record<string, string | number | number[]>

const ends = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 30, 60]
const hour = 3_600_000
const halfLife = 30 * 24 * hour

/** Adds up ledger and interactions row by row, and compares with what the fold has kept of photos that are still there. */
export async function expectRollupsToEqualLedger(sql: Sql, vehicleIds: string[]): Promise<void> {
  const [classes] = await sql`select app.dwell_ends() as ends`
  expect(classes?.ends, 'the classes that the fold writes out').toEqual(ends)
  for (const width of [hour, 24 * hour]) {
    const expected = await addUp(sql, vehicleIds, width)
    const kept = await rollups(sql, vehicleIds, width)
    expect(kept).toEqual(expected)
  }
  await expectHeat(sql, vehicleIds)
}

async function addUp(sql: Sql, vehicleIds: string[], width: number): Promise<Cell[]> {
  const cells = new Map<string, Cell & { dwell: number[] }>()
  const cell = (image: string, at: Date, device: string) => {
    const starts = Math.floor(at.getTime() / width) * width
    const key = `${image} ${starts} ${device}`
    const made = {
      image,
      starts,
      device,
      views: 0,
      viewers: 0,
      repeats: 0,
      bots: 0,
      looks: 0,
      dwell_sum: 0,
      dwell: Array(18).fill(0),
      likes: 0,
      comments: 0,
      shares: 0,
    }
    const found = cells.get(key) ?? made
    cells.set(key, found)
    return found as Record<string, number> & { dwell: number[] }
  }
  for (const row of await sql`
    select v.* from public.image_views v join public.vehicle_images i on i.id = v.image_id where v.vehicle_id in ${sql(vehicleIds)}`) {
    const c = cell(row.image_id, row.viewed_at, row.source === 'single' ? 'unknown' : (row.device_type ?? 'unknown'))
    const add = (name: string, n: number) => {
      c[name] = (c[name] as number) + n
    }
    add('views', Number(row.counted))
    add('viewers', Number(row.first_of_day))
    add('repeats', Number(row.source === 'batch' && !row.counted))
    add('bots', Number(row.source === 'bot'))
    const seconds = row.view_duration_seconds as number | null
    if (seconds === null || !(row.source === 'detail' || (row.source === 'batch' && row.counted))) continue
    add('looks', 1)
    add('dwell_sum', seconds)
    const place = ends.filter((end) => seconds >= end).length
    c.dwell[place] = (c.dwell[place] as number) + 1
  }
  for (const row of await sql`
    select image_id, interaction_type, created_at from public.image_interactions where vehicle_id in ${sql(vehicleIds)} and not is_hidden`) {
    const c = cell(row.image_id, row.created_at, 'unknown')
    const name = `${row.interaction_type}s`
    c[name] = (c[name] as number) + 1
  }
  return sorted([...cells.values()])
}

async function rollups(sql: Sql, vehicleIds: string[], width: number): Promise<Cell[]> {
  const rows = await sql`
    select image_id as image, (extract(epoch from starts_at) * 1000)::float8 as starts, device_type as device, views::int, viewers::int,
      repeats::int, bots::int, looks::int, dwell_sum, dwell::int[], likes::int, comments::int, shares::int
    from app.view_rollups where vehicle_id in ${sql(vehicleIds)} and grain = ${width === hour ? 'hour' : 'day'}
      and image_id in (select id from public.vehicle_images)`
  return sorted(rows as unknown as Cell[])
}

/** Cells in which everything was taken back again count as none; sums of seconds are compared to the millisecond. */
function sorted(cells: Cell[]): Cell[] {
  const names = ['views', 'repeats', 'bots', 'looks', 'likes', 'comments', 'shares']
  return cells
    .filter((cell) => names.some((name) => cell[name] !== 0))
    .map((cell): Cell => ({ ...cell, dwell_sum: Math.round((cell.dwell_sum as number) * 1000) }))
    .sort((a, b) => (`${a.image} ${a.starts} ${a.device}` < `${b.image} ${b.starts} ${b.device}` ? -1 : 1))
}

async function expectHeat(sql: Sql, vehicleIds: string[]): Promise<void> {
  for (const photo of await sql`
    select i.id, i.engagement_score::float8 as score, a.heat_at from public.vehicle_images i left join app.image_attention a on a.image_id = i.id
    where i.vehicle_id in ${sql(vehicleIds)}`) {
    const hours = await sql`
      select starts_at, views::int as weight from app.view_rollups where image_id = ${photo.id} and grain = 'hour'
      union all
      select date_bin('1 hour', i.created_at, '2000-01-01T00:00:00Z'), case i.interaction_type when 'like' then 4 when 'share' then 6 else 8 end
      from public.image_interactions i
      where i.image_id = ${photo.id} and not i.is_hidden and i.lifts`
    const now = (photo.heat_at as Date | null)?.getTime() ?? Date.now()
    const heat = hours.reduce(
      (sum, h) => sum + h.weight * 0.5 ** (Math.max(0, now - h.starts_at.getTime()) / halfLife),
      0,
    )
    expect(photo.score).toBeCloseTo((100 * Math.log1p(heat)) / (Math.log1p(heat) + Math.log(101)), 1)
  }
}
