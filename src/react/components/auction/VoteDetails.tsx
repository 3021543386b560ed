import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import type { Vote } from '../../../client/votes.ts'
import { isText, useDraft } from '../../hooks/use-draft.ts'
import { say } from '../../language/say.ts'
import { CurrencyField } from '../shared/CurrencyField.tsx'
import { MoneyField } from '../shared/MoneyField.tsx'
import type { VoteFormProps } from './VoteForm.tsx'

type VoteDetailsProps = Omit<VoteFormProps, 'vote'> & { vote: Vote; onWithdraw: () => void }

/** Why, and what it would bring: what can be added to a vote that has been cast. */
export function VoteDetails({ vote, onVote, onWithdraw, busy }: VoteDetailsProps) {
  const id = useId()
  // What differs from the vote until it is saved; a vote that was refused leaves it as it was typed.
  const [typed, setTyped] = useDraft<string | null>('reason', null, isText)
  const [entered, setEntered] = useState<{ value: number | null; currency: string } | null>(null)
  const reason = typed ?? vote.reason ?? ''
  const estimatedValue = entered ? entered.value : vote.estimatedValue
  const currency = entered?.currency ?? vote.currency ?? 'USD'
  const changed =
    reason.trim() !== (vote.reason ?? '') ||
    estimatedValue !== vote.estimatedValue ||
    (estimatedValue !== null && currency !== (vote.currency ?? 'USD'))
  const wasBusy = useRef(busy)
  useEffect(() => {
    if (wasBusy.current && !busy && !changed) {
      setTyped(null)
      setEntered(null)
    }
    wasBusy.current = busy
  }, [busy, changed, setTyped])
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (changed && !busy) onVote({ ...vote, reason: reason.trim() || null, estimatedValue, currency })
  }
  return (
    <form className="pd-form" onSubmit={save}>
      <div className="pd-field">
        <label htmlFor={`${id}-reason`}>{say('Why? (if you like)')}</label>
        <textarea
          id={`${id}-reason`}
          rows={2}
          maxLength={1000}
          value={reason}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      <div className="pd-amount">
        <MoneyField
          label={say('The hammer price you expect (if you like)')}
          value={estimatedValue}
          onChange={(value) => setEntered({ value, currency })}
          currency={currency}
        />
        <CurrencyField
          value={currency}
          onChange={(chosen) => setEntered({ value: estimatedValue, currency: chosen })}
        />
      </div>
      <div className="pd-row">
        <button type="submit" className="pd-button" aria-disabled={busy || !changed}>
          {changed ? say('Save') : say('Saved')}
        </button>
        <button type="button" className="pd-link" onClick={onWithdraw}>
          {say('Withdraw my vote')}
        </button>
      </div>
    </form>
  )
}
