import PhotoSwipe, { type SlideData } from 'photoswipe'
import type { Photo } from '../../../client/photos.ts'
import { say } from '../../language/say.ts'

type Options = {
  into: HTMLElement
  photos: Photo[]
  index: number
  onMove: (index: number) => void
  /** It is gone from the document. */
  onGone: () => void
  observe: ((element: Element, photoId: string) => () => void) | undefined
  /** The part of the window that photos have, in pixels. */
  room: () => { x: number; y: number }
}

/** Where a photo's size is unknown until it has come. */
const presumed = { width: 1_500, height: 1_000 }

/**
 * Opens PhotoSwipe on photos: pinch, double tap, wheel, drag, swipe down to close, keys. Escape is the dialog's around it.
 * Each photo on the screen is watched for as long as it is the one in sight.
 */
export function openPhotos({ into, photos, index, onMove, onGone, observe, room }: Options): PhotoSwipe {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  const viewer = new PhotoSwipe({
    dataSource: photos.map(slideOf),
    index,
    appendToEl: into,
    mainClass: 'pd-full',
    bgOpacity: 1,
    loop: false,
    escKey: false,
    trapFocus: false,
    returnFocus: false,
    wheelToZoom: true,
    showHideAnimationType: 'none', // while it appears, keys are not heard
    ...(still ? { zoomAnimationDuration: 0 } : {}),
    tapAction: 'toggle-controls',
    getViewportSizeFn: room,
    closeTitle: say('Close'),
    zoomTitle: say('Zoom'),
    arrowPrevTitle: say('Previous photo'),
    arrowNextTitle: say('Next photo'),
    errorMsg: say('This photo could not be loaded.'),
  })
  let stop = () => {}
  const watch = () => {
    stop()
    const element = viewer.currSlide?.holderElement
    const photo = photos[viewer.currIndex]
    stop = element && photo ? (observe?.(element, photo.id) ?? (() => {})) : () => {}
  }
  viewer.on('change', () => {
    watch()
    onMove(viewer.currIndex)
  })
  viewer.on('keydown', (event) => {
    const to = { Home: 0, End: photos.length - 1 }[event.originalEvent.key]
    const isTyping =
      event.originalEvent.target instanceof Element && event.originalEvent.target.closest('.pd-full-over')
    if (isTyping) event.preventDefault()
    else if (to !== undefined) {
      event.originalEvent.preventDefault()
      viewer.goTo(to)
    }
  })
  viewer.on('loadComplete', ({ content, slide }) => {
    const { element, index: place } = content
    if (photos[place]?.size || !(element instanceof HTMLImageElement) || !element.naturalWidth) return
    Object.assign(slide, { width: element.naturalWidth, height: element.naturalHeight })
    Object.assign(content, { width: element.naturalWidth, height: element.naturalHeight })
    viewer.refreshSlideContent(place)
  })
  viewer.on('destroy', () => {
    stop()
    onGone()
  })
  viewer.init()
  viewer.element?.removeAttribute('role') // the dialog around it is one, and has a name
  watch()
  return viewer
}

const slideOf = (photo: Photo): SlideData => ({
  src: photo.url,
  ...(photo.srcset ? { srcset: photo.srcset } : {}),
  ...(photo.placeholder ? { msrc: photo.placeholder } : {}),
  ...(photo.size ?? presumed),
  alt: photo.altText ?? photo.caption?.split('\n')[0] ?? '',
})
