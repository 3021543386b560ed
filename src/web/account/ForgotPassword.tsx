import { useRequestNewPassword } from '../../react/hooks/use-account-mail.ts'
import { say } from '../../react/language/say.ts'
import { FieldsForm } from './FieldsForm.tsx'

/** Asks for a mail to set a new password. What is said does not tell whether the address has an account. */
export function ForgotPassword() {
  const request = useRequestNewPassword()
  if (request.isSuccess) {
    return (
      <p role="status">
        {say(
          'If {email} has an account, a mail with a link to set a new password is on its way. The link works once, for an hour.',
          { email: request.variables },
        )}
      </p>
    )
  }
  return (
    <FieldsForm
      fields={[{ name: 'email', label: 'Email', type: 'email', autoComplete: 'username' }]}
      submit={say('Mail me a link')}
      busy={request.isPending}
      error={request.error}
      onSubmit={({ email = '' }) => request.mutate(email.trim())}
    />
  )
}
