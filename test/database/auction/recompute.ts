import type { Sql } from 'postgres'
import { expect } from 'vitest'

type Voter = { id: string; created_at: Date; email_confirmed_at: Date | null; slowed: boolean; banned: boolean }
type Vote = {
  user_id: string
  vote: 'yes' | 'no'
  cents: number | null
  currency: string
  is_private: boolean
  updated_at: Date
  review: string | null
}
type Cohort = 'regular' | 'maker' | 'newcomer'

const day = 86_400_000

/** The plain columns, from the votes themselves: right at any moment, folded or not. */
export async function expectPlainCounts(sql: Sql, vehicleIds: string[]): Promise<void> {
  for (const id of vehicleIds) {
    const votes = (await votesOn(sql, id)).filter((vote) => vote.isCounted)
    const averaged = votes.filter((v) => v.cents !== null && !v.is_private && v.currency === 'USD')
    const sum = averaged.reduce((total, v) => total + (v.cents as number), 0)
    const [told] = await sql`
      select total_votes::int as total, yes_votes::int as yes, no_votes::int as no, yes_percent::float8 as percent, avg_estimated_value::float8 as average
      from public.auction_vote_summary where vehicle_id = ${id}`
    const yes = votes.filter((v) => v.vote === 'yes').length
    expect(told).toEqual({
      total: votes.length,
      yes,
      no: votes.length - yes,
      percent: votes.length === 0 ? 0 : Math.round((1000 * yes) / votes.length) / 10,
      average: averaged.length === 0 ? null : expect.closeTo(sum / averaged.length / 100, 1),
    })
  }
}

/** All of a summary, from votes, accounts and rules, with none of what the fold keeps but the reviews' decisions. */
export async function expectSummaries(sql: Sql, vehicleIds: string[]): Promise<void> {
  await expectPlainCounts(sql, vehicleIds)
  for (const id of vehicleIds) {
    const [vehicle] = await sql`select user_id, lower(make) as make from vehicles where id = ${id}`
    const votes = await votesOn(sql, id)
    const voters = await accounts(sql)
    const makers = new Set(
      (
        await sql`select user_id from vehicles where id <> ${id} and lower(make) = ${vehicle?.make} and user_id is not null`
      ).map((row) => row.user_id),
    )
    const weighed = votes
      .filter((vote) => vote.isCounted)
      .map((vote) => {
        const voter = voters.get(vote.user_id) as Voter
        const silent = vote.user_id === vehicle?.user_id || vote.review === 'held' || voter.banned
        return { ...vote, cohort: cohortOf(voter, makers), weight: silent ? 0 : weightOf(voter) }
      })
    const { median: middle, ...told } = await summaryOf(sql, id)
    const { median: around, ...rest } = expected(weighed)
    expect(told).toEqual({ ...rest, last: latest(weighed.map((vote) => vote.updated_at.getTime())) })
    if (around === null) expect(middle).toBeNull()
    else {
      expect(middle).toBeGreaterThanOrEqual(around.low * 0.99 - 0.01)
      expect(middle).toBeLessThanOrEqual(around.high * 1.01 + 0.01)
    }
  }
}

function expected(votes: (Vote & { cohort: Cohort; weight: number })[]) {
  const of = (cohort: Cohort) => {
    const asked = votes.filter((v) => v.cohort === cohort)
    const sum = (some: typeof votes) => some.reduce((total, v) => total + v.weight, 0) / 100
    return { votes: sum(asked), yes: sum(asked.filter((v) => v.vote === 'yes')) }
  }
  const [regular, maker, newcomer] = [of('regular'), of('maker'), of('newcomer')]
  const settled = regular.votes + maker.votes
  const share =
    newcomer.votes > 0 ? Math.min(1, settled / 2 / newcomer.votes, Math.max(0, 50 - settled) / newcomer.votes) : 1
  const effective = settled + newcomer.votes * share
  const yes = regular.yes + maker.yes + newcomer.yes * share
  const { lower, upper } = wilson(yes, effective)
  const side = (c: { votes: number; yes: number }, part = 1) =>
    c.votes * part < 5 ? 0 : Math.sign(Math.round(1e9 * (c.yes / c.votes - 0.5)))
  const leaning = Math.sign(Math.round(1e9 * (yes - effective / 2)))
  const asked = [regular, maker].filter((c) => c.votes >= 5).map((c) => side(c))
  if (newcomer.votes * share >= 5) asked.push(side(newcomer, share))
  const sure = effective >= 10 && (lower > 0.5 || upper < 0.5) && asked.every((s) => s === leaning)
  return {
    effective: expect.closeTo(effective, 9),
    yes: expect.closeTo(yes, 9),
    lower: expect.closeTo(lower, 9),
    upper: expect.closeTo(upper, 9),
    verdict: !sure ? 'undecided' : leaning > 0 ? 'ready' : 'not_ready',
    held: votes.filter((v) => v.review === 'held').length,
    median: median(votes, share),
  }
}

function wilson(yes: number, n: number, z = 1.6449) {
  if (n === 0) return { lower: 0, upper: 1 }
  const p = yes / n
  const half = z * Math.sqrt((p * (1 - p)) / n + (z / (2 * n)) ** 2)
  const scale = 1 + (z * z) / n
  return {
    lower: Math.max(0, (p + (z * z) / (2 * n) - half) / scale),
    upper: Math.min(1, (p + (z * z) / (2 * n) + half) / scale),
  }
}

/** Within the 1 % of a class of the plain weighted median: the estimate where half of the weight is reached. */
function median(votes: (Vote & { cohort: Cohort; weight: number })[], share: number) {
  const valued = votes
    .filter((v) => v.weight > 0 && v.cents !== null && v.currency === 'USD' && !v.is_private)
    .map((v) => ({
      value: (v.cents as number) / 100,
      weight: v.weight * (v.cohort === 'newcomer' ? share : 1),
    }))
    .sort((a, b) => a.value - b.value)
  const total = valued.reduce((sum, v) => sum + v.weight, 0)
  if (total === 0) return null
  const reached = (part: number) => {
    let sum = 0
    for (const { value, weight } of valued) {
      sum += weight
      if (sum >= part * total) return value
    }
    throw new Error('The weights do not reach their own sum.')
  }
  return { low: reached(0.5 - 1e-9), high: reached(0.5 + 1e-9) }
}

/** The age counts from when the account was confirmed. */
const knownSince = (voter: Voter) => Math.max(voter.created_at.getTime(), voter.email_confirmed_at?.getTime() ?? 0)

const weightOf = (voter: Voter) => {
  const age = Date.now() - knownSince(voter)
  const full = !voter.email_confirmed_at || age < day ? 10 : age < 7 * day ? 25 : age < 30 * day ? 50 : 100
  return Math.floor(voter.slowed ? full / 4 : full)
}

const cohortOf = (voter: Voter, makers: Set<string>): Cohort =>
  !voter.email_confirmed_at || Date.now() - knownSince(voter) < 30 * day
    ? 'newcomer'
    : makers.has(voter.id)
      ? 'maker'
      : 'regular'

const latest = (times: number[]) => (times.length === 0 ? null : Math.max(...times))

const votesOn = (sql: Sql, vehicleId: string) => sql<(Vote & { isCounted: boolean })[]>`
  select a.user_id, a.vote, (a.estimated_value * 100)::float8 as cents, a.currency, a.is_private, a.updated_at, b.review,
    coalesce(b.review, '') <> 'discarded' and not exists (select from app.banned_members m where m.user_id = a.user_id) as "isCounted"
  from public.auction_votes a left join app.ballots b on b.vehicle_id = a.vehicle_id and b.user_id = a.user_id
  where a.vehicle_id = ${vehicleId}`

async function accounts(sql: Sql): Promise<Map<string, Voter>> {
  const rows = await sql<Voter[]>`
    select u.id, u.created_at, u.email_confirmed_at, coalesce(p.slowed_until > now(), false) as slowed, m.user_id is not null as banned
    from auth.users u left join app.vote_pace p on p.user_id = u.id left join app.banned_members m on m.user_id = u.id`
  return new Map(rows.map((row) => [row.id, row]))
}

async function summaryOf(sql: Sql, vehicleId: string) {
  const [row] = await sql`
    select effective_votes as effective, effective_yes as yes, wilson_lower as lower, wilson_upper as upper, verdict, held_votes::int as held,
      median_estimated_value::float8 as median, last_vote_at as last
    from public.auction_vote_summary where vehicle_id = ${vehicleId}`
  return { ...row, median: row?.median as number | null, last: (row?.last as Date | null)?.getTime() ?? null }
}
