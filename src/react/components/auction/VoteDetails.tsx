import { type FormEvent, useId, useState } from 'react'
import type { Vote } from '../../../client/votes.ts'
import { isText, useDraft } from '../../hooks/use-draft.ts'
import { CurrencyField } from '../shared/CurrencyField.tsx'
import { MoneyField } from '../shared/MoneyField.tsx'
import type { VoteFormProps } from './VoteForm.tsx'

type VoteDetailsProps = Omit<VoteFormProps, 'vote'> & { vote: Vote; onWithdraw: () => void }

/** Why, and what it would bring: what can be added to a vote that has been cast. */
export function VoteDetails({ vote, onVote, onWithdraw, busy }: VoteDetailsProps) {
  const id = useId()
  const [reason, setReason, forget] = useDraft('reason', vote.reason ?? '', isText)
  const [estimatedValue, setEstimate] = useState(vote.estimatedValue)
  const [currency, setCurrency] = useState(vote.currency ?? 'USD')
  const [saved, setSaved] = useState(vote)
  if (
    saved.reason !== vote.reason ||
    saved.estimatedValue !== vote.estimatedValue ||
    saved.currency !== vote.currency
  ) {
    setSaved(vote)
    setReason(vote.reason ?? '')
    forget()
    setEstimate(vote.estimatedValue)
    setCurrency(vote.currency ?? 'USD')
  }
  const changed =
    reason.trim() !== (vote.reason ?? '') ||
    estimatedValue !== vote.estimatedValue ||
    (estimatedValue !== null && currency !== (vote.currency ?? 'USD'))
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (changed && !busy) onVote({ ...vote, reason: reason.trim() || null, estimatedValue, currency })
  }
  return (
    <form className="pd-form" onSubmit={save}>
      <div className="pd-field">
        <label htmlFor={`${id}-reason`}>Why? (if you like)</label>
        <textarea
          id={`${id}-reason`}
          rows={2}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
      <div className="pd-amount">
        <MoneyField
          label="The hammer price you expect (if you like)"
          value={estimatedValue}
          onChange={setEstimate}
          currency={currency}
        />
        <CurrencyField value={currency} onChange={setCurrency} />
      </div>
      <div className="pd-row">
        <button type="submit" className="pd-button" aria-disabled={busy || !changed}>
          {changed ? 'Save' : 'Saved'}
        </button>
        <button type="button" className="pd-link" onClick={onWithdraw}>
          Withdraw my vote
        </button>
      </div>
    </form>
  )
}
