import type { BetType } from '../bets.ts'
import type { PaddockClient } from '../client.ts'
import { unwrap } from '../errors.ts'
import { type Evidence, type Outcome, toEvidence } from '../outcomes.ts'
import { displayNames } from '../people.ts'
import type { QuestionResult } from '../questions.ts'
import { type Page, type PageOptions, placeIn, toPage, usualLimit } from './page.ts'

/** What somebody says against something, and when. */
export type Objection = { by: { id: string; name: string | null }; reason: string; at: string }

/** An outcome that could decide a question, and the answer that it gives. */
export type Choice = Pick<Outcome, 'id' | 'kind' | 'value' | 'currency' | 'sold' | 'occurredAt'> & {
  evidence: Evidence
  result: QuestionResult
}

/** A question whose answer is disputed. */
export type OpenDispute = {
  vehicleId: string
  /** Year, make and model. */
  vehicle: string
  question: string
  round: number
  type: BetType
  currency: string
  /** Of a milestone. */
  targetValue: number | null
  byDate: string | null
  modification: string | null
  since: string
  /** The answer that was proposed, and the outcome that it rests on; null where none was. */
  result: QuestionResult | null
  outcomeId: string | null
  /** Such as that two outcomes contradict each other. */
  reason: string | null
  bets: number
  /** In points. */
  staked: number
  /** The operator owns the car or has bet on it, and may not decide. */
  isOwn: boolean
  /** The first 20. */
  disputes: Objection[]
  choices: Choice[]
}

/**
 * Disputes that wait for a decision, those that have waited longest first, of private cars too.
 *
 * @throws {PaddockError} `operators_only`
 */
export async function listOpenDisputes(
  client: PaddockClient,
  { limit = usualLimit, after = null }: PageOptions = {},
): Promise<Page<OpenDispute>> {
  const rows = unwrap(await client.rpc('open_disputes', { limit, ...placeIn(after) }))
  const objections = rows.map((row) => row.disputes as { by: string; reason: string; at: string }[])
  const names = await displayNames(
    client,
    objections.flat().map(({ by }) => by),
  )
  const page = toPage(
    rows,
    limit,
    (row): Omit<OpenDispute, 'disputes'> => ({
      ...{ vehicleId: row.vehicle_id, vehicle: row.vehicle, question: row.question, round: row.round },
      ...{ type: row.bet_type as BetType, currency: row.currency, since: row.since, outcomeId: row.outcome_id },
      ...{ targetValue: row.target_value, byDate: row.by_date, modification: row.modification },
      ...{ result: row.result as QuestionResult | null, reason: row.reason, isOwn: row.is_own },
      ...{ bets: row.bets, staked: Number(row.staked) },
      choices: (row.outcomes as ChoiceRow[]).map(toChoice),
    }),
    ({ since, vehicle_id, question }) => ({ since, vehicle_id, question }),
  )
  return {
    ...page,
    rows: page.rows.map((row, n) => ({ ...row, disputes: (objections[n] ?? []).map((each) => named(each, names)) })),
  }
}

export const named = (
  { by, reason, at }: { by: string; reason: string; at: string },
  names: Map<string, string>,
): Objection => ({ by: { id: by, name: names.get(by) ?? null }, reason, at })

type ChoiceRow = {
  id: string
  kind: Outcome['kind']
  value: number | null
  currency: string
  sold: boolean | null
  occurred_at: string
  evidence: Record<string, string>
  result: QuestionResult
}

const toChoice = ({ occurred_at, evidence, ...rest }: ChoiceRow): Choice => ({
  ...rest,
  occurredAt: occurred_at,
  evidence: toEvidence(evidence),
})

/** `reject`: the answer that was proposed stands. `outcome`: another decides. `annul`: every stake goes back. */
export type DisputeDecision = { decision: 'reject' | 'annul' } | { decision: 'outcome'; outcomeId: string }

/**
 * Decides a dispute; the question is settled within a minute.
 *
 * @param reason 1 to 1000 characters; shown with the question
 * @throws {PaddockError} `operators_only`, `operators_decide_what_they_have_no_part_in`, `dispute_is_open` where another operator was
 *   faster, `an_answer_was_proposed`, `outcome_answers_the_question`, `acts_have_a_reason`
 */
export async function decideDispute(
  client: PaddockClient,
  { vehicleId, question, round }: Pick<OpenDispute, 'vehicleId' | 'question' | 'round'>,
  decision: DisputeDecision,
  reason: string,
): Promise<void> {
  unwrap(
    await client.rpc('decide_dispute', {
      ...{ vehicle_id: vehicleId, question, round, decision: decision.decision, reason: reason.trim() },
      ...(decision.decision === 'outcome' ? { outcome_id: decision.outcomeId } : {}),
    }),
  )
}

/** A question that was settled, or annulled. */
export type SettledQuestion = Pick<
  OpenDispute,
  | 'vehicleId'
  | 'vehicle'
  | 'question'
  | 'round'
  | 'type'
  | 'currency'
  | 'targetValue'
  | 'byDate'
  | 'modification'
  | 'result'
  | 'reason'
  | 'bets'
  | 'staked'
  | 'isOwn'
> & {
  settledAt: string
  isAnnulled: boolean
  /** A later round has begun: this one is not reversed any more. */
  isOver: boolean
}

/**
 * What was settled, the latest first.
 *
 * @throws {PaddockError} `operators_only`
 */
export async function listSettledQuestions(
  client: PaddockClient,
  { limit = usualLimit, after = null }: PageOptions = {},
): Promise<Page<SettledQuestion>> {
  const rows = unwrap(await client.rpc('settled_questions', { limit, ...placeIn(after) }))
  return toPage(
    rows,
    limit,
    (row): SettledQuestion => ({
      ...{ vehicleId: row.vehicle_id, vehicle: row.vehicle, question: row.question, round: row.round },
      ...{ type: row.bet_type as BetType, currency: row.currency, targetValue: row.target_value },
      ...{ byDate: row.by_date, modification: row.modification, result: row.result as QuestionResult | null },
      ...{ reason: row.reason, bets: row.bets, staked: Number(row.staked), isOwn: row.is_own },
      ...{ settledAt: row.settled_at, isAnnulled: row.state === 'annulled', isOver: !row.is_latest },
    }),
    ({ settled_at, vehicle_id, question }) => ({ settled_at, vehicle_id, question }),
  )
}

/**
 * Takes back a settlement: stakes and payouts as they were before, and the question disputed again.
 *
 * @throws {PaddockError} `operators_only`, `operators_decide_what_they_have_no_part_in`, `only_settled_questions_are_reversed`
 */
export async function reverseSettlement(
  client: PaddockClient,
  vehicleId: string,
  question: string,
  reason: string,
): Promise<void> {
  unwrap(await client.rpc('reverse_settlement', { vehicle_id: vehicleId, question, reason: reason.trim() }))
}
