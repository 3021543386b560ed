import { Suspense } from 'react'
import { useMember } from '../../react/hooks/PaddockProvider.tsx'
import { useDisplayName } from '../../react/hooks/use-account.ts'
import { say } from '../../react/language/say.ts'
import { lazyPart } from '../../react/lazy-part.tsx'
import { Link, usePath } from '../router.tsx'
import { useDestinations } from './nav.ts'
import { ThemeButton } from './ThemeButton.tsx'

const MemberLinks = lazyPart(async () => (await import('./MemberLinks.tsx')).MemberLinks)

export function Header({ onAccount }: { onAccount: () => void }) {
  const path = usePath()
  const member = useMember()
  return (
    <header className="top">
      <div className="wrap">
        <Link className="mark" href="/" aria-label={say('Paddock, home')}>
          <Mark />
          Paddock
        </Link>
        <nav aria-label={say('Main')}>
          {useDestinations().map(({ href, title, includes }) => (
            <Link key={href} href={href} aria-current={includes.test(path) ? 'page' : undefined}>
              {' '}
              {say(title)}
            </Link>
          ))}
        </nav>
        <div className="top-end">
          {member && (
            <Suspense>
              <MemberLinks />
            </Suspense>
          )}
          <AccountButton onClick={onAccount} />
          <ThemeButton />
        </div>
      </div>
    </header>
  )
}

function AccountButton({ onClick }: { onClick: () => void }) {
  const member = useMember()
  const name = useDisplayName()
  if (member === undefined) return null
  const label =
    member === null
      ? say('Sign in')
      : member.isVisitor
        ? say('Keep your account')
        : (name.data ?? member.email ?? say('Account'))
  return (
    <button type="button" className="pd-icon-button account-button" aria-haspopup="dialog" onClick={onClick}>
      <span>{label}</span>
    </button>
  )
}

/** A dial with its needle. */
const Mark = () => (
  <svg viewBox="0 0 26 26" fill="none" aria-hidden="true">
    <path d="M4.8 20.6A11 11 0 1 1 21.2 20.6" stroke="currentColor" strokeWidth="1.8" />
    <path d="M13 4.5v3M5.2 9.2l2.4 1.7M20.8 9.2l-2.4 1.7" stroke="currentColor" strokeWidth="1.6" />
    <path d="M10.8 16.8 18.6 8.8" stroke="var(--pd-needle)" strokeWidth="2.4" />
  </svg>
)
