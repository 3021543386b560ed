import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { photosFolder, photosPath } from '../../import/data-folder-store.ts'
import { cacheSeconds, isPhotoFile } from '../../import/photo-store.ts'
import type { Door } from '../app.ts'
import type { PhotoVisibility } from './photo-visibility.ts'

const headers = {
  'content-type': 'image/webp',
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'x-content-type-options': 'nosniff',
}

/** Who has seen a photo may keep it. A cache that serves others asks again after a minute: the vehicle may be private by then. */
const caching = {
  everybody: `public, max-age=${cacheSeconds}, s-maxage=60, immutable`,
  bearer: 'private, max-age=3600',
}

/**
 * `GET /photos/<vehicle>/<hash>/<width>.webp` from the data folder; nothing else of the folder can be named. For a
 * private vehicle with `?pass=...`, which the API gives to who may see it (`photo_pass` of `vehicle_images`).
 */
export function createPhotoFiles(dataDir: string, shownTo: PhotoVisibility): Door {
  const folder = photosFolder(dataDir)
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return missing()
    const { pathname, searchParams } = new URL(request.url)
    const path = pathname.slice(photosPath.length + 1)
    if (!isPhotoFile(path)) return missing()
    const [vehicle = '', hash = ''] = path.split('/')
    const viewers = await shownTo(vehicle, hash, searchParams.get('pass'))
    if (viewers === 'nobody') return missing()
    const etag = `"${path}"` // the name has the hash of the content
    const kept = { ...headers, 'cache-control': caching[viewers], etag }
    if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers: kept })
    const bytes = await readFile(join(folder, path)).catch(() => null)
    if (!bytes) return missing()
    const body = request.method === 'HEAD' ? null : bytes
    return new Response(body, { headers: { ...kept, 'content-length': String(bytes.length) } })
  }
}

const missing = () =>
  Response.json({ message: 'There is no such photo.' }, { status: 404, headers: { 'cache-control': 'no-store' } })
