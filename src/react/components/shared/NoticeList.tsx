import type { ReactNode } from 'react'
import type { Notice } from '../../../client/notices.ts'
import { timeAgo } from '../../format.ts'
import { say, told } from '../../language/say.ts'

type NoticeListProps = {
  notices: Notice[]
  /** A link to the vehicle that a notice is about; what is in it is the words of the link. */
  linkTo: (vehicleId: string, notice: Notice, words: string) => ReactNode
  onRead: (ids: string[]) => void
}

/** What the member has been told, newest first; what is unread says so. */
export function NoticeList({ notices, linkTo, onRead }: NoticeListProps) {
  const unread = notices.filter(({ readAt }) => readAt === null)
  if (notices.length === 0) {
    return (
      <p className="pd-quiet">
        {say('Nothing yet. What happens to your bets, comments and cars, and to what you follow, you read here.')}
      </p>
    )
  }
  return (
    <>
      <ul className="pd-notices" aria-label={say('Notices')}>
        {notices.map((notice) => (
          <li key={notice.id} className={notice.readAt === null ? 'pd-unread' : undefined}>
            <p>
              {notice.readAt === null && <span className="pd-hidden">{say('Unread:')} </span>}
              {told(notice.body)}
            </p>
            <p className="pd-small pd-soft pd-row">
              {timeAgo(notice.createdAt)}
              {notice.vehicleId && linkTo(notice.vehicleId, notice, say('See it'))}
            </p>
          </li>
        ))}
      </ul>
      {unread.length > 0 && (
        <button type="button" className="pd-button" onClick={() => onRead(unread.map(({ id }) => id))}>
          {say('Mark all as read')}
        </button>
      )}
    </>
  )
}
