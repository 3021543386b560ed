import { Notice } from '../../react/components/shared/Notice.tsx'
import { useDisplayName, useSaveName, useSignOutEverywhere } from '../../react/hooks/use-account.ts'
import { reasonOf, say } from '../../react/language/say.ts'
import { Link } from '../router.tsx'
import { NameForm } from '../shell/NameForm.tsx'
import { AccountMail } from './AccountMail.tsx'

/** Name, address and password of a member, and the end of every session. */
export function SignIn({ memberId, email }: { memberId: string; email: string }) {
  const name = useDisplayName()
  const save = useSaveName()
  const everywhere = useSignOutEverywhere()
  return (
    <div className="account-act">
      <p className="pd-quiet">
        {say('Signed in as {email}.', { email })}{' '}
        <Link className="pd-link" href={`/people/${memberId}`}>
          {say('Your page')}
        </Link>
      </p>
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
      {everywhere.error && <Notice>{reasonOf(everywhere.error)}</Notice>}
      <button
        type="button"
        className="pd-button"
        aria-disabled={everywhere.isPending}
        onClick={() => everywhere.isPending || everywhere.mutate()}
      >
        {say('Sign out everywhere')}
      </button>
    </div>
  )
}
