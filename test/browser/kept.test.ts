import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openSite, soon } from './site.ts'

const site = openSite()
const allowed = { serviceWorkers: 'allow' } as const
const path = async () => `/vehicles/${await site.vehicle('PL510')}`

/** Until the worker has its files and answers for the page. */
async function controlled(page: Page): Promise<void> {
  await soon(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state)).toBe(
    'activated',
  )
  await page.reload()
  await soon(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  await page.waitForLoadState('networkidle')
}
const offline = (page: Page, on: boolean) => page.context().setOffline(on)
const answers = (page: Page) =>
  page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('paddock-answers-')))
const signIn = async (page: Page) => {
  await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email').fill('tom@demo.example')
  await dialog.getByLabel('Password').fill('paddock-demo')
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('banner').getByRole('button', { name: 'Tom Vasseur' }).waitFor()
  await page.waitForLoadState('networkidle')
}

test('a visited page is read without a connection, with its age, and what is said there is sent afterwards', async () => {
  const { page } = await site.visit(await path(), allowed)
  await controlled(page)
  await signIn(page)
  await page.reload()
  await page.getByRole('banner').getByRole('button', { name: 'Tom Vasseur' }).waitFor()
  await page.waitForLoadState('networkidle')
  await offline(page, true)
  // By its own: Chromium 150 lets a page that is loaded without a connection believe that it has one.
  await page.addInitScript(() => Object.defineProperty(navigator, 'onLine', { value: true }))
  await page.reload()
  await page.getByText(/^Kept copy of /).waitFor()
  await page.getByRole('heading', { level: 1, name: /PL510/ }).waitFor()
  await page.getByText(/^You are offline\./).waitFor()
  await page.getByRole('banner').getByRole('button', { name: 'Tom Vasseur' }).waitFor()
  await page.getByLabel('Add a comment').fill('Said on a kept page')
  await page.getByRole('button', { name: 'Comment', exact: true }).click()
  await page.getByText('Waiting for a connection.').waitFor()
  await page.reload()
  await page.getByText('Waiting for a connection.').waitFor()
  await offline(page, false)
  await soon(() => page.getByText('Waiting for a connection.').count()).toBe(0)
  await soon(() => page.getByText(/^You are offline\.|^Kept copy of /).count()).toBe(0)
  const said = await site.server.sql`select from image_interactions where comment_text = 'Said on a kept page'`
  expect(said).toHaveLength(1)
})

test('a page that was gone to without loading it is read, too, and what is not there is still 404', async () => {
  const { page } = await site.visit('/', allowed)
  await controlled(page)
  const missing = await page.goto(`${site.server.url}/nowhere`)
  expect(missing?.status()).toBe(404)
  await page.goto(site.server.url)
  await page
    .locator(`a[href="${await path()}"]`)
    .first()
    .click()
  await page.getByRole('heading', { level: 1, name: /PL510/ }).waitFor()
  await page.waitForLoadState('networkidle')
  await offline(page, true)
  await page.reload()
  await page.getByRole('heading', { level: 1, name: /PL510/ }).waitFor()
  await page.getByText(/^You are offline\./).waitFor()
  await offline(page, false)
  await soon(() => page.getByText(/^You are offline\./).count()).toBe(0)
})

/** Until the worker has kept the answer to a question with these words in it. */
const keptAnswer = (page: Page, words: string) =>
  soon(() =>
    page.evaluate(async (words) => {
      const names = (await caches.keys()).filter((name) => name.startsWith('paddock-answers-'))
      const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
      return keys.flat().some(({ url }) => decodeURIComponent(url).includes(words))
    }, words),
  ).toBe(true)

test('what was searched for, and a car’s comparable sales, are read without a connection as they were', async () => {
  const { page } = await site.visit('/', allowed)
  await controlled(page)
  await page.getByLabel('Find a vehicle').fill('datsun')
  await page.getByText(/^\d+ vehicles?$/).waitFor()
  const found = page.locator('.index:not([aria-busy]) .cards h2')
  const titles = async () => (await found.allTextContents()).join('\n')
  await soon(titles).toMatch(/Datsun/)
  await soon(titles).not.toMatch(/Plymouth|BMW/)
  const shown = await titles()
  await keptAnswer(page, 'datsun')
  await page.waitForLoadState('networkidle')
  await offline(page, true)
  await page.reload()
  await page.getByText(/^You are offline\./).waitFor()
  await soon(titles).toBe(shown)
  await offline(page, false)
  await soon(() => page.getByText(/^You are offline\./).count()).toBe(0)

  await page
    .locator(`a[href="${await path()}"]`)
    .first()
    .click()
  const sales = page.getByRole('region', { name: 'Comparable sales' })
  const said = async () => {
    await page.mouse.wheel(0, 20_000)
    return (await sales.count()) === 1 ? await sales.textContent() : ''
  }
  const answer = /\$|No listing in the library/
  await soon(said).toMatch(answer)
  const sold = await said()
  await keptAnswer(page, 'comparable_sales')
  // What the page needs to stand at all: it was gone to without loading it.
  await page.waitForLoadState('networkidle')
  for (const read of ['/vehicles?', '/vehicle_images?', '/auction_vote_summary?']) await keptAnswer(page, read)
  await offline(page, true)
  await page.reload()
  await page.getByText(/^You are offline\./).waitFor()
  await soon(said).toBe(sold)
  await page.context().close()
})

test('answers are kept by person, and signing out leaves none of them', async () => {
  const { page } = await site.visit(await path(), allowed)
  await controlled(page)
  await signIn(page)
  await page.reload()
  await page.getByRole('banner').getByRole('button', { name: 'Tom Vasseur' }).waitFor()
  await page.waitForLoadState('networkidle')
  const [tom] = await site.server.sql`select id from auth.users where email = 'tom@demo.example'`
  await soon(() => answers(page)).toContain(`paddock-answers-${tom?.id}`)
  await page.getByRole('banner').getByRole('button', { name: 'Tom Vasseur' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).waitFor()
  await soon(() => answers(page)).toEqual(['paddock-answers-nobody'])
})

test('the page can be installed: a manifest with icons of the sizes that it names', async () => {
  const { page } = await site.visit('/')
  const href = await page.locator('link[rel="manifest"]').getAttribute('href')
  const answer = await page.request.get(site.server.url + href)
  expect(answer.headers()['content-type']).toBe('application/manifest+json')
  const manifest = (await answer.json()) as {
    display: string
    icons: { src: string; sizes: string; purpose?: string }[]
  }
  expect(manifest.display).toBe('standalone')
  expect(manifest.icons.map(({ sizes, purpose }) => [sizes, purpose ?? 'any'])).toEqual([
    ['192x192', 'any'],
    ['512x512', 'any'],
    ['512x512', 'maskable'],
  ])
  const touch = await page.locator('link[rel="apple-touch-icon"]').getAttribute('href')
  for (const { src, sizes } of [...manifest.icons, { src: touch ?? '', sizes: '180x180' }]) {
    const size = await page.evaluate(async (address) => {
      const image = new Image()
      image.src = address
      await image.decode()
      return `${image.naturalWidth}x${image.naturalHeight}`
    }, src)
    expect(size, src).toBe(sizes)
  }
  expect((await page.request.get(`${site.server.url}/favicon.ico`)).headers()['content-type']).toBe('image/x-icon')
})
