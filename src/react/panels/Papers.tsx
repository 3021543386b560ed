import { OwnerPapers } from '../components/specs/OwnerPapers.tsx'
import { useAddDocuments, useRemoveDocument, useVehicleDocuments } from '../hooks/use-documents.ts'
import { reasonOf } from '../language/say.ts'

/** The owner's papers of a vehicle; for its owner. */
export function Papers({ vehicleId }: { vehicleId: string }) {
  const papers = useVehicleDocuments(vehicleId)
  const add = useAddDocuments(vehicleId)
  const remove = useRemoveDocument(vehicleId)
  return (
    <OwnerPapers
      papers={papers.data ?? []}
      onAdd={(files) => files.length > 0 && add.mutate(files)}
      onRemove={(documentId) => remove.mutate(documentId)}
      busy={add.isPending || remove.isPending}
      error={reasonOf(add.error ?? remove.error ?? papers.error)}
    />
  )
}
