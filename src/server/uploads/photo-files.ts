import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { photosFolder, photosPath } from '../../import/data-folder-store.ts'
import { cacheSeconds, isPhotoFile } from '../../import/photo-store.ts'
import type { Door } from '../app.ts'

const headers = {
  'content-type': 'image/webp',
  'cache-control': `public, max-age=${cacheSeconds}, immutable`,
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'x-content-type-options': 'nosniff',
}

/** `GET /photos/<vehicle>/<hash>/<width>.webp` from the data folder; nothing else of the folder can be named. */
export function createPhotoFiles(dataDir: string): Door {
  const folder = photosFolder(dataDir)
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return missing()
    const path = new URL(request.url).pathname.slice(photosPath.length + 1)
    if (!isPhotoFile(path)) return missing()
    const etag = `"${path}"` // the name has the hash of the content
    if (request.headers.get('if-none-match') === etag)
      return new Response(null, { status: 304, headers: { ...headers, etag } })
    const bytes = await readFile(join(folder, path)).catch(() => null)
    if (!bytes) return missing()
    const body = request.method === 'HEAD' ? null : bytes
    return new Response(body, { headers: { ...headers, etag, 'content-length': String(bytes.length) } })
  }
}

const missing = () => Response.json({ message: 'There is no such photo.' }, { status: 404 })
