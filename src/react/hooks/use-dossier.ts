import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { dossierSpecs, type Progress, researchDossier } from '../../client/dossier.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'

const begin: Progress = { done: 0, of: dossierSpecs.length }

/** The answers on all specs of a vehicle, researched where they are not there yet; `done` counts while they come. */
export function useDossier(vehicleId: string) {
  const client = useClient()
  const memberId = useMember()?.id ?? null
  const [progress, setProgress] = useState(begin)
  const query = useQuery({
    queryKey: keys.dossier(vehicleId, memberId),
    queryFn: ({ signal }) => {
      setProgress(begin)
      return researchDossier(client, vehicleId, { signal, onProgress: setProgress })
    },
    staleTime: 300_000,
    retry: false,
  })
  return { ...query, ...progress }
}
