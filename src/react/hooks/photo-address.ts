/** The photo in a page's address: `?photo=<id>` for the one in the reel, `?photo=<id>#full` for one that fills the screen. */

const mark = '#full'
/** In an entry of the history: how many entries back the page stands without a photo over it. */
const depthKey = 'paddockPhotos'

const addressOf = (photoId: string, hash: string) => {
  const address = new URL(location.href)
  address.searchParams.set('photo', photoId)
  address.hash = hash
  return address.href
}

const depth = (): number => Number((history.state as Record<string, unknown> | null)?.[depthKey] ?? 0)

/** Null where it names none, and on a server, which has no address. */
export const photoInAddress = (): string | null =>
  typeof location === 'undefined' ? null : new URLSearchParams(location.search).get('photo')

/** Whether the photo fills the screen. */
export const addressNamesPhoto = (): boolean => location.hash === mark && photoInAddress() !== null

/** A photo fills the screen: an entry of its own, so that the way back leads to the one before. */
export function enterPhoto(photoId: string): void {
  history.pushState({ ...history.state, [depthKey]: depth() + 1 }, '', addressOf(photoId, mark))
}

/** The reel has moved: no entry, but a page that is loaded again shows the same photo. */
export function movedTo(photoId: string): void {
  history.replaceState(history.state, '', addressOf(photoId, location.hash === mark ? '' : location.hash))
}

/** Back to the page in one step, however many photos were looked at; where one came by a link to the photo, the page takes its place. */
export function leavePhotos(): void {
  const photoId = photoInAddress()
  if (depth() > 0) history.go(-depth())
  else if (photoId) history.replaceState(history.state, '', addressOf(photoId, ''))
}
