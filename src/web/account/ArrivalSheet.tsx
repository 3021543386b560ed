import type { Arrival } from '../../client/account-mail.ts'
import { Notice } from '../../react/components/shared/Notice.tsx'
import { useMember } from '../../react/hooks/PaddockProvider.tsx'
import { useAcceptArrival, useSetPassword } from '../../react/hooks/use-account-mail.ts'
import { reasonOf, say } from '../../react/language/say.ts'
import { Sheet } from '../shell/Sheet.tsx'
import { FieldsForm, newPasswordField } from './FieldsForm.tsx'
import { ForgotPassword } from './ForgotPassword.tsx'

type Session = Arrival & { kind: 'session' }

/** What the link of a mail was for. Nobody is signed in by it alone: the link may be a stranger's. */
export function ArrivalSheet({ arrival, onClose }: { arrival: Arrival; onClose: () => void }) {
  if (arrival.kind === 'failed') {
    return (
      <Sheet title={say('This link works no longer')} onClose={onClose}>
        <p>
          {say(
            'It was used already, is older than an hour, or a newer one was sent. Ask for a new one where you asked for this.',
          )}
        </p>
        <p className="pd-quiet">{say('To set a new password:')}</p>
        <ForgotPassword />
      </Sheet>
    )
  }
  if (arrival.kind === 'half') {
    return (
      <Sheet title={say('One address has agreed')} onClose={onClose}>
        <p>{say('Your email changes when the link in the mail to your other address is opened as well.')}</p>
      </Sheet>
    )
  }
  const setsPassword = arrival.purpose === 'recovery' || arrival.purpose === 'invite'
  return setsPassword ? (
    <NewPassword arrival={arrival} onClose={onClose} />
  ) : (
    <GoOn arrival={arrival} onClose={onClose} />
  )
}

function NewPassword({ arrival, onClose }: { arrival: Session; onClose: () => void }) {
  const set = useSetPassword(arrival)
  return (
    <Sheet
      title={arrival.purpose === 'invite' ? say('Choose a password') : say('Set a new password')}
      onClose={onClose}
    >
      {set.isSuccess ? (
        <p role="status">
          {say('The password counts, and you are signed in as {email}. Other devices are signed out.', {
            email: arrival.email,
          })}
        </p>
      ) : (
        <>
          <p className="pd-quiet">{say('For the account {email}.', { email: arrival.email })}</p>
          <FieldsForm
            fields={[newPasswordField]}
            submit={say('Set the password')}
            busy={set.isPending}
            error={set.error}
            onSubmit={({ password = '' }) => set.mutate({ password })}
          />
        </>
      )}
    </Sheet>
  )
}

function GoOn({ arrival, onClose }: { arrival: Session; onClose: () => void }) {
  const member = useMember()
  const accept = useAcceptArrival()
  return (
    <Sheet title={arrival.purpose === 'magiclink' ? say('Sign in') : say('Your email is confirmed')} onClose={onClose}>
      <p className="pd-quiet">{say('This is the account {email}.', { email: arrival.email })}</p>
      {member?.isVisitor && member.email === null && arrival.purpose !== 'email_change' && (
        <p className="pd-quiet">{say('What you did as a visitor in this browser stays with the visitor’s account.')}</p>
      )}
      {accept.error && <Notice>{reasonOf(accept.error)}</Notice>}
      <button
        type="button"
        className="pd-button pd-primary"
        aria-disabled={accept.isPending}
        onClick={() => accept.mutate(arrival, { onSuccess: onClose })}
      >
        {say('Go on as {email}', { email: arrival.email })}
      </button>
    </Sheet>
  )
}
