import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { noteDrawnAgain } from './drawn-again.ts'
import { openSite, soon } from './site.ts'

const site = openSite(() => ({ render: true }), { window: true })
const phone = { viewport: { width: 412, height: 823 } }

/** A place of this server that is no page, to prepare the next one from. */
const before = () => site.visit('/mark.svg', phone)

/** The page of a car, once it answers and nothing more comes. */
async function open(page: Page, part = ''): Promise<void> {
  await page.goto(`${site.server.url}/vehicles/${await site.vehicle('’Cuda 340')}${part}`)
  await soon(() => page.evaluate(() => 'alive' in document.documentElement.dataset)).toBe(true)
  await page.waitForLoadState('networkidle')
  await drawn(page)
}

/** What was changed is on the screen, and whoever watches it has been told. */
const drawn = (page: Page) =>
  page.evaluate(async () => {
    await document.fonts.ready
    for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve))
  })

const noteShifts = (page: Page) =>
  page.addInitScript(() => {
    Object.assign(window, { shifted: 0 })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
        if (!entry.hadRecentInput) (window as unknown as { shifted: number }).shifted += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
  })
const shifted = (page: Page) => page.evaluate(() => (window as unknown as { shifted: number }).shifted)

const panelButton = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Price panels' }).getByRole('button', { name })

test.each(['Auction', 'Bets'])('a jump to %s moves nothing that is seen', async (name) => {
  const { page } = await before()
  await noteShifts(page)
  await open(page, `#${name.toLowerCase()}`)
  await soon(() => panelButton(page, name).getAttribute('aria-current')).toBe('true')
  await drawn(page)
  expect(await shifted(page)).toBeLessThan(0.02)
  await open(page)
  await page.locator(`#${name.toLowerCase()}`).evaluate((panel) => panel.scrollIntoView({ block: 'start' }))
  await soon(() => panelButton(page, name).getAttribute('aria-current')).toBe('true')
  await drawn(page)
  expect(await shifted(page)).toBeLessThan(0.02)
})

test('on a phone the row of panels is as high as the one in view, and those beside it are not laid out', async () => {
  const { page } = await before()
  await open(page)
  const look = () =>
    page.locator('.pd-panels').evaluate((row) => ({
      row: row.clientHeight,
      contents: [...row.children].map(({ scrollHeight }) => scrollHeight),
      laidOut: [...row.children].map(({ firstElementChild: head }) =>
        head?.checkVisibility({ contentVisibilityAuto: true }),
      ),
    }))
  const { row, contents, laidOut } = await look()
  expect(row).toBe(contents[0])
  expect(laidOut).toEqual([true, false, false])
  await panelButton(page, 'Auction').click()
  await soon(() => panelButton(page, 'Auction').getAttribute('aria-current')).toBe('true')
  await soon(async () => (await look()).laidOut[2]).toBe(true)
  const there = await look()
  expect(there.row).toBe(there.contents[2])
  expect(there.row).not.toBe(row)
})

test('what the server has drawn is taken over, and not drawn again; what is typed draws its own form alone', async () => {
  const places = ['#forecast', '#bets', '#auction', '#comments', '#specs']
  const { page } = await before()
  await noteDrawnAgain(page, places)
  await open(page)
  const drawnAgain = () => page.evaluate(() => window.drawnAgain.splice(0))
  const inPlaces = (await drawnAgain()).filter((place) => places.includes(place))
  expect(inPlaces).toEqual([])
  await panelButton(page, 'Bets').click()
  await soon(() => panelButton(page, 'Bets').getAttribute('aria-current')).toBe('true')
  const field = page.locator('#bets').getByLabel('Number')
  await field.focus()
  await page.waitForLoadState('networkidle')
  await drawnAgain()
  await page.keyboard.type('61000')
  await page.getByText('“The hammer price is $61,000').waitFor()
  const byKeys = await drawnAgain()
  expect(byKeys.filter((place) => place === '#bets').length).toBeGreaterThanOrEqual(5)
  expect(byKeys.filter((place) => place !== '#bets')).toEqual([])
})

test('what writes numbers and days is made once for each kind, and after the page is seen', async () => {
  const { page } = await before()
  await page.addInitScript(() => {
    const made: { what: string; isSeen: boolean }[] = []
    Object.assign(window, { made })
    for (const name of ['NumberFormat', 'DateTimeFormat', 'PluralRules', 'RelativeTimeFormat'] as const) {
      const real = Intl[name] as unknown as new (...args: unknown[]) => object
      const construct = (target: typeof real, args: unknown[]) => {
        const isSeen = performance.getEntriesByName('first-contentful-paint').length > 0
        made.push({ what: `${name} ${JSON.stringify(args)}`, isSeen })
        return new target(...args)
      }
      Object.assign(Intl, { [name]: new Proxy(real, { construct }) })
    }
  })
  await open(page)
  const made = await page.evaluate(() => (window as unknown as { made: { what: string; isSeen: boolean }[] }).made)
  expect(made.length).toBeGreaterThan(3)
  expect(made.filter(({ isSeen }) => !isSeen)).toEqual([])
  const kinds = made.map(({ what }) => what)
  expect(kinds.filter((what, at) => kinds.indexOf(what) !== at)).toEqual([])
})
