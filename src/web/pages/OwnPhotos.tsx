import { PhotoEditor } from '../../react/components/garage/PhotoEditor.tsx'
import { AddPhotos } from '../../react/components/photos/AddPhotos.tsx'
import { usePhotoEdits } from '../../react/hooks/use-photo-edits.ts'
import { usePhotos } from '../../react/hooks/use-photos.ts'
import { useUploads } from '../../react/hooks/use-uploads.ts'
import { say } from '../../react/language/say.ts'
import { Failure } from '../shell/Failure.tsx'
import { PageWaiting } from './PageWaiting.tsx'

/** The photos of one's own vehicle: added, captioned, ordered, turned, removed. */
export function OwnPhotos({ vehicleId }: { vehicleId: string }) {
  const photos = usePhotos(vehicleId)
  const { uploads, add, clear } = useUploads(vehicleId)
  const { order, caption, remove, turn } = usePhotoEdits(vehicleId)
  if (photos.error && !photos.data) return <Failure error={photos.error} onRetry={photos.refetch} />
  if (!photos.data) return <PageWaiting />
  return (
    <section className="section" id="photos" aria-labelledby="photos-title">
      <h2 id="photos-title">{say('Photos')}</h2>
      <PhotoEditor
        photos={photos.data}
        onOrder={(ordered) => order.mutate(ordered)}
        onCaption={(photoId, words) => caption.mutate({ photoId, words })}
        onTurn={(photoId) => turn.mutate(photoId)}
        isTurning={turn.isPending}
        onRemove={(photoId) => remove.mutate(photoId)}
        error={order.error ?? caption.error ?? remove.error ?? turn.error}
      />
      <AddPhotos uploads={uploads} onAdd={add} onClear={clear} />
    </section>
  )
}
