import type { BetType } from '../../client/bets.ts'
import { epochDay, inWords, type Measure } from '../charts/axis.ts'
import type { Curve, Quantiles } from '../charts/curve.ts'
import type { Movement } from '../charts/MovementChart.tsx'
import { count, day, money, percent, plural } from '../format.ts'

/** What the numbers of a kind of claim are. */
export const measureOf: Record<BetType, Measure> = {
  value_milestone: 'money',
  auction_price: 'money',
  next_mod_value: 'change',
  completion_date: 'date',
}

/** What the crowd's median says, in the words of its kind. */
export const medianTitles: Record<BetType, string> = {
  value_milestone: 'Crowd median for what it is worth',
  auction_price: 'Crowd median for the hammer price',
  next_mod_value: 'Crowd median for what it adds',
  completion_date: 'Crowd median for the day it is complete',
}

/** A number or day of a forecast, as the database gives it. */
export type ForecastValue = number | string

/** A day becomes days since 1970-01-01, so that charts can reckon with it. */
export const numeric = (value: ForecastValue) => (typeof value === 'string' ? epochDay(value) : value)

export const toCurve = (curve: readonly (readonly [ForecastValue, number])[]): Curve =>
  curve.map(([x, p]) => [numeric(x), p])

/** Null where the forecast does not reach so far, as with few milestones. */
export function toQuantiles(quantiles: Record<keyof Quantiles, ForecastValue | null>): Quantiles | null {
  const entries = Object.entries(quantiles) as [keyof Quantiles, ForecastValue | null][]
  if (entries.some(([, value]) => value === null)) return null
  return Object.fromEntries(entries.map(([name, value]) => [name, numeric(value as ForecastValue)])) as Quantiles
}

type MovementRow = readonly [string, ForecastValue | null, ForecastValue | null, ForecastValue | null, number]

/** The days on which the forecast has a middle half. */
export function toMovement(rows: readonly MovementRow[]): Movement[] {
  return rows.flatMap(([day, p25, p50, p75, people]) =>
    p25 === null || p50 === null || p75 === null
      ? []
      : [{ day, p25: numeric(p25), p50: numeric(p50), p75: numeric(p75), people }],
  )
}

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

/** Where my number stands in the crowd's. */
export function standingInWords(measure: Measure, below: number): string {
  const share = percent(below)
  if (measure === 'date') return `Later than ${share} of what the crowd expects.`
  return `Higher than ${share} of what the crowd expects.`
}

export type Contradiction =
  | {
      kind: 'milestones'
      target_value: number
      probability: number
      higher_target_value: number
      higher_probability: number
    }
  | { kind: 'milestone_and_price'; target_value: number; milestone_probability: number; price_probability: number }

/** Where what people say does not fit together. */
export function contradictionInWords(it: Contradiction): string {
  return it.kind === 'milestones'
    ? `${money(it.higher_target_value)} or more is held likelier (${percent(it.higher_probability)}) than ${money(it.target_value)} or more (${percent(it.probability)}). Both cannot be.`
    : `Milestones say ${percent(it.milestone_probability)} for ${money(it.target_value)} or more, hammer prices ${percent(it.price_probability)}.`
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
