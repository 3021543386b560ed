import { useResendConfirmation } from '../../react/hooks/use-account-mail.ts'
import { reasonOf, say } from '../../react/language/say.ts'

/** A sign-up waits for its address to be confirmed; the mail can be sent again. */
export function ResendConfirmation({ email }: { email: string }) {
  const resend = useResendConfirmation()
  if (resend.isSuccess)
    return <p role="status">{say('If it still waits, the mail is on its way to {email}.', { email })}</p>
  return (
    <p className="pd-small pd-quiet">
      {resend.error ? reasonOf(resend.error) : say('No mail?')}{' '}
      <button type="button" className="pd-link" onClick={() => resend.mutate(email)}>
        {say('Send it again')}
      </button>
    </p>
  )
}
