import { Suspense } from 'react'
import type { Vehicle as VehicleData } from '../../client/vehicles.ts'
import { useVehicle } from '../../react/hooks/use-vehicles.ts'
import { say } from '../../react/language/say.ts'
import { lazyPart } from '../../react/lazy-part.tsx'
import { Vehicle } from '../../react/panels/Vehicle.tsx'
import { useTitle } from '../router.tsx'
import { WhenNear } from '../shell/WhenNear.tsx'
import { useHash } from '../use-hash.ts'
import { FollowPlace } from './FollowPlace.tsx'
import { VehicleSkeleton } from './VehicleSkeleton.tsx'

const NotFoundPage = lazyPart(async () => (await import('./NotFoundPage.tsx')).NotFoundPage)
const OtherCars = lazyPart(async () => (await import('./OtherCars.tsx')).OtherCars)
const VehicleLog = lazyPart(async () => (await import('../../react/panels/VehicleLog.tsx')).VehicleLog)
const OwnerActs = lazyPart(async () => (await import('./OwnerActs.tsx')).OwnerActs)

const nameOf = ({ year, make, model }: VehicleData) => [year, make, model].filter(Boolean).join(' ')

export function VehiclePage({ vehicleId }: { vehicleId: string }) {
  const { data } = useVehicle(vehicleId)
  useHash()
  useTitle(data ? nameOf(data) : undefined)
  return (
    <Vehicle
      id={vehicleId}
      heading="h1"
      ownsAddress
      waiting={<VehicleSkeleton />}
      missing={<NotFoundPage what="vehicle" />}
      acts={data && <FollowPlace what={{ vehicleId }} name={say('the {vehicle}', { vehicle: nameOf(data) })} />}
      ownerActs={(show) => (
        <Suspense>
          <OwnerActs vehicleId={vehicleId} onAdded={show} />
        </Suspense>
      )}
      more={
        data && (
          <>
            <WhenNear within={0}>
              <VehicleLog key={vehicleId} vehicleId={vehicleId} />
            </WhenNear>
            <WhenNear>
              <OtherCars key={vehicleId} to={data} />
            </WhenNear>
          </>
        )
      }
    />
  )
}
