import type { Sql } from 'postgres'

/** A final question, and what the audit needs of an outcome on its vehicle. Days are in UTC. */
export type SettledQuestion = {
  vehicle: string
  question: string
  type: string
  currency: string
  target: number | null
  byDay: string | null
  modification: string | null
  result: Record<string, unknown>
  outcomeId: string | null
  settledOn: string
}
export type OutcomeOnRecord = {
  id: string
  vehicle: string
  kind: string
  value: number | null
  currency: string
  sold: boolean | null
  modification: string | null
  day: string
  /** Whether it was reported before the question was settled is told by comparing this day. */
  reportedOn: string
}

/**
 * What is wrong with the result of a question, held against the outcomes on record; null where it follows from them. Written apart from the
 * functions of the database that settle, so that a fault in those shows here.
 */
export function resultFault(question: SettledQuestion, outcomes: readonly OutcomeOnRecord[]): string | null {
  const { result, outcomeId, type } = question
  const evidence = outcomes.find(({ id }) => id === outcomeId) ?? null
  if (outcomeId !== null && !evidence) return 'its evidence is not on record, or not confirmed'
  if ('void' in result) return null
  switch (type) {
    case 'auction_price':
      if (evidence?.kind !== 'auction_result' || !evidence.sold) return 'no sale is its evidence'
      return valueFault(question, evidence)
    case 'next_mod_value':
      if (evidence?.kind !== 'modification_value' || nameOf(evidence.modification) !== nameOf(question.modification))
        return 'no value of this modification is its evidence'
      return valueFault(question, evidence)
    case 'completion_date':
      return completionFault(question, evidence, outcomes)
    case 'value_milestone':
      return milestoneFault(question, evidence, outcomes)
    default:
      return null
  }
}

const nameOf = (text: string | null) => (text ?? '').trim().replace(/\s+/g, ' ').toLowerCase()

function valueFault({ result, currency }: SettledQuestion, evidence: OutcomeOnRecord): string | null {
  if (evidence.currency !== currency) return `its evidence is in ${evidence.currency}`
  return Number(result.value) === evidence.value ? null : `it says ${result.value}, its evidence ${evidence.value}`
}

function completionFault(
  { result, settledOn }: SettledQuestion,
  evidence: OutcomeOnRecord | null,
  outcomes: readonly OutcomeOnRecord[],
): string | null {
  if ('date' in result) {
    if (evidence?.kind !== 'build_completed') return 'no finished build is its evidence'
    return evidence.day === result.date ? null : `it says ${result.date}, its evidence ${evidence.day}`
  }
  const until = String(result.unfinished_on)
  const finished = outcomes.find(
    ({ kind, day, reportedOn }) => kind === 'build_completed' && day <= until && reportedOn < settledOn,
  )
  return finished ? `it says unfinished on ${until}, and the build was finished on ${finished.day}` : null
}

function milestoneFault(
  { result, target, byDay, currency, settledOn }: SettledQuestion,
  evidence: OutcomeOnRecord | null,
  outcomes: readonly OutcomeOnRecord[],
): string | null {
  const counts = (one: OutcomeOnRecord) =>
    (one.kind === 'appraisal' || (one.kind === 'auction_result' && one.sold === true)) &&
    one.currency === currency &&
    one.day <= (byDay ?? '') &&
    one.value !== null
  const reaches = (one: OutcomeOnRecord) => counts(one) && Number(one.value) >= Number(target)
  if (result.reached === true) return evidence && reaches(evidence) ? null : 'its evidence does not reach the value'
  if ((byDay ?? '') >= settledOn) return 'it was found not reached before its day had passed'
  const met = outcomes.find((one) => reaches(one) && one.reportedOn < settledOn)
  if (met) return `it says not reached, and ${met.value} was on record`
  return evidence && counts(evidence) ? null : 'no valuation is its evidence'
}

type Check = { promise: string; checked: number; wrong: number; example: string | null }

/** Every final result beside its evidence; in the caller's snapshot. */
export async function auditResults(sql: Sql): Promise<Check> {
  const questions = await sql<SettledQuestion[]>`
    select vehicle_id as vehicle, question, bet_type as type, currency, target_value::float8 as target, by_date::text as "byDay",
           modification, result, outcome_id as "outcomeId", (settled_at at time zone 'utc')::date::text as "settledOn"
    from public.bet_questions where state = 'final' order by vehicle_id, question`
  const outcomes = await sql<OutcomeOnRecord[]>`
    select o.id, o.vehicle_id as vehicle, o.kind, o.value::float8 as value, o.currency, o.sold, o.modification,
           (o.occurred_at at time zone 'utc')::date::text as day, (o.confirmed_at at time zone 'utc')::date::text as "reportedOn"
    from public.vehicle_outcomes o
    where o.confirmed_at is not null and exists (
      select from public.bet_questions q where q.vehicle_id = o.vehicle_id and q.state = 'final')`
  const byVehicle = Map.groupBy(outcomes, ({ vehicle }) => vehicle)
  const faults = questions.flatMap((question) => {
    const fault = resultFault(question, byVehicle.get(question.vehicle) ?? [])
    return fault ? [`${question.question} of vehicle ${question.vehicle}: ${fault}`] : []
  })
  return {
    promise: 'Every result follows from its evidence, found by a second reading',
    checked: questions.length,
    wrong: faults.length,
    example: faults[0] ?? null,
  }
}
