import { Suspense, useEffect, useState } from 'react'
import type { Arrival as ByMail } from '../../client/account-mail.ts'
import { lazyPart } from '../../react/lazy-part.tsx'
import { replaceAddress } from '../router.tsx'

const ArrivalSheet = lazyPart(async () => (await import('./ArrivalSheet.tsx')).ArrivalSheet)

/** Whoever opens the link of a mail is met, and what it brought is taken out of the address and so out of the history. */
export function Arrival() {
  const [arrival, setArrival] = useState<ByMail | null>(null)
  useEffect(() => {
    const fragment = location.hash
    if (!fragment.includes('=')) return // a place in a page
    void import('../../client/account-mail.ts').then(({ readArrival }) => {
      const found = readArrival(fragment)
      if (!found || location.hash !== fragment) return
      setArrival(found)
      replaceAddress(location.pathname + location.search)
    })
  }, [])
  if (!arrival) return null
  return (
    <Suspense fallback={null}>
      <ArrivalSheet arrival={arrival} onClose={() => setArrival(null)} />
    </Suspense>
  )
}
