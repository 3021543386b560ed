import { type FormEvent, useId, useState } from 'react'
import type { Vote } from '../../client/votes.ts'
import { MoneyField } from './MoneyField.tsx'

type VoteFormProps = { vote: Vote | null; onVote: (vote: Vote | null) => void; busy: boolean }

/** One tap votes. A reason and an estimate can follow; the vote can be changed or withdrawn. */
export function VoteForm({ vote, onVote, busy }: VoteFormProps) {
  const choose = (choice: Vote['vote']) => {
    if (!busy && choice !== vote?.vote) onVote({ reason: null, estimatedValue: null, ...vote, vote: choice })
  }
  return (
    <div className="pd-form">
      <fieldset className="pd-choices">
        <legend className="pd-hidden">Your vote</legend>
        <button type="button" className="pd-button" aria-pressed={vote?.vote === 'yes'} onClick={() => choose('yes')}>
          Yes, auction it
        </button>
        <button type="button" className="pd-button" aria-pressed={vote?.vote === 'no'} onClick={() => choose('no')}>
          No, not yet
        </button>
      </fieldset>
      {vote && <VoteDetails vote={vote} onVote={onVote} busy={busy} />}
    </div>
  )
}

function VoteDetails({ vote, onVote, busy }: VoteFormProps & { vote: Vote }) {
  const id = useId()
  const [reason, setReason] = useState(vote.reason ?? '')
  const [estimatedValue, setEstimate] = useState(vote.estimatedValue)
  const [saved, setSaved] = useState(vote)
  if (saved.reason !== vote.reason || saved.estimatedValue !== vote.estimatedValue) {
    setSaved(vote)
    setReason(vote.reason ?? '')
    setEstimate(vote.estimatedValue)
  }
  const changed = reason.trim() !== (vote.reason ?? '') || estimatedValue !== vote.estimatedValue
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (changed && !busy) onVote({ vote: vote.vote, reason: reason.trim() || null, estimatedValue })
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
      <MoneyField label="The hammer price you expect (if you like)" value={estimatedValue} onChange={setEstimate} />
      <div className="pd-row">
        <button type="submit" className="pd-button" aria-disabled={busy || !changed}>
          {changed ? 'Save' : 'Saved'}
        </button>
        <button type="button" className="pd-link" onClick={() => busy || onVote(null)}>
          Withdraw my vote
        </button>
      </div>
    </form>
  )
}
