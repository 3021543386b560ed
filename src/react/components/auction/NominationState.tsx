import type { Nomination } from '../../../client/nominations.ts'
import { day, timeUntil } from '../../format.ts'
import { say } from '../../language/say.ts'

/** How far the way to the auction is, for everybody. */
export function NominationState({ nomination }: { nomination: Nomination }) {
  const { state, auctionUrl, declineReason, lostSince } = nomination
  return (
    <div className="pd-nomination">
      <p>
        <strong>{say(titles[state])}</strong> <span className="pd-quiet">{sentence(nomination)}</span>
      </p>
      {declineReason && state === 'declined' && <q className="pd-said">{declineReason}</q>}
      {lostSince && (state === 'open' || state === 'accepted') && (
        <p className="pd-small pd-quiet">
          {say(
            'The community has not found it ready since {lostSince}. If that stays so for seven days, the nomination closes by itself.',
            { lostSince: day(lostSince) },
          )}
        </p>
      )}
      {auctionUrl && (
        <a className="pd-link" href={auctionUrl} rel="noopener nofollow external">
          {state === 'live' ? say('Follow the auction') : say('The auction’s page')}
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
      return say('The owner was asked on {openedAt} and has not answered yet.', { openedAt: day(openedAt) })
    case 'accepted':
      return startsAt
        ? say('The auction starts on {startsAt}.', { startsAt: day(startsAt) })
        : say('The owner has accepted; an auction is being found.')
    case 'declined':
      return decidedAt
        ? say('The owner declined on {decidedAt}.', { decidedAt: day(decidedAt) })
        : say('The owner declined.')
    case 'closed':
      return say('The verdict was lost, or the vehicle changed hands.')
    case 'live':
      return endsAt ? say('It ends {endsAt}.', { endsAt: timeUntil(endsAt) }) : ''
    case 'sold':
    case 'unsold':
      return endsAt ? say('The auction ended on {endsAt}.', { endsAt: day(endsAt) }) : ''
  }
}
