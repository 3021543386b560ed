import type { Question } from '../../client/questions.ts'
import { questionInWords } from '../../react/components/bets/claims.ts'
import { outcomeOf } from '../../react/components/bets/outcome-of.ts'
import { Settlement } from '../../react/components/bets/Settlement.tsx'
import { useMember } from '../../react/hooks/PaddockProvider.tsx'
import { useBets } from '../../react/hooks/use-bets.ts'
import { DraftsOf } from '../../react/hooks/use-draft.ts'
import { useDisputeSettlement, useDisputes, useOutcomes, useQuestions } from '../../react/hooks/use-questions.ts'
import { say } from '../../react/language/say.ts'

type QuestionsSectionProps = { vehicleId: string; ownerId: string | null }

/** Every question that people have bet on: how far it is settled, by what evidence, and what it meant for one's own claim. */
export function QuestionsSection({ vehicleId, ownerId }: QuestionsSectionProps) {
  const member = useMember()
  const questions = useQuestions(vehicleId)
  const outcomes = useOutcomes(vehicleId)
  const disputes = useDisputes(vehicleId)
  const bets = useBets(vehicleId)
  const dispute = useDisputeSettlement(vehicleId)
  if (!questions.data || questions.data.length === 0) return null
  const own = (asked: Question) =>
    bets.data?.find((bet) => bet.question === asked.question && bet.round === asked.round && !bet.supersededBy)
  const mayDispute = (asked: Question) => own(asked) !== undefined || (member != null && member.id === ownerId)
  return (
    <section className="section" aria-labelledby="questions-title">
      <h2 id="questions-title">{say('How it is settled')}</h2>
      <p className="lede forecast-lede">
        {say(
          'An answer needs evidence and somebody without an interest in it. It then stands open to dispute for a while, and only after that are bets scored and points paid.',
        )}
      </p>
      <ul className="questions">
        {questions.data.map((asked) => (
          <li key={`${asked.question} ${asked.round}`}>
            <h3>
              {questionInWords(asked)}
              {asked.round > 1 && <small> {say('Round {round}', { round: asked.round })}</small>}
            </h3>
            <DraftsOf value={vehicleId}>
              <Settlement
                question={asked}
                outcome={outcomeOf(asked, outcomes.data ?? [])}
                disputes={(disputes.data ?? []).filter(
                  ({ question, round }) => question === asked.question && round === asked.round,
                )}
                bet={own(asked)}
                dispute={
                  mayDispute(asked)
                    ? {
                        onDispute: (reason) => dispute.mutateAsync({ question: asked.question, reason }),
                        busy: dispute.isPending,
                        error: dispute.variables?.question === asked.question ? dispute.error : null,
                      }
                    : undefined
                }
              />
            </DraftsOf>
          </li>
        ))}
      </ul>
    </section>
  )
}
