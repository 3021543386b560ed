import { useId } from 'react'
import { money } from '../../format.ts'
import { FieldError } from '../shared/FieldError.tsx'
import type { ClaimField } from '../shared/field-errors.ts'
import { MoneyField } from '../shared/MoneyField.tsx'
import { type Draft, daysAhead } from './bet-draft.ts'

type PredictionFieldsProps = {
  draft: Draft
  onChange: (part: Partial<Draft>) => void
  /** What makes it another question stays as it is. */
  revised: boolean
  problem: { field: ClaimField | null; message: string } | null
}

/** The fields of a claim, each with what is wrong with it. */
export function PredictionFields({ draft, onChange, revised, problem }: PredictionFieldsProps) {
  const at = (field: ClaimField) => (problem?.field === field ? problem.message : null)
  switch (draft.type) {
    case 'value_milestone':
      return (
        <div className="pd-field-pair">
          <MoneyField
            label="Number"
            value={draft.value}
            required
            error={at('value')}
            onChange={(value) => onChange({ value })}
          />
          <DayField label="By" value={draft.byDate} error={at('byDate')} onChange={(byDate) => onChange({ byDate })} />
        </div>
      )
    case 'completion_date':
      return (
        <DayField
          label="Around"
          value={draft.byDate}
          error={at('byDate')}
          onChange={(byDate) => onChange({ byDate })}
        />
      )
    case 'next_mod_value':
      return (
        <>
          <ModificationField
            value={draft.modification}
            readOnly={revised}
            error={at('modification')}
            onChange={(modification) => onChange({ modification })}
          />
          <MoneyField
            key="change"
            label="Change in value"
            value={draft.value}
            signed
            required
            error={at('value')}
            onChange={(value) => onChange({ value })}
          />
        </>
      )
    case 'auction_price':
      return <PriceFields draft={draft} onChange={onChange} at={at} />
  }
}

type PriceFieldsProps = Pick<PredictionFieldsProps, 'draft' | 'onChange'> & { at: (field: ClaimField) => string | null }

function PriceFields({ draft, onChange, at }: PriceFieldsProps) {
  const upsideDown = draft.low !== null && draft.high !== null && draft.low >= draft.high
  return (
    <>
      <fieldset className="pd-segments">
        <legend className="pd-hidden">How to name it</legend>
        <button type="button" aria-pressed={!draft.ranged} onClick={() => onChange({ ranged: false })}>
          A number
        </button>
        <button type="button" aria-pressed={draft.ranged} onClick={() => onChange({ ranged: true })}>
          A range
        </button>
      </fieldset>
      {draft.ranged ? (
        <div className="pd-field-pair">
          <MoneyField
            key="low"
            label="From"
            value={draft.low}
            required
            error={at('low')}
            onChange={(low) => onChange({ low })}
          />
          <MoneyField
            key="high"
            label="To"
            value={draft.high}
            required
            error={upsideDown ? 'The high end has to be above the low end.' : at('high')}
            onChange={(high) => onChange({ high })}
          />
        </div>
      ) : (
        <>
          <MoneyField
            key="price"
            label="Number"
            value={draft.value}
            required
            error={at('value')}
            onChange={(value) => onChange({ value })}
          />
          <p className="pd-small pd-quiet">{toleranceInWords(draft.value)}</p>
        </>
      )}
    </>
  )
}

/** A price without a range is right within a tenth; docs/design/scoring.md. A range says its own bounds. */
const toleranceInWords = (price: number | null) =>
  price === null
    ? 'You say how sure you are that it falls within 10\u00a0% of this. For other bounds choose a range.'
    : `You say how sure you are that it falls between ${money(price * 0.9)} and ${money(price * 1.1)}. For other bounds choose a range.`

type TextProps = { value: string; onChange: (value: string) => void; error: string | null }

function DayField({ label, value, onChange, error }: TextProps & { label: string }) {
  const id = useId()
  return (
    <div className="pd-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="date"
        value={value}
        min={daysAhead(1)}
        max="2100-12-31"
        required
        aria-invalid={error !== null}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  )
}

function ModificationField({ value, onChange, error, readOnly }: TextProps & { readOnly: boolean }) {
  const id = useId()
  return (
    <div className="pd-field">
      <label htmlFor={id}>Modification</label>
      <input
        id={id}
        value={value}
        maxLength={200}
        required
        readOnly={readOnly}
        placeholder="Five-speed gearbox"
        aria-invalid={error !== null}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  )
}
