import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { listOutcomes } from '../../client/outcomes.ts'
import { disputeSettlement, listDisputes, listQuestions, type Question } from '../../client/questions.ts'
import { keys } from './keys.ts'
import { useClient } from './PaddockProvider.tsx'

/** While an answer waits out its dispute window, it is looked at again every so often. */
const soon = 20_000

const isMoving = ({ state }: Question) => state === 'proposed'

/** What people bet on about a vehicle, and how far each is settled. */
export function useQuestions(vehicleId: string) {
  const client = useClient()
  return useQuery({
    queryKey: keys.questions(vehicleId),
    queryFn: () => listQuestions(client, vehicleId),
    refetchInterval: ({ state }) => (state.data?.some(isMoving) ? soon : false),
  })
}

/** What happened to a vehicle, with the evidence. */
export function useOutcomes(vehicleId: string) {
  const client = useClient()
  return useQuery({ queryKey: keys.outcomes(vehicleId), queryFn: () => listOutcomes(client, vehicleId) })
}

export function useDisputes(vehicleId: string) {
  const client = useClient()
  return useQuery({ queryKey: keys.disputes(vehicleId), queryFn: () => listDisputes(client, vehicleId) })
}

/** Objects to a proposed answer. */
export function useDisputeSettlement(vehicleId: string) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ question, reason }: { question: string; reason: string }) =>
      disputeSettlement(client, vehicleId, question, reason),
    onSuccess: () =>
      Promise.all(
        [keys.questions(vehicleId), keys.disputes(vehicleId)].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      ),
  })
}
