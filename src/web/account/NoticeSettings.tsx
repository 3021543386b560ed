import { type DigestEvery, type NoticeWay, noticeWays } from '../../client/notice-settings.ts'
import { Notice } from '../../react/components/shared/Notice.tsx'
import { useChangeNoticeSetting, useNoticeSettings } from '../../react/hooks/use-notice-settings.ts'
import { named, reasonOf, say } from '../../react/language/say.ts'
import { Failure } from '../shell/Failure.tsx'

const ways: Record<NoticeWay, string> = {
  none: 'Not at all',
  page: 'On the page',
  digest: 'In the digest',
  mail: 'By mail at once',
}
const digests: Record<DigestEvery, string> = { day: 'Every day', week: 'Every Monday', never: 'Never' }

/** Where notices go, by kind, and how often the digest comes. What is chosen is kept at once. */
export function NoticeSettings({ canMail }: { canMail: boolean }) {
  const settings = useNoticeSettings()
  const change = useChangeNoticeSetting()
  if (settings.error && !settings.data) return <Failure error={settings.error} onRetry={settings.refetch} />
  if (!settings.data) return <p className="pd-quiet">{say('Looking …')}</p>
  const { kinds, digest } = settings.data
  return (
    <>
      <p className="pd-quiet">
        {canMail
          ? say('What goes by mail or into the digest stands on the page too.')
          : say('A visitor’s account has no address, so everything stays on the page.')}
      </p>
      {change.error && <Notice>{reasonOf(change.error)}</Notice>}
      <div className="notice-settings">
        <label className="notice-setting">
          <span>{say('The digest, one mail with what is new')}</span>
          <select value={digest} onChange={(event) => change.mutate({ digest: event.target.value as DigestEvery })}>
            {(Object.keys(digests) as DigestEvery[]).map((every) => (
              <option key={every} value={every}>
                {say(digests[every])}
              </option>
            ))}
          </select>
        </label>
        {kinds.map(({ kind, about, way }) => (
          <label key={kind} className="notice-setting">
            <span>{named(`When ${about}`)}</span>
            <select value={way} onChange={(event) => change.mutate({ kind, way: event.target.value as NoticeWay })}>
              {noticeWays.map((each) => (
                <option key={each} value={each}>
                  {say(ways[each])}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
    </>
  )
}
