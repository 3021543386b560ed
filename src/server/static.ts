import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { versionOf } from '../plates/version.ts'
import type { Door } from './app.ts'
import { drawingHeaders, fileHeaders, pageHeaders, type SecurityHeaders, workerHeaders } from './security-headers.ts'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

/**
 * Files of `folder`; any path that is no file's is a page of the app and gets `index.html`.
 *
 * @param photoOrigins see {@link pageHeaders}
 * @param page renders a page; where it gives null the plain one is sent
 */
export function createStatic(
  folder: string,
  photoOrigins: () => readonly string[] = () => [],
  page: (request: Request) => Promise<Response | null> = async () => null,
): Door {
  const headersOf = (file: string): SecurityHeaders => {
    if (extname(file) === '.html') return pageHeaders(photoOrigins())
    if (file === join(folder, 'sw.js')) return workerHeaders
    return extname(file) === '.svg' ? drawingHeaders : fileHeaders
  }
  const send = (request: Request, file: string, caching: string) => sendFile(request, file, caching, headersOf(file))
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return notFound()
    const { pathname, searchParams } = new URL(request.url)
    const path = safePath(pathname)
    if (path === null) return notFound()
    if (extname(path) === '')
      return (await page(request)) ?? (await send(request, join(folder, 'index.html'), 'no-cache')) ?? pageMissing()
    const file = join(folder, path)
    const isVersion = path.startsWith(plates) && (await isOfVersion(file, searchParams.get('v')))
    return (await send(request, file, isVersion ? forGood : cachingOf(path))) ?? notFound()
  }
}

async function sendFile(
  request: Request,
  file: string,
  caching: string,
  security: SecurityHeaders,
): Promise<Response | null> {
  const found = await stat(file).catch(() => null)
  if (!found?.isFile()) return null
  // The build lays a packed copy beside every file for which that is worth it.
  const copy = `${file}.gz`
  const packed = acceptsGzip(request) ? await stat(copy).catch(() => null) : null
  const { size, mtimeMs } = packed ?? found
  const etag = `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`
  const headers = {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'cache-control': caching,
    ...security,
    vary: 'accept-encoding',
    etag,
    ...(packed ? { 'content-encoding': 'gzip' } : {}),
  }
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
  if (request.method === 'HEAD') return new Response(null, { headers: { ...headers, 'content-length': String(size) } })
  const body = await readFile(packed ? copy : file).catch(() => null)
  if (!body) return null // a new build has taken its place
  return new Response(body, { headers: { ...headers, 'content-length': String(size) } })
}

const acceptsGzip = (request: Request) => /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')

const forGood = 'public, max-age=31536000, immutable'
const plates = `${sep}plates${sep}`

/** Vite puts a hash of the content into the names under assets/, so those never change. A plate is drawn anew with a release. */
function cachingOf(path: string): string {
  if (path.startsWith(`${sep}assets${sep}`)) return forGood
  return path.startsWith(plates) ? 'public, max-age=86400, stale-while-revalidate=604800' : 'no-cache'
}

/** Whether it is what its address says; an address of an earlier release shows what is drawn now. */
async function isOfVersion(file: string, version: string | null): Promise<boolean> {
  if (!version) return false
  const drawing = await readFile(file).catch(() => null)
  return drawing !== null && versionOf(drawing) === version
}

function safePath(pathname: string): string | null {
  try {
    const path = normalize(decodeURIComponent(pathname))
    return path.includes('\0') || path.split(sep).includes('..') ? null : path
  } catch {
    return null
  }
}

const notFound = () => Response.json({ message: 'Not found' }, { status: 404 })

const pageMissing = () =>
  new Response('The page has not been built. Run npm start, which builds it, or use the API under /rest/v1.', {
    status: 404,
  })
