import { cleanupOutdatedCaches, matchPrecache, type PrecacheEntry, precache } from 'workbox-precaching'
import { assetsIn, endsSession, keptHeader, keyOf, kindOf, labelled, marked, personOf } from './rules.ts'

/** The types of service workers and those of pages exclude each other. */
type FetchEvent = Event & {
  request: Request
  respondWith: (answer: Promise<Response>) => void
  waitUntil: (work: Promise<unknown>) => void
}
declare const self: {
  __WB_MANIFEST: (PrecacheEntry | string)[]
  location: Location
  addEventListener: (type: 'fetch' | 'install', listener: (event: FetchEvent) => void) => void
}

// The page's own files, of the build that this worker came with. A new worker waits until no page of the old one is open, so
// that no page loses the scripts that it has yet to fetch.
precache(self.__WB_MANIFEST)
cleanupOutdatedCaches()

const pages = 'paddock-pages'
const photos = 'paddock-photos'
const assets = 'paddock-assets'
const answersOf = (person: string) => `paddock-answers-${person}`
const most = { [pages]: 40, [photos]: 150, [assets]: 120 }
const mostAnswers = 300

const { origin } = self.location
// biome-ignore lint/style/noRestrictedGlobals: what the page asks of its own server is passed on.
const ask = (request: Request) => fetch(request)

// Rendered pages carry it; the plain one asks for it.
self.addEventListener('install', (event) => {
  const request = new Request('/config.json')
  const kept = Promise.all([keyOf(request), ask(request)]).then(([key, response]) =>
    keep(answersOf('nobody'), key, response, mostAnswers),
  )
  event.waitUntil(kept.catch(() => {}))
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (endsSession(request, origin)) event.waitUntil(forgetAnswers())
  const kind = kindOf(request, origin)
  if (kind === 'page') event.respondWith(page(event))
  else if (kind === 'answer') event.respondWith(answer(event))
  else if (kind) event.respondWith(file(event, kind === 'photo' ? photos : assets))
})

/** From the server; without a connection the copy that was kept, or the plain page, which fills itself from kept answers. */
async function page(event: FetchEvent): Promise<Response> {
  try {
    const response = await ask(event.request)
    if (response.ok && !response.redirected)
      event.waitUntil(keep(pages, event.request.url, response.clone(), most[pages]))
    return response
  } catch (error) {
    const kept = await (await caches.open(pages)).match(event.request.url)
    const html = await kept?.text()
    if (kept && html && (await isWhole(html))) {
      const at = new Date(kept.headers.get('date') ?? Date.now()).toISOString()
      return new Response(labelled(marked(html), at), { headers: headersOf(kept) })
    }
    const plain = await matchPrecache('/index.html')
    if (plain) return new Response(marked(await plain.text()), { headers: headersOf(plain) })
    throw error
  }
}

/** Of what was unpacked, and perhaps changed. */
function headersOf(kept: Response): Headers {
  const headers = new Headers(kept.headers)
  for (const name of ['content-length', 'content-encoding']) headers.delete(name)
  return headers
}

/** A page of an older build is of no use without its scripts. */
async function isWhole(html: string): Promise<boolean> {
  const found = await Promise.all(assetsIn(html).map(async (path) => (await matchPrecache(path)) ?? caches.match(path)))
  return found.every(Boolean)
}

/** From the server; without a connection what the same person was answered last. */
async function answer(event: FetchEvent): Promise<Response> {
  const { request } = event
  const person = personOf(request.headers.get('authorization'))
  const key = await keyOf(request)
  try {
    const response = await ask(request)
    if (response.ok && person) event.waitUntil(keep(answersOf(person), key, response.clone(), mostAnswers))
    return response
  } catch (error) {
    const kept = person && (await (await caches.open(answersOf(person))).match(key))
    if (!kept) throw error
    const headers = headersOf(kept)
    headers.set(keptHeader, headers.get('date') ?? '')
    return new Response(kept.body, { status: kept.status, headers })
  }
}

/** Files whose address changes with what is in them; of photos those alone that everybody may see. */
async function file(event: FetchEvent, cache: typeof photos | typeof assets): Promise<Response> {
  const { request } = event
  const kept = (await matchPrecache(request)) ?? (await (await caches.open(cache)).match(request.url))
  if (kept) return kept
  const response = await ask(request)
  const isEverybodys = cache === assets || response.headers.get('cache-control')?.includes('public')
  if (response.status === 200 && isEverybodys) event.waitUntil(keep(cache, request.url, response.clone(), most[cache]))
  return response
}

/** Keeps an answer; the oldest make room. */
async function keep(name: string, key: string, response: Response, atMost: number): Promise<void> {
  try {
    const cache = await caches.open(name)
    await cache.delete(key)
    await cache.put(key, response)
    const keys = await cache.keys()
    for (const oldest of keys.slice(0, Math.max(0, keys.length - atMost))) await cache.delete(oldest)
  } catch {
    // no room: nothing is kept
  }
}

async function forgetAnswers(): Promise<void> {
  const own = (await caches.keys()).filter((name) => name.startsWith(answersOf('')) && name !== answersOf('nobody'))
  await Promise.all(own.map((name) => caches.delete(name)))
}
