import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import type { BetType } from '../../client/bets.ts'
import { loadForecast, skipForecast } from '../../client/forecasts.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'
import { useSkips } from './use-skips.ts'

/** What the crowd expects; `blind` until the person has given a number of their own or skipped that. */
export function useForecast(vehicleId: string, type: BetType, modification: string | null = null) {
  const client = useClient()
  const member = useMember()
  const skipped = useSkips(vehicleId).hasSkipped(type)
  return useQuery({
    queryKey: keys.forecast(vehicleId, type, modification, member?.id ?? null, skipped),
    queryFn: () => loadForecast(client, vehicleId, type, { skipped, ...(modification && { modification }) }),
    enabled: member !== undefined,
    placeholderData: (previous, query) =>
      query?.queryKey[2] === type && query.queryKey[3] === modification ? keepPreviousData(previous) : undefined,
  })
}

/** Shows a forecast without a number of one's own. Of members the server remembers it, for their other devices. */
export function useSkipForecast(vehicleId: string) {
  const client = useClient()
  const member = useMember()
  const { remember } = useSkips(vehicleId)
  return useMutation({
    mutationFn: async (type: BetType) => {
      remember(type)
      if (member) await skipForecast(client, vehicleId, type)
    },
  })
}
