import type { Photo } from '../../client/photos.ts'
import { AddPhotos } from '../../react/components/photos/AddPhotos.tsx'
import { useOutcomes } from '../../react/hooks/use-questions.ts'
import { useUploads } from '../../react/hooks/use-uploads.ts'
import { Link } from '../router.tsx'

/** What only the owner of a vehicle finds on its page. */
export function OwnerActs({ vehicleId, onAdded }: { vehicleId: string; onAdded: (photo: Photo) => void }) {
  const { uploads, add, clear } = useUploads(vehicleId, onAdded)
  const isReported = useOutcomes(vehicleId).data?.some(({ kind }) => kind === 'build_completed')
  return (
    <section className="owner-acts" aria-label="For you, the owner">
      <Link className="pd-button" href={`/vehicles/${vehicleId}/insights`}>
        Insights
      </Link>
      <Link className="pd-button owner-edit" href={`/garage/${vehicleId}`}>
        Edit this car
      </Link>
      <Link className="pd-link owner-build" href={`/garage/${vehicleId}#build`}>
        {isReported ? 'What you said of the build' : 'Say that the build is complete'}
      </Link>
      <AddPhotos uploads={uploads} onAdd={add} onClear={clear} />
    </section>
  )
}
