import { type FormEvent, useId, useState } from 'react'
import type { BetType, Claim } from '../../client/bets.ts'
import { ConfidenceField } from './ConfidenceField.tsx'
import { claimInWords, claimTitles } from './claims.ts'
import { MoneyField } from './MoneyField.tsx'
import { Notice } from './Notice.tsx'

type Draft = { type: BetType; value: number | null; byDate: string; modification: string }

type ClaimFormProps = {
  onPlace: (bet: Claim & { confidencePercent: number }) => Promise<unknown>
  busy: boolean
  error: string | null
}

const types = Object.keys(claimTitles) as BetType[]

/** A claim as a sentence, the fields that fill it in, and how sure its author is. */
export function ClaimForm({ onPlace, busy, error }: ClaimFormProps) {
  const id = useId()
  const [draft, setDraft] = useState<Draft>(() => ({
    type: 'value_milestone',
    value: null,
    byDate: yearsAhead(1),
    modification: '',
  }))
  const [confidencePercent, setConfidence] = useState(70)
  const [placed, setPlaced] = useState(false)
  const claim = claimOf(draft)
  const change = (part: Partial<Draft>) => {
    setPlaced(false)
    setDraft({ ...draft, ...part })
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!claim || busy) return
    try {
      await onPlace({ ...claim, confidencePercent })
      setDraft({ ...draft, value: null, modification: '' })
      setPlaced(true)
    } catch {
      setPlaced(false) // the caller shows why
    }
  }
  return (
    <form className="pd-form" onSubmit={submit}>
      <p className="pd-claim" aria-live="polite">
        {claim ? `“${claimInWords(claim)}”` : <span className="pd-soft">{prompts[draft.type]}</span>}
      </p>
      <div className="pd-field">
        <label htmlFor={`${id}-type`}>Claim</label>
        <select
          id={`${id}-type`}
          value={draft.type}
          onChange={(event) => change({ type: event.target.value as BetType })}
        >
          {types.map((type) => (
            <option key={type} value={type}>
              {claimTitles[type]}
            </option>
          ))}
        </select>
      </div>
      {draft.type === 'next_mod_value' && (
        <div className="pd-field">
          <label htmlFor={`${id}-modification`}>Modification</label>
          <input
            id={`${id}-modification`}
            value={draft.modification}
            maxLength={200}
            required
            placeholder="Five-speed gearbox"
            onChange={(event) => change({ modification: event.target.value })}
          />
        </div>
      )}
      <div className="pd-field-pair">
        {draft.type !== 'completion_date' && (
          <MoneyField
            key={draft.type}
            label={draft.type === 'next_mod_value' ? 'Change in value' : 'Number'}
            value={draft.value}
            signed={draft.type === 'next_mod_value'}
            required
            onChange={(value) => change({ value })}
          />
        )}
        {(draft.type === 'value_milestone' || draft.type === 'completion_date') && (
          <div className="pd-field">
            <label htmlFor={`${id}-date`}>By</label>
            <input
              id={`${id}-date`}
              type="date"
              value={draft.byDate}
              min={daysAhead(1)}
              max="2100-12-31"
              required
              onChange={(event) => change({ byDate: event.target.value })}
            />
          </div>
        )}
      </div>
      <ConfidenceField value={confidencePercent} onChange={setConfidence} />
      {error && <Notice>{error}</Notice>}
      <button type="submit" className="pd-button pd-primary" aria-disabled={busy}>
        {busy ? 'Placing …' : 'Place claim'}
      </button>
      <p className="pd-small pd-quiet" role="status">
        {placed
          ? 'Placed. It stands as you said it; a claim cannot be changed afterwards.'
          : 'Anyone can see your claims. They cannot be changed once placed.'}
      </p>
    </form>
  )
}

/** What the sentence will say, while its number is missing. */
const prompts: Record<BetType, string> = {
  value_milestone: 'It is worth … or more by …',
  auction_price: 'The hammer price is …, give or take 10 %.',
  next_mod_value: 'The next modification changes its value by …',
  completion_date: 'The build is complete by …',
}

function claimOf({ type, value, byDate, modification }: Draft): Claim | null {
  switch (type) {
    case 'value_milestone':
      return value && byDate ? { type, prediction: { target_value: value, by_date: byDate } } : null
    case 'auction_price':
      return value ? { type, prediction: { target_value: value } } : null
    case 'next_mod_value':
      return value !== null && modification.trim()
        ? { type, prediction: { modification: modification.trim(), target_value: value } }
        : null
    case 'completion_date':
      return byDate ? { type, prediction: { by_date: byDate } } : null
  }
}

function daysAhead(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}

function yearsAhead(years: number): string {
  return `${new Date().getUTCFullYear() + years}-12-31`
}
