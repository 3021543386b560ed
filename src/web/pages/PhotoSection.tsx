import type { ReactNode } from 'react'
import type { Photo } from '../../client/photos.ts'
import { PhotoComments } from '../../react/components/PhotoComments.tsx'
import { PhotoTags } from '../../react/components/PhotoTags.tsx'
import { PhotoViewer } from '../../react/components/PhotoViewer.tsx'
import { useMember } from '../../react/hooks/PaddockProvider.tsx'
import {
  useAddComment,
  useComments,
  useEditComment,
  useHideComment,
  useRemoveComment,
  useReportComment,
} from '../../react/hooks/use-comments.ts'
import { useLikes, useToggleLike } from '../../react/hooks/use-likes.ts'
import { useCountShare } from '../../react/hooks/use-photos.ts'
import { useChangeTag, useKnownTags, useTags } from '../../react/hooks/use-tags.ts'
import { useViewTracker } from '../../react/hooks/use-tracker.ts'
import type { useShownPhoto } from './use-shown-photo.ts'

type PhotoSectionProps = {
  vehicle: { id: string; title: string }
  /** The owner says what photos show, and hides comments. */
  isOwner: boolean
  photos: Photo[]
  shown: ReturnType<typeof useShownPhoto>
  children: ReactNode
}

/** The photos, what belongs to the one in view, and beside them whatever is passed in. */
export function PhotoSection({ vehicle, isOwner, photos, shown, children }: PhotoSectionProps) {
  const { index } = shown
  const photo = photos[index]
  const photoId = photo?.id
  const likes = useLikes(photoId)
  const toggleLike = useToggleLike(photoId)
  const comments = useComments(photoId)
  const share = useCountShare(vehicle.id)
  const observe = useViewTracker(vehicle.id)
  return (
    <div className="hero">
      {photo ? (
        <PhotoViewer
          key={shown.jump}
          photos={photos}
          index={index}
          onIndexChange={shown.move}
          likes={likes.data}
          onLike={(like) => toggleLike.mutate(like)}
          commentCount={comments.data?.count}
          commentsId="comments"
          page={{ url: addressOf(vehicle.id, photo.id), title: vehicle.title }}
          onShare={(channel) => share.mutate({ photoId: photo.id, channel })}
          observe={observe}
        >
          <Tags key={photo.id} vehicleId={vehicle.id} photo={photo} isOwner={isOwner} />
        </PhotoViewer>
      ) : (
        <p className="no-photos pd-quiet">No photos yet.</p>
      )}
      <section className="lot wrap" aria-label="Vehicle">
        {children}
        {photoId && (
          <Comments key={photoId} photoId={photoId} isOwner={isOwner} problem={toggleLike.error ?? share.error} />
        )}
      </section>
    </div>
  )
}

/** A shared address opens with the photo that was shared. */
const addressOf = (vehicleId: string, photoId: string) =>
  new URL(`/vehicles/${vehicleId}?photo=${photoId}`, location.href).href

function Tags({ vehicleId, photo, isOwner }: { vehicleId: string; photo: Photo; isOwner: boolean }) {
  const tags = useTags(photo.id)
  const known = useKnownTags()
  const change = useChangeTag(vehicleId, photo.id)
  return (
    <PhotoTags
      tags={known.data && tags.data}
      known={known.data}
      technicalValue={photo.technicalValue}
      onChange={isOwner ? (tag, on) => change.mutate({ tag, on }) : undefined}
      error={(change.error ?? tags.error)?.message ?? null}
    />
  )
}

type CommentsProps = { photoId: string; isOwner: boolean; problem: Error | null }

function Comments({ photoId, isOwner, problem }: CommentsProps) {
  const member = useMember()
  const comments = useComments(photoId)
  const add = useAddComment(photoId)
  const edit = useEditComment(photoId)
  const remove = useRemoveComment(photoId)
  const hide = useHideComment(photoId)
  const report = useReportComment()
  const refused = [add, edit, remove, hide, report].find(({ error }) => error)?.error ?? problem ?? comments.error
  return (
    <PhotoComments
      id="comments"
      comments={comments.data}
      memberId={member?.id ?? null}
      isOwner={isOwner}
      onAdd={(text, parentId) => add.mutateAsync({ text, parentId })}
      onEdit={(commentId, text) => edit.mutateAsync({ commentId, text })}
      onRemove={(commentId) => remove.mutate(commentId)}
      onHide={(commentId, hidden) => hide.mutate({ commentId, hidden })}
      onReport={(commentId, reason) => report.mutateAsync({ commentId, reason })}
      error={refused?.message ?? null}
    />
  )
}
