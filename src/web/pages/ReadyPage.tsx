import type { ReadyVehicle } from '../../client/nominations.ts'
import type { VehicleCard } from '../../client/vehicles.ts'
import { minimumVotes, threshold } from '../../react/charts/layout/wilson.ts'
import { WilsonMini } from '../../react/charts/WilsonMini.tsx'
import { VerdictRecords } from '../../react/components/auction/AuctionAfterwards.tsx'
import { money, percent, timeUntil } from '../../react/format.ts'
import { useVerdictRecords } from '../../react/hooks/use-afterwards.ts'
import { useReady } from '../../react/hooks/use-nominations.ts'
import { say } from '../../react/language/say.ts'
import { Link, useTitle } from '../router.tsx'
import { Failure } from '../shell/Failure.tsx'
import { bare } from './discover/VehicleCard.tsx'

/** What the community sends to auction, the surest first. */
export function ReadyPage() {
  useTitle(say('Ready for auction'))
  const ready = useReady()
  const records = useVerdictRecords()
  if (ready.error && !ready.data) return <Failure error={ready.error} onRetry={ready.refetch} />
  return (
    <div className="wrap">
      <h1 className="page-title">{say('Ready for auction')}</h1>
      <p className="lede">
        {say(
          'It is 95\u00a0% sure that more than half of the community sends these to auction. It is their owners who decide.',
        )}
      </p>
      {ready.data ? <List entries={ready.data} /> : <div className="panel-waiting ready" aria-busy="true" />}
      {records.data && records.data.length > 0 && (
        <div className="ready-record">
          <VerdictRecords records={records.data} />
        </div>
      )}
    </div>
  )
}

function List({ entries }: { entries: (ReadyVehicle & { card: VehicleCard })[] }) {
  if (entries.length === 0) {
    return (
      <div className="ready ready-none">
        <p className="pd-claim">{say('None right now.')}</p>
        <p className="pd-quiet">
          {say(
            'A vehicle gets here with {minimumVotes} weighed votes or more, and the low end of their interval above {threshold}.',
            { minimumVotes, threshold: percent(threshold) },
          )}
        </p>
        <Link className="pd-button" href="/">
          {say('See what is on view, and vote')}
        </Link>
      </div>
    )
  }
  return (
    <>
      <ol className="ready" aria-label={say('Vehicles, the surest first')}>
        {entries.map((entry, place) => (
          <Entry key={entry.vehicleId} entry={entry} place={place + 1} />
        ))}
      </ol>
      <p className="pd-small pd-quiet rail-note">
        {say(
          'Ranked by the low end of the 90\u00a0% Wilson interval of weighed votes. Dashed line: {threshold}. Each scale runs from 0 to 100\u00a0%.',
          { threshold: percent(threshold) },
        )}
      </p>
    </>
  )
}

function Entry({ entry, place }: { entry: ReadyVehicle & { card: VehicleCard }; place: number }) {
  const { card, interval, effectiveVotes, effectiveYes, medianEstimate } = entry
  const { photo, vote } = card
  return (
    <li>
      <span className="rank-place" aria-hidden="true">
        {place}
      </span>
      <div className="ready-photo">
        {photo && (
          <img
            src={bare(photo.url)}
            srcSet={photo.srcset ?? undefined}
            sizes="(min-width: 768px) 14rem, 6rem"
            alt=""
            width={photo.size?.width}
            height={photo.size?.height}
            loading="lazy"
          />
        )}
      </div>
      <div className="ready-words">
        <h2>
          <Link href={`/vehicles/${card.id}`}>
            <small>{[card.year, card.make].filter(Boolean).join(' ')}</small>
            {card.model}
          </Link>
        </h2>
        <p>{say('{yes} of {total} say yes', { yes: vote.yes, total: vote.total })}</p>
        <WilsonMini share={effectiveVotes > 0 ? effectiveYes / effectiveVotes : null} {...interval} />
        <p className="pd-small pd-quiet">
          {say('Likely {low} to {high} yes, by {effectiveVotes} weighed votes.', {
            low: percent(interval.low),
            high: percent(interval.high),
            effectiveVotes,
          })}
          {medianEstimate !== null && ` ${say('Voters expect about {price}.', { price: money(medianEstimate) })}`}
        </p>
        <p className="pd-small">{stateInWords(entry.nomination)}</p>
      </div>
    </li>
  )
}

function stateInWords(nomination: ReadyVehicle['nomination']): string {
  if (!nomination) return say('The owner is not being asked now.')
  if (nomination.state === 'open') return say('The owner has been asked.')
  if (nomination.state === 'accepted') return say('The owner has accepted.')
  return nomination.endsAt
    ? say('At auction now; it ends {endsAt}.', { endsAt: timeUntil(nomination.endsAt) })
    : say('At auction now.')
}
