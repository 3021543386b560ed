import { useQuery } from '@tanstack/react-query'
import { loadVehicleDetails } from '../../client/details.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'

/** What the owner says of a vehicle, as far as the reader may see it. */
export function useVehicleDetails(vehicleId: string, enabled = true) {
  const client = useClient()
  const memberId = useMember()?.id ?? null
  return useQuery({
    queryKey: [...keys.details(vehicleId), memberId],
    queryFn: () => loadVehicleDetails(client, vehicleId),
    enabled,
  })
}
