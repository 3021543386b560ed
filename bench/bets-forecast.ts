import postgres, { type Sql } from 'postgres'
import { migrate } from '../src/server/migrate.ts'
import { startTemporary } from '../src/server/postgres/temporary.ts'
import {
  type Crowded,
  crowdedVehicle,
  foldAll,
  forecastFromRows,
  meanOfRows,
  sentimentFromRows,
} from './forecasts/crowded.ts'
import { median, milliseconds } from './machine.ts'

/** What the project promises of a vehicle with 100,000 bets. */
const targets = { timesRows: 1_000, timesSmall: 2, shareOfBare: 0.5 }
const clients = 8

/** Reading a crowd of 100,000 and of 10, and placing bets on the former, on a Postgres that waits for its disk. */
export async function run({ quick }: { quick: boolean }): Promise<string> {
  const careful = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', max_connections: '40' }
  const embedded = await startTemporary(careful)
  const sql = postgres(embedded.adminUrl, { max: 1, onnotice: () => {} })
  const pool = postgres(embedded.adminUrl, { max: clients, onnotice: () => {} })
  try {
    await migrate(embedded.adminUrl)
    await sql`create function bench_person(n bigint) returns uuid language sql immutable
      as $$ select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid $$`
    const crowded = await crowdedVehicle(sql, quick ? 5_000 : 100_000)
    const small = await crowdedVehicle(sql, 10)
    const started = performance.now()
    await foldAll(sql)
    const foldMs = (performance.now() - started) / crowded.bets
    await sql`vacuum analyze`
    const reads = await measureReads(sql, crowded, small, quick)
    const placing = await measurePlacing(sql, pool, crowded, quick)
    return report(crowded, reads, placing, foldMs)
  } finally {
    await Promise.all([sql.end(), pool.end()])
    await embedded.stop()
  }
}

type Reads = { what: string; crowded: number; small: number; rows: number }

async function measureReads(sql: Sql, crowded: Crowded, small: Crowded, quick: boolean): Promise<Reads[]> {
  const reads = {
    sentiment: ({ id }: Crowded) => sql`select * from vehicle_market_sentiment where vehicle_id = ${id}`,
    forecast: ({ id }: Crowded) => sql`select vehicle_forecast(${id}, 'auction_price')`,
  }
  const fromRows = { sentiment: sentimentFromRows, forecast: forecastFromRows }
  const results: Reads[] = []
  for (const what of ['sentiment', 'forecast'] as const) {
    await sql`set role anon`
    const times = { crowded: [] as number[], small: [] as number[] }
    for (let n = 0; n < (quick ? 200 : 2_000); n++) {
      times.crowded.push(await milliseconds(() => reads[what](crowded)))
      times.small.push(await milliseconds(() => reads[what](small)))
    }
    await sql`reset role`
    const rows: number[] = []
    for (let n = 0; n < (what === 'forecast' ? 1 : 5); n++)
      rows.push(await milliseconds(() => fromRows[what](sql, crowded)))
    results.push({ what, crowded: median(times.crowded), small: median(times.small), rows: median(rows) })
  }
  const rows: number[] = []
  for (let n = 0; n < 7; n++) rows.push(await milliseconds(() => meanOfRows(sql, crowded)))
  const [sentiment, forecast] = results
  return [
    ...results,
    { what: 'forecast, against mean and median of the rows', ...pick(forecast), rows: median(rows) },
    { what: 'sentiment, against mean and median of the rows', ...pick(sentiment), rows: median(rows) },
  ]
}

const pick = (reads: Reads | undefined) => ({
  crowded: reads?.crowded ?? Number.NaN,
  small: reads?.small ?? Number.NaN,
})

type Placing = { bare: number; placed: number }

/** Turn by turn: into the table with its triggers, and into one that has its columns, constraints, indexes and references only. */
async function measurePlacing(sql: Sql, pool: Sql, { id, bets }: Crowded, quick: boolean): Promise<Placing> {
  await sql`create table bare_bets (like vehicle_bets including all)`
  await sql`alter table bare_bets add foreign key (vehicle_id) references vehicles (id) on delete cascade,
    add foreign key (user_id) references auth.users (id) on delete cascade`
  let next = 0
  const claim = () => {
    next++
    const prediction = { target_value: 1_000 + (next % 500), modification: `Modification ${Math.floor(next / bets)}` }
    return { prediction: sql.json(prediction), person: 1 + (next % bets), question: prediction.modification }
  }
  const bare = () => {
    const { prediction, person, question } = claim()
    return pool`insert into bare_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent, question)
      values (${id}, bench_person(${person}), 'next_mod_value', ${prediction}, 60, ${question})`
  }
  const placed = () => {
    const { prediction, person } = claim()
    return pool`insert into vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent)
      values (${id}, bench_person(${person}), 'next_mod_value', ${prediction}, 60)`
  }
  const rates = { bare: [] as number[], placed: [] as number[] }
  await perSecond(bare, 500)
  await perSecond(placed, 500)
  for (let round = 0; round < (quick ? 4 : 12); round++) {
    rates.bare.push(await perSecond(bare, 1_000))
    rates.placed.push(await perSecond(placed, 1_000))
  }
  return { bare: median(rates.bare), placed: median(rates.placed) }
}

async function perSecond(work: () => Promise<unknown>, forMs: number): Promise<number> {
  const started = performance.now()
  let done = 0
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() - started < forMs) {
        await work()
        done++
      }
    }),
  )
  return (1_000 * done) / (performance.now() - started)
}

function report({ bets }: Crowded, reads: Reads[], { bare, placed }: Placing, foldMs: number): string {
  const figure = (ms: number) => (ms < 10 ? ms.toFixed(3) : ms.toFixed(0))
  return [
    `A vehicle with ${bets.toLocaleString('en')} bets and one with 10; milliseconds at the client, as visitor, medians. fsync is on.`,
    `Asked: ${targets.timesRows.toLocaleString('en')} times faster than aggregating the rows, at most ${targets.timesSmall} times the small one's time.`,
    '',
    '| Read | crowded | 10 bets | crowded / 10 bets | from the rows | times faster |',
    '|---|---|---|---|---|---|',
    ...reads.map(
      ({ what, crowded, small, rows }) =>
        `| ${what} | ${figure(crowded)} | ${figure(small)} | ${(crowded / small).toFixed(2)} | ${figure(rows)} | ${Math.round(rows / crowded).toLocaleString('en')} |`,
    ),
    '',
    `Placing bets on it by ${clients} clients: ${Math.round(placed)}/s, bare inserts ${Math.round(bare)}/s: ${(placed / bare).toFixed(2)} of their speed (asked: ${targets.shareOfBare}).`,
    `Folding: ${foldMs.toFixed(2)} ms a bet.`,
  ].join('\n')
}
