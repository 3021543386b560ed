import type { SupabaseClient } from '@supabase/supabase-js'
import type { Sql } from 'postgres'
import { expect } from 'vitest'
import { type Community, community } from '../../support/community.ts'
import { type Person, signedIn } from '../../support/people.ts'

export const evidence = { source_url: 'https://example.com/lot/12', who: 'Example Auctions', when: '2026-11-20' }

export type NewBet = {
  bet_type?: string
  prediction?: unknown
  confidence_percent?: number
  stake_amount?: number
  currency?: string
}
export type Bet = Required<NewBet> & {
  id: string
  question: string
  round: number
  status: string
  late: boolean
  by_owner: boolean
  resolved_at: string | null
  superseded_by: string | null
  score: number | null
  skill_score: number | null
  payout: number | null
}

/** A milestone far enough away to be open, unless said otherwise. */
export const milestone = (target_value = 50_000, by_date = '2030-12-31') => ({
  bet_type: 'value_milestone',
  prediction: { target_value, by_date },
})

export const tryBet = (person: SupabaseClient, vehicle: { id: string }, bet: NewBet = {}) =>
  person
    .from('vehicle_bets')
    .insert({ vehicle_id: vehicle.id, ...milestone(), confidence_percent: 60, ...bet })
    .select()
    .single<Bet>()

export async function placeBet(person: SupabaseClient, vehicle: { id: string }, bet: NewBet = {}): Promise<Bet> {
  const { data, error } = await tryBet(person, vehicle, bet)
  expect(error).toBeNull()
  return data as Bet
}

export async function readBet(sql: Sql, id: string): Promise<Bet & { payout: string }> {
  const [bet] = await sql<(Bet & { payout: string })[]>`select * from vehicle_bets where id = ${id}`
  if (!bet) throw new Error(`There is no bet ${id}`)
  return bet
}

/** `[available, escrow]`, in points. */
export async function balance(person: Person): Promise<[number, number]> {
  const { data } = await person.from('point_balances').select().eq('user_id', person.id).single()
  return [data.available, data.escrow]
}

type Outcome = {
  kind?: string
  value?: number | null
  sold?: boolean
  modification?: string
  currency?: string
  occurred_at?: string
}

/** A sale at the value given, unless said otherwise, reported by the operator. */
export async function report(client: SupabaseClient, vehicle: { id: string }, outcome: Outcome = {}): Promise<string> {
  const sale = outcome.kind ? {} : { kind: 'auction_result', sold: outcome.sold ?? true }
  const row = { vehicle_id: vehicle.id, occurred_at: new Date().toISOString(), evidence, ...sale, ...outcome }
  const { data, error } = await client.from('vehicle_outcomes').insert(row).select('id').single()
  expect(error).toBeNull()
  return data?.id
}

/** Lets the dispute windows of a vehicle's questions end, and settles them. */
export async function settle({ sql, service }: Community, vehicle: { id: string }): Promise<void> {
  await sql`update bet_questions set final_at = now() where vehicle_id = ${vehicle.id} and state = 'proposed'`
  expect((await service.rpc('settle_due')).error).toBeNull()
}

export async function questionOf({ sql }: Community, vehicle: { id: string }) {
  const [question] =
    await sql`select * from bet_questions where vehicle_id = ${vehicle.id} order by round desc, question limit 1`
  return question
}

/** A community with `count` more members. */
export async function crowd(count: number): Promise<Community & { people: Person[] }> {
  const members = await community()
  const people = await Promise.all(Array.from({ length: count }, (_, n) => signedIn(members.server, `person-${n}`)))
  return { ...members, people }
}

const day = 86_400_000

/** The day so many days from today, as `YYYY-MM-DD` in UTC. */
export const dayFromNow = (days: number) => new Date(Date.now() + days * day).toISOString().slice(0, 10)

/** The moment so many days ago. */
export const ago = (days: number) => new Date(Date.now() - days * day).toISOString()

/** A bet as it would stand had it been placed so many days ago, with its question opened by it. */
export async function placedAgo(
  { sql }: Community,
  days: number,
  person: { id: string },
  vehicle: { id: string },
  bet: NewBet,
): Promise<string> {
  const { prediction, ...row } = { ...milestone(), confidence_percent: 60, ...bet }
  const [placed] = await sql`
    insert into vehicle_bets ${sql({ ...row, vehicle_id: vehicle.id, user_id: person.id, created_at: ago(days), prediction: sql.json(prediction as never) } as never)}
    returning id, question`
  await sql`update bet_questions set created_at = ${ago(days)} where vehicle_id = ${vehicle.id} and question = ${placed?.question}`
  return placed?.id
}
