import type { Followed } from '../../../client/follows.ts'
import { useIsFollowed, useToggleFollow } from '../../hooks/use-follows.ts'
import { reasonOf, say } from '../../language/say.ts'
import { Notice } from './Notice.tsx'

type FollowButtonProps = {
  what: Followed
  /** What is followed, for those who hear the button alone: "the 1971 Datsun PL510". */
  name: string
}

/** Follows a car, a question or a person, or stops, quietly. */
export function FollowButton({ what, name }: FollowButtonProps) {
  const followed = useIsFollowed(what)
  const toggle = useToggleFollow(what)
  const on = toggle.isPending ? toggle.variables : followed
  const words = on ? say('Stop following') : say('Follow')
  return (
    <span className="pd-follow">
      <button
        type="button"
        className="pd-link"
        aria-label={`${words} ${name}`}
        aria-disabled={followed === undefined || toggle.isPending}
        onClick={() => followed === undefined || toggle.isPending || toggle.mutate(!followed)}
      >
        {words}
      </button>
      {toggle.error && <Notice>{reasonOf(toggle.error)}</Notice>}
    </span>
  )
}
