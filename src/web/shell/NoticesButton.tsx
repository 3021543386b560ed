import { Suspense, useState } from 'react'
import { Icon } from '../../react/components/shared/Icon.tsx'
import { useNotices } from '../../react/hooks/use-notices.ts'
import { say } from '../../react/language/say.ts'
import { lazyPart } from '../../react/lazy-part.tsx'

const NoticesSheet = lazyPart(async () => (await import('./NoticesSheet.tsx')).NoticesSheet)

/** There for members who have been told something; the number is of what they have not read. */
export function NoticesButton() {
  const notices = useNotices()
  const [open, setOpen] = useState(false)
  const unread = notices.data?.filter(({ readAt }) => readAt === null).length ?? 0
  if (!notices.data?.length) return null
  return (
    <>
      <button
        type="button"
        className="pd-icon-button"
        aria-haspopup="dialog"
        aria-label={unread > 0 ? say('Notices, {unread} unread', { unread }) : say('Notices')}
        onClick={() => setOpen(true)}
      >
        <Icon name="bell" />
        {unread > 0 && <span className="notices-count">{unread}</span>}
      </button>
      {open && (
        <Suspense>
          <NoticesSheet onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
