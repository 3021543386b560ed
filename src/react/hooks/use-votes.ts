import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { castVote, listReasons, loadVote, loadVoteSummary, type Vote, withdrawVote } from '../../client/votes.ts'
import { keys, keysOfTopic } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'

export function useVoteSummary(vehicleId: string) {
  const client = useClient()
  return useQuery({ queryKey: keys.voteSummary(vehicleId), queryFn: () => loadVoteSummary(client, vehicleId) })
}

export function useReasons(vehicleId: string) {
  const client = useClient()
  return useQuery({ queryKey: keys.reasons(vehicleId), queryFn: () => listReasons(client, vehicleId) })
}

/** The member's own vote; null before the first and for somebody signed out. */
export function useVote(vehicleId: string) {
  const client = useClient()
  const member = useMember()
  return useQuery({
    queryKey: keys.vote(vehicleId, member?.id ?? null),
    queryFn: () => (member ? loadVote(client, vehicleId, member.id) : null),
    enabled: member !== undefined,
    placeholderData: keepPreviousData,
  })
}

/** Casts or changes the vote; null withdraws it. */
export function useCastVote(vehicleId: string) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (vote: Vote | null) => (vote ? castVote(client, vehicleId, vote) : withdrawVote(client, vehicleId)),
    onSuccess: () =>
      Promise.all(keysOfTopic.votes(vehicleId).map((queryKey) => queries.invalidateQueries({ queryKey }))),
  })
}
