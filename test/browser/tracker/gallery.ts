import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { ViewEvent } from '../../../src/client/tracker/event.ts'
import type { Tracker, TrackerOptions } from '../../../src/client/tracker/tracker.ts'
import { bundleTracker } from '../../unit/tracker/bundle.ts'
import { startChromium, type Tabs } from './chromium.ts'

declare global {
  interface Window {
    tracker: Tracker
    /** What a test sets before the page loads. */
    trackerOptions?: Partial<TrackerOptions>
    /** Photos that `onView` told of. */
    viewed: string[]
    rejected: unknown[]
  }
}

/** Ids of the photos in the page, each far below the one before. */
export const photos = {
  front: '0f000000-0000-4000-8000-000000000001',
  engine: '0f000000-0000-4000-8000-000000000002',
  /** Three viewports high. */
  tall: '0f000000-0000-4000-8000-000000000003',
  /** Arrives when the test lets it. */
  slow: '0f000000-0000-4000-8000-000000000004',
}

/** Dwell is reported in tenths of a second. */
export const rounding = 0.05

export type PhotoName = keyof typeof photos

type Call = {
  headers: IncomingHttpHeaders
  events: ViewEvent[]
  bytes: number
  status: number
  /** When it arrived, in ms. */
  at: number
}
type Answer = { status: number; body?: unknown; headers?: Record<string, string> }

type OpenOptions = {
  /** Where views go, if not to the page's own server, and the key that it knows. */
  api?: { url: string; publishableKey: string }
  /** Runs in the page before its own script. */
  init?: () => void
}

export type Gallery = {
  url: string
  /** What arrived at `record_image_views`. */
  calls: Call[]
  /** What a call is answered; a test may change it. Status 0 hangs up. */
  answer: (events: ViewEvent[], headers: IncomingHttpHeaders) => Answer | Promise<Answer>
  /** Events of calls that were answered 200, doubles and all. */
  taken: () => ViewEvent[]
  releaseSlowPhoto: () => void
  /** How long a page of another origin waits for leave to call. */
  preflightMs: number
  open: (context: BrowserContext, options?: OpenOptions) => Promise<Page>
  close: () => Promise<void>
}

export const accept = (events: ViewEvent[]): Answer => ({
  status: 200,
  body: { accepted: events.length, duplicates: 0, rejected: [] },
})

export const refuse = (status: number, headers?: Record<string, string>) => (): Answer => ({ status, headers })

const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, apikey, content-type',
  'access-control-expose-headers': 'retry-after',
}

/** A page with photos, and a server that takes views and writes down what comes. */
export async function openGallery(): Promise<Gallery> {
  const { code } = await bundleTracker()
  let releaseSlowPhoto = () => {}
  const slowPhoto = new Promise<void>((resolve) => {
    releaseSlowPhoto = resolve
  })
  const calls: Call[] = []

  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://gallery').pathname
    const reply = (status: number, type: string, body: string, headers = {}) =>
      response.writeHead(status, { ...cors, 'content-type': type, ...headers }).end(body)

    if (request.method === 'OPTIONS') {
      await pause(gallery.preflightMs)
      return reply(204, 'text/plain', '')
    }
    if (path === '/tracker.js') return reply(200, 'text/javascript', code)
    if (path === '/frame')
      return reply(200, 'text/html', '<iframe sandbox="allow-scripts" src="/" width="900" height="600">')
    if (path.startsWith('/photos/')) {
      if (path.includes('slow')) await slowPhoto
      return reply(
        200,
        'image/svg+xml',
        '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300"/></svg>',
      )
    }
    if (path !== '/rest/v1/rpc/record_image_views') return reply(200, 'text/html', page)

    const at = Date.now()
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const { events } = JSON.parse(body.toString())
    const { status, body: answer, headers } = await gallery.answer(events, request.headers)
    calls.push({ headers: request.headers, events, bytes: body.byteLength, status, at })
    if (status === 0) request.socket.destroy()
    else reply(status, 'application/json', JSON.stringify(answer ?? { message: 'no' }), headers)
  })

  const url = await listen(server)
  const gallery: Gallery = {
    url,
    calls,
    answer: accept,
    taken: () => calls.filter(({ status }) => status === 200).flatMap(({ events }) => events),
    releaseSlowPhoto,
    preflightMs: 0,
    async open(context, { api, init } = {}) {
      const tab = await context.newPage()
      tab.setDefaultTimeout(30_000)
      if (init) await tab.addInitScript(init)
      await tab.goto(`${url}/${api ? `?${new URLSearchParams(api)}` : ''}`)
      await tab.waitForFunction(() => window.tracker)
      return tab
    },
    async close() {
      releaseSlowPhoto()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return gallery
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const section = ([name, id]: [string, string]) => `
  <div style="height: 200vh"></div>
  <img id="${name}" data-photo="${id}" src="/photos/${name}.svg" alt="" loading="${name === 'slow' ? 'lazy' : 'eager'}"
    style="display: block; width: 400px; height: ${name === 'tall' ? '300vh' : '300px'}">`

const page = `<!doctype html><title>Gallery</title><body style="margin: 0">
  ${Object.entries(photos).map(section).join('')}
  <div style="height: 200vh"></div>
  <script type="module">
    import { createTracker } from '/tracker.js'
    window.viewed = []
    window.rejected = []
    const tracker = createTracker({
      url: location.origin,
      publishableKey: 'sb_publishable_gallery',
      ...Object.fromEntries(new URLSearchParams(location.search)),
      onView: (id) => window.viewed.push(id),
      onRejected: (views) => window.rejected.push(...views),
      ...window.trackerOptions,
    })
    for (const photo of document.querySelectorAll('[data-photo]')) tracker.observe(photo, photo.dataset.photo)
    window.tracker = tracker
  </script>`

/** Brings a photo into the middle of the viewport. */
export const scrollTo = (tab: Page, photo: PhotoName) =>
  tab.evaluate((id) => document.getElementById(id)?.scrollIntoView({ block: 'center' }), photo)

/** Scrolls to where no photo is. */
export const scrollAway = (tab: Page) => tab.evaluate(() => window.scrollTo(0, 0))

/** For how long somebody looks; never for how long something else takes. */
export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Looks at a photo until it is a view, however long this machine takes; `more` is how many ms longer. */
export async function watch(tab: Page, photo: PhotoName, { more = 0 } = {}): Promise<void> {
  const before = (await viewed(tab)).length
  await scrollTo(tab, photo)
  await expect.poll(async () => (await viewed(tab)).length).toBeGreaterThan(before)
  if (more > 0) await pause(more)
}

/** Watches a photo, then looks away. */
export async function look(tab: Page, photo: PhotoName, options?: { more?: number }): Promise<void> {
  await watch(tab, photo, options)
  await scrollAway(tab)
  await noticed(tab)
}

/** Looks at a photo for so long, whether anybody observes it or not, and away. */
export async function stare(tab: Page, photo: PhotoName, ms: number): Promise<void> {
  await scrollTo(tab, photo)
  await pause(ms)
  await scrollAway(tab)
  await noticed(tab)
}

/** Waits until what is in sight now has been told to everybody who observes it: one who asks last is told last. */
export const noticed = (tab: Page) =>
  tab.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const observer = new IntersectionObserver(() => {
          observer.disconnect()
          resolve()
        })
        requestAnimationFrame(() => observer.observe(document.body))
      }),
  )

/** Scrolls past a photo within the page, so that no wait of ours counts. @returns how long it was in sight, in ms */
export const glance = (tab: Page, photo: PhotoName, ms: number) =>
  tab.evaluate(
    async ([id, wanted]) => {
      const since = performance.now()
      document.getElementById(id)?.scrollIntoView({ block: 'center' })
      await new Promise((resolve) => setTimeout(resolve, wanted))
      window.scrollTo(0, 0)
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      return performance.now() - since
    },
    [photo, ms] as const,
  )

export const flush = (tab: Page) => tab.evaluate(() => window.tracker.flush())

export const viewed = (tab: Page) => tab.evaluate(() => window.viewed)

/** How many events wait in the browser. */
export const waiting = (tab: Page) =>
  tab.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('paddock.views')).length)

/** A Chromium for the tests of one file, and a gallery for each test. */
export function startGallery(preferences?: Record<string, unknown>) {
  let chromium: Tabs
  let gallery: Gallery
  beforeAll(async () => {
    chromium = await startChromium(preferences)
  })
  afterAll(() => chromium?.close())
  beforeEach(async () => {
    gallery = await openGallery()
  })
  afterEach(async () => {
    await Promise.all(chromium.context.pages().map((page) => page.close()))
    await gallery.close()
  })
  return {
    get gallery() {
      return gallery
    },
    get browser() {
      return chromium.context
    },
    open: (options?: OpenOptions) => gallery.open(chromium.context, options),
    /** Waits until so many events were taken. */
    arrived: (count: number) => expect.poll(() => gallery.taken().length).toBe(count),
    /** The different ones among the events that were taken. */
    ids: () => new Set(gallery.taken().map(({ event_id }) => event_id)),
  }
}
