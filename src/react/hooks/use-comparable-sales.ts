import { useQuery } from '@tanstack/react-query'
import { comparableSales } from '../../client/comparable-sales.ts'
import { keys } from './keys.ts'
import { useClient } from './PaddockProvider.tsx'

/** What listings say that cars like this one were sold or offered for. */
export function useComparableSales(vehicleId: string) {
  const client = useClient()
  return useQuery({
    queryKey: keys.sales(vehicleId),
    queryFn: () => comparableSales(client, vehicleId),
  })
}
