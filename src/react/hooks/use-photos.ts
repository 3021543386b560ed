import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { countView, type Device, listPhotos, logView } from '../../client/photos.ts'
import { keys } from './keys.ts'
import { useClient } from './PaddockProvider.tsx'
import { rememberView, wasViewed } from './view-memory.ts'

export function usePhotos(vehicleId: string) {
  const client = useClient()
  return useQuery({ queryKey: keys.photos(vehicleId), queryFn: () => listPhotos(client, vehicleId) })
}

/** Counts a view of one of the vehicle's photos, once in 30 minutes, and shows the new count. */
export function useCountView(vehicleId: string) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (photoId: string) => {
      if (wasViewed(photoId)) return
      await countView(client, photoId)
      rememberView(photoId)
      await queries.invalidateQueries({ queryKey: keys.photos(vehicleId) })
    },
  })
}

/** Logs the dwell when a photo goes out of sight. Losing one is no reason to trouble the viewer. */
export function useLogView() {
  const client = useClient()
  return useMutation({
    mutationFn: ({ photoId, seconds }: { photoId: string; seconds: number }) =>
      logView(client, photoId, { seconds: Math.min(seconds, 86_400), device: device() }),
  })
}

function device(): Device {
  if (!matchMedia('(pointer: coarse)').matches) return 'desktop'
  return Math.min(screen.width, screen.height) >= 600 ? 'tablet' : 'mobile'
}
