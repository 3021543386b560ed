import { type FormEvent, useId, useState } from 'react'
import { betTypes } from '../../../client/bet-types.ts'
import type { Bet, BetType, NewBet } from '../../../client/bets.ts'
import { points } from '../../format.ts'
import { useDraft, useLatest } from '../../hooks/use-draft.ts'
import { say } from '../../language/say.ts'
import { atField } from '../shared/field-errors.ts'
import { Notice } from '../shared/Notice.tsx'
import { claimOf, type Draft, draftOf, emptyDraft, isDraft } from './bet-draft.ts'
import { ConfidenceField } from './ConfidenceField.tsx'
import { claimInWords, sameQuestion } from './claims.ts'
import { Payoff } from './Payoff.tsx'
import { PredictionFields } from './PredictionFields.tsx'
import { StakeField } from './StakeField.tsx'
import { offeredTypes, viewOf } from './types/index.ts'

export type BetFormProps = {
  /** Points that are free to stake. */
  available: number
  /** Owners bet without a stake. */
  isOwner: boolean
  /** One's own active bets: a claim on the same question replaces one of them. */
  active: Bet[]
  /** The bet that is being revised. Give the form a `key` that changes with it. */
  revised: Bet | null
  /** The kind of claim that is chosen at first. */
  type?: BetType
  /** Kinds whose answer is known, so that no more bets are taken on them. */
  closed?: BetType[]
  /** Resolves to `'waiting'` where it waits for a connection. */
  onPlace: (bet: NewBet) => Promise<unknown>
  /** Leaves the bet that is being revised as it is. */
  onLeave: () => void
  busy: boolean
  error: Error | null
}

/** The form for the next claim after one: of the same kind, without its number. */
const next = ({ type, ranged, byDate }: Draft): Draft => ({ ...emptyDraft(type), ranged, byDate })

/** A claim as a sentence, the fields that fill it in, how sure its author is, and what that is worth to them in points. */
export function BetForm(props: BetFormProps) {
  const { available, isOwner, active, revised, closed = [], onPlace, onLeave, busy, error } = props
  const id = useId()
  const [first] = useState<Draft>(() => (revised ? draftOf(revised) : emptyDraft(props.type)))
  const name = revised ? `bet ${revised.id}` : `bet ${props.type ?? ''}`
  const [kept, setDraft, forget, send] = useDraft(name, first, isDraft)
  const offered = offeredTypes.filter((type) => !closed.includes(type))
  const draft = revised || !closed.includes(kept.type) ? kept : emptyDraft(offered[0])
  const [confidencePercent, setConfidence] = useState(revised ? Math.round(revised.confidencePercent) : 70)
  const [wanted, setStake] = useState(revised?.stake ?? 0)
  const [done, setDone] = useState(false)
  const claim = claimOf(draft)
  const replaced = revised ?? (claim && active.find((bet) => sameQuestion(claim, bet))) ?? null
  const free = available + (replaced?.stake ?? 0)
  const stake = isOwner ? 0 : Math.min(wanted, Math.floor(free))
  const problem = atField(error)
  const latest = useLatest(draft)

  const change = (part: Partial<Draft>) => {
    setDone(false)
    setDraft({ ...draft, ...part })
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!claim || busy) return
    try {
      const outcome = await send(onPlace({ ...claim, confidencePercent, stake }), true)
      // Whoever has gone on to the next claim meanwhile keeps what they have filled in.
      if (latest.current === draft) {
        if (!revised) setDraft(next(draft))
        forget()
      }
      setDone(outcome !== 'waiting')
    } catch {
      setDone(false) // the caller shows why
    }
  }
  return (
    <form className="pd-form" onSubmit={submit}>
      <p className="pd-claim" aria-live="polite">
        {claim ? `“${claimInWords(claim)}”` : <span className="pd-soft">{say(viewOf(draft.type).words.prompt)}</span>}
      </p>
      {!revised && (
        <div className="pd-field">
          <label htmlFor={`${id}-type`}>{say('Kind of bet')}</label>
          <select
            id={`${id}-type`}
            value={draft.type}
            onChange={(event) => change({ type: event.target.value as BetType })}
          >
            {offered.map((type) => (
              <option key={type} value={type}>
                {say(betTypes[type].label)}
              </option>
            ))}
          </select>
          {closed.map((type) => (
            <p key={type} className="pd-small pd-quiet">
              {say('{label}: no more bets are taken.', { label: say(betTypes[type].label) })}
            </p>
          ))}
        </div>
      )}
      <PredictionFields draft={draft} onChange={change} revised={revised !== null} problem={problem} />
      <ConfidenceField
        value={confidencePercent}
        onChange={setConfidence}
        error={problem?.field === 'confidence' ? problem.message : null}
      />
      {isOwner ? (
        <p className="pd-small pd-quiet">
          {say(
            'This is your vehicle, so you bet without a stake. Your bet is marked as the owner’s and left out of the crowd’s forecast.',
          )}
        </p>
      ) : (
        <>
          <StakeField
            value={stake}
            onChange={setStake}
            available={free}
            error={problem?.field === 'stake' ? problem.message : null}
          />
          <Payoff claim={claim} type={draft.type} confidencePercent={confidencePercent} stake={stake} />
        </>
      )}
      {problem && !problem.field && <Notice>{problem.message}</Notice>}
      <div className="pd-row">
        <button type="submit" className="pd-button pd-primary pd-grow" aria-disabled={busy}>
          {busy ? say('Placing …') : replaced ? say('Revise bet') : say('Place bet')}
        </button>
        {revised && (
          <button type="button" className="pd-link" onClick={onLeave}>
            {say('Leave it as it is')}
          </button>
        )}
      </div>
      <p className="pd-small pd-quiet" role="status">
        {done
          ? say('Placed. You can revise it or take it back until betting closes.')
          : replaced
            ? replaced.stake
              ? say(
                  'This replaces your bet on the same question, and its {stake} points come back first. The earlier one stays in your history.',
                  { stake: points(replaced.stake) },
                )
              : say('This replaces your bet on the same question. The earlier one stays in your history.')
            : say('Anyone can see your bets.')}
      </p>
    </form>
  )
}
