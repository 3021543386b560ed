import { useQuery } from '@tanstack/react-query'
import { comparableSales } from '../../client/comparable-sales.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'

/** What listings say that cars like this one were sold or offered for. */
export function useComparableSales(vehicleId: string) {
  const client = useClient()
  const memberId = useMember()?.id ?? null
  return useQuery({
    queryKey: keys.comparableSales(vehicleId, memberId),
    queryFn: () => comparableSales(client, vehicleId),
  })
}
