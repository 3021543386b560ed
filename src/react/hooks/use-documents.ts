import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { addDocument, retractDocument, vehicleDocuments } from '../../client/documents.ts'
import { keys } from './keys.ts'
import { useClient } from './PaddockProvider.tsx'

/** The papers that a vehicle's owner has added; empty for everybody else. */
export function useVehicleDocuments(vehicleId: string) {
  const client = useClient()
  return useQuery({ queryKey: keys.papers(vehicleId), queryFn: () => vehicleDocuments(client, vehicleId) })
}

/** Adds files one after the other; a refusal says which file it is about. */
export function useAddDocuments(vehicleId: string) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (files: File[]) => {
      for (const file of files) {
        await addDocument(client, vehicleId, file).catch((error: Error) => {
          throw new Error(`${file.name}: ${error.message}`, { cause: error })
        })
      }
    },
    onSettled: () => forget(queries, vehicleId),
  })
}

export function useRemoveDocument(vehicleId: string) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (documentId: string) => retractDocument(client, documentId),
    onSettled: () => forget(queries, vehicleId),
  })
}

/** What was read of the papers may answer differently now. */
const forget = (queries: ReturnType<typeof useQueryClient>, vehicleId: string) =>
  Promise.all(
    [keys.papers(vehicleId), ['research', vehicleId], ['dossier', vehicleId], keys.sources].map((queryKey) =>
      queries.invalidateQueries({ queryKey }),
    ),
  )
