import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  acceptVehicle,
  declineVehicle,
  type GoesAlong,
  loadOfferedVehicle,
  loadVehicleOffer,
  offerVehicle,
  withdrawOffer,
} from '../../client/hand-over.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'
import { useRefreshGarage } from './use-garage.ts'

/** What would go along with one's car, and the offer under way. */
export function useVehicleOffer(vehicleId: string) {
  const client = useClient()
  return useQuery({ queryKey: keys.offer(vehicleId), queryFn: () => loadVehicleOffer(client, vehicleId), staleTime: 0 })
}

/** What an owner does with the offer. The secret of a new one is its data, and nowhere else. */
export function useOfferEdits(vehicleId: string) {
  const client = useClient()
  const queries = useQueryClient()
  const onSettled = () => queries.invalidateQueries({ queryKey: keys.offer(vehicleId) })
  const offer = useMutation({ mutationFn: (along: GoesAlong) => offerVehicle(client, vehicleId, along), onSettled })
  const withdraw = useMutation({ mutationFn: () => withdrawOffer(client, vehicleId), onSettled })
  return { offer, withdraw }
}

/** What a link offers to who is signed in. */
export function useOfferedVehicle(vehicleId: string, secret: string) {
  const client = useClient()
  const memberId = useMember()?.id ?? null
  return useQuery({
    queryKey: [...keys.offer(vehicleId), memberId, secret],
    queryFn: () => loadOfferedVehicle(client, vehicleId, secret),
    enabled: memberId !== null,
    staleTime: 0,
  })
}

/** Accepts or declines it. */
export function useAnswerOffer(vehicleId: string, secret: string) {
  const client = useClient()
  const queries = useQueryClient()
  const refresh = useRefreshGarage()
  const accept = useMutation({
    mutationFn: () => acceptVehicle(client, vehicleId, secret),
    // A bet, a vote and the log of a car look otherwise to its owner.
    onSuccess: () => Promise.all([refresh(vehicleId), queries.invalidateQueries({ queryKey: ['balance'] })]),
  })
  const decline = useMutation({ mutationFn: () => declineVehicle(client, vehicleId, secret) })
  return { accept, decline }
}
