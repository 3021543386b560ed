import { useId } from 'react'
import { FieldError } from '../../shared/FieldError.tsx'

type DayFieldProps = { label: string; value: string; onChange: (value: string) => void; error: string | null }

export function DayField({ label, value, onChange, error }: DayFieldProps) {
  const id = useId()
  return (
    <div className="pd-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="date"
        value={value}
        min={tomorrow()}
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

const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
