import { type FormEvent, useId, useState } from 'react'
import type { Nomination } from '../../../client/nominations.ts'
import type { VoteSummary } from '../../../client/votes.ts'
import { day, moneyIn } from '../../format.ts'
import type { NominationDecision } from '../../hooks/use-nominations.ts'
import { say } from '../../language/say.ts'
import { MoneyField } from '../shared/MoneyField.tsx'
import { Notice } from '../shared/Notice.tsx'

type NominationFormProps = {
  nomination: Nomination
  /** What the owner has set; null before that, and for no reserve. */
  reserve: VoteSummary['reserve']
  onDecide: (decision: NominationDecision) => void
  busy: boolean
  error: string | null
}

/** For the owner, while a nomination is open or accepted: accept with a reserve, change that, or decline. */
export function NominationForm({ nomination, reserve, onDecide, busy, error }: NominationFormProps) {
  const { currency, state, openedAt } = nomination
  // Once a reserve stands, the standing above says the chance of reaching that one: a second chance would contradict it.
  const suggested = reserve === null ? nomination.suggestedReserve : null
  const [amount, setAmount] = useState(reserve && reserve.amount > 0 ? reserve.amount : null)
  const [show, setShow] = useState(false)
  const [declining, setDeclining] = useState(false)
  const accept = (event: FormEvent) => {
    event.preventDefault()
    if (!busy) onDecide({ accept: true, reserve: amount ?? 0, show })
  }
  if (declining) {
    return <Decline onDecide={onDecide} onBack={() => setDeclining(false)} busy={busy} error={error} />
  }
  return (
    <form className="pd-form pd-owner" onSubmit={accept} aria-label={say('Your answer to the nomination')}>
      <p>
        {state === 'open'
          ? say('It is yours: do you send it to auction? You can change the reserve until the auction is live.')
          : say('You have accepted. You can change the reserve until the auction is live, or decline after all.')}
      </p>
      <MoneyField
        label={say('Your reserve: what you want to be left with after fees. Empty for none.')}
        value={amount}
        onChange={setAmount}
        currency={currency}
      />
      {suggested !== null && suggested > 0 && (
        <p className="pd-small pd-quiet pd-row">
          {say(
            'By the estimates and the bets of {openedAt}, a sale leaves you {suggested} or more with a chance of 75\u00a0%.',
            { openedAt: day(openedAt), suggested: moneyIn(currency, suggested) },
          )}
          <button type="button" className="pd-link" onClick={() => setAmount(Math.round(suggested))}>
            {say('Take that')}
          </button>
        </p>
      )}
      <label className="pd-check">
        <input type="checkbox" checked={show} onChange={(event) => setShow(event.target.checked)} />
        <span>
          {say('Show the reserve to everybody')}{' '}
          <span className="pd-small pd-soft">{say('Otherwise only you see it.')}</span>
        </span>
      </label>
      {error && <Notice>{error}</Notice>}
      <div className="pd-row">
        <button type="submit" className="pd-button pd-primary" aria-disabled={busy}>
          {state === 'open' ? say('Accept') : say('Change the reserve')}
        </button>
        <button type="button" className="pd-link" onClick={() => setDeclining(true)}>
          {say('Decline')}
        </button>
      </div>
    </form>
  )
}

type DeclineProps = Pick<NominationFormProps, 'onDecide' | 'busy' | 'error'> & { onBack: () => void }

function Decline({ onDecide, onBack, busy, error }: DeclineProps) {
  const id = useId()
  const [reason, setReason] = useState('')
  const decline = (event: FormEvent) => {
    event.preventDefault()
    if (!busy) onDecide({ accept: false, reason })
  }
  return (
    <form className="pd-form pd-owner" onSubmit={decline} aria-label={say('Decline the nomination')}>
      <div className="pd-field">
        <label htmlFor={id}>{say('Why does it stay? (if you like; everybody reads it)')}</label>
        <textarea
          id={id}
          rows={2}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
      <p className="pd-small pd-quiet">{say('You are not asked again for a month.')}</p>
      {error && <Notice>{error}</Notice>}
      <div className="pd-row">
        <button type="submit" className="pd-button" aria-disabled={busy}>
          {say('Decline the nomination')}
        </button>
        <button type="button" className="pd-link" onClick={onBack}>
          {say('Back')}
        </button>
      </div>
    </form>
  )
}
