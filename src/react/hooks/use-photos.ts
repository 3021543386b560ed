import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { listPhotos, type Photo } from '../../client/photos.ts'
import { countShare, type ShareChannel } from '../../client/shares.ts'
import { keys } from './keys.ts'
import { useClient } from './PaddockProvider.tsx'

export function usePhotos(vehicleId: string) {
  const client = useClient()
  const queries = useQueryClient()
  const queryKey = keys.photos(vehicleId)
  return useQuery({
    queryKey,
    queryFn: async () => notLess(await listPhotos(client, vehicleId), queries.getQueryData<Photo[]>(queryKey)),
  })
}

/** The server counts some seconds later than the page: what has been shown is not taken back meanwhile. */
function notLess(photos: Photo[], shown: Photo[] | undefined): Photo[] {
  const before = new Map(shown?.map((photo) => [photo.id, photo]))
  return photos.map((photo) => {
    const { views = 0, shares = 0 } = before.get(photo.id) ?? {}
    return { ...photo, views: Math.max(photo.views, views), shares: Math.max(photo.shares, shares) }
  })
}

/** Counts that a photo was shared, and shows it at once. */
export function useCountShare(vehicleId: string) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ photoId, channel }: { photoId: string; channel: ShareChannel }) =>
      countShare(client, photoId, channel),
    onSuccess: (_nothing, { photoId }) =>
      queries.setQueryData<Photo[]>(keys.photos(vehicleId), (photos) =>
        photos?.map((photo) => (photo.id === photoId ? { ...photo, shares: photo.shares + 1 } : photo)),
      ),
  })
}
