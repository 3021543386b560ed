import { useState, useSyncExternalStore } from 'react'
import { isPaddockError } from '../../client/errors.ts'
import type { OfferedVehicle } from '../../client/hand-over.ts'
import { Notice } from '../../react/components/shared/Notice.tsx'
import { PersonName } from '../../react/components/shared/PersonName.tsx'
import { day } from '../../react/format.ts'
import { useMember } from '../../react/hooks/PaddockProvider.tsx'
import { useAnswerOffer, useOfferedVehicle } from '../../react/hooks/use-hand-over.ts'
import { usePhotos } from '../../react/hooks/use-photos.ts'
import { reasonOf, say } from '../../react/language/say.ts'
import { go, Link, useTitle } from '../router.tsx'
import { Failure } from '../shell/Failure.tsx'
import { bare } from './discover/VehicleCard.tsx'
import { MembersOnly } from './MembersOnly.tsx'
import { PageWaiting } from './PageWaiting.tsx'

/** Where the link of an offer leads: what it offers, to accept or decline. */
export function HandOverPage({ vehicleId }: { vehicleId: string }) {
  const member = useMember()
  const secret = useSecret()
  if (member === undefined || secret === undefined) return <PageWaiting />
  if (member === null)
    return (
      <MembersOnly
        title={say('A car is handed over to you')}
        why={say(
          'Sign in or join, and you see which car it is and from whom. This page stays open meanwhile; if a mail leads you away, open the link again.',
        )}
      />
    )
  return <Answer vehicleId={vehicleId} secret={secret} isVisitor={member.isVisitor} />
}

const never = () => () => {}
const secretHere = () => location.hash.slice(1)

/** Undefined where a server renders the page: what stands behind the # is the browser's alone. */
const useSecret = () => useSyncExternalStore<string | undefined>(never, secretHere, () => undefined)

type AnswerProps = { vehicleId: string; secret: string; isVisitor: boolean }

function Answer({ vehicleId, secret, isVisitor }: AnswerProps) {
  const offered = useOfferedVehicle(vehicleId, secret)
  const { accept, decline } = useAnswerOffer(vehicleId, secret)
  useTitle(
    offered.data ? say('The {vehicle}, handed over', { vehicle: offered.data.vehicle }) : say('A car is handed over'),
  )
  if (accept.isSuccess)
    return (
      <Said
        title={
          offered.data ? say('The {vehicle} is yours', { vehicle: offered.data.vehicle }) : say('The car is yours')
        }
      />
    )
  if (decline.isSuccess)
    return (
      <Said title={say('You have declined')}>
        {say('It stays with its owner, who is told. The link leads nowhere any more.')}
      </Said>
    )
  if (offered.error && !offered.data) {
    const isRefused = isPaddockError(offered.error) && /^(unknown_offer|offer_|vehicle_has)/.test(offered.error.code)
    if (!isRefused) return <Failure error={offered.error} onRetry={offered.refetch} />
    return <Said title={say('Nothing is handed over here')}>{reasonOf(offered.error)}</Said>
  }
  if (!offered.data) return <PageWaiting />
  if (isVisitor)
    return (
      <MembersOnly
        title={say('The {vehicle}, for you', { vehicle: offered.data.vehicle })}
        why={say(
          'Your account is tied to this browser. Give it an email and a password first, so that the car is not lost with it.',
        )}
      />
    )
  return (
    <Offer
      vehicleId={vehicleId}
      offered={offered.data}
      onAccept={() => accept.mutate(undefined, { onSuccess: () => go(`/garage/${vehicleId}`) })}
      onDecline={() => decline.mutate()}
      busy={accept.isPending || decline.isPending}
      error={accept.error ?? decline.error}
    />
  )
}

function Said({ title, children }: { title: string; children?: React.ReactNode }) {
  return (
    <div className="wrap state">
      <h1>{title}</h1>
      {children && <p className="lede">{children}</p>}
      <p>
        <Link className="pd-button" href="/garage">
          {say('My cars')}
        </Link>
      </p>
    </div>
  )
}

type OfferProps = {
  vehicleId: string
  offered: OfferedVehicle
  onAccept: () => void
  onDecline: () => void
  busy: boolean
  error: Error | null
}

function Offer({ vehicleId, offered, onAccept, onDecline, busy, error }: OfferProps) {
  const [sure, setSure] = useState(false)
  const cover = usePhotos(vehicleId).data?.[0]
  return (
    <div className="wrap garage-page hand-over">
      <header>
        <p className="pd-small pd-quiet">{say('Handed over to you')}</p>
        <h1>
          <bdi>{offered.vehicle}</bdi>
        </h1>
        <p>
          {say('From {person}. You can accept until {expiresAt}.', {
            person: <PersonName person={offered.giver} />,
            expiresAt: day(offered.expiresAt),
          })}
        </p>
      </header>
      {cover && (
        <img
          className="hand-over-photo"
          src={bare(cover.url)}
          srcSet={cover.srcset ?? undefined}
          sizes="40rem"
          alt={cover.altText ?? cover.caption ?? ''}
        />
      )}
      <h2>{say('What comes along')}</h2>
      <dl className="pd-details">
        {rowsOf(offered).map(([label, words]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <p className="pd-quiet">
        {say('Once you accept, you alone decide what is shown of it.')}{' '}
        {offered.isPublic
          ? say('It is public, and stays so until you change that.')
          : say('It is private: nobody but you will see it.')}{' '}
        {offered.stakes > 0
          ? say(
              'Owners bet without a stake, and their own vote does not count in the verdict: the stakes of {stakes} bet of yours on it come back, and that bet is taken back.|Owners bet without a stake, and their own vote does not count in the verdict: the stakes of {stakes} bets of yours on it come back, and those bets are taken back.',
              { stakes: offered.stakes },
            )
          : say('Owners bet without a stake, and their own vote does not count in the verdict.')}
      </p>
      {error && <Notice>{reasonOf(error)}</Notice>}
      {offered.isOwn ? (
        <p>
          {say('This is your own offer, as the new owner sees it.')}{' '}
          <Link href={`/garage/${vehicleId}#hand-over`}>{say('Take it back, or see its state')}</Link>
        </p>
      ) : (
        <div className="pd-row">
          <button
            type="button"
            className="pd-button pd-primary"
            aria-disabled={busy}
            onClick={() => busy || onAccept()}
          >
            {say('Accept the car')}
          </button>
          <button
            type="button"
            className="pd-link"
            onClick={() => {
              if (!sure) setSure(true)
              else if (!busy) onDecline()
            }}
          >
            {sure ? say('Decline: the link ends') : say('Decline')}
          </button>
        </div>
      )}
    </div>
  )
}

function rowsOf({ belongings }: OfferedVehicle): [string, string][] {
  const { photos, entries, privateEntries, costs, documents } = belongings
  const yours = (count: number | null, counted: string) =>
    count === null ? say('Not with it') : say(counted, { count })
  return [
    [say('Photos'), say('{photos} photo, with tags and comments|{photos} photos, with tags and comments', { photos })],
    [say('Log'), say('{count} entry|{count} entries', { count: entries })],
    [say('Private entries'), yours(privateEntries, '{count} entry|{count} entries')],
    [say('What entries cost'), yours(costs, '{count} cost or receipt|{count} costs and receipts')],
    [say('Documents'), yours(documents, '{count} document|{count} documents')],
    [say('Bets and votes'), say('What people said of it stays with it')],
  ]
}
