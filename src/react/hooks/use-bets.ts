import { keepPreviousData, type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Bet, listBets, listBetsBy, loadSentiment, type NewBet } from '../../client/bets.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'
import { refresh } from './refresh.ts'
import { useActs } from './use-acts.ts'

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

/** One person's bets on all vehicles, latest first. */
export function useBetsBy(userId: string) {
  const client = useClient()
  return useQuery({ queryKey: keys.betsBy(userId), queryFn: () => listBetsBy(client, userId) })
}

export function usePlaceBet(vehicleId: string) {
  const acts = useActs()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (bet: NewBet) => acts.act({ kind: 'bet', vehicleId, bet }),
    onSuccess: () => betsHaveChanged(queries, vehicleId),
  })
}

/** Replaces one of the member's active bets; the mutation takes the bet and what it becomes. */
export function useReviseBet(vehicleId: string) {
  const acts = useActs()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ bet, by }: { bet: Bet; by: NewBet }) =>
      acts.act({ kind: 'revise', vehicleId, betId: bet.id, bet: by }),
    onSuccess: () => betsHaveChanged(queries, vehicleId),
  })
}

/** Takes one of the member's active bets back. */
export function useCancelBet(vehicleId: string) {
  const acts = useActs()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (bet: Bet) => acts.act({ kind: 'cancel', vehicleId, betId: bet.id }),
    onSuccess: () => betsHaveChanged(queries, vehicleId),
  })
}

const betsHaveChanged = (queries: QueryClient, vehicleId: string) =>
  Promise.all(
    [
      ['bets', vehicleId],
      ['bets-by'],
      ['balance'],
      ['forecast', vehicleId],
      keys.sentiment(vehicleId),
      keys.questions(vehicleId),
    ].map((queryKey) => refresh(queries, queryKey)),
  )
