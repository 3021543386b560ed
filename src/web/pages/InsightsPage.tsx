import type { Vehicle } from '../../client/vehicles.ts'
import { useMember } from '../../react/hooks/PaddockProvider.tsx'
import { useVehicle } from '../../react/hooks/use-vehicles.ts'
import { say } from '../../react/language/say.ts'
import { Insights } from '../../react/panels/Insights.tsx'
import { Link, useTitle } from '../router.tsx'
import { Failure } from '../shell/Failure.tsx'
import { InsightsSkeleton } from './InsightsSkeleton.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'

export function InsightsPage({ vehicleId }: { vehicleId: string }) {
  const vehicle = useVehicle(vehicleId)
  const member = useMember()
  useTitle(vehicle.data ? say('What people looked at: {vehicle}', { vehicle: nameOf(vehicle.data) }) : undefined)
  if (vehicle.data === null) return <NotFoundPage what="vehicle" />
  if (vehicle.error && !vehicle.data) return <Failure error={vehicle.error} onRetry={vehicle.refetch} />
  if (!vehicle.data || member === undefined) return <InsightsSkeleton />
  const isOwner = member !== null && member.id === vehicle.data.owner?.id
  return isOwner ? <Owners vehicle={vehicle.data} /> : <OwnersOnly vehicle={vehicle.data} signedIn={!!member} />
}

const nameOf = ({ year, make, model }: Vehicle) => [year, make, model].filter(Boolean).join(' ')

function Owners({ vehicle }: { vehicle: Vehicle }) {
  return (
    <div className="wrap insights">
      <header className="insights-head">
        <div>
          <p className="pd-small">
            <Link href={`/vehicles/${vehicle.id}`}>{nameOf(vehicle)}</Link>
          </p>
          <h1>{say('What people looked at')}</h1>
        </div>
        <p className="pd-quiet">
          {say('Counted once for each person and photo in 30 minutes. Only you can see this page.')}
        </p>
      </header>
      <Insights vehicleId={vehicle.id} />
    </div>
  )
}

function OwnersOnly({ vehicle, signedIn }: { vehicle: Vehicle; signedIn: boolean }) {
  return (
    <div className="wrap state">
      <h1>
        <small>{nameOf(vehicle)}</small>
        {say('Only its owner sees this')}
      </h1>
      <p className="lede">
        {say('What people looked at is told to the owner of a vehicle and to nobody else.')}
        {!signedIn && ` ${say('If it is yours, sign in above.')}`}
      </p>
      <p>
        <Link className="pd-button" href={`/vehicles/${vehicle.id}`}>
          {say('Back to the vehicle')}
        </Link>
      </p>
    </div>
  )
}
