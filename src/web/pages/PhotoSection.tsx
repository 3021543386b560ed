import { type ReactNode, useState } from 'react'
import type { Photo } from '../../client/photos.ts'
import { PhotoComments } from '../../react/components/PhotoComments.tsx'
import { PhotoViewer } from '../../react/components/PhotoViewer.tsx'
import { useMember } from '../../react/hooks/PaddockProvider.tsx'
import { useAddComment, useComments, useRemoveComment } from '../../react/hooks/use-comments.ts'
import { useLikes, useToggleLike } from '../../react/hooks/use-likes.ts'
import { useCountView, useLogView } from '../../react/hooks/use-photos.ts'

/** The photos, what belongs to the one in view, and beside them whatever is passed in. */
export function PhotoSection({
  vehicleId,
  photos,
  children,
}: {
  vehicleId: string
  photos: Photo[]
  children: ReactNode
}) {
  const [index, setIndex] = useState(0)
  const photoId = photos[index]?.id
  const member = useMember()
  const likes = useLikes(photoId)
  const toggleLike = useToggleLike(photoId)
  const comments = useComments(photoId)
  const addComment = useAddComment(photoId)
  const removeComment = useRemoveComment(photoId)
  const countView = useCountView(vehicleId)
  const logView = useLogView()
  const problem = addComment.error ?? removeComment.error ?? toggleLike.error ?? comments.error

  return (
    <div className="hero">
      {photos.length > 0 ? (
        <PhotoViewer
          photos={photos}
          index={index}
          onIndexChange={setIndex}
          likes={likes.data}
          onLike={(like) => toggleLike.mutate(like)}
          commentCount={comments.data?.count}
          commentsId="comments"
          onViewable={(id) => countView.mutate(id)}
          onLeave={(id, seconds) => logView.mutate({ photoId: id, seconds })}
        />
      ) : (
        <p className="no-photos pd-quiet">No photos yet.</p>
      )}
      <section className="lot wrap" aria-label="Vehicle">
        {children}
        {photoId && (
          <PhotoComments
            key={photoId}
            id="comments"
            comments={comments.data?.comments}
            count={comments.data?.count ?? 0}
            memberId={member?.id ?? null}
            onAdd={addComment.mutateAsync}
            onRemove={(id) => removeComment.mutate(id)}
            busy={addComment.isPending}
            error={problem?.message ?? null}
          />
        )}
      </section>
    </div>
  )
}
