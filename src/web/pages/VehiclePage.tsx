import { useVehicle } from '../../react/hooks/use-vehicles.ts'
import { Vehicle } from '../../react/panels/Vehicle.tsx'
import { useTitle } from '../router.tsx'
import { useHash } from '../use-hash.ts'
import { NotFoundPage } from './NotFoundPage.tsx'
import { OwnerActs } from './OwnerActs.tsx'
import { VehicleSkeleton } from './VehicleSkeleton.tsx'

export function VehiclePage({ vehicleId }: { vehicleId: string }) {
  const { data } = useVehicle(vehicleId)
  useHash()
  useTitle(data ? [data.year, data.make, data.model].filter(Boolean).join(' ') : undefined)
  return (
    <Vehicle
      id={vehicleId}
      heading="h1"
      ownsAddress
      waiting={<VehicleSkeleton />}
      missing={<NotFoundPage what="vehicle" />}
      ownerActs={(show) => <OwnerActs vehicleId={vehicleId} onAdded={show} />}
    />
  )
}
