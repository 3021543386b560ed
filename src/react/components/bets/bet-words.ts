import { betTypes } from '../../../client/bet-types.ts'
import type { Bet } from '../../../client/bets.ts'
import type { Question } from '../../../client/questions.ts'
import { count, day, money, plural, points, pointsChange, timeUntil } from '../../format.ts'
import { resultInWords } from './claims.ts'

/** How far a question is settled, as a sentence or two. */
export function stateInWords(question: Question, now = Date.now()): string {
  const { state, result, finalAt, settledAt, closedAt, reason, type } = question
  switch (state) {
    case 'open':
      return 'Open.'
    case 'locked':
      return `Closed to bets${closedAt ? ` since ${day(closedAt)}` : ''}. Nobody has reported an answer yet.`
    case 'proposed': {
      if (!result || !finalAt) return 'An answer is proposed.'
      const rest =
        Date.parse(finalAt) > now ? `Final ${timeUntil(finalAt, now)}, unless it is disputed.` : 'Being settled.'
      return `${resultInWords(result, type)} ${rest}`
    }
    case 'disputed':
      return `Disputed${reason ? `: ${ended(reason)}` : '.'} The operator decides.`
    case 'final':
      return `${result ? `${resultInWords(result, type)} ` : ''}Settled${settledAt ? ` on ${day(settledAt)}` : ''}.`
    case 'annulled':
      return `Annulled${reason ? `: ${ended(reason)}` : '.'} Every stake went back.`
  }
}

/** Whether a proposed answer can still be objected to. */
export const canDispute = ({ state, finalAt }: Question, now = Date.now()) =>
  (state === 'proposed' || state === 'disputed') && finalAt !== null && Date.parse(finalAt) > now

/** What became of a bet, in a few words. `question` is the round of the question it is about, if it is known. */
export function fateOf(bet: Bet, question: Question | undefined): string {
  if (bet.status === 'won') return 'Came true'
  if (bet.status === 'lost') return 'Did not come true'
  if (bet.supersededBy) return 'Replaced by a later claim'
  if (bet.status === 'cancelled') return isVoid(bet, question) ? 'Void, not settled' : 'Taken back'
  return bet.late ? 'Late: its day had passed already' : 'Open'
}

/** Settlement itself closed it without a result: the question was annulled, or the answer could be known when it was placed. */
const isVoid = (bet: Bet, question: Question | undefined) =>
  question?.settledAt != null &&
  bet.resolvedAt !== null &&
  Date.parse(bet.resolvedAt) === Date.parse(question.settledAt)

/** What a closed bet did to its author's points; null where nothing was staked or it is still open. */
export function payoutInWords({ stake, payout, status }: Bet): string | null {
  if (stake === 0 || payout === null || status === 'active') return null
  if (payout === stake) return `${plural(stake, 'point')} staked, all of it back.`
  return `${points(stake)} staked, ${points(payout)} back: ${pointsChange(payout - stake)} points.`
}

/**
 * A score in words; null until there is one. A milestone has a Brier score from 0 to 1; the rest have a CRPS, which is in the units
 * of the answer and equals the distance for somebody who was certain.
 */
export function scoreInWords({ type, score, skillScore }: Bet): string | null {
  if (score === null) return null
  const skill = skillScore === null ? '' : ` ${skillInWords(skillScore)}`
  if (betTypes[type].shape === 'milestone') return `Brier score ${score.toFixed(2)}, where 0 is perfect.${skill}`
  const miss = betTypes[type].shape === 'day' ? plural(Math.round(score), 'day') : money(score)
  return `Off by ${miss}, certainty included (CRPS).${skill}`
}

/** "32 % better than the baseline." */
export function skillInWords(skill: number): string {
  const share = Math.round(Math.abs(skill) * 100)
  if (share === 0) return 'As good as the baseline.'
  if (skill > 0) return `${share}\u00a0% better than the baseline.`
  return share > 1_000 ? 'Far worse than the baseline.' : `${count(share)}\u00a0% worse than the baseline.`
}

const ended = (text: string) => `${text.trim().replace(/[.]$/, '')}.`
