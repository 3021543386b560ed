import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { loadResearched, type ResearchStep, reportResearch, researchSpec } from '../../client/research.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'

/** What the sources say of a spec, with the steps of the research while it goes on. */
export function useResearch(vehicleId: string, spec: string) {
  const client = useClient()
  const memberId = useMember()?.id ?? null
  const queries = useQueryClient()
  const [steps, setSteps] = useState<ResearchStep[]>([])
  const query = useQuery({
    queryKey: keys.research(vehicleId, spec, memberId),
    queryFn: async ({ signal }) => {
      setSteps([])
      const onStep = (step: ResearchStep) => setSteps((before) => [...before, step])
      const research = await researchSpec(client, vehicleId, spec, { signal, onStep })
      if (!research.cached) queries.invalidateQueries({ queryKey: keys.researched(vehicleId) })
      return research
    },
    staleTime: 60_000,
    retry: false,
  })
  return { ...query, steps }
}

/** The answers on a vehicle that are there already, by spec. */
export function useResearched(vehicleId: string) {
  const client = useClient()
  return useQuery({ queryKey: keys.researched(vehicleId), queryFn: () => loadResearched(client, vehicleId) })
}

export function useReportResearch(vehicleId: string, spec: string) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (reason: string) => reportResearch(client, vehicleId, spec, reason),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['research', vehicleId, spec] }),
  })
}
