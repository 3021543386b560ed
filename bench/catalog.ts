import { setTimeout as wait } from 'node:timers/promises'
import postgres, { type Sql } from 'postgres'
import { buildCatalog } from '../src/server/rest/catalog/build.ts'
import { type RawCatalog, readCatalog } from '../src/server/rest/catalog/read.ts'
import { createConnections } from '../src/server/rest/connections.ts'
import { median, residentMegabytes } from './machine.ts'
import { startPaddock } from './server.ts'

/** What the project promises of schemas that people bring. */
const mostSeconds = 2
const usualTables = 5_000

/** Reading the catalog of thousands of tables, what it takes in memory, and what others notice of it. */
export async function run({ quick }: { quick: boolean }): Promise<string> {
  const tables = quick ? 500 : usualTables
  const rounds = quick ? 2 : 7
  const { runtime, stop } = await startPaddock()
  const sql = postgres(runtime.databaseUrl, { max: 2, onnotice: () => {} })
  try {
    const get = (path: string) => fetch(`${runtime.url}/rest/v1/${path}`, { headers: { apikey: runtime.secretKey } })
    if (!(await get('vehicles?limit=1')).ok) throw new Error('The server does not answer.')
    await wait(2_000)
    const before = residentMegabytes(runtime.pid)
    await create(sql, tables)
    const known = performance.now()
    while (!(await get(`bench_t${tables - 1}?limit=1`)).ok) await wait(20)
    const knownAfter = performance.now() - known
    const readings = []
    for (let round = 0; round < rounds; round++) readings.push(await measure(sql))
    const quiet = await slowest(get, async () => void (await wait(1_500)))
    const noticed = await slowest(get, async () => {
      for (let round = 0; round < rounds; round++) {
        await sql
          .unsafe(`create or replace view public.bench_changed as select ${round} as n${round % 2 ? '' : ', 1 as m'}`)
          .catch(() => sql.unsafe('drop view public.bench_changed'))
        await wait(1_000)
      }
    })
    await wait(3_000)
    const after = residentMegabytes(runtime.pid)
    const seconds = readings.map(({ sql, build }) => (sql + build) / 1000)
    const first = readings[0]
    const worst = Math.max(...seconds)
    return [
      `${tables.toLocaleString('en')} tables of eight columns with a key, a foreign key and a policy each, and ${tables / 10} views.`,
      '',
      '| | |',
      '|---|---|',
      `| Catalog read, first | ${(seconds[0] ?? 0).toFixed(2)} s |`,
      `| Catalog read, median of ${rounds} | ${median(seconds).toFixed(2)} s: ${Math.round(median(readings.map(({ sql }) => sql)))} ms in Postgres, ${Math.round(median(readings.map(({ build }) => build)))} ms of the server's own thread |`,
      `| Its text | ${((first?.bytes ?? 0) / 1e6).toFixed(1)} MB |`,
      `| The last table answers | ${(knownAfter / 1000).toFixed(1)} s after the schema was made |`,
      `| Memory of the server, before and with them | ${Math.round(before)} MB, ${Math.round(after)} MB |`,
      `| Slowest plain read in peace, and while the catalog is read again | ${Math.round(quiet)} ms, ${Math.round(noticed)} ms |`,
      '',
      `Target (below ${mostSeconds} s): ${worst < mostSeconds ? 'met' : 'NOT met'}.`,
    ].join('\n')
  } finally {
    await sql.end()
    await stop()
  }
}

async function create(sql: Sql, tables: number): Promise<void> {
  const one = (n: number) => `
    create table public.bench_t${n} (
      id bigint generated always as identity primary key, owner uuid, name text not null default 'new', price numeric(10, 2), tags text[], data jsonb,
      made timestamptz default now(), parent_id bigint ${n > 0 ? `references public.bench_t${n - 1}` : ''}
    );
    alter table public.bench_t${n} enable row level security;
    grant select on public.bench_t${n} to service_role;
    create policy own on public.bench_t${n} using (owner = auth.uid());
    ${n % 10 === 0 ? `create view public.bench_v${n} with (security_invoker) as select id, name, parent_id from public.bench_t${n};` : ''}`
  const together = 250 // locks of one transaction are bounded
  for (let from = 0; from < tables; from += together) {
    await sql.unsafe(Array.from({ length: together }, (_, n) => one(from + n)).join(''))
  }
}

/** As the server reads it, over a connection of its own. */
async function measure(sql: Sql): Promise<{ sql: number; build: number; bytes: number }> {
  const connections = createConnections(sql, 32 * 1024 * 1024)
  try {
    const start = performance.now()
    const text = await readCatalog(connections, ['public'])
    const read = performance.now()
    buildCatalog(JSON.parse(text) as RawCatalog, ['public'], 1)
    return { sql: read - start, build: performance.now() - read, bytes: text.length }
  } finally {
    await connections.close()
  }
}

/** @returns milliseconds of the slowest of the reads that were made one after the other meanwhile */
async function slowest(get: (path: string) => Promise<Response>, work: () => Promise<void>): Promise<number> {
  let isOver = false
  const over = work().finally(() => {
    isOver = true
  })
  let worst = 0
  while (!isOver) {
    const start = performance.now()
    const answer = await get('vehicles?limit=1')
    if (!answer.ok) throw new Error(`A plain read gave ${answer.status}.`)
    worst = Math.max(worst, performance.now() - start)
  }
  await over
  return worst
}
