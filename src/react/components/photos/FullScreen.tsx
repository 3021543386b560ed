import type PhotoSwipe from 'photoswipe'
import { type ReactNode, type SyntheticEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import type { Photo } from '../../../client/photos.ts'
import { say } from '../../language/say.ts'
import { Icon } from '../shared/Icon.tsx'
import { openPhotos } from './pswp.ts'
import { ReportPhoto } from './ReportPhoto.tsx'

type FullScreenProps = {
  photos: Photo[]
  index: number
  onIndexChange: (index: number) => void
  onClose: () => void
  observe?: ((element: Element, photoId: string) => () => void) | undefined
  /** What can be done with the photo, beside the two buttons for what is shown over it. */
  acts?: ReactNode
  /** How many have said something; undefined while it is not known. */
  commentCount?: number | undefined
  /** Shown on demand over the photo. */
  caption: ReactNode
  /** Whoever does not own the photo may report it, below its caption. */
  isOwner?: boolean
  /** Shown on demand beside the photo. */
  talk: ReactNode
}

/** Photos that fill the screen, with what is said of the one in sight beside it. */
export function FullScreen(props: FullScreenProps) {
  const { photos, index, onClose, commentCount, acts, caption, talk, isOwner = false } = props
  const photo = photos[index]
  const [shown, setShown] = useState<'caption' | 'talk' | null>(null)
  const { dialog, over, close } = useViewer(props, shown === 'talk')
  const talkButton = useRef<HTMLButtonElement>(null)
  const show = (part: 'caption' | 'talk' | null) => {
    setShown(part)
    if (shown === 'talk') talkButton.current?.focus({ preventScroll: true }) // the field that had it is gone
  }
  const toggle = (part: 'caption' | 'talk') => show(shown === part ? null : part)
  const onCancel = (event: SyntheticEvent) => {
    event.preventDefault()
    if (shown === null) close()
    else show(null)
  }
  return (
    <dialog
      ref={dialog}
      className="pd-full-dialog"
      aria-label={say('Photo {place} of {total}', { place: index + 1, total: photos.length })}
      data-talk={shown === 'talk' || undefined}
      onCancel={onCancel}
      onClose={onClose}
    >
      {over &&
        createPortal(
          <>
            {shown === 'caption' && (
              <div className="pd-full-caption">
                {caption}
                {!isOwner && photo && <ReportPhoto key={photo.id} photoId={photo.id} />}
              </div>
            )}
            <div className="pd-full-bar">
              {acts}
              <button
                type="button"
                className="pd-icon-button"
                ref={talkButton}
                aria-expanded={shown === 'talk'}
                onClick={() => toggle('talk')}
              >
                <Icon name="comment" />
                {commentCount ?? '–'}
                <span className="pd-hidden"> {say('comments')}</span>
              </button>
              <button
                type="button"
                className="pd-icon-button"
                aria-expanded={shown === 'caption'}
                onClick={() => toggle('caption')}
              >
                <Icon name="list" />
                <span className="pd-hidden">{say('What this photo shows')}</span>
              </button>
            </div>
            {shown === 'talk' && <Sheet onClose={() => show(null)}>{talk}</Sheet>}
          </>,
          over,
        )}
    </dialog>
  )
}

/** Beside the photo, or below it on a phone. Its first field has the focus. */
function Sheet({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const sheet = useRef<HTMLElement>(null)
  useLayoutEffect(() => sheet.current?.querySelector('textarea')?.focus({ preventScroll: true }), [])
  return (
    <section className="pd-full-sheet" ref={sheet} aria-label={say('Comments')}>
      <button
        type="button"
        className="pd-icon-button pd-full-sheet-close"
        onClick={onClose}
        aria-label={say('Close comments')}
      >
        <Icon name="close" />
      </button>
      {children}
    </section>
  )
}

function useViewer({ photos, observe, index, onIndexChange, onClose }: FullScreenProps, hasSheet: boolean) {
  const dialog = useRef<HTMLDialogElement>(null)
  const viewer = useRef<PhotoSwipe>(null)
  const [over, setOver] = useState<HTMLElement | null>(null)
  const latest = useRef({ photos, observe, onIndexChange, onClose, index, hasSheet })
  latest.current = { photos, observe, onIndexChange, onClose, index, hasSheet }
  const ids = photos.map(({ id }) => id).join()

  // biome-ignore lint/correctness/useExhaustiveDependencies: begun anew for other photos only, not when one of them is counted
  useLayoutEffect(() => {
    const into = dialog.current
    if (!into) return
    const { photos, observe } = latest.current
    if (!into.open) into.showModal()
    let isGone = false
    const opened = openPhotos({
      into,
      photos,
      index: latest.current.index,
      observe,
      onMove: (at) => at !== latest.current.index && latest.current.onIndexChange(at),
      onGone: () => {
        isGone = true
        latest.current.onClose()
      },
      room: () => roomIn(into, latest.current.hasSheet),
    })
    const layer = document.createElement('div')
    layer.className = 'pd-full-over pswp__hide-on-close'
    layer.addEventListener('wheel', (event) => event.stopPropagation())
    opened.element?.append(layer)
    viewer.current = opened
    setOver(layer)
    return () => {
      latest.current.onClose = () => {}
      if (!isGone) opened.destroy()
      into.close()
    }
  }, [ids])

  useEffect(() => {
    if (viewer.current && viewer.current.currIndex !== index) viewer.current.goTo(index)
  }, [index])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the room is another one then
  useEffect(() => viewer.current?.updateSize(true), [hasSheet])
  return { dialog, over, close: () => viewer.current?.close() }
}

/** As in full-screen.css: the sheet stands at the side of a wide window, and takes three fifths of a narrow one's height. */
function roomIn(dialog: HTMLElement, hasSheet: boolean): { x: number; y: number } {
  const { clientWidth: x, clientHeight: y } = dialog
  if (!hasSheet) return { x, y }
  const atSide = x >= 640 && getComputedStyle(dialog).direction === 'ltr'
  return atSide ? { x: x - 360, y } : { x, y: Math.round(y * 0.4) }
}
