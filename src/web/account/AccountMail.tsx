import { useState } from 'react'
import { isPaddockError } from '../../client/errors.ts'
import { useChangeEmail, useSetPassword } from '../../react/hooks/use-account-mail.ts'
import { say } from '../../react/language/say.ts'
import { currentPasswordField, type Field, FieldsForm, newPasswordField } from './FieldsForm.tsx'

/** A member's own address and password. */
export function AccountMail() {
  const [open, setOpen] = useState<'email' | 'password' | null>(null)
  if (open === 'email') return <ChangeEmail />
  if (open === 'password') return <ChangePassword />
  return (
    <p className="pd-quiet">
      <button type="button" className="pd-link" onClick={() => setOpen('email')}>
        {say('Change email')}
      </button>
      {' · '}
      <button type="button" className="pd-link" onClick={() => setOpen('password')}>
        {say('Change password')}
      </button>
    </p>
  )
}

const newEmailField: Field = { name: 'email', label: 'New email', type: 'email', autoComplete: 'email' }

/** The password is needed where no mail can prove who asks, and spares asking a present address that is misspelt. */
function ChangeEmail() {
  const change = useChangeEmail()
  if (change.isSuccess) {
    return (
      <p role="status">
        {change.data.waits
          ? say(
              'Open the link in the mail to {email}, and the one to your present address if one comes. Until then nothing changes.',
              { email: change.variables.email },
            )
          : say('Your email is {email} now.', { email: change.variables.email })}
      </p>
    )
  }
  const code = isPaddockError(change.error) ? change.error.code : ''
  const needed = code === 'password_needed'
  const passwordLabel = needed ? say('Current password') : say('Current password (optional)')
  return (
    <FieldsForm
      fields={[newEmailField, { ...currentPasswordField, label: passwordLabel, optional: !needed }]}
      submit={say('Change email')}
      busy={change.isPending}
      error={change.error}
      onSubmit={({ email = '', current = '' }) => change.mutate({ email: email.trim(), current })}
    />
  )
}

function ChangePassword() {
  const set = useSetPassword()
  if (set.isSuccess) return <p role="status">{say('The new password counts. Your other devices are signed out.')}</p>
  return (
    <FieldsForm
      fields={[currentPasswordField, newPasswordField]}
      submit={say('Change password')}
      busy={set.isPending}
      error={set.error}
      onSubmit={({ password = '', current = '' }) => set.mutate({ password, current })}
    />
  )
}
