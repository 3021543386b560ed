import postgres, { type Sql } from 'postgres'
import { median } from '../machine.ts'
import { batch } from './batches.ts'
import type { Options } from './http.ts'

const clients = 16
const batchSize = 100

const columns = `(event_id uuid, image_id uuid, viewed_at timestamptz, view_duration_seconds double precision, device_type text, viewer_id uuid)`
const append = (table: string) => `
  insert into bench.${table} (id, vehicle_id, image_id, viewer, viewed_at, view_duration_seconds, device_type, counted, first_of_day, source, xact)
  select e.event_id, e.image_id, e.image_id, e.viewer_id, e.viewed_at, e.view_duration_seconds, e.device_type, true, true, 'batch', pg_current_xact_id()
  from jsonb_to_recordset($1::text::jsonb) as e ${columns}`

/** What takes a batch, in one transaction with role and claims as every request has. */
const ways = {
  recorded: 'select public.record_image_views($1::text::jsonb)',
  /** The ledger's columns, checks and primary key, without which an event sent twice would be there twice. */
  appended: append('ledger'),
  bare: append('bare'),
}

/** Recording beside appending the same batches to a table, at the SQL level. */
export async function compareWithAppending(
  sql: Sql,
  adminUrl: string,
  photos: string[],
  { rounds }: Options,
): Promise<string> {
  await sql.unsafe(`
    create schema if not exists bench;
    create table bench.ledger (like public.image_views including defaults including constraints);
    alter table bench.ledger add primary key (vehicle_id, id, viewed_at);
    create table bench.bare (like public.image_views including defaults);
    grant usage on schema bench to service_role;
    grant insert on bench.ledger, bench.bare to service_role;`)
  const rates: Record<keyof typeof ways, number[]> = { recorded: [], appended: [], bare: [] }
  const names = Object.keys(ways) as (keyof typeof ways)[]
  for (let round = -1; round < rounds * 2; round++) {
    for (const name of names) {
      const rate = await take(adminUrl, ways[name], photos)
      if (round >= 0) rates[name].push(rate) // the first round warms up
    }
    await sql`select app.fold_views()`
  }
  const share = (name: keyof typeof ways) => median(rates.recorded.map((rate, n) => rate / (rates[name][n] as number)))
  const rate = (name: keyof typeof ways) => Math.round(median(rates[name]))
  const target = share('appended') >= 0.5 ? 'met' : 'NOT met'
  return [
    '## Recording against appending, at the SQL level',
    '',
    `${clients} connections, batches of ${batchSize} views of one photo, each by another person; a transaction a batch with role and claims set,`,
    `fsync on; the median of ${rounds * 2} rounds, in which the three take turns.`,
    '',
    '| | views/s | recording is |',
    '|---|---|---|',
    `| record_image_views | ${rate('recorded')} | |`,
    `| insert into a table with the ledger's columns, checks and primary key | ${rate('appended')} | ${percent(share('appended'))} of it (asked: 50 %): ${target} |`,
    `| the same without key and checks | ${rate('bare')} | ${percent(share('bare'))} of it |`,
  ].join('\n')
}

async function take(adminUrl: string, statement: string, photos: string[]): Promise<number> {
  const hot = photos.slice(0, 1)
  const connections = Array.from({ length: clients }, () => postgres(adminUrl, { max: 1, onnotice: () => {} }))
  try {
    await Promise.all(connections.map((connection) => transact(connection, statement, batch(hot, batchSize))))
    const batches = Array.from({ length: clients * 10 }, () => batch(hot, batchSize))
    const total = batches.length
    const started = performance.now()
    await Promise.all(
      connections.map(async (connection) => {
        for (let next = batches.pop(); next; next = batches.pop()) await transact(connection, statement, next)
      }),
    )
    return (total * batchSize) / ((performance.now() - started) / 1000)
  } finally {
    await Promise.all(connections.map((connection) => connection.end()))
  }
}

const claims = JSON.stringify({ role: 'service_role' })

/** Sent without waiting in between, on a connection of its own. */
async function transact(connection: Sql, statement: string, events: string): Promise<void> {
  await Promise.all([
    connection`begin`,
    connection`select set_config('role', 'service_role', true), set_config('request.jwt.claims', ${claims}, true)`,
    connection.unsafe(statement, [events], { prepare: true }),
    connection`commit`,
  ])
}

const percent = (share: number) => `${Math.round(share * 100)} %`
