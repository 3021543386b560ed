import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { say } from '../../react/language/say.ts'
import { lazyPart } from '../../react/lazy-part.tsx'
import { Arrival } from '../account/Arrival.tsx'
import { usePath } from '../router.tsx'
import { Header } from './Header.tsx'
import { OfflineNotice } from './OfflineNotice.tsx'
import { TabBar } from './TabBar.tsx'

const AccountSheet = lazyPart(async () => (await import('./AccountSheet.tsx')).AccountSheet)

/** What stands around every page: skip link, header, account sheet, footer, and on a phone the tab bar. */
export function Shell({ children }: { children: ReactNode }) {
  const [accountOpen, setAccountOpen] = useState(false)
  const main = useFocusOnMove()
  return (
    <>
      <a className="skip" href="#main">
        {say('Skip to content')}
      </a>
      <Header onAccount={() => setAccountOpen(true)} />
      <OfflineNotice />
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
      <footer className="foot">
        <div className="wrap">
          <p className="pd-small pd-soft">{say('Bets and votes are opinions of their authors.')}</p>
        </div>
      </footer>
      <TabBar />
      <Arrival />
      {accountOpen && (
        <Suspense>
          <AccountSheet onClose={() => setAccountOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

/** After a move to another page the focus starts at its content, as after a page load. */
function useFocusOnMove() {
  const path = usePath()
  const main = useRef<HTMLElement>(null)
  const previous = useRef(path)
  useEffect(() => {
    if (previous.current !== path) main.current?.focus({ preventScroll: true })
    previous.current = path
  }, [path])
  return main
}
