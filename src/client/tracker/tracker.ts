import { createAttention, type Stay } from './attention.ts'
import { createDelivery, type Rejection } from './delivery.ts'
import { toEvent } from './event.ts'
import { objects } from './privacy.ts'
import { createQueue } from './queue.ts'
import { watchSight } from './sight.ts'
import { type AccessToken, createViewer } from './viewer.ts'

export type { Rejection } from './delivery.ts'

export type TrackerOptions = {
  /** Where the API is, such as `https://xyz.supabase.co`. */
  url: string
  /** `sb_publishable_...` */
  publishableKey: string
  /** The access token of whoever is signed in, null for a visitor. Asked again before each batch. */
  accessToken?: AccessToken
  /**
   * Whether views may be observed; true unless told. A function is asked again before anything is kept or sent, and
   * after every click, so that a consent banner may change its answer at any time. Do Not Track and Global Privacy Control are a no that nothing here overrules.
   */
  consent?: boolean | (() => boolean)
  /** A photo has just been in sight for one continuous second. Its event is sent when it leaves sight. */
  onView?: (imageId: string) => void
  /** Views that the server refused for good, such as those of a photo that is gone. */
  onRejected?: (rejections: Rejection[]) => void
}

export type Tracker = {
  /**
   * Watches an element that shows a photo. Observing it again, for another photo, ends the view of the one before.
   *
   * @returns ends the view in progress and stops watching; call it when the element goes
   */
  observe: (element: Element, imageId: string) => () => void
  /** Switches observing on or off, in place of the option. Off: nothing is observed, and what waits is deleted unsent. */
  consent: (on: boolean) => void
  /** Sends what waits; views in progress are not among it. Never fails: what could not be sent is tried again later. */
  flush: () => Promise<void>
  /** Ends the views in progress, sends what waits and stops for good. */
  stop: () => void
}

/** Signs that somebody is there; `scroll` is none, for a carousel scrolls by itself. */
const signsOfLife = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove']

/**
 * Sees which photos are looked at and for how long, and reports it to `record_image_views`, once for each view.
 * A view is a photo at least half in sight for one continuous second, in a page that is in front.
 *
 * @example
 * const tracker = createTracker({ url: 'https://xyz.supabase.co', publishableKey: 'sb_publishable_...' })
 * const unobserve = tracker.observe(document.querySelector('img'), imageId)
 */
export function createTracker(options: TrackerOptions): Tracker {
  // On a server there is nobody to look.
  if (typeof IntersectionObserver === 'undefined') return blind

  const targets = new Map<Element, { imageId: string; stay?: Stay }>()
  const viewer = createViewer(options.accessToken)
  const queue = createQueue(options.url)
  const delivery = createDelivery(options, queue, viewer, () => isAllowed())
  const listening = new AbortController()
  let consent = options.consent ?? true
  let observing: boolean | undefined

  const attention = createAttention({
    onView(imageId) {
      viewer.refresh().catch(() => {})
      if (isAllowed()) options.onView?.(imageId)
    },
    onEnd(imageId, dwellMs) {
      if (!isAllowed()) return
      queue.add(toEvent(imageId, dwellMs), viewer.id())
      delivery.soon()
    },
  })

  const sight = watchSight((element, inSight) => {
    const stay = targets.get(element)?.stay
    if (stay) attention.sight(stay, inSight)
  }, listening.signal)

  const watch = (element: Element, target: { imageId: string; stay?: Stay }) => {
    target.stay = attention.add(target.imageId)
    sight.watch(element)
  }

  /** Asks for consent anew, and follows the answer where it has changed. */
  const isAllowed = (): boolean => {
    const allowed = !objects() && (typeof consent === 'function' ? consent() : consent)
    if (allowed === observing) return allowed
    observing = allowed
    if (allowed) for (const [element, target] of targets) watch(element, target)
    else {
      sight.ignoreAll()
      attention.discard()
      queue.clear()
    }
    return allowed
  }

  const forget = (element: Element) => {
    const stay = targets.get(element)?.stay
    targets.delete(element)
    sight.ignore(element)
    if (stay) attention.remove(stay)
  }

  const onFront = (inFront: boolean) => {
    attention.front(inFront)
    if (inFront) delivery.soon()
    else delivery.send()
  }

  const listen = (target: EventTarget, type: string, listener: () => void) =>
    target.addEventListener(type, listener, { signal: listening.signal, passive: true, capture: true })

  const isInFront = () => document.visibilityState === 'visible'
  listen(document, 'visibilitychange', () => onFront(isInFront()))
  // Not every browser tells of a change of visibility when the page leaves for the back-forward cache and returns from it.
  // `unload` would tell too, and keep the page out of that cache.
  listen(window, 'pagehide', () => onFront(false))
  listen(window, 'pageshow', () => onFront(isInFront()))
  listen(window, 'online', delivery.recover)
  // The click may have been the yes; whoever waits for one hears of it after this.
  listen(window, 'click', () => setTimeout(isAllowed))
  for (const sign of signsOfLife) listen(window, sign, attention.alive)
  viewer.refresh().catch(() => {})
  isAllowed()
  onFront(isInFront())

  return {
    observe(element, imageId) {
      forget(element)
      if (listening.signal.aborted) return () => {}
      const allowed = isAllowed()
      const target = { imageId }
      targets.set(element, target)
      if (allowed) watch(element, target)
      return () => {
        if (targets.get(element) === target) forget(element)
      }
    },
    consent(on) {
      consent = on
      isAllowed()
    },
    flush: delivery.flush,
    stop() {
      listening.abort()
      for (const element of [...targets.keys()]) forget(element)
      delivery.stop()
      delivery.send()
    },
  }
}

const blind: Tracker = { observe: () => () => {}, consent: () => {}, flush: async () => {}, stop: () => {} }
