import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  listReasons,
  listUsefulReasons,
  loadVote,
  loadVoteSummary,
  loadVoteWeight,
  type Reason,
  type Vote,
} from '../../client/votes.ts'
import { keys, keysOfTopic } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'
import { refresh } from './refresh.ts'
import { useActs, useLatestAct } from './use-acts.ts'

export function useVoteSummary(vehicleId: string) {
  const client = useClient()
  return useQuery({ queryKey: keys.voteSummary(vehicleId), queryFn: () => loadVoteSummary(client, vehicleId) })
}

/** Reasons that people find useful first, then the newest. */
export function useReasons(vehicleId: string) {
  const client = useClient()
  return useQuery({ queryKey: keys.reasons(vehicleId), queryFn: () => listReasons(client, vehicleId) })
}

/** The member's own vote; null before the first and for somebody signed out. */
export function useVote(vehicleId: string) {
  const client = useClient()
  const member = useMember()
  const waiting = useLatestAct('vote', vehicleId)
  const vote = useQuery({
    queryKey: keys.vote(vehicleId, member?.id ?? null),
    queryFn: () => (member ? loadVote(client, vehicleId, member.id) : null),
    enabled: member !== undefined,
    placeholderData: keepPreviousData,
  })
  return { ...vote, data: waiting && vote.data !== undefined ? waiting.vote : vote.data }
}

/** What the member's vote weighs, and why; asked only where there is one. */
export function useVoteWeight(vehicleId: string, hasVoted: boolean) {
  const client = useClient()
  const member = useMember()
  return useQuery({
    queryKey: keys.voteWeight(vehicleId, member?.id ?? null),
    queryFn: () => loadVoteWeight(client, vehicleId),
    enabled: hasVoted && member != null,
  })
}

/**
 * Casts or changes the vote; null withdraws it. It shows at once, and as it was if the server says no. Acts in quick
 * succession are done in their order.
 */
export function useCastVote(vehicleId: string) {
  const acts = useActs()
  const queries = useQueryClient()
  const queryKey = ['vote', vehicleId]
  const mutationKey = ['cast-vote', vehicleId]
  return useMutation({
    mutationKey,
    scope: { id: `vote ${vehicleId}` },
    mutationFn: (vote: Vote | null) => acts.act({ kind: 'vote', vehicleId, vote }),
    onMutate: async (vote) => {
      await queries.cancelQueries({ queryKey })
      const before = queries.getQueriesData<Vote | null>({ queryKey })
      queries.setQueriesData<Vote | null>({ queryKey }, vote)
      return { before }
    },
    onError: (_error, _vote, context) => {
      for (const [key, vote] of context?.before ?? []) queries.setQueryData(key, vote)
    },
    onSuccess: (outcome, _vote, context) => {
      if (outcome === 'waiting') for (const [key, vote] of context.before) queries.setQueryData(key, vote)
      if (queries.isMutating({ mutationKey }) > 1) return // what is read now would show over the next act
      for (const key of keysOfTopic.votes(vehicleId)) void refresh(queries, key)
    },
  })
}

/** Ids of the voters whose reasons the member finds useful. */
export function useUsefulReasons(vehicleId: string) {
  const client = useClient()
  const member = useMember()
  return useQuery({
    queryKey: keys.usefulReasons(vehicleId, member?.id ?? null),
    queryFn: () => (member ? listUsefulReasons(client, vehicleId) : []),
    enabled: member !== undefined,
    placeholderData: keepPreviousData,
  })
}

/** Finds a reason useful, or takes that back. Both numbers change at once; the order does at the next reading. */
export function useFindReasonUseful(vehicleId: string) {
  const acts = useActs()
  const queries = useQueryClient()
  const usefulKey = ['useful-reasons', vehicleId]
  const reasonsKey = keys.reasons(vehicleId)
  return useMutation({
    mutationFn: ({ voterId, useful }: { voterId: string; useful: boolean }) =>
      acts.act({ kind: 'useful', vehicleId, voterId, on: useful }),
    onMutate: async ({ voterId, useful }) => {
      await Promise.all([usefulKey, reasonsKey].map((queryKey) => queries.cancelQueries({ queryKey })))
      const before = [usefulKey, reasonsKey].flatMap((queryKey) => queries.getQueriesData({ queryKey }))
      queries.setQueriesData<string[]>({ queryKey: usefulKey }, (ids) =>
        useful ? [...(ids ?? []), voterId] : ids?.filter((id) => id !== voterId),
      )
      queries.setQueryData<Reason[]>(reasonsKey, (reasons) =>
        reasons?.map((reason) =>
          reason.voter.id === voterId ? { ...reason, usefulCount: reason.usefulCount + (useful ? 1 : -1) } : reason,
        ),
      )
      return { before }
    },
    onSuccess: (outcome, _values, { before }) => {
      if (outcome === 'waiting') for (const [key, data] of before) queries.setQueryData(key, data)
    },
    onSettled: () => Promise.all([usefulKey, reasonsKey].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  })
}
