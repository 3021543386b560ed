import type { Sql } from 'postgres'
import { median } from '../machine.ts'
import type { Options } from './http.ts'

const vehicles = 25
const photosEach = 20

type Site = { sql: Sql; vehicle: string; photo: string; rows: number; cells: number }

/** Reading a photo's count and a vehicle's insight where 100,000 and where 100 million ledger rows were folded. */
export async function compareSizes(small: Sql, large: Sql, { rounds }: Options): Promise<string> {
  const sites = [await build(small, 100_000), await build(large, 100_000_000)] as const
  const reads = {
    'a photo’s view_count': (site: Site) =>
      site.sql`select view_count from public.vehicle_images where id = ${site.photo}`,
    'vehicle_insights, 30 days': (site: Site) => site.sql`select public.vehicle_insights(${site.vehicle})`,
  }
  const lines: string[] = []
  for (const [name, read] of Object.entries(reads)) {
    const ratios: number[] = []
    const all: [number[], number[]] = [[], []]
    for (let round = -2; round < rounds * 20; round++) {
      const [a, b] = [await time(() => read(sites[0])), await time(() => read(sites[1]))]
      if (round < 0) continue
      all[0].push(a)
      all[1].push(b)
      ratios.push(b / a)
    }
    const [a, b] = [median(all[0]), median(all[1])]
    const ratio = median(ratios)
    lines.push(
      `| ${name} | ${a.toFixed(2)} ms | ${b.toFixed(2)} ms | ${ratio.toFixed(2)} | ${ratio < 1.5 ? 'met' : 'NOT met'} |`,
    )
  }
  return [
    '## Reading',
    '',
    `${vehicles} vehicles of ${photosEach} photos, 30 days by hour and by day, four kinds of device: rollups as 100,000 ledger rows leave them`,
    `(${sites[0].cells.toLocaleString('en')} cells) and as 100 million do (${sites[1].cells.toLocaleString('en')} cells); the median of ${rounds * 20} reads in turn. Asked: ratio under 1.5.`,
    '',
    '| | 100k | 100M | ratio | |',
    '|---|---|---|---|---|',
    ...lines,
  ].join('\n')
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** Rollups of views spread evenly by chance: below one view a cell, only those cells are there that were hit. */
async function build(sql: Sql, rows: number): Promise<Site> {
  const cellViews = rows / (vehicles * photosEach * 30 * 24 * 4)
  for (const [grain, step, perDay] of [
    ['hour', '1 hour', 24],
    ['day', '1 day', 1],
  ] as const) {
    const views = cellViews * (24 / perDay)
    await sql`
      insert into app.view_rollups
      select n.vehicle_id, ${grain}, n.at, n.id, n.device, n.views, n.views / 2, n.views / 10, 0, n.views, n.views * 6.5,
             array_fill((n.views + 17) / 18, array[18]), 0, 0, 0
      from (select i.vehicle_id, i.id, t.at, d.device, floor(${views}::float8 + random())::bigint as views
            from generate_series(date_trunc('day', now(), 'UTC') - interval '29 days', now(), ${step}::interval) t (at),
                 public.vehicle_images i, unnest('{mobile,tablet,desktop,unknown}'::text[]) d (device)
            offset 0) n
      where n.views > 0`
  }
  await sql`update public.vehicle_images set view_count = ${Math.round(rows / (vehicles * photosEach))}`
  await sql`vacuum analyze app.view_rollups, public.vehicle_images`
  const [site] = await sql<Omit<Site, 'sql' | 'rows'>[]>`
    select v.id as vehicle, (select i.id from public.vehicle_images i where i.vehicle_id = v.id limit 1) as photo,
           (select count(*)::int from app.view_rollups) as cells
    from public.vehicles v limit 1`
  return { sql, rows, ...(site as Omit<Site, 'sql' | 'rows'>) }
}

export const sitePhotos = { vehicles, photosEach }
