import { randomUUID } from 'node:crypto'

/** One view each of as many people, spread over the photos: as a server that speaks for its visitors sends them. */
export function batch(photos: readonly string[], size: number): string {
  const at = new Date(Date.now() - 1000).toISOString()
  const events = Array.from({ length: size }, () => {
    const photo = photos[Math.floor(Math.random() * photos.length)]
    const seconds = (1 + Math.random() * 20).toFixed(1)
    return `{"event_id":"${randomUUID()}","image_id":"${photo}","viewed_at":"${at}","view_duration_seconds":${seconds},"device_type":"mobile","viewer_id":"${randomUUID()}"}`
  })
  return `[${events.join(',')}]`
}
