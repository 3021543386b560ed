import { useState } from 'react'
import type { Bet } from '../../../client/bets.ts'
import type { Outcome } from '../../../client/outcomes.ts'
import type { Dispute, Question } from '../../../client/questions.ts'
import { count, points } from '../../format.ts'
import { reasonOf, say } from '../../language/say.ts'
import { EvidenceNote } from '../shared/EvidenceNote.tsx'
import { claimInWords } from './claims.ts'
import { outcomeOf } from './outcome-of.ts'
import { Settlement } from './Settlement.tsx'

export type BetListProps = {
  /** One's own active bets. */
  bets: Bet[]
  questions: Question[]
  outcomes: Outcome[]
  disputes: Dispute[]
  onRevise: (bet: Bet) => void
  onCancel: (bet: Bet) => Promise<unknown>
  onDispute: (question: string, reason: string) => Promise<unknown>
  busy: boolean
  cancelError: Error | null
  disputeError: Error | null
}

/** One's own claims that are not settled yet: what each says, how far its question is, and what can still be done. */
export function BetList(props: BetListProps) {
  const [asked, setAsked] = useState<string | null>(null)
  return (
    <ul className="pd-claims">
      {props.bets.map((bet) => (
        <li key={bet.id}>
          <Claim bet={bet} />
          <Standing {...props} bet={bet} isAsked={asked === bet.id} onAsk={setAsked} />
        </li>
      ))}
    </ul>
  )
}

function Claim({ bet }: { bet: Bet }) {
  return (
    <div className="pd-claim-row">
      <q>{claimInWords(bet)}</q>
      <span className="pd-number">
        {count(bet.confidencePercent)} %
        <small>{bet.stake > 0 ? say('{stake} points', { stake: points(bet.stake) }) : say('no stake')}</small>
      </span>
    </div>
  )
}

type StandingProps = BetListProps & { bet: Bet; isAsked: boolean; onAsk: (id: string | null) => void }

function Standing({ bet, isAsked, onAsk, ...props }: StandingProps) {
  const question = roundOf(bet, props.questions)
  if (question && question.state !== 'open') {
    return (
      <Settlement
        question={question}
        outcome={outcomeOf(question, props.outcomes)}
        disputes={props.disputes.filter((it) => it.question === question.question && it.round === question.round)}
        bet={bet}
        dispute={{
          onDispute: (reason) => props.onDispute(question.question, reason),
          busy: props.busy,
          error: props.disputeError,
        }}
      />
    )
  }
  if (isAsked) {
    const take = () =>
      !props.busy &&
      props.onCancel(bet).then(
        () => onAsk(null),
        () => {},
      )
    return (
      <fieldset className="pd-ask">
        <legend className="pd-hidden">{say('Take this bet back?')}</legend>
        <p className="pd-small">
          {say('Take it back?')}{' '}
          {bet.stake > 0 && `${say('Your {stake} points return.', { stake: points(bet.stake) })} `}
          {say('It stays in your history as taken back.')}
        </p>
        <div className="pd-row">
          <button type="button" className="pd-button" aria-disabled={props.busy} onClick={take}>
            {say('Take it back')}
          </button>
          <button type="button" className="pd-link" onClick={() => onAsk(null)}>
            {say('Keep it')}
          </button>
        </div>
        {props.cancelError && (
          <p className="pd-field-error" role="alert">
            {reasonOf(props.cancelError)}
          </p>
        )}
      </fieldset>
    )
  }
  const reported = question && outcomeOf(question, props.outcomes)
  return (
    <>
      {reported && <EvidenceNote outcome={reported} />}
      <div className="pd-row pd-claim-acts">
        {bet.late && <span className="pd-small pd-quiet">{say('Late: its day had passed, so it is not scored.')}</span>}
        <button type="button" className="pd-link" onClick={() => props.onRevise(bet)}>
          {say('Revise')}
        </button>
        <button type="button" className="pd-link" onClick={() => onAsk(bet.id)}>
          {say('Take back')}
        </button>
      </div>
    </>
  )
}

/** The round of the question that a bet is about; none for a late claim. */
export const roundOf = (bet: Bet, questions: Question[]) =>
  questions.find(({ question, round }) => question === bet.question && round === bet.round)
