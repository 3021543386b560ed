import { useMutation, useQueryClient } from '@tanstack/react-query'
import { captionPhoto, orderPhotos, removePhoto, turnPhoto } from '../../client/photo-edits.ts'
import type { Photo } from '../../client/photos.ts'
import { keys } from './keys.ts'
import { useClient } from './PaddockProvider.tsx'

/** What an owner does with the photos of a vehicle. An order is shown at once, and taken back where it is refused. */
export function usePhotoEdits(vehicleId: string) {
  const client = useClient()
  const queries = useQueryClient()
  const queryKey = keys.photos(vehicleId)
  const onSettled = () =>
    Promise.all([queryKey, keys.vehicles, ['garage']].map((key) => queries.invalidateQueries({ queryKey: key })))
  const order = useMutation({
    mutationFn: (photos: Photo[]) =>
      orderPhotos(
        client,
        vehicleId,
        photos.map(({ id }) => id),
      ),
    // One order after another, or the last to arrive would not be the last one made.
    scope: { id: `order ${vehicleId}` },
    onMutate: (photos) => queries.setQueryData(queryKey, photos),
    onSettled,
  })
  const caption = useMutation({
    mutationFn: ({ photoId, words }: { photoId: string; words: string }) => captionPhoto(client, photoId, words),
    onSettled,
  })
  const remove = useMutation({ mutationFn: (photoId: string) => removePhoto(client, photoId), onSettled })
  // Two quarters asked for at once are two turns, one after the other.
  const turn = useMutation({
    mutationFn: (photoId: string) => turnPhoto(client, photoId),
    scope: { id: `turn ${vehicleId}` },
    onSettled,
  })
  return { order, caption, remove, turn }
}
