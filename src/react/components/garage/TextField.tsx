import { useId } from 'react'
import { FieldError } from '../shared/FieldError.tsx'

type TextFieldProps = {
  label: string
  value: string
  onChange: (value: string) => void
  onBlur?: () => void
  /** What the field is for, below it. */
  note?: string | null | undefined
  error?: string | null
  required?: boolean
  maxLength?: number
  inputMode?: 'text' | 'numeric'
  placeholder?: string
  /** Several lines. */
  long?: boolean
}

/** One labelled text, with a note below it and what is wrong with it. */
export function TextField({ label, value, onChange, note, error = null, long = false, ...rest }: TextFieldProps) {
  const id = useId()
  const field = {
    ...rest,
    id,
    value,
    'aria-invalid': error !== null,
    'aria-describedby': [note ? `${id}-note` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined,
  }
  return (
    <div className="pd-field">
      <label htmlFor={id}>{label}</label>
      {long ? (
        <textarea rows={4} {...field} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <input autoComplete="off" {...field} onChange={(event) => onChange(event.target.value)} />
      )}
      {note && (
        <p id={`${id}-note`} className="pd-small pd-quiet">
          {note}
        </p>
      )}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  )
}
