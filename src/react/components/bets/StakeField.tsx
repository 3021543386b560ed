import { useId } from 'react'
import { points } from '../../format.ts'
import { say } from '../../language/say.ts'
import { FieldError } from '../shared/FieldError.tsx'

type StakeFieldProps = {
  value: number
  onChange: (stake: number) => void
  /** Points that are free to stake. */
  available: number
  error?: string | null
}

/** Points on a claim, from none to all that are free. */
export function StakeField({ value, onChange, available, error = null }: StakeFieldProps) {
  const id = useId()
  const most = Math.min(Math.floor(available), 100_000)
  return (
    <div className="pd-field">
      <span className="pd-field-head">
        <label htmlFor={id}>{say('Stake')}</label>
        <output htmlFor={id}>{value === 0 ? say('No points') : say('{value} point|{value} points', { value })}</output>
      </span>
      <input
        id={id}
        type="range"
        min={0}
        max={Math.max(most, 1)}
        step={most > 50 ? 5 : 1}
        value={value}
        aria-valuetext={say('{value} point|{value} points', { value })}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <p className="pd-ends" aria-hidden="true">
        <span>{say('None')}</span>
        <span>{say('{most}, all you have', { most: points(most) })}</span>
      </p>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  )
}
