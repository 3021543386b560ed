import { type FormEvent, useId, useState } from 'react'
import { Notice } from '../../react/components/shared/Notice.tsx'
import { reasonOf, say } from '../../react/language/say.ts'

/** All but the optional must be filled in. */
export type Field = {
  name: string
  label: string
  type: 'email' | 'password'
  autoComplete: string
  minLength?: number
  optional?: boolean
}

type FieldsFormProps = {
  fields: readonly Field[]
  submit: string
  busy: boolean
  error: Error | null
  onSubmit: (values: Record<string, string>) => void
}

/** A few fields and one button. */
export function FieldsForm({ fields, submit, busy, error, onSubmit }: FieldsFormProps) {
  const id = useId()
  const [values, setValues] = useState<Record<string, string>>({})
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!busy) onSubmit(values)
  }
  return (
    <form className="pd-form" onSubmit={send}>
      {fields.map(({ name, label, optional, ...field }) => (
        <div className="pd-field" key={name}>
          <label htmlFor={`${id}-${name}`}>{say(label)}</label>
          <input
            id={`${id}-${name}`}
            required={!optional}
            {...field}
            value={values[name] ?? ''}
            onChange={(event) => setValues({ ...values, [name]: event.target.value })}
          />
        </div>
      ))}
      {error && <Notice>{reasonOf(error)}</Notice>}
      <button type="submit" className="pd-button pd-primary" aria-disabled={busy}>
        {submit}
      </button>
    </form>
  )
}

export const newPasswordField: Field = {
  name: 'password',
  label: 'New password, eight characters or more',
  type: 'password',
  autoComplete: 'new-password',
  minLength: 8,
}

export const currentPasswordField: Field = {
  name: 'current',
  label: 'Current password',
  type: 'password',
  autoComplete: 'current-password',
}
