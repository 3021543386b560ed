import type { Device } from '../photos.ts'
import { deviceType } from './device.ts'

/** A view as `record_image_views` takes it. */
export type ViewEvent = {
  event_id: string
  image_id: string
  /** When the photo came into sight, by the browser's clock. */
  viewed_at: string
  view_duration_seconds: number
  device_type: Device
}

/** The server takes at most a day. */
const longestSeconds = 86_400

/** No photo has a longer id; a batch of events has to stay small, and the server tells what is wrong with this one. */
const longestId = 64

/** A view that has just ended. */
export function toEvent(imageId: string, dwellMs: number): ViewEvent {
  return {
    event_id: randomId(),
    image_id: imageId.slice(0, longestId),
    viewed_at: new Date(Date.now() - dwellMs).toISOString(),
    view_duration_seconds: Math.min(Math.round(dwellMs / 100) / 10, longestSeconds),
    device_type: deviceType(),
  }
}

/** A random UUID; `crypto.randomUUID` is missing where the page came over plain http. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
