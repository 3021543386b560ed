import { betTypes } from '../../../client/bet-types.ts'
import { awaitsConfirmation, type Outcome } from '../../../client/outcomes.ts'
import type { Question } from '../../../client/questions.ts'

/** A report that the build is complete, which counts once somebody has confirmed it. */
export const waitingBuild = (outcomes: Outcome[]) =>
  outcomes.find((outcome) => outcome.kind === 'build_completed' && awaitsConfirmation(outcome))

/** The outcome that answers a question, or would answer it once it is confirmed. */
export function outcomeOf(question: Question, outcomes: Outcome[]): Outcome | undefined {
  const answer = outcomes.find(({ id }) => id === question.outcomeId)
  const isUnanswered = betTypes[question.type].shape === 'day' && /^(open|locked)$/.test(question.state)
  return answer ?? (isUnanswered ? waitingBuild(outcomes) : undefined)
}
