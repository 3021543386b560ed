import type { Bet } from '../../../client/bets.ts'
import type { Outcome } from '../../../client/outcomes.ts'
import type { Dispute, Question } from '../../../client/questions.ts'
import { say } from '../../language/say.ts'
import { EvidenceNote } from '../shared/EvidenceNote.tsx'
import { PersonName } from '../shared/PersonName.tsx'
import { useNow } from '../shared/use-now.ts'
import { canDispute, payoutInWords, scoreInWords, stateInWords } from './bet-words.ts'
import { DisputeForm } from './DisputeForm.tsx'

export type SettlementProps = {
  question: Question
  outcome: Outcome | undefined
  disputes: Dispute[]
  /** One's own bet on it, if there is one. */
  bet?: Bet | undefined
  /** Left out for who may not object. */
  dispute?: { onDispute: (reason: string) => Promise<unknown>; busy: boolean; error: Error | null } | undefined
}

/** How far a question is settled: the answer with its evidence, what it meant for one's own bet, and the time left to object. */
export function Settlement({ question, outcome, disputes, bet, dispute }: SettlementProps) {
  const now = useNow()
  const results = bet ? [scoreInWords(bet), payoutInWords(bet)].filter((words) => words !== null) : []
  return (
    <div className="pd-settlement">
      <p className="pd-state">
        <StateMark state={question.state} /> {stateInWords(question, now)}
      </p>
      {results.map((words) => (
        <p key={words} className="pd-small">
          {words}
        </p>
      ))}
      {outcome && <EvidenceNote outcome={outcome} />}
      {disputes.length > 0 && (
        <ul className="pd-objections" aria-label={say('Objections')}>
          {disputes.map(({ by, reason }) => (
            <li key={by.id}>
              <q>{reason}</q>{' '}
              <span className="pd-small pd-soft">
                <PersonName person={by} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {dispute && canDispute(question, now) && (
        <DisputeForm draft={`dispute ${question.question} ${question.round}`} {...dispute} />
      )}
    </div>
  )
}

/** The state by the shape of its mark, so that it needs no colour; the words stand beside it. */
export const StateMark = ({ state }: { state: Question['state'] }) => (
  <i className={`pd-state-mark pd-state-${state}`} aria-hidden="true" />
)
