import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import type { PaddockClient } from '../../client/client.ts'
import { insideOf, tokenOf } from '../../client/inside.ts'
import type { Photo } from '../../client/photos.ts'
import { createTracker, type Tracker } from '../../client/tracker/tracker.ts'
import { keys } from './keys.ts'
import { useClient } from './PaddockProvider.tsx'
import { rememberView, wasViewed } from './view-memory.ts'

type OnView = (photoId: string) => void

const trackers = new WeakMap<PaddockClient, { tracker: Tracker; listeners: Set<OnView> }>()

/** One for each client, as long as the page is there: it also sends what an earlier page has left. */
function trackerOf(client: PaddockClient) {
  const known = trackers.get(client)
  if (known) return known
  const { supabaseUrl, supabaseKey } = insideOf(client)
  const listeners = new Set<OnView>()
  const tracker = createTracker({
    url: supabaseUrl,
    publishableKey: supabaseKey,
    accessToken: () => tokenOf(client),
    onView: (photoId) => {
      for (const listener of listeners) listener(photoId)
    },
  })
  const made = { tracker, listeners }
  trackers.set(client, made)
  return made
}

/** Sends the views that wait, as whoever is signed in now. */
export const sendViews = (client: PaddockClient) => trackers.get(client)?.tracker.flush()

/**
 * Has the view tracker of `paddock/client` watch photos of a vehicle. A photo's count goes up when it has been in sight
 * for a second; the server counts it when the view is over.
 *
 * @returns watches an element that shows a photo, until what it returns is called: made for a ref
 */
export function useViewTracker(vehicleId: string) {
  const client = useClient()
  const queries = useQueryClient()
  useEffect(() => {
    const show: OnView = (photoId) => {
      if (wasViewed(photoId)) return
      rememberView(photoId)
      queries.setQueryData<Photo[]>(keys.photos(vehicleId), (photos) =>
        photos?.map((photo) => (photo.id === photoId ? { ...photo, views: photo.views + 1 } : photo)),
      )
    }
    const { listeners } = trackerOf(client)
    listeners.add(show)
    return () => void listeners.delete(show)
  }, [client, queries, vehicleId])
  return useCallback(
    (element: Element, photoId: string) => trackerOf(client).tracker.observe(element, photoId),
    [client],
  )
}

/** Whether views may be observed, for a consent banner; they are until this says no. */
export function useViewConsent(consent: boolean): void {
  const client = useClient()
  useEffect(() => trackerOf(client).tracker.consent(consent), [client, consent])
}
