import { useState } from 'react'
import { isPaddockError } from '../../client/errors.ts'
import { useMember } from '../../react/hooks/PaddockProvider.tsx'
import { useDisplayName, useKeepAccount, useSaveName, useSignIn, useSignOut } from '../../react/hooks/use-account.ts'
import { useWaitingActs } from '../../react/hooks/use-acts.ts'
import { say } from '../../react/language/say.ts'
import { AccountMail } from '../account/AccountMail.tsx'
import { ForgotPassword } from '../account/ForgotPassword.tsx'
import { ResendConfirmation } from '../account/ResendConfirmation.tsx'
import { Link } from '../router.tsx'
import { CredentialsForm } from './CredentialsForm.tsx'
import { NameForm } from './NameForm.tsx'
import { Sheet } from './Sheet.tsx'
import { ThemeButton } from './ThemeButton.tsx'

/** The mutation keeps the error, and the form shows it. */
const shown = () => {}

type View = 'sign in' | 'forgot' | 'keep' | 'kept'

/** Signing in and out, and keeping what a visitor has done. What is shown changes by acts here only, not under them. */
export function AccountSheet({ onClose }: { onClose: () => void }) {
  const member = useMember()
  const [view, setView] = useState<View>(() => (!member ? 'sign in' : member.isVisitor ? 'keep' : 'kept'))
  const isVisitor = member?.isVisitor ?? false
  if (view === 'kept' && member) return <Kept memberId={member.id} email={member.email} onClose={onClose} />
  if (view === 'forgot') {
    return (
      <Sheet title={say('Forgot your password?')} onClose={onClose}>
        <ForgotPassword />
      </Sheet>
    )
  }
  return view === 'keep' ? (
    <Keep isVisitor={isVisitor} onClose={onClose} onKept={() => setView('kept')} onSignIn={() => setView('sign in')} />
  ) : (
    <SignIn isVisitor={isVisitor} onClose={onClose} onKeep={() => setView('keep')} onForgot={() => setView('forgot')} />
  )
}

type KeepProps = { isVisitor: boolean; onClose: () => void; onKept: () => void; onSignIn: () => void }

function Keep({ isVisitor, onClose, onKept, onSignIn }: KeepProps) {
  const keep = useKeepAccount()
  if (keep.data?.isVisitor) {
    return (
      <Sheet title={say('One step left')} onClose={onClose}>
        <p role="status">
          {say('Open the link in the mail to {email}. With that the account is yours to sign in to anywhere.', {
            email: keep.variables.email,
          })}
        </p>
      </Sheet>
    )
  }
  return (
    <Sheet title={isVisitor ? say('Keep your account') : say('Make an account')} onClose={onClose}>
      <p className="pd-quiet">
        {isVisitor
          ? say(
              'Your votes, bets and likes are tied to this browser. An email and a password let you sign in anywhere and find them again.',
            )
          : say('You can vote and bet without one. An account lets you find it all again on another device.')}
      </p>
      <CredentialsForm
        submit={isVisitor ? say('Keep my account') : say('Make my account')}
        isNew
        busy={keep.isPending}
        error={keep.error}
        onSubmit={(credentials) => keep.mutate(credentials, { onSuccess: (kept) => kept.isVisitor || onKept() })}
      />
      <p className="pd-small pd-quiet">
        {say('Have an account already?')}{' '}
        <button type="button" className="pd-link" onClick={onSignIn}>
          {say('Sign in')}
        </button>
      </p>
    </Sheet>
  )
}

type SignInProps = { isVisitor: boolean; onClose: () => void; onKeep: () => void; onForgot: () => void }

function SignIn({ isVisitor, onClose, onKeep, onForgot }: SignInProps) {
  const signIn = useSignIn()
  return (
    <Sheet title={say('Sign in')} onClose={onClose}>
      {isVisitor && (
        <p className="pd-quiet">{say('What you did as a visitor in this browser stays with the visitor’s account.')}</p>
      )}
      <CredentialsForm
        submit={say('Sign in')}
        isNew={false}
        busy={signIn.isPending}
        error={signIn.error}
        onSubmit={(credentials) => signIn.mutateAsync(credentials).then(onClose, shown)}
      />
      {isPaddockError(signIn.error) && signIn.error.code === 'email_not_confirmed' && (
        <ResendConfirmation email={signIn.variables?.email ?? ''} />
      )}
      <p className="pd-small pd-quiet">
        <button type="button" className="pd-link" onClick={onForgot}>
          {say('Forgot your password?')}
        </button>
      </p>
      <p className="pd-small pd-quiet">
        {say('No account yet?')}{' '}
        <button type="button" className="pd-link" onClick={onKeep}>
          {isVisitor ? say('Keep the visitor’s') : say('Make one')}
        </button>
      </p>
    </Sheet>
  )
}

function Kept({ memberId, email, onClose }: { memberId: string; email: string | null; onClose: () => void }) {
  const name = useDisplayName()
  const save = useSaveName()
  const signOut = useSignOut()
  const waiting = useWaitingActs().length
  return (
    <Sheet title={say('Your account')} onClose={onClose}>
      <p className="pd-quiet">{say('Signed in as {email}.', { email })}</p>
      {name.isSuccess && (
        <NameForm
          key={name.data}
          name={name.data ?? ''}
          busy={save.isPending}
          error={save.error}
          onSave={(chosen) => save.mutate(chosen)}
        />
      )}
      <AccountMail />
      <p className="pd-quiet">
        <Link className="pd-link" href={`/people/${memberId}`} onClick={onClose}>
          {say('Your page')}
        </Link>
        {' · '}
        <Link className="pd-link" href="/account" onClick={onClose}>
          {say('Your account and data')}
        </Link>
      </p>
      <ThemeButton />
      {waiting > 0 && (
        <p role="status">
          {say(
            '{waiting} thing that you did has not been sent. Signing out discards it.|{waiting} things that you did have not been sent. Signing out discards them.',
            { waiting },
          )}
        </p>
      )}
      <button
        type="button"
        className="pd-button"
        disabled={signOut.isPending}
        onClick={() => {
          onClose()
          signOut.mutate()
        }}
      >
        {waiting > 0 ? say('Sign out and discard') : say('Sign out')}
      </button>
    </Sheet>
  )
}
