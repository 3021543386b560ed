import { useId } from 'react'
import { plural, points } from '../../format.ts'
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
        <label htmlFor={id}>Stake</label>
        <output htmlFor={id}>{value === 0 ? 'No points' : plural(value, 'point')}</output>
      </span>
      <input
        id={id}
        type="range"
        min={0}
        max={Math.max(most, 1)}
        step={most > 50 ? 5 : 1}
        value={value}
        aria-valuetext={plural(value, 'point')}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <p className="pd-ends" aria-hidden="true">
        <span>None</span>
        <span>{points(most)}, all you have</span>
      </p>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  )
}
