import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, type CDPSession, chromium, type Locator, type Page } from 'playwright-core'
import { findChromium } from '../scripts/setup/chromium.mjs'
import { buildPage } from '../scripts/setup/page.mjs'
import { packageFolder } from '../src/server/paths.ts'
import { median } from './machine.ts'
import { audit, categories, rounds } from './pages/lighthouse.ts'
import { observe, type Seen } from './pages/observe.ts'
import { type Work, workOf } from './pages/processor.ts'
import { startPaddock } from './server.ts'

/** What the project promises on such a phone. */
const asked = { largestPaint: 2_000, blocking: 200, shift: 0.02, interaction: 100 }

/** 1.6 Mbit/s down and 750 kbit/s up in bytes a second, 150 ms for every request, a processor four times as slow. */
const network = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 }
const slowdown = 4
const phone = { viewport: { width: 412, height: 823 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }

type Act = (page: Page) => Promise<unknown>
type Shown = { name: string; path: string; acts: Act[] }

const tap =
  (name: string | RegExp): Act =>
  (page) =>
    touch(page, page.getByRole('button', { name }).first())

/** A finger and nothing else: what the tool looks at before a tap of its own would count as the page's. */
async function touch(page: Page, target: Locator): Promise<void> {
  await target.scrollIntoViewIfNeeded()
  await sleep(500)
  const box = await target.boundingBox()
  if (!box) throw new Error('There is nothing to tap on.')
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2)
}

/** Into a field that has the focus. */
async function type(page: Page, target: Locator, text: string): Promise<void> {
  await touch(page, target)
  await sleep(500)
  await page.keyboard.type(text, { delay: 120 })
}

const discover: Act[] = [
  tap('Grid'),
  tap('Technical'),
  tap('Feed'),
  (page) => touch(page, page.getByText('Filters').first()),
  (page) => type(page, page.getByRole('searchbox'), 'cuda'),
]
const vehicle: Act[] = [
  tap(/^Like/),
  tap('Build'),
  tap('Yes, auction it'),
  (page) => type(page, page.getByLabel('Number').first(), '61000'),
]

/** First loads of Discover and Vehicle as a phone has them, what is pressed and typed there afterwards, and what Lighthouse says of four pages. */
export async function run({ quick }: { quick: boolean }): Promise<string> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('Chromium is missing; npm test installs it on Debian as root.')
  buildPage(packageFolder)
  const server = await startPaddock({ PADDOCK_DEMO: '1' })
  const { url, publishableKey } = server.runtime
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const address = `${url}/rest/v1/vehicles?select=id,user_id&model=eq.’Cuda 340`
    const answer = await fetch(address, { headers: { apikey: publishableKey } })
    const [car] = (await answer.json()) as { id: string; user_id: string }[]
    if (!car) throw new Error('The demo has no ’Cuda 340.')
    const pages: Shown[] = [
      { name: 'Discover', path: '/', acts: discover },
      { name: 'Vehicle', path: `/vehicles/${car.id}`, acts: vehicle },
    ]
    const rows: string[] = []
    const works: string[] = []
    for (const page of pages) {
      const seen: Seen[] = []
      await visit(browser, url, page) // the server has rendered it once, as for whoever comes second
      for (let n = 0; n < (quick ? 1 : 5); n++) seen.push(await visit(browser, url, page))
      rows.push(rowOf(page.name, seen))
      const work: Work[] = []
      for (let n = 0; n < (quick ? 1 : 5); n++) work.push(await workOf(browser, url + page.path, phone, slowdown))
      works.push(workRowOf(page.name, work))
    }
    await browser.close()
    const audits = [...pages, { name: 'Person', path: `/people/${car.user_id}` }, { name: 'Sources', path: '/sources' }]
    const scores: string[] = []
    for (const { name, path } of audits) scores.push(await audit(name, url + path, executablePath, quick))
    return `
Chromium at 412 × 823, processor ${slowdown} times as slow, 1.6 Mbit/s, 150 ms for each request; the demo's data, nothing kept by the browser;
medians of ${quick ? 1 : 5} loads. Blocking: what tasks took beyond 50 ms from the first paint until nothing more came, as Lighthouse counts it. Interactions: from input to the next paint
([Event Timing](https://www.w3.org/TR/event-timing/)), all taps and keys of all loads. Times in milliseconds.

| | first paint | largest paint | blocking | layout shift at load | and after acts | interactions p95 (number) | scripts | all |
|---|---|---|---|---|---|---|---|---|
| asked | | < ${asked.largestPaint.toLocaleString('en')} | < ${asked.blocking} | < ${asked.shift} | | < ${asked.interaction} | 110 and 140 kB | |
${rows.join('\n')}

What the same loads take of the page's main thread, counted in the time in which it ran and multiplied by ${slowdown}: what else the machine does is not in it.

| | tasks beyond 50 ms | the longest | layout and styles | all |
|---|---|---|---|---|
${works.join('\n')}

[Lighthouse](https://github.com/GoogleChrome/lighthouse) for a phone, as it comes (throttling simulated); medians of ${quick ? 1 : rounds} rounds.

| | ${categories.join(' | ')} | largest paint | blocking | layout shift |
|---|${'---|'.repeat(categories.length)}---|---|---|
| asked |${' ≥ 95 |'.repeat(categories.length)} | | |
${scores.join('\n')}
`
  } finally {
    await browser.close()
    await server.stop()
  }
}

async function visit(browser: Browser, url: string, { path, acts }: Shown): Promise<Seen> {
  const context = await browser.newContext(phone)
  try {
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await slowDown(session)
    await page.addInitScript(observe)
    await page.goto(url + path, { waitUntil: 'load', timeout: 120_000 })
    await alive(session)
    await sleep(3_000) // the stream of changes never ends, so that the network is never idle
    await page.evaluate(() => window.paddockSeen?.loaded())
    for (const act of acts) {
      await act(page)
      await sleep(1_000)
    }
    return await page.evaluate(() => {
      if (!window.paddockSeen) throw new Error('Nothing was observed.')
      return window.paddockSeen.read()
    })
  } finally {
    await context.close()
  }
}

/** Asked in passing, now and then: a tool that waits inside the page would take its time there. */
async function alive(session: CDPSession): Promise<void> {
  const expression = "'alive' in document.documentElement.dataset"
  while (!(await session.send('Runtime.evaluate', { expression })).result.value) await sleep(300)
}

async function slowDown(session: CDPSession): Promise<void> {
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', network)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
}

function workRowOf(name: string, works: Work[]): string {
  const of = (read: (work: Work) => number) => `${median(works.map(read)).toFixed(0)} ms`
  const cells = [
    of(({ beyond }) => beyond),
    of(({ longest }) => longest),
    of(({ layout }) => layout),
    of(({ all }) => all),
  ]
  return `| ${name} | ${cells.join(' | ')} |`
}

function rowOf(name: string, seen: Seen[]): string {
  const of = (read: (each: Seen) => number) => median(seen.map(read))
  const interactions = seen.flatMap((each) => each.interactions).sort((a, b) => a - b)
  const p95 = interactions[Math.ceil(interactions.length * 0.95) - 1] ?? Number.NaN
  const cells = [
    name,
    of((each) => each.firstPaint).toFixed(0),
    of((each) => each.largestPaint).toFixed(0),
    of((each) => each.blocking).toFixed(0),
    of((each) => each.shift).toFixed(4),
    of((each) => each.laterShift).toFixed(4),
    `${p95.toFixed(0)} (${interactions.length})`,
    `${(of((each) => each.scripts) / 1000).toFixed(1)} kB`,
    `${(of((each) => each.bytes) / 1000).toFixed(0)} kB`,
  ]
  return `| ${cells.join(' | ')} |`
}
