import { readFile } from 'node:fs/promises'
import postgres, { type Sql } from 'postgres'
import { migrate } from '../src/server/migrate.ts'
import { admitGateway } from '../src/server/postgres/index.ts'
import { startTemporary } from '../src/server/postgres/temporary.ts'
import { median } from './machine.ts'

/** What the project promises. */
const targets = { settleSeconds: 10, readMs: 20 }

/** Seconds; `processor` is what Postgres computed meanwhile, which other work on the machine hardly changes. */
type Settled = { type: string; placed: number; seconds: number; processor: number; fold: number }

/** 100,000 bets in one question are settled, on a Postgres that waits for its disk, and folded into the leaderboard, which is then read over a million settled bets. */
export async function run({ quick }: { quick: boolean }): Promise<string> {
  const people = quick ? 5_000 : 100_000
  const embedded = await startTemporary({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' })
  const sql = postgres(embedded.adminUrl, { max: 1, onnotice: () => {} })
  try {
    await admitGateway(embedded)
    await migrate(embedded.adminUrl)
    await fillPeople(sql, people)
    const settled = [
      await settle(sql, 'value_milestone', `{"target_value": 30000, "by_date": "2030-12-31"}`, '{"reached": true}'),
      await settle(sql, 'auction_price', null, '{"value": 31000}'),
    ]
    const bets = await fillStandings(sql, people, quick ? 50_000 : 1_000_000)
    return report(people, settled, bets, await readTimes(sql))
  } finally {
    await sql.end()
    await embedded.stop()
  }
}

async function fillPeople(sql: Sql, people: number): Promise<void> {
  await sql`insert into auth.users (id, email) select gen_random_uuid(), 'p' || n || '@example.com' from generate_series(0, ${people}::int) n`
  await sql.begin(async (t) => {
    await t`set local session_replication_role = replica`
    await t`insert into app.point_accounts (user_id, person_id, available) select id, id, 1000 from auth.users`
  })
}

/** One question with a staked bet of everybody but the owner, written past the triggers, then settled as the job does it. */
async function settle(sql: Sql, type: string, prediction: string | null, result: string): Promise<Settled> {
  let placed = 0
  await sql.begin(async (t) => {
    const [vehicle] = await t`
      insert into vehicles (user_id, year, make, model) select id, 1971, 'Datsun', '510' from auth.users order by email limit 1 returning id, user_id`
    await t`set local session_replication_role = replica`
    const insert = () => t`
      insert into vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent, stake_amount, question, is_public, created_at)
      select ${vehicle?.id}, u.id, ${type},
             coalesce(${prediction}::text::jsonb, jsonb_build_object('target_value', round((30000 * exp(random() - 0.5))::numeric))),
             20 + floor(random() * 70), 10, ${type} || ':bench', true, now() - interval '1 day'
      from auth.users u where u.id <> ${vehicle?.user_id}`
    placed = (await timed(insert))[0]
    await t`update app.point_accounts set available = available - 10, escrow = escrow + 10 where user_id <> ${vehicle?.user_id}`
    await t`
      insert into bet_questions (vehicle_id, question, bet_type, currency, is_public, created_at, state, result, closed_at, outcome_known_at, final_at)
      values (${vehicle?.id}, ${`${type}:bench`}, ${type}, 'USD', true, now() - interval '2 days', 'proposed', ${result}::text::jsonb, now(), now(), now())`
  })
  await sql`analyze`
  const before = await processorSeconds(sql)
  const [seconds, answer] = await timed(() => sql`select app.settle_due() as questions`)
  const processor = (await processorSeconds(sql)) - before
  if (answer[0]?.questions !== 1) throw new Error(`Settled ${answer[0]?.questions} questions instead of 1`)
  const [fold] = await timed(() => foldAll(sql))
  return { type, placed, seconds, processor, fold }
}

/**
 * Standings as that many settled bets leave them: everybody has their share of them, in eight quarters and twenty makes. Summed up in one
 * statement, as the fold would have done over time, with the indexes made afterwards.
 */
async function fillStandings(sql: Sql, people: number, bets: number): Promise<number> {
  await sql.begin(async (t) => {
    await t`set local session_replication_role = replica`
    await t`set local work_mem = '512MB'`
    await t`truncate app.forecaster_standings, app.calibration_bins`
    await t`
      create temp table settled on commit drop as
      select u.id as user_id, 'Make ' || floor(random() * 20) as make, date '2025-01-01' + floor(random() * 700)::int as settled_on,
             round(random()::numeric, 4) as confidence, random() < 0.5 as came_true,
             round((random() - 0.3)::numeric, 12) as skill_score, round((random() - 0.5)::numeric, 12) as peer_score
      from auth.users u, generate_series(1, ${Math.ceil(bets / people)}::int)`
    const indexes = await t`
      select indexdef, format('%I.%I', schemaname, indexname) as name from pg_indexes
      where schemaname = 'app' and tablename = 'forecaster_standings' and indexname <> 'forecaster_standings_pkey'`
    for (const { name } of indexes) await t.unsafe(`drop index ${name}`)
    await t`
      insert into app.forecaster_standings (period, make, user_id, bets, compared, peer_total, skill_total, points_total)
      select k.period, k.make, s.user_id, count(*), count(*), sum(s.peer_score), sum(s.skill_score), 0
      from settled s cross join lateral app.standing_keys(s.settled_on, s.make) k group by 1, 2, 3`
    for (const { indexdef } of indexes) await t.unsafe(indexdef)
    await t`
      insert into app.calibration_bins (user_id, bin, bets, confidence, confidence_squares, came_true, confidence_true, log_score)
      select user_id, least(floor(confidence * 10), 9), count(*), sum(confidence), sum(confidence * confidence), sum(came_true::int),
             sum(confidence * came_true::int), count(*) from settled group by 1, 2`
  })
  await sql`vacuum analyze app.forecaster_standings, app.calibration_bins`
  const [row] =
    await sql`select sum(bets)::int as bets from app.forecaster_standings where period = 'all' and make = 'all'`
  return row?.bets
}

/** As the job does it, in transactions of 20,000. */
async function foldAll(sql: Sql): Promise<void> {
  for (;;) {
    const [row] = await sql`select app.fold_standings() as folded`
    if (row?.folded === 0) return
  }
}

async function readTimes(sql: Sql): Promise<[string, number][]> {
  const top = (period: string, make: string, offset: number) => () =>
    sql`select * from forecaster_leaderboard where period = ${period} and make = ${make} order by rating desc limit 20 offset ${offset}::int`
  const [person] = await sql`
    select user_id from app.forecaster_standings where period = 'all' and make = 'all' order by rating desc
    offset (select count(*) / 2 from app.forecaster_standings where period = 'all' and make = 'all') limit 1`
  const reads: [string, () => Promise<unknown>][] = [
    ['the first 20, of all', top('all', 'all', 0)],
    ['the first 20, of a quarter and a make', top('2026-Q2', 'Make 7', 0)],
    ['the fifth page, of a year', top('2026', 'all', 80)],
    ['the place of a person in the middle', () => sql`select * from forecaster_standing(${person?.user_id})`],
    ['calibration of a person', () => sql`select forecaster_calibration(${person?.user_id})`],
  ]
  const times: [string, number][] = []
  for (const [name, read] of reads) {
    await read()
    const runs: number[] = []
    for (let n = 0; n < 15; n++) runs.push((await timed(read))[0] * 1000)
    times.push([name, median(runs)])
  }
  return times
}

/** What this connection's process has used, and the parallel workers that have ended. NaN where there is no /proc. */
async function processorSeconds(sql: Sql): Promise<number> {
  const [row] = await sql`select pg_backend_pid() as backend`
  const stat = async (pid: number) => {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ')')
    return text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
  }
  const backend = await stat(row?.backend)
  const postmaster = await stat(backend[1] ?? Number.NaN)
  const ticks = [backend[11], backend[12], postmaster[13], postmaster[14]]
  return ticks.reduce<number>((sum, n) => sum + (n ?? Number.NaN), 0) / 100
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const started = performance.now()
  const answer = await work()
  return [(performance.now() - started) / 1000, answer]
}

function report(people: number, settled: Settled[], bets: number, reads: [string, number][]): string {
  const word = (yes: boolean) => (yes ? 'met' : 'NOT met')
  return [
    `${people.toLocaleString('en')} staked bets of as many people in one question, written by one insert past the triggers, for comparison; then`,
    '`settle_due` in one transaction, after which all are scored, paid and final; then the fold of them into the standings, 20,000 at a time.',
    '',
    '| Question | Inserted in | Settled in | of which processor time | Folded in |',
    '|---|---|---|---|---|',
    ...settled.map(
      ({ type, ...times }) =>
        `| ${type} | ${[times.placed, times.seconds, times.processor, times.fold].map((n) => `${n.toFixed(1)} s`).join(' | ')} |`,
    ),
    '',
    `Reads over the standings of ${bets.toLocaleString('en')} settled bets, summed up from them by one statement, from a client on loopback; median of 15.`,
    '',
    '| Read | ms |',
    '|---|---|',
    ...reads.map(([name, ms]) => `| ${name} | ${ms.toFixed(2)} |`),
    '',
    `Targets: settled in under ${targets.settleSeconds} s: ${word(settled.every(({ seconds }) => seconds < targets.settleSeconds))};`,
    `every read in under ${targets.readMs} ms: ${word(reads.every(([, ms]) => ms < targets.readMs))}.`,
  ].join('\n')
}
