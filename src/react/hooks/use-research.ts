import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type ResearchStep, reportResearch, researchSpec } from '../../client/research.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'

/** What the sources say of a spec, with the steps of the research while it goes on. */
export function useResearch(vehicleId: string, spec: string) {
  const client = useClient()
  const memberId = useMember()?.id ?? null
  const [steps, setSteps] = useState<ResearchStep[]>([])
  const query = useQuery({
    queryKey: keys.research(vehicleId, spec, memberId),
    queryFn: ({ signal }) => {
      setSteps([])
      return researchSpec(client, vehicleId, spec, { signal, onStep: (step) => setSteps((before) => [...before, step]) })
    },
    staleTime: 60_000,
    retry: false,
  })
  return { ...query, steps }
}

export function useReportResearch(vehicleId: string, spec: string) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (reason: string) => reportResearch(client, vehicleId, spec, reason),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['research', vehicleId, spec] }),
  })
}
