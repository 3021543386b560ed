import { betTypes } from '../../../client/bet-types.ts'
import { type Bet, type BetType, type Claim, modificationKey } from '../../../client/bets.ts'
import type { BlindForecast, Forecast } from '../../../client/forecasts.ts'
import type { Question, QuestionResult } from '../../../client/questions.ts'
import { epochDay } from '../../charts/layout/axis.ts'
import type { Mine } from '../../charts/layout/forecast-layout.ts'
import { capital, day } from '../../format.ts'
import { say } from '../../language/say.ts'
import { viewOf } from './types/index.ts'

/** A claim as the sentence that will turn out true or false. */
export const claimInWords = ({ type, prediction }: Claim): string => viewOf(type).claim(prediction)

/** The number, range or day of a claim as a forecast's chart shows it; a milestone has its place on a curve of its own. */
export function mineOf({ prediction }: Claim): Mine {
  if ('low' in prediction) return { from: prediction.low, to: prediction.high }
  if ('target_value' in prediction) return single(prediction.target_value)
  return single(epochDay('date' in prediction ? prediction.date : prediction.by_date))
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
export const questionInWords = (question: Question): string =>
  viewOf(question.type).question(question) ?? say(betTypes[question.type].label)

/** The result of a question as a sentence. */
export function resultInWords(result: QuestionResult, type: BetType): string {
  if ('reached' in result)
    return result.reached ? say('It was worth that much.') : say('It was not worth that much by then.')
  if ('date' in result) return say('The build was complete on {date}.', { date: day(result.date) })
  if ('unfinished_on' in result)
    return say('The build was still not complete on {day}.', { day: day(result.unfinished_on) })
  if ('void' in result) return `${capital(result.void).replace(/\.$/, '')}.`
  return viewOf(type).result(result.value)
}

/** Whether two claims ask the same, so that the later one replaces the earlier. */
export const sameQuestion = (claim: Claim, bet: Bet): boolean =>
  claim.type === bet.type && betTypes[claim.type].question.every((part) => partOf(claim, part) === partOf(bet, part))

/** As the database tells questions apart; of modifications, case and spaces do not count. */
function partOf({ prediction }: Claim, part: 'currency' | 'target' | 'day' | 'modification') {
  if (part === 'target') return 'target_value' in prediction && prediction.target_value
  if (part === 'day') return 'by_date' in prediction && prediction.by_date
  if (part === 'modification') {
    return 'modification' in prediction && modificationKey(prediction.modification)
  }
  return null // the form asks in dollars
}
