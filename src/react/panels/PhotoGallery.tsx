import { Suspense } from 'react'
import type { Photo } from '../../client/photos.ts'
import type { Vehicle } from '../../client/vehicles.ts'
import { ActsHere } from '../components/acts/ActsHere.tsx'
import { PhotoComments } from '../components/photos/PhotoComments.tsx'
import { PhotoTags } from '../components/photos/PhotoTags.tsx'
import { Caption, LikeButton, PhotoViewer } from '../components/photos/PhotoViewer.tsx'
import { FieldError } from '../components/shared/FieldError.tsx'
import { LoadFailure, Waiting } from '../components/shared/LoadStates.tsx'
import { useMember } from '../hooks/PaddockProvider.tsx'
import {
  useAddComment,
  useComments,
  useEditComment,
  useHideComment,
  useRemoveComment,
  useReportComment,
} from '../hooks/use-comments.ts'
import { DraftsOf } from '../hooks/use-draft.ts'
import { useLikes, useToggleLike } from '../hooks/use-likes.ts'
import { useCountShare, usePhotos } from '../hooks/use-photos.ts'
import { type ShownPhoto, useShownPhoto } from '../hooks/use-shown-photo.ts'
import { useChangeTag, useKnownTags, useTags } from '../hooks/use-tags.ts'
import { useViewTracker } from '../hooks/use-tracker.ts'
import { useIsOwner, useVehicle } from '../hooks/use-vehicles.ts'
import { reasonOf, say } from '../language/say.ts'
import { lazyPart } from '../lazy-part.tsx'
import { useLinks } from '../links.tsx'

// Loaded when a photo first fills the screen.
const FullScreen = lazyPart(async () => (await import('../components/photos/FullScreen.tsx')).FullScreen)

/** A vehicle's photos with likes, comments, tags and shares, by itself. */
export function PhotoGallery({ vehicleId }: { vehicleId: string }) {
  const vehicle = useVehicle(vehicleId)
  const photos = usePhotos(vehicleId)
  const shown = useShownPhoto(photos.data)
  const isOwner = useIsOwner(vehicle.data)
  const error = vehicle.error ?? photos.error
  if (error && !(vehicle.data && photos.data)) {
    return <LoadFailure error={error} onRetry={() => Promise.all([vehicle.refetch(), photos.refetch()])} />
  }
  if (!vehicle.data || !photos.data) return vehicle.data === null ? null : <Waiting />
  const photo = photos.data[shown.index]
  return (
    <div className="pd-gallery">
      <PhotoStage vehicle={vehicle.data} isOwner={isOwner} photos={photos.data} shown={shown} />
      {photo && !shown.full && <PhotoTalk key={photo.id} photoId={photo.id} isOwner={isOwner} />}
    </div>
  )
}

type PhotoStageProps = {
  vehicle: Vehicle
  /** The owner says what photos show. */
  isOwner: boolean
  photos: Photo[]
  shown: ShownPhoto
}

/** The photos, one in view, with what can be done with it. */
export function PhotoStage({ vehicle, isOwner, photos, shown }: PhotoStageProps) {
  const photo = photos[shown.index]
  const links = useLinks()
  const likes = useLikes(photo?.id)
  const toggleLike = useToggleLike(photo?.id)
  const comments = useComments(photo?.id)
  const share = useCountShare(vehicle.id)
  const observe = useViewTracker(vehicle.id)
  if (!photo) return <p className="pd-no-photos pd-quiet">{say('No photos yet.')}</p>
  const problem = toggleLike.error ?? share.error
  const like = (on: boolean) => toggleLike.mutate(on)
  const tags = <Tags key={photo.id} vehicleId={vehicle.id} photo={photo} isOwner={isOwner} />
  return (
    <>
      <PhotoViewer
        key={shown.jump}
        photos={photos}
        index={shown.index}
        onIndexChange={shown.move}
        likes={likes.data}
        onLike={like}
        commentCount={comments.data?.count}
        commentsId="comments"
        page={{
          url: links?.photo(vehicle.id, photo.id) ?? '',
          title: [vehicle.year, vehicle.make, vehicle.model].filter(Boolean).join(' '),
        }}
        onShare={(channel) => share.mutate({ photoId: photo.id, channel })}
        observe={observe}
        onOpen={shown.open}
        isOpen={shown.full}
      >
        {shown.isMissing && (
          <p className="pd-small pd-missing-photo" role="status">
            {say('The photo of this link is no longer here. These are the others.')}
          </p>
        )}
        <ActsHere about={photo.id} kinds={onPhoto} />
        {problem && <FieldError id="photo-problem">{problem.message}</FieldError>}
        {tags}
      </PhotoViewer>
      {shown.full && (
        <Suspense>
          <FullScreen
            photos={photos}
            index={shown.index}
            onIndexChange={shown.move}
            onClose={shown.close}
            observe={observe}
            acts={<LikeButton likes={likes.data} onLike={like} />}
            commentCount={comments.data?.count}
            isOwner={isOwner}
            caption={
              <>
                <Caption photo={photo} />
                {tags}
              </>
            }
            talk={<PhotoTalk key={photo.id} photoId={photo.id} isOwner={isOwner} id="full-comments" heading="h2" />}
          />
        </Suspense>
      )}
    </>
  )
}

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
      error={reasonOf(change.error ?? tags.error)}
    />
  )
}

const onPhoto = ['like', 'tag'] as const
const inTalk = ['comment', 'edit', 'remove', 'hide', 'report'] as const

/** What people say of a photo. Its owner hides what goes too far. */
export function PhotoTalk({
  photoId,
  isOwner,
  id = 'comments',
  heading = 'h3',
}: {
  photoId: string
  isOwner: boolean
  /** Of its element, where there is another. */
  id?: string
  heading?: 'h2' | 'h3'
}) {
  const member = useMember()
  const comments = useComments(photoId)
  const add = useAddComment(photoId)
  const edit = useEditComment(photoId)
  const remove = useRemoveComment(photoId)
  const hide = useHideComment(photoId)
  const report = useReportComment(photoId)
  const refused = [add, edit, remove, hide, report].find(({ error }) => error)?.error ?? comments.error
  return (
    <DraftsOf value={photoId}>
      <PhotoComments
        id={id}
        heading={heading}
        comments={comments.data}
        memberId={member?.id ?? null}
        isOwner={isOwner}
        onAdd={(text, parentId) => add.mutateAsync({ text, parentId })}
        onEdit={(commentId, text) => edit.mutateAsync({ commentId, text })}
        onRemove={(commentId) => remove.mutate(commentId)}
        onHide={(commentId, hidden) => hide.mutate({ commentId, hidden })}
        onReport={(commentId, reason) => report.mutateAsync({ commentId, reason })}
        error={reasonOf(refused)}
        waiting={<ActsHere about={photoId} kinds={inTalk} />}
      />
    </DraftsOf>
  )
}
