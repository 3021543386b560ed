import { betTypes, type Shape } from '../../../client/bet-types.ts'
import type { BetType } from '../../../client/bets.ts'
import type { Contradiction, Forecast } from '../../../client/forecasts.ts'
import type { QuestionResult } from '../../../client/questions.ts'
import { epochDay, inWords, type Measure } from '../../charts/layout/axis.ts'
import type { Curve, Quantiles } from '../../charts/layout/curve.ts'
import type { Movement } from '../../charts/MovementChart.tsx'
import { count, day, money, percent, plural } from '../../format.ts'

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
  const from = (low: number, high: number) => `${inWords(measure, low)} and ${inWords(measure, high)}`
  return `Half the weight lies between ${from(p25, p75)}, four fifths between ${from(p10, p90)}.`
}

/** Who stands behind a forecast, and how far they agree; honest where it is nobody or one. */
export function peopleInWords(people: number, agreement: number | null): string {
  if (people === 0) return 'Nobody has said a number yet.'
  if (people === 1) return 'So far this is one person’s number, and a broad doubt about it.'
  const spread =
    agreement === null
      ? ''
      : ` ${percent(agreement)} of the spread is doubt that each has alone, the rest is disagreement.`
  return `${plural(people, 'person', 'people')}, the latest claim of each.${spread}`
}

/** Where one's own number stands in the crowd's; of a range, its middle. */
export function standingInWords(measure: Measure, below: number, ranged = false): string {
  const more = measure === 'date' ? 'later' : 'higher'
  return `${ranged ? 'The middle of yours is' : 'Yours is'} ${more} than ${percent(below)} of what the crowd expects.`
}

/** Where what people say does not fit together. */
export function contradictionInWords(it: Contradiction): string {
  return it.kind === 'milestones'
    ? `${money(it.higherTarget)} or more is held likelier (${percent(it.higherProbability)}) than ${money(it.target)} or more (${percent(it.probability)}). Both cannot be.`
    : `Milestones give ${money(it.target)} or more a chance of ${percent(it.milestoneProbability)}, claims on the hammer price ${percent(it.priceProbability)}. An appraisal can meet a milestone too, so this is a hint.`
}

/** How the median moved between the first and the last day, or why there is nothing to see yet. */
export function movementInWords(measure: Measure, movement: readonly Movement[]): string {
  const [first, last] = [movement[0], movement.at(-1)]
  if (!first || !last || first === last) return 'It has not moved yet: the record starts with the first day.'
  const moved = last.p50 - first.p50
  const since = `since ${day(first.day)}`
  if (measure === 'date') {
    const days = Math.round(Math.abs(moved))
    if (days === 0) return `Where it was, ${since}.`
    return `${plural(days, 'day')} ${moved > 0 ? 'later' : 'earlier'} ${since}.`
  }
  if (Math.abs(moved) < 1) return `Where it was, ${since}.`
  return `${moved > 0 ? 'Up' : 'Down'} ${money(Math.abs(moved))} ${since}, from ${count(first.people)} to ${plural(last.people, 'person', 'people')}.`
}
