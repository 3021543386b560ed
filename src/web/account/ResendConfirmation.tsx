import { useResendConfirmation } from '../../react/hooks/use-account-mail.ts'

/** A sign-up waits for its address to be confirmed; the mail can be sent again. */
export function ResendConfirmation({ email }: { email: string }) {
  const resend = useResendConfirmation()
  if (resend.isSuccess) return <p role="status">If it still waits, the mail is on its way to {email}.</p>
  return (
    <p className="pd-small pd-quiet">
      {resend.error?.message ?? 'No mail?'}{' '}
      <button type="button" className="pd-link" onClick={() => resend.mutate(email)}>
        Send it again
      </button>
    </p>
  )
}
