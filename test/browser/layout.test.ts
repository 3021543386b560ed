import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openSite, soon } from './site.ts'

const site = openSite(() => ({}), { window: true })
const paths = async () => ['/', `/vehicles/${await site.vehicle('’Cuda 340')}`, '/vehicles/nothing', '/nothing']

const settled = async (page: Page) => {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForLoadState('networkidle')
}

const shiftsOf = (page: Page) =>
  page.addInitScript(() => {
    const shifts: number[] = []
    Object.assign(globalThis, { shifts })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) shifts.push(entry.value)
    }).observe({ type: 'layout-shift', buffered: true })
  })

/** What can be pressed and is too small for a thumb; links in a sentence aside. */
const smallOnes = (page: Page) =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'button, input, select, textarea, nav a, a.pd-button, a.pd-icon-button, .mark',
      ),
    ]
      .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 44)
      .map((element) => element.outerHTML.slice(0, 120)),
  )

test.each([360, 768, 1440])(
  'at %i px no page is wider than the window, nothing jumps, and whatever can be pressed is at least 44 px high',
  async (width) => {
    for (const path of await paths()) {
      const { page } = await site.visit('/config.json', { viewport: { width, height: 800 } })
      await shiftsOf(page)
      await page.goto(site.server.url + path)
      await settled(page)
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(width)
      expect(await smallOnes(page), path).toEqual([])
      const total = await page.evaluate(() =>
        (globalThis as unknown as { shifts: number[] }).shifts.reduce((a, b) => a + b, 0),
      )
      expect(total, path).toBeLessThan(0.05)
      await page.context().close()
    }
  },
)

test.each([360, 1440])(
  'at %i px a page that is read from right to left is mirrored, its charts are not',
  async (width) => {
    const { page } = await site.visit('/config.json', { viewport: { width, height: 800 } })
    await page.addInitScript(() => {
      new MutationObserver(() => document.documentElement.setAttribute('dir', 'rtl')).observe(document, {
        childList: true,
      })
    })
    const mid = async (what: ReturnType<Page['locator']>) => {
      const box = await what.first().boundingBox()
      return box ? (box.x + box.width / 2) / width : Number.NaN
    }
    for (const path of await paths()) {
      await page.goto(site.server.url + path)
      await settled(page)
      expect(await page.evaluate(() => getComputedStyle(document.body).direction)).toBe('rtl')
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(width)
      expect(await mid(page.getByRole('banner').getByRole('link')), path).toBeGreaterThan(0.5)
    }
    await page.goto(`${site.server.url}${(await paths())[1]}`)
    await settled(page)
    const directions = await page.evaluate(() =>
      [...document.querySelectorAll('.pd-chart, .pd-scale, .pd-median')].map(
        (chart) => getComputedStyle(chart).direction,
      ),
    )
    expect(new Set(directions)).toEqual(new Set(['ltr']))
    await page.context().close()
  },
)

test('the theme follows the system until it is switched by hand, and the choice is kept', async () => {
  const { page } = await site.visit('/', { colorScheme: 'dark' })
  await settled(page)
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  expect(await paper()).toBe('rgb(15, 19, 20)')
  await page.getByRole('button', { name: 'Switch between light and dark' }).click()
  expect(await paper()).toBe('rgb(251, 251, 249)')
  await page.reload()
  expect(await paper()).toBe('rgb(251, 251, 249)')
})

test('an address where nothing is says so and leads back', async () => {
  const { page, problems } = await site.visit('/vehicles/00000000-0000-4000-8000-000000000000')
  await page.getByRole('heading', { level: 1, name: /This stand is empty/ }).waitFor()
  await page.getByRole('link', { name: 'See what is on view' }).click()
  await page.getByRole('heading', { level: 1, name: 'On view' }).waitFor()
  expect(problems.filter((problem) => !problem.includes('status of 404'))).toEqual([])
})

test('offline, the page says so, keeps acts, and sends them afterwards', async () => {
  const { page } = await site.visit(`/vehicles/${await site.vehicle('PL510')}`)
  await settled(page)
  await page.context().setOffline(true)
  await page.getByText(/^You are offline\./).waitFor()
  await page.getByRole('button', { name: 'Yes, auction it' }).click()
  await page.getByText('Waiting for a connection.').waitFor()
  await page.context().setOffline(false)
  await soon(() => page.getByText(/^You are offline\./).count()).toBe(0)
  await page.getByText('5 of 5 say yes').waitFor()
})

test('a failed load is told in words and tried again on request', async () => {
  const { page } = await site.visit('/sources')
  const vehicles = /\/rest\/v1\/vehicles/
  await page.route(vehicles, (route) =>
    route.fulfill({ status: 500, json: { code: 'XX000', message: 'boom', details: null, hint: null } }),
  )
  await page.getByRole('banner').getByRole('link', { name: 'Discover' }).click()
  await page.getByRole('heading', { name: 'This could not be loaded' }).waitFor()
  expect(await page.getByRole('alert').textContent()).toContain(
    'Something went wrong on our side. Try again in a moment.',
  )
  await page.unroute(vehicles)
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('heading', { name: '’Cuda 340' }).waitFor()
})
