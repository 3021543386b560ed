import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type BuildReport, reportBuild, withdrawOutcome } from '../../client/outcomes.ts'
import { keys } from './keys.ts'
import { useClient } from './PaddockProvider.tsx'

/** What an owner does with the report that their build is complete. */
export function useOwnBuilds(vehicleId: string) {
  const client = useClient()
  const queries = useQueryClient()
  const onSettled = () =>
    Promise.all(
      [keys.outcomes(vehicleId), keys.questions(vehicleId)].map((queryKey) => queries.invalidateQueries({ queryKey })),
    )
  const report = useMutation({
    mutationFn: (build: BuildReport) => reportBuild(client, vehicleId, build),
    onSettled,
  })
  const withdraw = useMutation({ mutationFn: (id: string) => withdrawOutcome(client, vehicleId, id), onSettled })
  return { report, withdraw }
}
