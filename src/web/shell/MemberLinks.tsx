import { Icon } from '../../react/components/shared/Icon.tsx'
import { useMember } from '../../react/hooks/PaddockProvider.tsx'
import { say } from '../../react/language/say.ts'
import { Link } from '../router.tsx'
import { NoticesButton } from './NoticesButton.tsx'

/** What the header has for members: the way to their own page, once it bears a name, and their notices. */
export function MemberLinks() {
  const member = useMember()
  return (
    <>
      {member && !member.isVisitor && (
        <Link className="pd-icon-button own-page" href={`/people/${member.id}`} aria-label={say('Your page')}>
          <Icon name="person" />
        </Link>
      )}
      <NoticesButton />
    </>
  )
}
