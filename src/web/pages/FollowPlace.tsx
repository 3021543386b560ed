import { Suspense, useState } from 'react'
import type { Followed } from '../../client/follows.ts'
import { useClient, useMember } from '../../react/hooks/PaddockProvider.tsx'
import { say } from '../../react/language/say.ts'
import { lazyPart } from '../../react/lazy-part.tsx'

const FollowButton = lazyPart(async () => (await import('../../react/components/shared/FollowButton.tsx')).FollowButton)

/** The button to follow. Somebody signed out follows nothing yet, so what it needs is loaded when they use it. */
export function FollowPlace({ what, name }: { what: Followed; name: string }) {
  const client = useClient()
  const member = useMember()
  const [problem, setProblem] = useState<string | null>(null)
  const first = async () => {
    try {
      await (await import('../../client/follows.ts')).follow(client, what)
    } catch (error) {
      setProblem((error as Error).message)
    }
  }
  return (
    <div className="follow-place">
      {member === null && (
        <button type="button" className="pd-link" aria-label={say('Follow {name}', { name })} onClick={first}>
          {say('Follow')}
        </button>
      )}
      {member && (
        <Suspense>
          <FollowButton what={what} name={name} />
        </Suspense>
      )}
      {problem && <p role="alert">{problem}</p>}
    </div>
  )
}
