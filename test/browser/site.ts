import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { findChromium, findChromiumShell } from '../../scripts/setup/chromium.mjs'
import { buildPage } from '../../scripts/setup/page.mjs'
import type { Config } from '../../src/server/config.ts'
import { seedDemo } from '../../src/server/demo/seed.ts'
import { packageFolder } from '../../src/server/paths.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

/** Without it Chromium says that it is headless, and views by robots are not counted. */
const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36'

const quiet = [
  `--user-agent=${userAgent}`,
  // A mouse, which a machine without a screen has not.
  '--blink-settings=primaryPointerType=4,availablePointerTypes=4',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export type Site = {
  server: TestServer
  /** Id of the demo vehicle with this model. */
  vehicle: (model: string) => Promise<string>
  /**
   * A page in a browser of its own: nothing is remembered from another one. To the server all visitors are one, for they
   * share address and browser: a photo that one has looked at is not counted for another.
   */
  visit: (path: string, options?: BrowserContextOptions) => Promise<Visit>
}

export type Visit = { page: Page /** What the console called an error, and what was thrown. */; problems: string[] }

/**
 * The built page, the real server with the demo's data, and Chromium, for the tests of one file.
 *
 * @param settings of the server, asked for when it starts
 * @param options.empty without the demo: nothing is there yet
 * @param options.window a Chromium that draws windows, for what is measured as people's own do it
 */
export function openSite(
  settings: () => Partial<Config> | Promise<Partial<Config>> = () => ({}),
  { empty = false, window = false }: { empty?: boolean; window?: boolean } = {},
): Site {
  let server: TestServer
  let browser: Browser
  beforeAll(async () => {
    buildPage(packageFolder)
    server = await startTestServer(await settings())
    if (!empty) await seedDemo(server.sql)
    const executablePath = window ? findChromium() : findChromiumShell()
    if (!executablePath) throw new Error('Chromium is missing; npm test installs it on Debian as root.')
    browser = await chromium.launch({ executablePath, args: quiet })
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })
  return {
    get server() {
      return server
    },
    vehicle: async (model) => {
      const [row] = await server.sql<{ id: string }[]>`select id from public.vehicles where model = ${model}`
      expect(row, `a demo vehicle ${model}`).toBeDefined()
      return row?.id as string
    },
    visit: async (path, options = {}) => {
      // Without the service worker, unless a test is about it: what a test reroutes is what the page itself asks for.
      const context = await browser.newContext({
        viewport: { width: 1280, height: 900 },
        serviceWorkers: 'block',
        ...options,
      })
      const page = await context.newPage()
      page.setDefaultTimeout(30_000) // only what hangs runs into it
      leaveOutTheStream(page)
      const problems: string[] = []
      page.on('pageerror', (error) => problems.push(error.message))
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
      await page.goto(server.url + path)
      // A rendered page is seen before it hears keys.
      await page.waitForFunction(
        () => !document.getElementById('root')?.hasChildNodes() || 'alive' in document.documentElement.dataset,
      )
      return { page, problems }
    },
  }
}

/** Waits until `read` gives what is expected; pages change when answers arrive. */
export const soon = <T>(read: () => T | Promise<T>) => expect.poll(read)

/** The stream of changes never ends, so that the network would never be idle: our `networkidle` leaves it out. */
function leaveOutTheStream(page: Page): void {
  const running = new Set<unknown>()
  let quietSince = Date.now()
  page.on('request', (request) => request.url().includes('/live/v1/') || running.add(request))
  const over = (request: unknown) => {
    running.delete(request)
    quietSince = Date.now()
  }
  page.on('requestfinished', over)
  page.on('requestfailed', over)
  const wait = page.waitForLoadState.bind(page)
  page.waitForLoadState = async (state, options) => {
    if (state !== 'networkidle') return await wait(state, options)
    await wait('load', options)
    await soon(() => running.size === 0 && Date.now() - quietSince >= 500).toBe(true)
  }
}
