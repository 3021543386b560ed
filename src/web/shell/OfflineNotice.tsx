import { useQueryClient } from '@tanstack/react-query'
import { use, useEffect, useRef, useSyncExternalStore } from 'react'
import { ActsContext } from '../../react/acts.ts'
import { say } from '../../react/language/say.ts'
import { beganReached, isReached, onReach } from '../reach.ts'

/** Says that what is shown may be old and that what is done waits, until the server is reached. */
export function OfflineNotice() {
  const queries = useQueryClient()
  const acts = use(ActsContext)
  const reached = useSyncExternalStore(onReach, isReached, () => true) // where a server renders
  const before = useRef(beganReached)
  useEffect(() => {
    if (reached !== isReached()) return // still as a server has rendered it
    if (reached && !before.current) {
      document.querySelector('.kept-copy')?.remove() // the service worker's, which says how old the page is
      // First what waits is sent: what is asked for then has it already.
      const sent = acts?.list().length ? acts.load().then((engine) => engine.send()) : Promise.resolve()
      void sent.catch(() => {}).then(() => queries.invalidateQueries({}, { cancelRefetch: false }))
    }
    before.current = reached
  }, [reached, queries, acts])
  return (
    <p className="offline" role="status" hidden={reached}>
      {!reached && say('You are offline. What you see may be old; what you do is sent once you are back.')}
    </p>
  )
}
