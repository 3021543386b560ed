import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { acceptNomination, declineNomination, listReady, loadNomination } from '../../client/nominations.ts'
import { listCards } from '../../client/vehicles.ts'
import { keys, keysOfTopic } from './keys.ts'
import { useClient } from './PaddockProvider.tsx'

/** The vehicle's latest nomination; null before the first. */
export function useNomination(vehicleId: string) {
  const client = useClient()
  return useQuery({ queryKey: keys.nomination(vehicleId), queryFn: () => loadNomination(client, vehicleId) })
}

/** What an owner answers: a reserve, in units of the nomination's currency and 0 for none, or no and perhaps why. */
export type NominationDecision = { accept: true; reserve: number; show: boolean } | { accept: false; reason: string }

export function useDecideNomination(vehicleId: string) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (decision: NominationDecision) =>
      decision.accept
        ? acceptNomination(client, vehicleId, decision.reserve, { show: decision.show })
        : declineNomination(client, vehicleId, decision.reason.trim() || undefined),
    onSuccess: () =>
      Promise.all(keysOfTopic.votes(vehicleId).map((queryKey) => queries.invalidateQueries({ queryKey }))),
  })
}

const everyMs = 5_000

/** Vehicles that the community finds ready, the surest first, each with its card. Kept up to date while it is looked at. */
export function useReady() {
  const client = useClient()
  return useQuery({
    queryKey: keys.ready,
    queryFn: async () => {
      const ready = await listReady(client)
      const cards = await listCards(
        client,
        ready.map(({ vehicleId }) => vehicleId),
      )
      return ready.flatMap((entry) => {
        const card = cards.find(({ id }) => id === entry.vehicleId)
        return card ? [{ ...entry, card }] : []
      })
    },
    refetchInterval: everyMs,
  })
}
