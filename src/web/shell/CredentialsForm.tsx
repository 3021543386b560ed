import { type FormEvent, useId, useState } from 'react'
import { Notice } from '../../react/components/shared/Notice.tsx'
import { reasonOf, say } from '../../react/language/say.ts'

type CredentialsFormProps = {
  submit: string
  /** A new password has to have eight characters; browsers offer to make one. */
  isNew: boolean
  busy: boolean
  error: Error | null
  onSubmit: (credentials: { email: string; password: string }) => void
}

export function CredentialsForm({ submit, isNew, busy, error, onSubmit }: CredentialsFormProps) {
  const id = useId()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!busy) onSubmit({ email: email.trim(), password })
  }
  return (
    <form className="pd-form" onSubmit={send}>
      <div className="pd-field">
        <label htmlFor={`${id}-email`}>{say('Email')}</label>
        <input
          id={`${id}-email`}
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </div>
      <div className="pd-field">
        <label htmlFor={`${id}-password`}>
          {say('Password')}
          {isNew && `, ${say('eight characters or more')}`}
        </label>
        <input
          id={`${id}-password`}
          type="password"
          autoComplete={isNew ? 'new-password' : 'current-password'}
          minLength={isNew ? 8 : undefined}
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </div>
      {error && <Notice>{reasonOf(error)}</Notice>}
      <button type="submit" className="pd-button pd-primary" aria-disabled={busy}>
        {submit}
      </button>
    </form>
  )
}
