import { type ReactNode, useCallback, useState } from 'react'
import type { Photo } from '../../../client/photos.ts'
import type { ShareChannel } from '../../../client/shares.ts'
import { count, day } from '../../format.ts'
import { say } from '../../language/say.ts'
import { Icon } from '../shared/Icon.tsx'
import { PhotoStrip } from './PhotoStrip.tsx'
import { ShareButton } from './ShareButton.tsx'
import { useReel } from './use-reel.ts'

type PhotoViewerProps = {
  photos: Photo[]
  /** Which photo is shown; the caller keeps it, for comments and likes belong to one photo. */
  index: number
  onIndexChange: (index: number) => void
  likes: { count: number; mine: boolean } | undefined
  onLike: (like: boolean) => void
  commentCount: number | undefined
  /** Address and name of the photo that is shown, for who shares it. */
  page: { url: string; title: string }
  onShare: (channel: ShareChannel) => void
  /** Watches an element that shows a photo, until what it returns is called. One function for as long as the viewer is there. */
  observe?: (element: Element, photoId: string) => () => void
  /** Fills the screen with the photo that is shown; without it nothing does. */
  onOpen?: () => void
  /** A photo fills the screen: it, and not the one here, is looked at. */
  isOpen?: boolean
  /** Id of the element that holds the comments. */
  commentsId: string
  /** What else is to be said about the photo, below its caption. */
  children?: ReactNode
}

/** Photos in a reel that is swiped, scrolled, or moved with arrow keys, with their counts and a strip of thumbnails. */
export function PhotoViewer(props: PhotoViewerProps) {
  const { photos, index, onIndexChange, likes, onLike, commentCount, commentsId, onOpen, isOpen = false } = props
  const reel = useReel(photos.length, index, onIndexChange, isOpen)
  const photo = photos[index]
  const [first] = useState(index)
  return (
    <div className="pd-viewer">
      <section
        className="pd-reel"
        ref={reel.ref}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
        tabIndex={0}
        aria-label={say('Photos, {total}', { total: photos.length })}
        {...reel.handlers}
      >
        {photos.map((each, place) => (
          <ReelPhoto
            key={each.id}
            photo={each}
            first={place === first}
            observe={isOpen ? undefined : props.observe}
            onOpen={onOpen}
          />
        ))}
      </section>
      <div className="pd-viewer-bar">
        <button
          type="button"
          className="pd-icon-button pd-arrow"
          onClick={() => reel.go(index - 1)}
          aria-label={say('Previous photo')}
        >
          <Icon name="previous" />
        </button>
        <span className="pd-viewer-place" aria-live="polite">
          <span className="pd-hidden">{say('Photo')} </span>
          <bdo dir="ltr">
            {index + 1} / {photos.length}
          </bdo>
        </span>
        <button
          type="button"
          className="pd-icon-button pd-arrow"
          onClick={() => reel.go(index + 1)}
          aria-label={say('Next photo')}
        >
          <Icon name="next" />
        </button>
        <div className="pd-viewer-acts">
          {onOpen && (
            <button type="button" className="pd-icon-button" onClick={onOpen} aria-label={say('Fill the screen')}>
              <Icon name="expand" />
            </button>
          )}
          <LikeButton likes={likes} onLike={onLike} />
          <a className="pd-icon-button" href={`#${commentsId}`}>
            <Icon name="comment" />
            <Figure value={commentCount} unit={say('comments')} />
          </a>
          {photo && <ShareButton key={photo.id} page={props.page} shares={photo.shares} onShare={props.onShare} />}
          <span className="pd-icon-button pd-still">
            <Icon name="eye" />
            <Figure value={photo?.views} unit={say('views')} />
          </span>
        </div>
      </div>
      {photo && <Caption photo={photo} />}
      {props.children}
      <PhotoStrip photos={photos} index={index} onChoose={reel.go} />
    </div>
  )
}

type ReelPhotoProps = {
  photo: Photo
  first: boolean
  observe: PhotoViewerProps['observe']
  onOpen: PhotoViewerProps['onOpen']
}

function ReelPhoto({ photo, first, observe, onOpen }: ReelPhotoProps) {
  const watch = useCallback(
    (figure: HTMLElement | null) => (figure ? observe?.(figure, photo.id) : undefined),
    [observe, photo.id],
  )
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: by keyboard the button below opens it
    <figure
      ref={watch}
      style={photo.placeholder ? { backgroundImage: `url(${photo.placeholder})` } : undefined}
      onClick={onOpen}
      data-opens={onOpen !== undefined || undefined}
    >
      <img
        src={photo.url}
        srcSet={photo.srcset ?? undefined}
        sizes="(min-width: 1100px) 65vw, 100vw"
        alt={photo.altText ?? ''}
        width={photo.size?.width}
        height={photo.size?.height}
        loading={first ? 'eager' : 'lazy'}
        fetchPriority={first ? 'high' : 'auto'}
        draggable={false}
      />
    </figure>
  )
}

export function LikeButton({ likes, onLike }: Pick<PhotoViewerProps, 'likes' | 'onLike'>) {
  return (
    <button
      type="button"
      className="pd-icon-button"
      aria-pressed={likes?.mine ?? false}
      disabled={!likes}
      onClick={() => onLike(!likes?.mine)}
    >
      <Icon name="heart" />
      <span className="pd-hidden">{say('Like this photo,')} </span>
      <Figure value={likes?.count} unit={say('likes')} />
    </button>
  )
}

/** A count that keeps its place while it is loaded. */
function Figure({ value, unit }: { value: number | undefined; unit: string }) {
  return (
    <span className="pd-figure">
      {value === undefined ? '–' : count(value)}
      <span className="pd-hidden"> {unit}</span>
    </span>
  )
}

/** The first line says what is seen; further lines explain numbers in it. */
export function Caption({ photo }: { photo: Photo }): ReactNode {
  const [title, ...key] = (photo.caption ?? '').split('\n')
  return (
    <div className="pd-caption">
      {title && <p className="pd-caption-title">{title}</p>}
      <p className="pd-small pd-soft">{say('Added {addedAt}', { addedAt: day(photo.addedAt) })}</p>
      {key.length > 0 && <p className="pd-small pd-quiet">{key.join('\n')}</p>}
    </div>
  )
}
