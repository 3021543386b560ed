import type { VehicleDraft } from '../../client/garage.ts'
import type { Vehicle } from '../../client/vehicles.ts'
import { VehicleForm } from '../../react/components/garage/VehicleForm.tsx'
import { useMember } from '../../react/hooks/PaddockProvider.tsx'
import { useVehicleDetails } from '../../react/hooks/use-details.ts'
import { useSaveVehicle } from '../../react/hooks/use-garage.ts'
import { useIsOwner, useVehicle } from '../../react/hooks/use-vehicles.ts'
import { say } from '../../react/language/say.ts'
import { OwnBuild } from '../../react/panels/OwnBuild.tsx'
import { Link, useTitle } from '../router.tsx'
import { Failure } from '../shell/Failure.tsx'
import { useHash } from '../use-hash.ts'
import { HandOver } from './HandOver.tsx'
import { MembersOnly } from './MembersOnly.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import { OwnLog } from './OwnLog.tsx'
import { OwnPhotos } from './OwnPhotos.tsx'
import { PageWaiting } from './PageWaiting.tsx'
import { RemoveVehicle } from './RemoveVehicle.tsx'

/** All that an owner does with a vehicle. */
export function OwnVehiclePage({ vehicleId }: { vehicleId: string }) {
  const member = useMember()
  if (member === undefined) return <PageWaiting />
  if (member === null) return <MembersOnly title={say('Your car')} why={say('Sign in as its owner to change it.')} />
  return <Members key={member.id} vehicleId={vehicleId} />
}

/** Asked for by somebody signed in: a private car is there for its owner alone. */
function Members({ vehicleId }: { vehicleId: string }) {
  const vehicle = useVehicle(vehicleId)
  const isOwner = useIsOwner(vehicle.data)
  if (vehicle.data === null) return <NotFoundPage what="vehicle" />
  if (vehicle.error && !vehicle.data) return <Failure error={vehicle.error} onRetry={vehicle.refetch} />
  if (!vehicle.data) return <PageWaiting />
  return isOwner ? <Own vehicle={vehicle.data} /> : <NotFoundPage what="vehicle" />
}

function Own({ vehicle }: { vehicle: Vehicle }) {
  const name = [vehicle.year, vehicle.make, vehicle.model].filter(Boolean).join(' ')
  useTitle(say('Your {name}', { name }))
  useHash()
  return (
    <div className="wrap garage-page">
      <header>
        <p className="pd-small">
          <Link href="/garage">{say('My cars')}</Link>
        </p>
        <h1>
          <bdi>{name}</bdi>
        </h1>
        <p>
          <Link className="pd-link" href={`/vehicles/${vehicle.id}`}>
            {say('See its page')}
          </Link>
        </p>
      </header>
      <OwnPhotos vehicleId={vehicle.id} />
      <Details vehicle={vehicle} />
      <OwnLog vehicleId={vehicle.id} />
      <section className="section" id="build" aria-labelledby="build-title">
        <h2 id="build-title">{say('Is the build complete?')}</h2>
        <OwnBuild vehicleId={vehicle.id} />
      </section>
      <HandOver vehicleId={vehicle.id} name={name} />
      <RemoveVehicle vehicleId={vehicle.id} name={name} />
    </div>
  )
}

function Details({ vehicle }: { vehicle: Vehicle }) {
  const details = useVehicleDetails(vehicle.id)
  const save = useSaveVehicle()
  if (details.error && !details.data) return <Failure error={details.error} onRetry={details.refetch} />
  if (!details.data) return <PageWaiting />
  const { year, make, model, description, isPublic } = vehicle
  const draft: VehicleDraft = { ...details.data, year, make, model, description, isPublic }
  return (
    <section className="section" aria-labelledby="details-title">
      <h2 id="details-title">{say('What it is')}</h2>
      <VehicleForm
        draft={draft}
        submit={say('Save')}
        busy={save.isPending}
        error={save.error}
        onSave={(draft) => save.mutate({ id: vehicle.id, draft })}
      />
      <p className="pd-small" role="status">
        {save.isSuccess && !save.isPending ? say('Saved.') : ''}
      </p>
    </section>
  )
}
