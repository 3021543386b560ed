import type { Photo } from '../../client/photos.ts'
import { AddPhotos } from '../../react/components/photos/AddPhotos.tsx'
import { useOutcomes } from '../../react/hooks/use-questions.ts'
import { useUploads } from '../../react/hooks/use-uploads.ts'
import { say } from '../../react/language/say.ts'
import { Link } from '../router.tsx'

/** What only the owner of a vehicle finds on its page. */
export function OwnerActs({ vehicleId, onAdded }: { vehicleId: string; onAdded: (photo: Photo) => void }) {
  const { uploads, add, clear } = useUploads(vehicleId, onAdded)
  const isReported = useOutcomes(vehicleId).data?.some(({ kind }) => kind === 'build_completed')
  return (
    <section className="owner-acts" aria-label={say('For you, the owner')}>
      <Link className="pd-button" href={`/vehicles/${vehicleId}/insights`}>
        {say('Insights')}
      </Link>
      <Link className="pd-button owner-edit" href={`/garage/${vehicleId}`}>
        {say('Edit this car')}
      </Link>
      <Link className="pd-link owner-build" href={`/garage/${vehicleId}#build`}>
        {isReported ? say('What you said of the build') : say('Say that the build is complete')}
      </Link>
      <AddPhotos uploads={uploads} onAdd={add} onClear={clear} />
    </section>
  )
}
