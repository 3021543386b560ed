import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { type FindQuery, findFilters, findVehicles } from '../../client/find.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'

/** Public vehicles that fit a query, page by page; while another query is answered, those of the one before stay. */
export function useFindVehicles(query: FindQuery) {
  const client = useClient()
  const memberId = useMember()?.id ?? null
  return useInfiniteQuery({
    queryKey: keys.found(query, memberId),
    queryFn: ({ pageParam }) => findVehicles(client, query, { after: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

/** The few that are nearest to auction, of all vehicles; `enabled: false` where the caller has all of them already. */
export function useNearestToAuction({ enabled }: { enabled: boolean }) {
  const client = useClient()
  return useQuery({
    queryKey: keys.nearest,
    queryFn: async () => (await findVehicles(client, { sort: 'readiness' }, { limit: 6 })).vehicles,
    enabled,
  })
}

/** The few whose price forecast moved most within a week. */
export function useMovedForecasts() {
  const client = useClient()
  return useQuery({
    queryKey: keys.moved,
    queryFn: async () => (await findVehicles(client, { sort: 'movement' }, { limit: 5 })).vehicles,
  })
}

/** What there is to filter by, with how many vehicles have it. */
export function useFindFilters() {
  const client = useClient()
  return useQuery({ queryKey: keys.filters, queryFn: () => findFilters(client), staleTime: 60_000 })
}
