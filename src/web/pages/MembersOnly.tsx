import { useState } from 'react'
import { say } from '../../react/language/say.ts'
import { useTitle } from '../router.tsx'
import { AccountSheet } from '../shell/AccountSheet.tsx'

/** Stands for a page of one's own until somebody has signed in. */
export function MembersOnly({ title, why }: { title: string; why: string }) {
  const [open, setOpen] = useState(false)
  useTitle(title)
  return (
    <div className="wrap state">
      <h1>{title}</h1>
      <p className="lede">{why}</p>
      <p>
        <button type="button" className="pd-button pd-primary" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          {say('Sign in or join')}
        </button>
      </p>
      {open && <AccountSheet onClose={() => setOpen(false)} />}
    </div>
  )
}
