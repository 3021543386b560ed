import { useSyncExternalStore } from 'react'
import { say } from '../../react/language/say.ts'

function subscribe(callback: () => void): () => void {
  addEventListener('online', callback)
  addEventListener('offline', callback)
  return () => {
    removeEventListener('online', callback)
    removeEventListener('offline', callback)
  }
}

/** Says that what is shown may be old and that what is done waits. */
export function OfflineNotice() {
  const online = useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true, // where a server renders
  )
  return (
    <p className="offline" role="status" hidden={online}>
      {!online && say('You are offline. What you see may be old; what you do is sent once you are back.')}
    </p>
  )
}
