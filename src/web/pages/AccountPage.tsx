import { useEffect, useState } from 'react'
import type { AccountFile } from '../../client/account.ts'
import { Notice } from '../../react/components/shared/Notice.tsx'
import { count } from '../../react/format.ts'
import { useMember } from '../../react/hooks/PaddockProvider.tsx'
import { useAccountSummary, useDeleteAccount, useExportAccount } from '../../react/hooks/use-own-data.ts'
import { named, reasonOf, say } from '../../react/language/say.ts'
import { currentPasswordField, type Field, FieldsForm } from '../account/FieldsForm.tsx'
import { Following } from '../account/Following.tsx'
import { NoticeSettings } from '../account/NoticeSettings.tsx'
import { SignIn } from '../account/SignIn.tsx'
import { Link, useTitle } from '../router.tsx'
import { Failure } from '../shell/Failure.tsx'
import { takeFocus } from '../take-focus.ts'
import { useHash } from '../use-hash.ts'
import { MembersOnly } from './MembersOnly.tsx'
import { PageWaiting } from './PageWaiting.tsx'

/** What is kept of somebody, to take along, and the way out. */
export function AccountPage() {
  const member = useMember()
  const remove = useDeleteAccount()
  useTitle(say('Your account'))
  useHash()
  if (remove.isSuccess) return <Gone />
  if (member === undefined) return <PageWaiting />
  if (member === null)
    return (
      <MembersOnly
        title={say('Your data')}
        why={say('Sign in to see what is kept of you, to take it along, or to leave.')}
      />
    )
  return <OwnData memberId={member.id} email={member.email ?? ''} isVisitor={member.isVisitor} remove={remove} />
}

type OwnDataProps = { memberId: string; email: string; isVisitor: boolean; remove: ReturnType<typeof useDeleteAccount> }

function OwnData({ memberId, email, isVisitor, remove }: OwnDataProps) {
  const summary = useAccountSummary()
  if (summary.error && !summary.data) return <Failure error={summary.error} onRetry={summary.refetch} />
  if (!summary.data) return <PageWaiting />
  return (
    <div className="wrap">
      <h1 className="page-title">{say('Your account')}</h1>
      {!isVisitor && (
        <section className="section" aria-labelledby="sign-in-title">
          <h2 id="sign-in-title">{say('Name and sign-in')}</h2>
          <SignIn memberId={memberId} email={email} />
        </section>
      )}
      <section className="section" aria-labelledby="following-title">
        <h2 id="following-title">{say('What you follow')}</h2>
        <Following />
      </section>
      <section className="section" id="notices" aria-labelledby="notices-title">
        <h2 id="notices-title">{say('Notices')}</h2>
        <NoticeSettings canMail={!isVisitor} />
      </section>
      <section className="section" aria-labelledby="kept-title">
        <h2 id="kept-title">{say('What is kept')}</h2>
        <p className="pd-quiet">
          {isVisitor
            ? say('What this browser’s visitor account has left here.')
            : say('What is kept of {email}, and what becomes of it when you leave.', { email })}
        </p>
        <Kept files={summary.data} />
        <TakeAlong />
      </section>
      <section className="section" aria-labelledby="leave-title">
        <h2 id="leave-title">{say('Leave')}</h2>
        <Leave isVisitor={isVisitor} remove={remove} />
      </section>
    </div>
  )
}

const names: Record<string, string> = {
  account: 'Account',
  profile: 'Name',
  vehicles: 'Cars',
  vehicle_details: 'Details of cars',
  chassis_numbers: 'Chassis numbers',
  vehicle_log: 'Entries of logs',
  vehicle_log_bills: 'Costs and receipts of logs',
  hand_overs: 'Cars handed over',
  likes_comments_shares: 'Likes, comments and shares',
  skipped_forecasts: 'Forecasts looked at without a bet',
  useful_reasons: 'Reasons found useful',
  follows: 'What you follow',
  notice_settings: 'Settings of notices',
  research_reports: 'Reports of researched values',
  points: 'Movements of points',
  standing: 'Standing as a forecaster',
}
const nameOf = (file: string) => named(names[file] ?? `${file.charAt(0).toUpperCase()}${file.slice(1)}`)

/** Cars and what hangs on them: private ones go, public ones stay for those who have bet and voted on them. */
const fates = { goes: 'Deleted', stays_without_you: 'Stays, without your name' }
const ofPrivateCars = new Set(['vehicles', 'vehicle_details', 'vehicle_log', 'photos'])

function Kept({ files }: { files: AccountFile[] }) {
  return (
    <div className="pd-table-box">
      <table className="pd-table">
        <thead>
          <tr>
            <th scope="col">{say('What')}</th>
            <th scope="col" className="pd-number">
              {say('How many')}
            </th>
            <th scope="col">{say('When you leave')}</th>
          </tr>
        </thead>
        <tbody>
          {files
            .filter(({ items }) => items > 0)
            .map(({ file, items, isAll, fate }) => (
              <tr key={file}>
                <th scope="row">{nameOf(file)}</th>
                <td className="pd-number">{isAll ? count(items) : say('more than {items}', { items })}</td>
                <td>
                  {ofPrivateCars.has(file)
                    ? say('Private ones deleted, public ones stay without your name')
                    : say(fates[fate])}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  )
}

function TakeAlong() {
  const made = useExportAccount()
  const [url, setUrl] = useState<string | null>(null)
  const { data } = made
  useEffect(() => {
    if (!data) return
    const address = URL.createObjectURL(data)
    setUrl(address)
    return () => URL.revokeObjectURL(address)
  }, [data])
  return (
    <div className="account-act">
      <p className="pd-quiet">{say('A zip with a file for each of these, readable without us, and your photos.')}</p>
      {made.error && <Notice>{reasonOf(made.error)}</Notice>}
      {url && data ? (
        <a ref={takeFocus} className="pd-button pd-primary" href={url} download="paddock-your-data.zip">
          {say('Save the zip, {max} kB', { max: Math.max(1, Math.round(data.size / 1024)) })}
        </a>
      ) : (
        <button
          type="button"
          className="pd-button"
          aria-disabled={made.isPending}
          onClick={() => made.isPending || made.mutate()}
        >
          {say('Take it along')}
        </button>
      )}
      {made.isPending && made.progress && (
        <p role="status" className="pd-quiet">
          {say('{file}: {place} of {of} …', {
            file: nameOf(made.progress.file),
            place: made.progress.done + 1,
            of: made.progress.of,
          })}
        </p>
      )}
    </div>
  )
}

const emailField: Field = { name: 'email', label: 'Your email, to be sure', type: 'email', autoComplete: 'email' }
const passwordField: Field = {
  ...currentPasswordField,
  label: 'Password (not needed within ten minutes of signing in)',
  optional: true,
}

function Leave({ isVisitor, remove }: Omit<OwnDataProps, 'email' | 'memberId'>) {
  const [isSure, setSure] = useState(false)
  if (!isSure)
    return (
      <div className="account-act">
        <p className="pd-quiet">
          {say(
            'This cannot be taken back. Public cars stay for those who have voted and bet on them; to have one go too, {link} first. Stakes of open bets are lost with the points.',
            { link: <Link href="/garage">{say('remove it')}</Link> },
          )}
        </p>
        <button type="button" className="pd-button" onClick={() => setSure(true)}>
          {say('Delete my account …')}
        </button>
      </div>
    )
  if (isVisitor)
    return (
      <div className="account-act">
        {remove.error && <Notice>{reasonOf(remove.error)}</Notice>}
        <button
          type="button"
          className="pd-button pd-primary"
          aria-disabled={remove.isPending}
          onClick={() => remove.isPending || remove.mutate({ email: '', password: '' })}
        >
          {say('Delete this visitor’s account for good')}
        </button>
      </div>
    )
  return (
    <FieldsForm
      fields={[emailField, passwordField]}
      submit={say('Delete my account for good')}
      busy={remove.isPending}
      error={remove.error}
      onSubmit={({ email: typed = '', current = '' }) => remove.mutate({ email: typed.trim(), password: current })}
    />
  )
}

function Gone() {
  return (
    <div className="wrap">
      <h1 ref={takeFocus} className="page-title" tabIndex={-1}>
        {say('Your account is deleted')}
      </h1>
      <p className="lede">
        {say('What stays for others leads back to nobody. The address is free for a new account.')}
      </p>
      <Link className="pd-button" href="/">
        {say('See what is on view')}
      </Link>
    </div>
  )
}
