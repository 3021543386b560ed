import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { loadInsights, type Period } from '../../client/insights.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'

/** For the owner of the vehicle; anybody else gets `not_allowed`. The figures of before stay while others are loaded. */
export function useInsights(vehicleId: string, { from, to }: Period) {
  const client = useClient()
  const member = useMember()
  return useQuery({
    queryKey: keys.insights(vehicleId, member?.id ?? null, from.getTime(), to.getTime()),
    queryFn: () => loadInsights(client, vehicleId, { from, to }),
    enabled: !!member,
    placeholderData: keepPreviousData,
  })
}
