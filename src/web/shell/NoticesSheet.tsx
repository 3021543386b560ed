import { noticePath } from '../../client/notices.ts'
import { NoticeList } from '../../react/components/shared/NoticeList.tsx'
import { useMarkNoticeRead, useNotices } from '../../react/hooks/use-notices.ts'
import { reasonOf, say } from '../../react/language/say.ts'
import { Link } from '../router.tsx'
import { Sheet } from './Sheet.tsx'

/** What the member has been told. Going to the vehicle reads the notice. */
export function NoticesSheet({ onClose }: { onClose: () => void }) {
  const notices = useNotices()
  const read = useMarkNoticeRead()
  return (
    <Sheet title={say('Notices')} onClose={onClose}>
      {notices.error ? (
        <p className="pd-quiet">{reasonOf(notices.error)}</p>
      ) : (
        <NoticeList
          notices={notices.data ?? []}
          onRead={(ids) => read.mutate(ids)}
          linkTo={(vehicleId, { id, kind, payload, readAt }, words) => (
            <Link
              className="pd-link"
              href={noticePath({ kind, vehicleId, payload })}
              onClick={() => {
                if (readAt === null) read.mutate([id])
                onClose()
              }}
            >
              {words}
            </Link>
          )}
        />
      )}
      <p>
        <Link className="pd-link pd-small" href="/account#notices" onClick={onClose}>
          {say('What you are told, and where')}
        </Link>
      </p>
    </Sheet>
  )
}
