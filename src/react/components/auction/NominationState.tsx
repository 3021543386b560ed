import type { Nomination } from '../../../client/nominations.ts'
import { day, timeUntil } from '../../format.ts'

/** How far the way to the auction is, for everybody. */
export function NominationState({ nomination }: { nomination: Nomination }) {
  const { state, auctionUrl, declineReason, lostSince } = nomination
  return (
    <div className="pd-nomination">
      <p>
        <strong>{titles[state]}</strong> <span className="pd-quiet">{sentence(nomination)}</span>
      </p>
      {declineReason && state === 'declined' && <q className="pd-said">{declineReason}</q>}
      {lostSince && (state === 'open' || state === 'accepted') && (
        <p className="pd-small pd-quiet">
          The community has not found it ready since {day(lostSince)}. If that stays so for seven days, the nomination
          closes by itself.
        </p>
      )}
      {auctionUrl && (
        <a className="pd-link" href={auctionUrl} rel="noopener nofollow external">
          {state === 'live' ? 'Follow the auction' : 'The auction’s page'}
        </a>
      )}
    </div>
  )
}

const titles: Record<Nomination['state'], string> = {
  open: 'Nominated.',
  accepted: 'Goes to auction.',
  declined: 'Stays.',
  closed: 'Not nominated any more.',
  live: 'At auction now.',
  sold: 'Sold at auction.',
  unsold: 'Not sold at auction.',
}

function sentence({ state, openedAt, decidedAt, startsAt, endsAt }: Nomination): string {
  switch (state) {
    case 'open':
      return `The owner was asked on ${day(openedAt)} and has not answered yet.`
    case 'accepted':
      return startsAt ? `The auction starts on ${day(startsAt)}.` : 'The owner has accepted; an auction is being found.'
    case 'declined':
      return decidedAt ? `The owner declined on ${day(decidedAt)}.` : 'The owner declined.'
    case 'closed':
      return 'The verdict was lost, or the vehicle changed hands.'
    case 'live':
      return endsAt ? `It ends ${timeUntil(endsAt)}.` : ''
    case 'sold':
    case 'unsold':
      return endsAt ? `The auction ended on ${day(endsAt)}.` : ''
  }
}
