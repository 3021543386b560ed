import { Suspense, useEffect, useRef, useState } from 'react'
import type { Vote } from '../../../client/votes.ts'
import { say } from '../../language/say.ts'
import { lazyPart } from '../../lazy-part.tsx'

// For those who have voted.
const VoteDetails = lazyPart(async () => (await import('./VoteDetails.tsx')).VoteDetails)

export type VoteFormProps = {
  vote: Vote | null
  /** Casts or changes the vote; null withdraws it. */
  onVote: (vote: Vote | null) => void
  busy: boolean
}

/** One tap votes. A reason and an estimate can follow; the vote can be changed, or withdrawn and taken up again. */
export function VoteForm({ vote, onVote, busy }: VoteFormProps) {
  const [isPrivate, setPrivate] = useState(vote?.isPrivate ?? false)
  const [withdrawn, setWithdrawn] = useState<Vote | null>(null)
  const undo = useRef<HTMLButtonElement>(null)
  const [wanted, setWanted] = useWanted<boolean>(busy)
  const shownPrivate = vote ? (wanted ?? vote.isPrivate) : isPrivate
  const choose = (choice: Vote['vote']) => {
    if (choice === vote?.vote) return
    setWithdrawn(null)
    // A reason for the one side is none for the other: it is asked again.
    onVote({ estimatedValue: null, isPrivate, ...vote, reason: null, vote: choice })
  }
  const keepPrivate = (chosen: boolean) => {
    setPrivate(chosen)
    if (!vote) return
    setWanted(chosen)
    onVote({ ...vote, isPrivate: chosen })
  }
  const withdraw = () => {
    if (!vote) return
    setWithdrawn(vote)
    onVote(null)
  }
  const takeUpAgain = () => {
    if (!withdrawn) return
    setWithdrawn(null)
    onVote(withdrawn)
  }
  // The button that was pressed is gone; the focus goes to the one that undoes it.
  const gone = withdrawn !== null && vote === null
  useEffect(() => {
    if (gone) undo.current?.focus({ preventScroll: true })
  }, [gone])
  return (
    <div className="pd-form">
      <fieldset className="pd-choices">
        <legend className="pd-hidden">{say('Your vote')}</legend>
        <button type="button" className="pd-button" aria-pressed={vote?.vote === 'yes'} onClick={() => choose('yes')}>
          {say('Yes, auction it')}
        </button>
        <button type="button" className="pd-button" aria-pressed={vote?.vote === 'no'} onClick={() => choose('no')}>
          {say('No, not yet')}
        </button>
      </fieldset>
      <label className="pd-check">
        <input type="checkbox" checked={shownPrivate} onChange={(event) => keepPrivate(event.target.checked)} />
        <span>
          {say('Keep my ballot private')}{' '}
          <span className="pd-small pd-soft">{say('It is counted; only you see it.')}</span>
        </span>
      </label>
      {vote && (
        <Suspense>
          <VoteDetails vote={vote} onVote={onVote} onWithdraw={withdraw} busy={busy} />
        </Suspense>
      )}
      <div role="status">
        {gone && (
          <p className="pd-row">
            {say('Your vote is withdrawn.')}
            <button ref={undo} type="button" className="pd-link" onClick={takeUpAgain}>
              {say('Undo')}
            </button>
          </p>
        )}
      </div>
    </div>
  )
}

/** What was just chosen, from the tap until the act is done: a box that waited for the answer would jump back first. */
function useWanted<T>(busy: boolean) {
  const [wanted, setWanted] = useState<T | null>(null)
  const wasBusy = useRef(busy)
  useEffect(() => {
    if (wasBusy.current && !busy) setWanted(null)
    wasBusy.current = busy
  }, [busy])
  return [wanted, setWanted] as const
}
