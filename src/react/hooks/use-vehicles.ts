import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { listMakes, listVehicles, loadVehicle, type Vehicle, type VehicleCard } from '../../client/vehicles.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'

const pageSize = 60

/** Public vehicles, newest first, page by page: `data` is what was loaded so far, `fetchNextPage` loads more where `hasNextPage`. */
export function useVehicles() {
  const client = useClient()
  return useInfiniteQuery({
    queryKey: keys.vehicles,
    queryFn: ({ pageParam }) => listVehicles(client, { limit: pageSize, ...(pageParam && { after: pageParam }) }),
    initialPageParam: null as VehicleCard | null,
    getNextPageParam: (page) => (page.length === pageSize ? page.at(-1) : undefined),
    select: ({ pages }) => pages.flat(),
  })
}

/** The makes of all public vehicles. */
export function useMakes() {
  const client = useClient()
  return useQuery({ queryKey: keys.makes, queryFn: () => listMakes(client) })
}

/** Null data means that there is no such vehicle. */
export function useVehicle(vehicleId: string) {
  const client = useClient()
  return useQuery({ queryKey: keys.vehicle(vehicleId), queryFn: () => loadVehicle(client, vehicleId) })
}

/** Whether whoever reads is the vehicle's owner; false until both are known. */
export function useIsOwner(vehicle: Vehicle | null | undefined): boolean {
  const member = useMember()
  return member != null && member.id === vehicle?.owner?.id
}
