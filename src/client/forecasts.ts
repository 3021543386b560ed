import type { BetType } from './bets.ts'
import type { PaddockClient } from './client.ts'
import { unwrap } from './errors.ts'
import type { QuestionResult } from './questions.ts'
import { currentMember, ensureSession } from './session.ts'

/** What the crowd expects. Values are money in units of the currency, or days as `YYYY-MM-DD` for `completion_date`. */
export type Forecast<V extends number | string = number | string> = {
  blind: false
  /** How many people's bets it is made of: the latest of each, without the owner's, late and void ones. */
  people: number
  /** Mean of the distribution cut at 1 and 99 %; null without a forecast, and where milestones do not reach that far. */
  mean: V | null
  /** From p25 to p75 lies half of it, from p10 to p90 four fifths. A quantile is null where milestones do not reach that far. */
  quantiles: Record<'p05' | 'p10' | 'p25' | 'p50' | 'p75' | 'p90' | 'p95', V | null>
  /** Rising: `probability` is that of at most `x`. */
  curve: { x: V; probability: number }[]
  /** From 0 to 1: how much of the uncertainty each person has alone, as opposed to disagreement between them. */
  agreement: number | null
  asOf: string
  /** The forecast at the end of each day on which it changed, oldest first, at most 120. */
  movement: { day: string; p25: V | null; p50: V | null; p75: V | null; people: number }[]
  contradictions: Contradiction[]
  /** For `value_milestone` only: the probability of at least `target`, as people said it and as joined into one falling curve. */
  milestones: { target: number; said: number; probability: number; people: number }[]
  /** What the numbers are about; null without a forecast. */
  currency: string | null
  modification: string | null
  /** Betting is over: a number of one's own cannot be given any more. */
  closed: boolean
  /** What came of it, once it is settled; of milestones see their questions. */
  result: QuestionResult | null
}

/** People of whom at least two on each side say what does not fit together. */
export type Contradiction =
  | { kind: 'milestones'; target: number; probability: number; higherTarget: number; higherProbability: number }
  | { kind: 'milestone_and_price'; target: number; milestoneProbability: number; priceProbability: number }

/** The crowd's forecast is kept back until the person has given a number of their own, or chosen to skip that. */
export type BlindForecast = { blind: true; people: number }

export type ForecastOptions = {
  /** Of `next_mod_value`; the one with the most people unless told. */
  modification?: string
  /** ISO 4217; the one with the most people unless told. */
  currency?: string
  /** Somebody signed out has chosen to see it: the caller remembers that. */
  skipped?: boolean
}

/**
 * What the crowd expects of a vehicle. It is kept back from who has neither a bet of that type on the vehicle nor skipped giving
 * a number: people guess better when they have not heard the others. That is for their own sake; the numbers are public. Once
 * betting is over there is nothing left to guess, and everybody sees it.
 *
 * @example
 * const forecast = await loadForecast(client, vehicleId, 'auction_price')
 * if (!forecast.blind) draw(forecast.curve)
 * @throws {PaddockError} `unknown_vehicle`, `bet_type_is_known`
 */
export async function loadForecast(
  client: PaddockClient,
  vehicleId: string,
  type: BetType,
  { modification, currency, skipped = false }: ForecastOptions = {},
): Promise<Forecast | BlindForecast> {
  const [answer, questions, ownNumber] = await Promise.all([
    client
      .rpc(
        'vehicle_forecast',
        {
          vehicle_id: vehicleId,
          bet_type: type,
          ...(modification !== undefined && { modification }),
          ...(currency !== undefined && { currency }),
        },
        { get: true },
      )
      .then(unwrap),
    client
      .from('bet_questions')
      .select('question, state, result')
      .match({ vehicle_id: vehicleId, bet_type: type })
      .order('round', { ascending: false })
      .then(unwrap),
    skipped || hasOwnNumber(client, vehicleId, type),
  ])
  const row = answer as unknown as ForecastRow
  const asked = questions.filter(({ question }) => type === 'value_milestone' || question === row.topic)
  const closed = asked.length > 0 && asked.every(({ state }) => state !== 'open')
  if (!ownNumber && !closed && row.people > 0) return { blind: true, people: row.people }
  const [latest] = type === 'value_milestone' ? [] : asked
  return { ...toForecast(row), closed, result: latest?.state === 'final' ? (latest.result as QuestionResult) : null }
}

/**
 * Remembers that this person would see the crowd's forecast without giving a number first. A visitor gets an account on the way.
 *
 * @throws {PaddockError} `unknown_vehicle`, `bet_type_is_known`
 */
export async function skipForecast(client: PaddockClient, vehicleId: string, type: BetType): Promise<void> {
  await ensureSession(client)
  unwrap(await client.rpc('skip_forecast', { vehicle_id: vehicleId, bet_type: type }))
}

/**
 * Whether this person may see the crowd's forecast: has a bet of that type on the vehicle that is not cancelled, or skipped.
 *
 * @throws {PaddockError}
 */
export async function hasOwnNumber(client: PaddockClient, vehicleId: string, type: BetType): Promise<boolean> {
  const member = await currentMember(client)
  if (!member) return false
  const mine = { vehicle_id: vehicleId, user_id: member.id, bet_type: type }
  const [bets, skips] = await Promise.all([
    client.from('vehicle_bets').select('id').match(mine).neq('status', 'cancelled').limit(1).then(unwrap),
    client.from('forecast_skips').select('bet_type').match(mine).limit(1).then(unwrap),
  ])
  return bets.length + skips.length > 0
}

type Value = number | string
type ForecastRow = {
  people: number
  mean: Value | null
  quantiles: Forecast['quantiles']
  curve: [Value, number][]
  agreement: number | null
  as_of: string
  movement: [string, Value | null, Value | null, Value | null, number][]
  contradictions: Record<string, unknown>[]
  milestones?: { target_value: number; said: number; probability: number; people: number }[]
  topic: string | null
}

function toForecast(row: ForecastRow): Omit<Forecast, 'closed' | 'result'> {
  const [, currency = null, ...modification] = row.topic?.split(':') ?? []
  return {
    blind: false,
    people: row.people,
    mean: row.mean,
    quantiles: row.quantiles,
    curve: row.curve.map(([x, probability]) => ({ x, probability })),
    agreement: row.agreement,
    asOf: row.as_of,
    movement: row.movement.map(([day, p25, p50, p75, people]) => ({ day, p25, p50, p75, people })),
    contradictions: row.contradictions.map(toContradiction),
    milestones: (row.milestones ?? []).map(({ target_value, ...rest }) => ({ target: target_value, ...rest })),
    currency,
    modification: modification.join(':') || null,
  }
}

function toContradiction(row: Record<string, unknown>): Contradiction {
  const number = (name: string) => row[name] as number
  return row.kind === 'milestones'
    ? {
        kind: 'milestones',
        target: number('target_value'),
        probability: number('probability'),
        higherTarget: number('higher_target_value'),
        higherProbability: number('higher_probability'),
      }
    : {
        kind: 'milestone_and_price',
        target: number('target_value'),
        milestoneProbability: number('milestone_probability'),
        priceProbability: number('price_probability'),
      }
}
