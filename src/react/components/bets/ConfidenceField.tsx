import { useId } from 'react'
import { say } from '../../language/say.ts'
import { FieldError } from '../shared/FieldError.tsx'

type ConfidenceFieldProps = { value: number; onChange: (percent: number) => void; error?: string | null }

/** How sure somebody is that the claim is true, from 1 to 99 %. */
export function ConfidenceField({ value, onChange, error = null }: ConfidenceFieldProps) {
  const id = useId()
  return (
    <div className="pd-field">
      <span className="pd-field-head">
        <label htmlFor={id}>{say('How sure are you?')}</label>
        <output htmlFor={id}>{value} %</output>
      </span>
      <input
        id={id}
        type="range"
        min={1}
        max={99}
        value={value}
        aria-valuetext={say('{value} percent', { value })}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <p className="pd-ends" aria-hidden="true">
        <span>{say('1 %, hardly')}</span>
        <span>{say('99 %, nearly certain')}</span>
      </p>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  )
}
