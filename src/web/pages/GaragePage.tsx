import type { OwnVehicle } from '../../client/garage.ts'
import { useMember } from '../../react/hooks/PaddockProvider.tsx'
import { useMyVehicles } from '../../react/hooks/use-garage.ts'
import { say } from '../../react/language/say.ts'
import { Link, useTitle } from '../router.tsx'
import { Failure } from '../shell/Failure.tsx'
import { bare } from './discover/VehicleCard.tsx'
import { MembersOnly } from './MembersOnly.tsx'
import { PageWaiting } from './PageWaiting.tsx'

export function GaragePage() {
  const member = useMember()
  if (member === undefined) return <PageWaiting />
  if (member === null)
    return (
      <MembersOnly
        title={say('My cars')}
        why={say('Sign in, and the cars that you add are kept here: public ones and private ones.')}
      />
    )
  return <Garage />
}

function Garage() {
  useTitle(say('My cars'))
  const cars = useMyVehicles()
  if (cars.error && !cars.data) return <Failure error={cars.error} onRetry={cars.refetch} />
  if (!cars.data) return <PageWaiting />
  return (
    <div className="wrap">
      <header className="garage-head">
        <h1>{say('My cars')}</h1>
        <Link className="pd-button pd-primary" href="/garage/new">
          {cars.data.length > 0 ? say('Add a car') : say('Add your first car')}
        </Link>
      </header>
      {cars.data.length === 0 && (
        <p className="lede">
          {say('Nothing here yet. A model is enough to begin; photos, history and the chassis number can follow.')}
        </p>
      )}
      <ul className="garage">
        {cars.data.map((car) => (
          <Car key={car.id} car={car} />
        ))}
      </ul>
    </div>
  )
}

function Car({ car }: { car: OwnVehicle }) {
  const name = [car.year, car.make, car.model].filter(Boolean).join(' ')
  return (
    <li className="garage-car">
      <div className="garage-photo">
        {car.cover && (
          <img src={bare(car.cover.url)} srcSet={car.cover.srcset ?? undefined} sizes="20rem" alt="" loading="lazy" />
        )}
      </div>
      <div>
        <h2>
          <Link href={`/vehicles/${car.id}`}>
            <bdi>{name}</bdi>
          </Link>
        </h2>
        <p className="pd-small pd-quiet">{car.isPublic ? say('Public') : say('Private: seen by you alone')}</p>
        <p className="pd-row">
          <Link className="pd-link" href={`/garage/${car.id}`}>
            {say('Edit')}
            <span className="pd-hidden"> {name}</span>
          </Link>
          <Link className="pd-link" href={`/vehicles/${car.id}/insights`}>
            {say('Insights')}
            <span className="pd-hidden"> {say('of {name}', { name })}</span>
          </Link>
        </p>
      </div>
    </li>
  )
}
