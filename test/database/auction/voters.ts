import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'

export type Voters = {
  /** Age of the accounts in days; a year unless told. */
  days?: number
  verified?: boolean
}

/** Accounts that can vote, without anything a session needs. */
export async function addVoters(sql: Sql, count: number, { days = 365, verified = true }: Voters = {}) {
  const ids = Array.from({ length: count }, () => randomUUID())
  const created = new Date(Date.now() - days * 86_400_000)
  await sql`
    insert into auth.users (id, created_at, email_confirmed_at)
    select id, ${created}, ${verified ? created : null} from unnest(${ids}::uuid[]) id`
  return ids
}

type Ballot = {
  vote: 'yes' | 'no'
  estimated_value?: number | null
  currency?: string
  is_private?: boolean
  created_at?: Date
}

/** These people vote alike. The database's owner casts, so that no pace is set. */
export async function castAll(sql: Sql, vehicleId: string, voters: string[], ballot: Ballot): Promise<void> {
  if (voters.length === 0) return
  const rows = voters.map((user_id) => ({ vehicle_id: vehicleId, user_id, ...ballot }))
  await sql`insert into public.auction_votes ${sql(rows)}`
}

/** Folds what is pending, also when the server's own job is just at it. */
export async function fold(sql: Sql): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction`select from app.folds f where f.name = 'votes' for update`
    await transaction`select app.fold_votes()`
  })
}

export type Summary = {
  total_votes: number
  yes_votes: number
  no_votes: number
  avg_estimated_value: number | null
  effective_votes: number
  effective_yes: number
  wilson_lower: number
  wilson_upper: number
  median_estimated_value: number | null
  p25_estimated_value: number | null
  p75_estimated_value: number | null
  verdict: string
  verdict_reason: string
  votes_needed: number | null
  held_votes: number
  cohorts: { cohort: string; effective_votes: number; yes_percent: number }[]
}

/** The summary after a fold, with its numbers as numbers. */
export async function summary(sql: Sql, vehicleId: string): Promise<Summary> {
  await fold(sql)
  const [row] = await sql`
    select total_votes::int, yes_votes::int, no_votes::int, avg_estimated_value::float8, effective_votes, effective_yes, wilson_lower,
      wilson_upper, median_estimated_value::float8, p25_estimated_value::float8, p75_estimated_value::float8, verdict, verdict_reason,
      votes_needed, held_votes::int, cohorts
    from public.auction_vote_summary where vehicle_id = ${vehicleId}`
  return row as Summary
}
