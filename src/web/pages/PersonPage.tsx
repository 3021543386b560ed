import { isUuid } from '../../client/ids.ts'
import { BetHistory } from '../../react/components/bets/BetHistory.tsx'
import { CalibrationReport } from '../../react/components/forecasters/CalibrationReport.tsx'
import { ratingInWords } from '../../react/components/forecasters/forecaster-words.ts'
import { PointHistory } from '../../react/components/forecasters/PointHistory.tsx'
import { FollowButton } from '../../react/components/shared/FollowButton.tsx'
import { count, percent, pointsChange } from '../../react/format.ts'
import { useMember } from '../../react/hooks/PaddockProvider.tsx'
import { useBetsBy } from '../../react/hooks/use-bets.ts'
import { useCalibration, usePersonExists, usePersonName, useStanding } from '../../react/hooks/use-forecasters.ts'
import { useBalance, usePointHistory } from '../../react/hooks/use-points.ts'
import { say } from '../../react/language/say.ts'
import { Link, useTitle } from '../router.tsx'
import { Failure } from '../shell/Failure.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import { PageWaiting } from './PageWaiting.tsx'

/** How good a forecaster somebody is: calibration, standing, all their claims, and to themselves their points. */
export function PersonPage({ userId }: { userId: string }) {
  return isUuid(userId) ? <Person userId={userId} /> : <NotFoundPage what="person" />
}

function Person({ userId }: { userId: string }) {
  const member = useMember()
  const name = usePersonName(userId)
  const exists = usePersonExists(userId)
  const calibration = useCalibration(userId)
  const standing = useStanding(userId)
  const bets = useBetsBy(userId)
  const isMe = member?.id === userId
  const title = name.data ?? (isMe ? say('You') : say('A visitor'))
  useTitle(title)
  const error = calibration.error ?? standing.error ?? bets.error ?? name.error ?? exists.error
  if (error) {
    const all = [calibration, standing, bets, name, exists]
    const again = () => Promise.all(all.map((query) => query.refetch()))
    return <Failure error={error} onRetry={again} />
  }
  if (exists.data === false) return <NotFoundPage what="person" />
  if (
    exists.data === undefined ||
    !calibration.data ||
    standing.data === undefined ||
    !bets.data ||
    name.data === undefined
  )
    return <PageWaiting />
  return (
    <div className="wrap">
      <h1 className="page-title">
        <small>{say('Forecaster')}</small>
        {title}
      </h1>
      {!isMe && <FollowButton what={{ personId: userId }} name={title} />}
      {standing.data && <Standing standing={standing.data} />}
      <section className="section" aria-labelledby="calibration-title">
        <h2 id="calibration-title">{say('As often right as sure?')}</h2>
        <CalibrationReport calibration={calibration.data} />
      </section>
      <section className="section" aria-labelledby="history-title">
        <h2 id="history-title">{say('Bets')}</h2>
        {bets.data.length > 0 ? (
          <BetHistory
            bets={bets.data}
            first={20}
            caption={say('Bets of {title}, latest first', { title })}
            about={({ vehicleId, vehicle }) =>
              vehicle ? (
                <Link href={`/vehicles/${vehicleId}/forecast`}>
                  {[vehicle.year, vehicle.make, vehicle.model].filter(Boolean).join(' ')}
                </Link>
              ) : (
                say('A car that is private now')
              )
            }
          />
        ) : (
          <p className="pd-quiet">{say('No bets yet.')}</p>
        )}
      </section>
      {isMe && <Points />}
    </div>
  )
}

type Standing = NonNullable<ReturnType<typeof useStanding>['data']>

function Standing({ standing }: { standing: Standing }) {
  return (
    <dl className="pd-facts pd-facts-row">
      <div>
        <dt>{say('Place@rank')}</dt>
        <dd>
          {count(standing.rank)} <small>{say('of all forecasters')}</small>
        </dd>
      </div>
      <div>
        <dt>{say('Rating')}</dt>
        <dd>{ratingInWords(standing.rating)}</dd>
      </div>
      <div>
        <dt>{say('Skill')}</dt>
        <dd>{standing.skillScore === null ? say('None yet') : percent(standing.skillScore).replace('-', '−')}</dd>
      </div>
      <div>
        <dt>{say('Points won and lost')}</dt>
        <dd>{pointsChange(standing.points)}</dd>
      </div>
    </dl>
  )
}

function Points() {
  const balance = useBalance()
  const history = usePointHistory()
  if (!balance.data || !history.data) return null
  return (
    <section className="section" aria-labelledby="points-title">
      <h2 id="points-title">{say('Your points')}</h2>
      <PointHistory
        balance={balance.data}
        changes={history.data}
        vehicle={(id) => <Link href={`/vehicles/${id}/forecast`}>{say('See the forecast')}</Link>}
      />
      <p className="pd-small pd-quiet leader-note">{say('Points are play money. Only you see this list.')}</p>
    </section>
  )
}
