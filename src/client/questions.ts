import type { BetType } from './bets.ts'
import type { PaddockClient } from './client.ts'
import type { Database } from './database.generated.ts'
import { unwrap } from './errors.ts'
import { displayNames } from './people.ts'

/**
 * open: bets are taken; locked: no more bets, no answer yet; proposed: an outcome answers it and the dispute window runs;
 * disputed: somebody objects, or two outcomes contradict each other; final: scored and paid; annulled: every stake has gone back.
 */
export type QuestionState = 'open' | 'locked' | 'proposed' | 'disputed' | 'final' | 'annulled'

/** Days are `YYYY-MM-DD`; `unfinished_on` is of a build that outlasts the horizon, `void` says why there is no answer. */
export type QuestionResult =
  | { reached: boolean }
  | { value: number }
  | { date: string }
  | { unfinished_on: string }
  | { void: string }

/** What bets are about, and how far it is settled. */
export type Question = {
  /** The same text for the same question, such as `auction_price:USD`. */
  question: string
  /** Counts up when betting on a settled question is opened again. */
  round: number
  type: BetType
  currency: string
  /** Of a milestone. */
  targetValue: number | null
  byDate: string | null
  modification: string | null
  state: QuestionState
  result: QuestionResult | null
  /** The outcome that answers it; see `listOutcomes`. */
  outcomeId: string | null
  closedAt: string | null
  /** When the dispute window ends or ended. */
  finalAt: string | null
  settledAt: string | null
  /** Why it is disputed, adjudicated, annulled or reversed, in words. */
  reason: string | null
  createdAt: string
}

/** When a vehicle takes no more bets of a type, whatever their question. */
export type Closing = { type: BetType; closesAt: string; reason: string | null }

/** An objection to a proposed answer. */
export type Dispute = {
  question: string
  round: number
  by: { id: string; name: string | null }
  reason: string
  disputedAt: string
}

const columns =
  'question, round, bet_type, currency, target_value, by_date, modification, state, result, outcome_id, closed_at, final_at, settled_at, reason, created_at'

/**
 * The questions that anybody has bet on, latest first.
 *
 * @throws {PaddockError}
 */
export async function listQuestions(client: PaddockClient, vehicleId: string): Promise<Question[]> {
  const rows = unwrap(
    await client
      .from('bet_questions')
      .select(columns)
      .eq('vehicle_id', vehicleId)
      .order('created_at', { ascending: false })
      .limit(200),
  )
  return rows.map(toQuestion)
}

/** @throws {PaddockError} */
export async function listClosings(client: PaddockClient, vehicleId: string): Promise<Closing[]> {
  const rows = unwrap(
    await client.from('bet_closings').select('bet_type, closes_at, reason').eq('vehicle_id', vehicleId),
  )
  return rows.map((row) => ({ type: row.bet_type as BetType, closesAt: row.closes_at, reason: row.reason }))
}

/** @throws {PaddockError} */
export async function listDisputes(client: PaddockClient, vehicleId: string): Promise<Dispute[]> {
  const rows = unwrap(
    await client
      .from('bet_disputes')
      .select('question, round, user_id, reason, created_at')
      .eq('vehicle_id', vehicleId)
      .order('created_at')
      .limit(200),
  )
  const names = await displayNames(
    client,
    rows.map((row) => row.user_id),
  )
  return rows.map((row) => ({
    question: row.question,
    round: row.round,
    by: { id: row.user_id, name: names.get(row.user_id) ?? null },
    reason: row.reason,
    disputedAt: row.created_at,
  }))
}

/**
 * Objects to a proposed answer within its dispute window; it then waits for adjudication. For the owner and for people who bet on
 * the question.
 *
 * @param reason 1 to 1,000 characters
 * @throws {PaddockError} `dispute_window_is_open`, `disputes_come_from_those_concerned`, `dispute_reason_has_1_to_1000_characters`
 */
export async function disputeSettlement(
  client: PaddockClient,
  vehicleId: string,
  question: string,
  reason: string,
): Promise<void> {
  unwrap(await client.rpc('dispute_settlement', { vehicle_id: vehicleId, question, reason: reason.trim() }))
}

type QuestionRow = Omit<
  Database['public']['Tables']['bet_questions']['Row'],
  'vehicle_id' | 'version' | 'outcome_known_at' | 'horizon' | 'owner_id' | 'is_public' | 'updated_at'
>

/** The database's constraints promise the types and the shape of the answer. */
const toQuestion = (row: QuestionRow): Question => ({
  question: row.question,
  round: row.round,
  type: row.bet_type as BetType,
  currency: row.currency,
  targetValue: row.target_value,
  byDate: row.by_date,
  modification: row.modification,
  state: row.state as QuestionState,
  result: row.result as QuestionResult | null,
  outcomeId: row.outcome_id,
  closedAt: row.closed_at,
  finalAt: row.final_at,
  settledAt: row.settled_at,
  reason: row.reason,
  createdAt: row.created_at,
})
