import type { PaddockClient } from './client.ts'
import type { Database } from './database.generated.ts'
import { unwrap } from './errors.ts'
import { isUuid } from './ids.ts'

export type Photo = {
  id: string
  url: string
  /** One line, or more where numbers in the photo are explained. */
  caption: string | null
  altText: string | null
  /** Pixels, or null where unknown; a page reserves the space with them. */
  size: { width: number; height: number } | null
  /** The photo in several widths, for the `srcset` of an img; null where there is one width only. */
  srcset: string | null
  /** A blurred miniature as a `data:` URL, to show until the photo is there. */
  placeholder: string | null
  views: number
  shares: number
  /** 0 to 100, from what the photo shows; see {@link listTags}. */
  technicalValue: number
  addedAt: string
}

export type Device = 'mobile' | 'tablet' | 'desktop' | 'other'

export const photoColumns =
  'id, image_url, caption, alt_text, width, height, srcset, placeholder, view_count, share_count, technical_value, created_at, photo_pass'

export type PhotoRow = Pick<
  Database['public']['Tables']['vehicle_images']['Row'],
  | 'id'
  | 'image_url'
  | 'caption'
  | 'alt_text'
  | 'width'
  | 'height'
  | 'srcset'
  | 'placeholder'
  | 'view_count'
  | 'share_count'
  | 'technical_value'
  | 'created_at'
  | 'photo_pass'
>

/** Stored addresses are paths of the server, which a page of another origin has to be told. */
export const absolute = (client: PaddockClient, path: string) =>
  new URL(path, new URL('../../', client.from('vehicles').url)).href

/** For the files of a private vehicle. What is kept on another server has its own rules. */
export const withPass = (address: string, pass: string | null) =>
  pass && address.startsWith('/photos/') ? `${address}?pass=${pass}` : address

const everyAddress = (srcset: string, change: (address: string) => string) =>
  srcset
    .split(', ')
    .map((candidate) => {
      const [address = '', width = ''] = candidate.split(' ')
      return `${change(address)} ${width}`
    })
    .join(', ')

export function toPhoto(client: PaddockClient, row: PhotoRow): Photo {
  const addressOf = (stored: string) => absolute(client, withPass(stored, row.photo_pass))
  return {
    id: row.id,
    url: addressOf(row.image_url),
    caption: row.caption,
    altText: row.alt_text,
    size: row.width && row.height ? { width: row.width, height: row.height } : null,
    srcset: row.srcset && everyAddress(row.srcset, addressOf),
    placeholder: row.placeholder,
    views: row.view_count,
    shares: row.share_count,
    technicalValue: row.technical_value,
    addedAt: row.created_at,
  }
}

/**
 * A vehicle's photos in their order; none where there is no such vehicle.
 *
 * @throws {PaddockError}
 */
export async function listPhotos(client: PaddockClient, vehicleId: string): Promise<Photo[]> {
  if (!isUuid(vehicleId)) return []
  const rows = unwrap(
    await client.from('vehicle_images').select(photoColumns).eq('vehicle_id', vehicleId).order('position').order('id'),
  )
  return rows.map((row) => toPhoto(client, row))
}

/**
 * Counts one view, at once visible in the photo's `views`. Call it when at least half of the photo
 * has been visible for one continuous second (the MRC's rule for viewable display).
 *
 * @throws {PaddockError} `unknown_photo`
 */
export async function countView(client: PaddockClient, photoId: string): Promise<void> {
  unwrap(await client.rpc('increment_image_view_count', { image_uuid: photoId }))
}

/**
 * Logs how long a photo was looked at. It adds to the ledger, not to the count.
 *
 * @param view.seconds dwell, from 0 to 86,400
 * @throws {PaddockError} `unknown_photo`, `view_duration_is_from_0_to_86400_seconds`, `device_type_is_known`
 */
export async function logView(
  client: PaddockClient,
  photoId: string,
  view: { seconds: number; device: Device },
): Promise<void> {
  const { data } = await client.auth.getSession()
  unwrap(
    await client.from('image_views').insert({
      image_id: photoId,
      user_id: data.session?.user.id ?? null,
      view_duration_seconds: view.seconds,
      device_type: view.device,
    }),
  )
}
