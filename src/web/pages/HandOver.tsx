import { type FormEvent, useState } from 'react'
import { type Belongings, type GoesAlong, offerPath, type VehicleOffer } from '../../client/hand-over.ts'
import { Notice } from '../../react/components/shared/Notice.tsx'
import { day } from '../../react/format.ts'
import { useOfferEdits, useVehicleOffer } from '../../react/hooks/use-hand-over.ts'
import { reasonOf, say } from '../../react/language/say.ts'
import { Link } from '../router.tsx'
import { Failure } from '../shell/Failure.tsx'
import { CopyLink } from './CopyLink.tsx'
import { PageWaiting } from './PageWaiting.tsx'

/** Hands one's vehicle over by a link, after it has been said what goes along and what is deleted. */
export function HandOver({ vehicleId, name }: { vehicleId: string; name: string }) {
  const state = useVehicleOffer(vehicleId)
  const { offer, withdraw } = useOfferEdits(vehicleId)
  if (state.error && !state.data) return <Failure error={state.error} onRetry={state.refetch} />
  if (!state.data) return <PageWaiting />
  const { belongings, offer: open } = state.data
  return (
    <section className="section" id="hand-over" aria-labelledby="hand-over-title">
      <h2 id="hand-over-title">{say('Hand it over')}</h2>
      <div className="pd-owner-act">
        {open ? (
          <UnderWay
            offer={open}
            link={offer.data && location.origin + offerPath(vehicleId, offer.data.secret)}
            onWithdraw={() => withdraw.mutate(undefined, { onSuccess: () => offer.reset() })}
            busy={withdraw.isPending}
          />
        ) : (
          <Make name={name} belongings={belongings} onOffer={(along) => offer.mutate(along)} busy={offer.isPending} />
        )}
        {(offer.error ?? withdraw.error) && <Notice>{reasonOf(offer.error ?? withdraw.error)}</Notice>}
      </div>
    </section>
  )
}

const choices = [
  ['privateEntries', '{count} private log entry|{count} private log entries', 'private log entries'],
  [
    'costs',
    '{count} cost or receipt of an entry|{count} costs and receipts of entries',
    'costs and receipts of entries',
  ],
  ['documents', '{count} document of yours|{count} documents of yours', 'documents of yours'],
] as const

type MakeProps = { name: string; belongings: Belongings; onOffer: (along: GoesAlong) => void; busy: boolean }

function Make({ name, belongings, onOffer, busy }: MakeProps) {
  const [along, setAlong] = useState<GoesAlong>({ privateEntries: false, costs: false, documents: false })
  const [sure, setSure] = useState(false)
  const yours = choices.filter(([key]) => (belongings[key] ?? 0) > 0)
  const deleted = yours.filter(([key]) => !along[key])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!sure) setSure(true)
    else if (!busy) onOffer(along)
  }
  return (
    <form className="pd-form pd-vehicle-form" onSubmit={submit} aria-label={say('Hand it over')}>
      <p className="pd-quiet">
        {say(
          'You get a link to send to the new owner. Who opens it, signs in and accepts owns the {name} from then on. What belongs to the car goes along: {photos} with tags and comments, {entries} that others see, the facts, the chassis number, and what people bet and voted. A nomination and your reserve end.',
          {
            name,
            photos: say('{photos} photo|{photos} photos', { photos: belongings.photos }),
            entries: say('{entries} log entry|{entries} log entries', { entries: belongings.entries }),
          },
        )}
      </p>
      {yours.length > 0 && (
        <fieldset className="pd-choices">
          <legend>{say('What is yours alone goes along only if you say so')}</legend>
          {yours.map(([key, counted]) => (
            <label key={key} className="pd-check">
              <input
                type="checkbox"
                checked={along[key]}
                onChange={(event) => {
                  setAlong({ ...along, [key]: event.target.checked })
                  setSure(false)
                }}
              />
              <span>{say(counted, { count: belongings[key] ?? 0 })}</span>
            </label>
          ))}
        </fieldset>
      )}
      {deleted.length > 0 && (
        <p>
          {say('When it is accepted, {deleted}. Keep a copy first: {link}.', {
            deleted: (
              <strong>
                {say('{what} will be deleted', {
                  what: deleted.map(([key, counted]) => say(counted, { count: belongings[key] ?? 0 })).join(', '),
                })}
              </strong>
            ),
            link: <Link href="/account">{say('your account and data')}</Link>,
          })}
        </p>
      )}
      <button type="submit" className="pd-button" aria-disabled={busy}>
        {sure ? say('Make the link for {name}', { name }) : say('Hand this car over')}
      </button>
    </form>
  )
}

type UnderWayProps = { offer: VehicleOffer; link: string | undefined; onWithdraw: () => void; busy: boolean }

function UnderWay({ offer, link, onWithdraw, busy }: UnderWayProps) {
  const along = choices.filter(([key]) => offer[key]).map(([, , named]) => say(named))
  return (
    <>
      {link ? (
        <CopyLink link={link} />
      ) : (
        <p>{say('It is offered. The link was shown once; if it is lost, take the offer back and make another.')}</p>
      )}
      <p className="pd-small pd-quiet">
        {say(
          'Until {expiresAt} whoever has the link can accept. {along} What does not go along is deleted then, also what you add from now on.',
          {
            expiresAt: day(offer.expiresAt),
            along:
              along.length > 0
                ? say('With the car go your {what}.', { what: along.join(', ') })
                : say('Nothing that is yours alone goes along.'),
          },
        )}
      </p>
      <button type="button" className="pd-button" aria-disabled={busy} onClick={() => busy || onWithdraw()}>
        {say('Take the offer back')}
      </button>
    </>
  )
}
