import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { type VehicleChange, type Versions, watchVehicle } from '../../client/live/index.ts'
import { keys, keysOfTopic } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'

/** Keeps what is shown of a vehicle up to date while others vote, bet, like and comment; null watches nothing. */
export function useLiveVehicle(vehicleId: string | null): void {
  const client = useClient()
  const queries = useQueryClient()
  const member = useMember()
  const memberId = member?.id // who is signed in may see other vehicles
  const known = member !== undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: somebody else watches with other rights
  useEffect(() => {
    if (vehicleId === null || !known) return
    const tell = ({ topics }: VehicleChange) => {
      for (const queryKey of topics.flatMap((topic) => keysOfTopic[topic](vehicleId))) {
        void queries.invalidateQueries({ queryKey })
      }
    }
    return watchVehicle(client, vehicleId, tell, queries.getQueryData<Versions>(keys.versions(vehicleId)))
  }, [client, queries, vehicleId, memberId, known])
}
