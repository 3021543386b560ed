import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { dossierSpecs, researchDossier } from '../../client/dossier.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'

/** The answers on all specs of a vehicle, researched where they are not there yet; `done` counts while they come. */
export function useDossier(vehicleId: string) {
  const client = useClient()
  const memberId = useMember()?.id ?? null
  const [done, setDone] = useState(0)
  const query = useQuery({
    queryKey: keys.dossier(vehicleId, memberId),
    queryFn: ({ signal }) => {
      setDone(0)
      return researchDossier(client, vehicleId, { signal, onDone: () => setDone((before) => before + 1) })
    },
    staleTime: 300_000,
    retry: false,
  })
  return { ...query, done, of: dossierSpecs.length }
}
