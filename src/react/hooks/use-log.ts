import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type LogEntry, listLog, removeLogEntry, saveLogEntry } from '../../client/log.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'

/** The build and service log of a vehicle, as far as the reader may see it. */
export function useLog(vehicleId: string) {
  const client = useClient()
  const memberId = useMember()?.id ?? null
  return useQuery({ queryKey: [...keys.log(vehicleId), memberId], queryFn: () => listLog(client, vehicleId) })
}

/** What the owner does with it. */
export function useLogEdits(vehicleId: string) {
  const client = useClient()
  const queries = useQueryClient()
  const onSettled = () => queries.invalidateQueries({ queryKey: keys.log(vehicleId) })
  const save = useMutation({ mutationFn: (entry: LogEntry) => saveLogEntry(client, vehicleId, entry), onSettled })
  const remove = useMutation({ mutationFn: (id: string) => removeLogEntry(client, vehicleId, id), onSettled })
  return { save, remove }
}
