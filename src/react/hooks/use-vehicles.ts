import { useQuery } from '@tanstack/react-query'
import { listVehicles, loadVehicle } from '../../client/vehicles.ts'
import { keys } from './keys.ts'
import { useClient } from './PaddockProvider.tsx'

export function useVehicles() {
  const client = useClient()
  return useQuery({ queryKey: keys.vehicles, queryFn: () => listVehicles(client) })
}

/** Null data means that there is no such vehicle. */
export function useVehicle(vehicleId: string) {
  const client = useClient()
  return useQuery({ queryKey: keys.vehicle(vehicleId), queryFn: () => loadVehicle(client, vehicleId) })
}
