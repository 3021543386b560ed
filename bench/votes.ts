import postgres from 'postgres'
import { fill } from './votes/community.ts'
import { type Crowd, measureCrowd } from './votes/crowd.ts'
import { measureReads, type Read } from './votes/reads.ts'
import { startPaddock } from './votes/server.ts'
import { measureWrites, type Write } from './votes/writes.ts'

/** What the project promises of votes. */
const targets = { timesRows: 1000, shareOfBare: 0.5, p95: 300 }

/** A million votes by 100,000 people; summaries against adding up rows, hot votes against a bare upsert, and a crowd. */
export async function run({ quick }: { quick: boolean }): Promise<string> {
  const sizes = quick
    ? { people: 10_000, hotVotes: 5_000, vehicles: 450, votesEach: 20 }
    : { people: 100_000, hotVotes: 100_000, vehicles: 9_000, votesEach: 100 }
  const others = 80_000 // who vote in the other parts
  const people = 1_000
  const paddock = await startPaddock()
  const sql = postgres(paddock.databaseUrl, { max: 2, onnotice: () => {} })
  try {
    const { hot } = await fill(sql, sizes)
    await sql`
      insert into auth.users (id, email_confirmed_at, created_at)
      select bench.voter(n), now() - interval '1 year', now() - interval '1 year' from generate_series(${sizes.people + 1}::int, ${sizes.people + others}::int) n`
    const reads = await measureReads(sql, hot)
    const crowds: Crowd[] = []
    for (const [turn, within] of [0, 0, 1000].entries()) {
      crowds.push(await measureCrowd(sql, paddock, { people, from: sizes.people + 1 + turn * people, within }))
    }
    const options = { rounds: quick ? 1 : 3, seconds: quick ? 1 : 2, from: sizes.people + 10_001 }
    const writes = await measureWrites(sql, paddock.databaseUrl, options)
    return report(reads, writes, crowds.slice(1), people)
  } finally {
    await sql.end()
    await paddock.stop()
  }
}

function report(reads: Read[], writes: Write[], crowds: Crowd[], people: number): string {
  const met = {
    reads: reads.every(({ kept, rows }) => rows / kept >= targets.timesRows),
    writes: writes.every(({ bare, ours }) => ours / bare >= targets.shareOfBare),
    crowd: crowds.every(({ p95, counted }) => p95 < targets.p95 && counted === people),
  }
  const word = (yes: boolean) => (yes ? 'met' : 'NOT met')
  return [
    'Milliseconds inside the database, plans ready, the best of seven runs.',
    '',
    '| Read | Kept | Adding up rows | Times |',
    '|---|---|---|---|',
    ...reads.map(
      ({ name, kept, rows }) => `| ${name} | ${kept.toFixed(4)} | ${rows.toFixed(1)} | ${Math.round(rows / kept)} |`,
    ),
    '',
    'Votes a second by 16 connections, a transaction with role and claims each; medians of turns. Bare: the same table, key,',
    'indexes, checks and references, without any trigger. The fold runs every second meanwhile.',
    '',
    '| Write | Bare upsert | Vote | Share |',
    '|---|---|---|---|',
    ...writes.map(
      ({ name, bare, ours }) =>
        `| ${name} | ${Math.round(bare)} | ${Math.round(ours)} | ${((100 * ours) / bare).toFixed(0)} % |`,
    ),
    '',
    `${people} people vote on one vehicle through the server, each on a connection of their own.`,
    '',
    '| They vote | p50 ms | p95 ms | Counted | All answered after |',
    '|---|---|---|---|---|',
    ...crowds.map(
      ({ name, p50, p95, counted, seconds }) =>
        `| ${name} | ${p50.toFixed(0)} | ${p95.toFixed(0)} | ${counted} | ${seconds.toFixed(2)} s |`,
    ),
    '',
    `Targets: reads at least ${targets.timesRows} times faster: ${word(met.reads)}; a vote at least ${targets.shareOfBare * 100} % of a bare upsert: ${word(met.writes)};`,
    `p95 under ${targets.p95} ms with every vote counted once: ${word(met.crowd)}.`,
  ].join('\n')
}
