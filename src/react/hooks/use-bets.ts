import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Claim, listBets, loadSentiment, placeBet } from '../../client/bets.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'

export function useSentiment(vehicleId: string) {
  const client = useClient()
  return useQuery({ queryKey: keys.sentiment(vehicleId), queryFn: () => loadSentiment(client, vehicleId) })
}

/** The member's own bets; none for somebody signed out. */
export function useBets(vehicleId: string) {
  const client = useClient()
  const member = useMember()
  return useQuery({
    queryKey: keys.bets(vehicleId, member?.id ?? null),
    queryFn: () => (member ? listBets(client, vehicleId, member.id) : []),
    enabled: member !== undefined,
    placeholderData: keepPreviousData,
  })
}

export function usePlaceBet(vehicleId: string) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (bet: Claim & { confidencePercent: number }) => placeBet(client, vehicleId, bet),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['bets', vehicleId] }),
        queries.invalidateQueries({ queryKey: keys.sentiment(vehicleId) }),
      ]),
  })
}
