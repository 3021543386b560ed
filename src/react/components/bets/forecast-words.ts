import { betTypes, type Shape } from '../../../client/bet-types.ts'
import type { BetType } from '../../../client/bets.ts'
import type { Contradiction, Forecast } from '../../../client/forecasts.ts'
import type { QuestionResult } from '../../../client/questions.ts'
import { epochDay, inWords, type Measure } from '../../charts/layout/axis.ts'
import type { Curve, Quantiles } from '../../charts/layout/curve.ts'
import type { Movement } from '../../charts/MovementChart.tsx'
import { day, money, percent } from '../../format.ts'
import { say } from '../../language/say.ts'

const measures: Record<Shape, Measure> = { milestone: 'money', price: 'money', change: 'change', day: 'date' }

/** What the numbers of a type of bet are. */
export const measureOf = (type: BetType): Measure => measures[betTypes[type].shape]

/** A forecast in numbers, as charts reckon with it: days are days since 1970-01-01. */
export type Numbers = {
  curve: Curve
  /** Null where it does not reach so far, as with few milestones. */
  quantiles: Quantiles | null
  /** The days on which it had a middle half. */
  movement: Movement[]
}

export function numbersOf({ curve, quantiles, movement }: Forecast): Numbers {
  const known = Object.entries(quantiles).flatMap(([name, value]) => (value === null ? [] : [[name, numeric(value)]]))
  return {
    curve: curve.map(({ x, probability }) => [numeric(x), probability]),
    quantiles: known.length === 7 ? (Object.fromEntries(known) as Quantiles) : null,
    movement: movement.flatMap(({ day, p25, p50, p75, people }) =>
      p25 === null || p50 === null || p75 === null
        ? []
        : [{ day, p25: numeric(p25), p50: numeric(p50), p75: numeric(p75), people }],
    ),
  }
}

/** Where an answer stands on the curve's axis; null where it has no place there. */
export function resultNumber(result: QuestionResult): number | null {
  if ('value' in result) return result.value
  return 'date' in result ? epochDay(result.date) : null
}

const numeric = (value: number | string) => (typeof value === 'string' ? epochDay(value) : value)

/** Where half and four fifths of the weight lie. */
export function bandsInWords(measure: Measure, { p10, p25, p75, p90 }: Quantiles): string {
  return say('Half the weight lies between {p25} and {p75}, four fifths between {p10} and {p90}.', {
    p25: inWords(measure, p25),
    p75: inWords(measure, p75),
    p10: inWords(measure, p10),
    p90: inWords(measure, p90),
  })
}

/** Who stands behind a forecast, and how far they agree; honest where it is nobody or one. */
export function peopleInWords(people: number, agreement: number | null): string {
  if (people === 0) return say('Nobody has said a number yet.')
  if (people === 1) return say('So far this is one person’s number, and a broad doubt about it.')
  const spread =
    agreement === null
      ? ''
      : ` ${say('{agreement} of the spread is doubt that each has alone, the rest is disagreement.', {
          agreement: percent(agreement),
        })}`
  return `${say('{people} person, the latest bet of each.|{people} people, the latest bet of each.', { people })}${spread}`
}

/** Where one's own number stands in the crowd's; of a range, its middle. */
export function standingInWords(measure: Measure, below: number, ranged = false): string {
  const values = { below: percent(below) }
  if (measure === 'date')
    return ranged
      ? say('The middle of yours is later than {below} of what the crowd expects.', values)
      : say('Yours is later than {below} of what the crowd expects.', values)
  return ranged
    ? say('The middle of yours is higher than {below} of what the crowd expects.', values)
    : say('Yours is higher than {below} of what the crowd expects.', values)
}

/** Where what people say does not fit together. */
export function contradictionInWords(it: Contradiction): string {
  return it.kind === 'milestones'
    ? say(
        '{higherTarget} or more is held likelier ({higherProbability}) than {target} or more ({probability}). Both cannot be.',
        {
          higherTarget: money(it.higherTarget),
          higherProbability: percent(it.higherProbability),
          target: money(it.target),
          probability: percent(it.probability),
        },
      )
    : say(
        'Milestones give {target} or more a chance of {milestone}, bets on the hammer price {price}. An appraisal can meet a milestone too, so this is a hint.',
        {
          target: money(it.target),
          milestone: percent(it.milestoneProbability),
          price: percent(it.priceProbability),
        },
      )
}

/** How the median moved between the first and the last day, or why there is nothing to see yet. */
export function movementInWords(measure: Measure, movement: readonly Movement[]): string {
  const [first, last] = [movement[0], movement.at(-1)]
  if (!first || !last || first === last) return say('It has not moved yet: the record starts with the first day.')
  const moved = last.p50 - first.p50
  const since = say('since {day}', { day: day(first.day) })
  if (measure === 'date') {
    const days = Math.round(Math.abs(moved))
    if (days === 0) return say('Where it was, {since}.', { since })
    return moved > 0
      ? say('{days} day later {since}.|{days} days later {since}.', { days, since })
      : say('{days} day earlier {since}.|{days} days earlier {since}.', { days, since })
  }
  if (Math.abs(moved) < 1) return say('Where it was, {since}.', { since })
  const values = { people: last.people, before: first.people, moved: money(Math.abs(moved)), since }
  return moved > 0
    ? say(
        'Up {moved} {since}, from {before} to {people} person.|Up {moved} {since}, from {before} to {people} people.',
        values,
      )
    : say(
        'Down {moved} {since}, from {before} to {people} person.|Down {moved} {since}, from {before} to {people} people.',
        values,
      )
}
