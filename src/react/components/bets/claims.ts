import type { Bet, BetType, Claim } from '../../../client/bets.ts'
import type { BlindForecast, Forecast } from '../../../client/forecasts.ts'
import type { Question, QuestionResult } from '../../../client/questions.ts'
import { epochDay } from '../../charts/layout/axis.ts'
import type { Mine } from '../../charts/layout/forecast-layout.ts'
import { change, day, money } from '../../format.ts'

/** The name of each kind of claim, in the order in which they are offered. */
export const claimTitles: Record<BetType, string> = {
  auction_price: 'Hammer price',
  value_milestone: 'Worth at least',
  next_mod_value: 'Next modification',
  completion_date: 'Build complete',
}

/** A claim as the sentence that will turn out true or false. */
export function claimInWords(claim: Claim): string {
  switch (claim.type) {
    case 'value_milestone':
      return `It is worth ${money(claim.prediction.target_value)} or more by ${day(claim.prediction.by_date)}.`
    case 'auction_price':
      return 'low' in claim.prediction
        ? `The hammer price is between ${money(claim.prediction.low)} and ${money(claim.prediction.high)}.`
        : `The hammer price is ${money(claim.prediction.target_value)}, give or take 10\u00a0%.`
    case 'next_mod_value':
      return `${capital(claim.prediction.modification)} changes its value by ${money(claim.prediction.target_value)}, give or take ${money(modificationTolerance(claim.prediction.target_value))}.`
    case 'completion_date':
      return `The build is complete around ${day(dayOf(claim.prediction))}, give or take 10\u00a0% of the days until then.`
  }
}

/** What a claim about a modification allows for: a tenth, and $250 at least. */
export const modificationTolerance = (value: number) => Math.max(Math.abs(value) / 10, 250)

const dayOf = (prediction: { by_date: string } | { date: string }) =>
  'date' in prediction ? prediction.date : prediction.by_date

/** The number, range or day of a claim as a forecast's chart shows it; a milestone has its place on a curve of its own. */
export function mineOf(claim: Claim): Mine {
  if (claim.type === 'completion_date') return single(epochDay(dayOf(claim.prediction)))
  if ('low' in claim.prediction) return { from: claim.prediction.low, to: claim.prediction.high }
  return single(claim.prediction.target_value)
}

const single = (value: number): Mine => ({ from: value, to: value })

/** Which of a member's bets stand in the forecast of a kind: those that count, and where betting is over those that did. */
export function shownBets(bets: Bet[], type: BetType, forecast: Forecast | BlindForecast): Bet[] {
  const over = !forecast.blind && forecast.closed
  return bets.filter(
    (bet) => bet.type === type && !bet.late && (over ? bet.status !== 'cancelled' : bet.status === 'active'),
  )
}

/** What a question asks, as a title. */
export function questionInWords({ type, targetValue, byDate, modification }: Question): string {
  switch (type) {
    case 'value_milestone':
      return `Worth ${money(targetValue ?? 0)} or more by ${day(byDate ?? '')}`
    case 'next_mod_value':
      return `What this adds: ${modification}`
    default:
      return claimTitles[type]
  }
}

/** The answer to a question as a sentence. */
export function resultInWords(result: QuestionResult, type: BetType): string {
  if ('reached' in result) return result.reached ? 'It was worth that much.' : 'It was not worth that much by then.'
  if ('date' in result) return `The build was complete on ${day(result.date)}.`
  if ('unfinished_on' in result) return `The build was still not complete on ${day(result.unfinished_on)}.`
  if ('void' in result) return `${capital(result.void).replace(/\.$/, '')}.`
  return type === 'next_mod_value'
    ? `It changed the value by ${change(result.value)}.`
    : `The hammer fell at ${money(result.value)}.`
}

/** Whether two claims ask the same, so that the later one replaces the earlier. */
export function sameQuestion(claim: Claim, bet: Bet): boolean {
  if (claim.type === 'value_milestone' && bet.type === 'value_milestone') {
    return (
      claim.prediction.target_value === bet.prediction.target_value &&
      claim.prediction.by_date === bet.prediction.by_date
    )
  }
  if (claim.type === 'next_mod_value' && bet.type === 'next_mod_value') {
    return keyOf(claim.prediction.modification) === keyOf(bet.prediction.modification)
  }
  return claim.type === bet.type
}

/** As the database compares modifications: case and spaces do not count. */
const keyOf = (modification: string) => modification.trim().replace(/\s+/g, ' ').toLowerCase()

export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
