import { useEffect, useState } from 'react'
import type { ShareChannel } from '../../../client/shares.ts'
import { count } from '../../format.ts'
import { say } from '../../language/say.ts'
import { Icon } from '../shared/Icon.tsx'
import { share } from './share.ts'

type ShareButtonProps = {
  /** Address and name of what is shared. */
  page: { url: string; title: string }
  shares: number
  onShare: (channel: ShareChannel) => void
}

const readMs = 6_000

/** Shares the page by whatever the device has for it, and says what came of it. */
export function ShareButton({ page, shares, onShare }: ShareButtonProps) {
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (!said) return
    const timer = setTimeout(() => setSaid(''), readMs)
    return () => clearTimeout(timer)
  }, [said])
  const onClick = async () => {
    const { by, said } = await share(page)
    setSaid(said)
    if (by) onShare(by)
  }
  return (
    <span className="pd-share">
      <button type="button" className="pd-icon-button" onClick={onClick}>
        <Icon name="share" />
        <span className="pd-hidden">{say('Share this photo,')} </span>
        <span className="pd-figure">
          {count(shares)}
          <span className="pd-hidden"> {say('share|shares', { shares })}</span>
        </span>
      </button>
      <output className="pd-share-said">{said}</output>
    </span>
  )
}
