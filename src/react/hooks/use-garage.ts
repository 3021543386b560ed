import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { listVehiclesOf, publishVehicle, removeVehicle, saveVehicle, type VehicleDraft } from '../../client/garage.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'

/** The vehicles of whoever is signed in, private ones too; undefined while signed out. */
export function useMyVehicles() {
  const client = useClient()
  const id = useMember()?.id
  return useQuery({
    queryKey: keys.garage(id ?? ''),
    queryFn: () => listVehiclesOf(client, id ?? ''),
    enabled: id !== undefined,
  })
}

/** Adds a vehicle under an id of the caller's, or changes it. */
export function useSaveVehicle() {
  const client = useClient()
  const refresh = useRefreshGarage()
  return useMutation({
    mutationFn: ({ id, draft }: { id: string; draft: VehicleDraft }) => saveVehicle(client, id, draft),
    onSuccess: (_nothing, { id }) => refresh(id),
  })
}

export function usePublishVehicle(vehicleId: string) {
  const client = useClient()
  const refresh = useRefreshGarage()
  return useMutation({
    mutationFn: (isPublic: boolean) => publishVehicle(client, vehicleId, isPublic),
    onSuccess: () => refresh(vehicleId),
  })
}

/** Removes a vehicle for good. `onRemoved` leads away before its page finds nothing to show. */
export function useRemoveVehicle(vehicleId: string, onRemoved: () => void) {
  const client = useClient()
  const refresh = useRefreshGarage()
  return useMutation({
    mutationFn: () => removeVehicle(client, vehicleId),
    onSuccess: () => {
      onRemoved()
      return refresh(vehicleId)
    },
  })
}

/** What lists, cards and pages show of a vehicle is read anew. */
export function useRefreshGarage() {
  const queries = useQueryClient()
  return (vehicleId: string) =>
    Promise.all(
      [
        ['garage'],
        keys.vehicles,
        keys.makes,
        keys.vehicle(vehicleId),
        keys.details(vehicleId),
        keys.photos(vehicleId),
      ].map((queryKey) => queries.invalidateQueries({ queryKey })),
    )
}
