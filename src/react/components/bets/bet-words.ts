import { betTypes } from '../../../client/bet-types.ts'
import type { Bet } from '../../../client/bets.ts'
import type { Question } from '../../../client/questions.ts'
import { day, money, points, pointsChange, timeUntil } from '../../format.ts'
import { numberFormat } from '../../language/language.ts'
import { say } from '../../language/say.ts'
import { resultInWords } from './claims.ts'

/** How far a question is settled, as a sentence or two. */
export function stateInWords(question: Question, now = Date.now()): string {
  const { state, result, finalAt, settledAt, closedAt, reason, type } = question
  switch (state) {
    case 'open':
      return say('Open.')
    case 'locked':
      return closedAt
        ? say('Closed to bets since {closedAt}. Nobody has reported an answer yet.', { closedAt: day(closedAt) })
        : say('Closed to bets. Nobody has reported an answer yet.')
    case 'proposed': {
      if (!result || !finalAt) return say('An answer is proposed.')
      const rest =
        Date.parse(finalAt) > now
          ? say('Final {finalAt}, unless it is disputed.', { finalAt: timeUntil(finalAt, now) })
          : say('Being settled.')
      return `${resultInWords(result, type)} ${rest}`
    }
    case 'disputed':
      return reason
        ? say('Disputed: {reason} The operator decides.', { reason: ended(reason) })
        : say('Disputed. The operator decides.')
    case 'final':
      return [
        result && resultInWords(result, type),
        settledAt ? say('Settled on {settledAt}.', { settledAt: day(settledAt) }) : say('Settled.'),
      ]
        .filter(Boolean)
        .join(' ')
    case 'annulled':
      return reason
        ? say('Annulled: {reason} Every stake went back.', { reason: ended(reason) })
        : say('Annulled. Every stake went back.')
  }
}

/** Whether a proposed answer can still be objected to. */
export const canDispute = ({ state, finalAt }: Question, now = Date.now()) =>
  (state === 'proposed' || state === 'disputed') && finalAt !== null && Date.parse(finalAt) > now

/** What became of a bet, in a few words. `question` is the round of the question it is about, if it is known. */
export function fateOf(bet: Bet, question: Question | undefined): string {
  if (bet.status === 'won') return say('Came true')
  if (bet.status === 'lost') return say('Did not come true')
  if (bet.supersededBy) return say('Replaced by a later bet')
  if (bet.status === 'cancelled') return isVoid(bet, question) ? say('Void, not settled') : say('Taken back')
  return bet.late ? say('Late: its day had passed already') : say('Open')
}

/** Settlement itself closed it without a result: the question was annulled, or the answer could be known when it was placed. */
const isVoid = (bet: Bet, question: Question | undefined) =>
  question?.settledAt != null &&
  bet.resolvedAt !== null &&
  Date.parse(bet.resolvedAt) === Date.parse(question.settledAt)

/** What a closed bet did to its author's points; null where nothing was staked or it is still open. */
export function payoutInWords({ stake, payout, status }: Bet): string | null {
  if (stake === 0 || payout === null || status === 'active') return null
  if (payout === stake)
    return say('{stake} point staked, all of it back.|{stake} points staked, all of it back.', { stake })
  return say('{stake} staked, {payout} back: {pointsChange} points.', {
    stake: points(stake),
    payout: points(payout),
    pointsChange: pointsChange(payout - stake),
  })
}

/**
 * A score in words; null until there is one. A milestone has a Brier score from 0 to 1; the rest have a CRPS, which is in the units
 * of the answer and equals the distance for somebody who was certain.
 */
export function scoreInWords({ type, score, skillScore }: Bet): string | null {
  if (score === null) return null
  const skill = skillScore === null ? '' : ` ${skillInWords(skillScore)}`
  if (betTypes[type].shape === 'milestone')
    return `${say('Brier score {brier}, where 0 is perfect.', { brier: hundredths(score) })}${skill}`
  const miss =
    betTypes[type].shape === 'day' ? say('{score} day|{score} days', { score: Math.round(score) }) : money(score)
  return `${say('Off by {miss}, certainty included (CRPS).', { miss })}${skill}`
}

/** "32 % better than the baseline." */
export function skillInWords(skill: number): string {
  const share = Math.round(Math.abs(skill) * 100)
  if (share === 0) return say('As good as the baseline.')
  if (skill > 0) return say('{share}\u00a0% better than the baseline.', { share })
  return share > 1_000 ? say('Far worse than the baseline.') : say('{share}\u00a0% worse than the baseline.', { share })
}

const hundredths = numberFormat({ minimumFractionDigits: 2, maximumFractionDigits: 2 })

const ended = (text: string) => `${text.trim().replace(/[.]$/, '')}.`
