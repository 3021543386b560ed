import type { Sql } from 'postgres'
import { median } from '../machine.ts'
import type { Options } from './http.ts'

const events = 1_000_000

/** One fold of a million views of photos that were looked at evenly, which leaves the most to write. */
export async function foldMillion(sql: Sql, { rounds }: Options): Promise<string> {
  const photos = 10_000
  await append(sql, photos)
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    await forget(sql)
    const started = performance.now()
    const [row] = await sql`select app.fold_views()::int as folded`
    times.push((performance.now() - started) / 1000)
    if (row?.folded !== events) throw new Error(`${row?.folded} of ${events} views were folded.`)
  }
  const took = median(times)
  return [
    '## Fold',
    '',
    `One call of app.fold_views() with ${events.toLocaleString('en')} new ledger rows of ${photos.toLocaleString('en')} photos, within an hour, three kinds of device:`,
    `${took.toFixed(2)} s, the median of ${rounds}; the quickest took ${Math.min(...times).toFixed(2)} s (asked: under 2 s): ${took < 2 ? 'met' : 'NOT met'}.`,
  ].join('\n')
}

/** As if none of it had been folded. */
async function forget(sql: Sql): Promise<void> {
  await sql`truncate app.view_rollups, app.image_attention`
  await sql`update app.folds set position = '1:1:' where name = 'views'`
}

async function append(sql: Sql, photos: number): Promise<void> {
  await sql`
    insert into public.image_views (id, vehicle_id, image_id, viewer, viewed_at, view_duration_seconds, device_type, counted, first_of_day, source, xact)
    select gen_random_uuid(), p.vehicle_id, p.id, gen_random_uuid(), date_trunc('hour', now()) - interval '1 second' * (n % 3600 + 1), n % 300 / 10.0,
           (array['mobile', 'mobile', 'desktop', 'tablet'])[1 + n % 4], n % 5 > 0, n % 10 = 1, 'batch', app.ledger_xact()
    from (select id, vehicle_id, row_number() over (order by vehicle_id, id) - 1 as place from public.vehicle_images limit ${photos}) p
    join generate_series(1, ${events}::int) n on n % ${photos}::int = p.place
    order by n`
  await sql`vacuum analyze public.image_views`
}
