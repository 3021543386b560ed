import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openSite, soon } from '../site.ts'

const site = openSite()

const dialog = (page: Page) => page.getByRole('dialog', { name: /^Photo \d+ of \d+$/ })
/** It listens to keys and fingers from then on. */
const isOpen = async (page: Page) => await dialog(page).locator('.pswp--ui-visible').waitFor()
const place = async (page: Page) =>
  Number(/^Photo (\d+)/.exec((await dialog(page).getAttribute('aria-label')) ?? '')?.[1])
const address = (page: Page) => page.evaluate(() => location.search + location.hash)
/** The photo in sight. */
const shown = (page: Page) => dialog(page).locator('.pswp__item[aria-hidden="false"] .pswp__img').last()
const edge = async (of: Locator, side: 'left' | 'right' | 'top' | 'bottom') =>
  await of.evaluate((element, side) => element.getBoundingClientRect()[side], side)
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }

async function open(path = '', options = {}) {
  const id = await site.vehicle('’Cuda 340')
  const { page, problems } = await site.visit(`/vehicles/${id}${path}`, options)
  await page.locator('.pd-reel img').first().waitFor()
  return { page, problems, id }
}

test('a photo fills the screen; keys lead through all, each with an address and an entry in the history; one step leads back', async () => {
  const { page, problems } = await open('', { viewport: { width: 1440, height: 900 } })
  const photos = await page.locator('.pd-reel figure').count()
  await page.getByRole('button', { name: 'Fill the screen' }).click()
  await isOpen(page)
  expect(await place(page)).toBe(1)
  const first = await address(page)
  expect(first).toMatch(/^\?photo=[0-9a-f-]{36}#full$/)

  await page.keyboard.press('ArrowRight')
  await soon(() => place(page)).toBe(2)
  const second = await address(page)
  expect(second).not.toBe(first)
  await page.keyboard.press('End')
  await soon(() => place(page)).toBe(photos)
  await page.keyboard.press('Home')
  await soon(() => place(page)).toBe(1)
  await page.goBack()
  await soon(() => place(page)).toBe(photos)
  await page.goBack()
  await soon(() => place(page)).toBe(2)
  await soon(() => address(page)).toBe(second)

  await page.reload()
  await isOpen(page)
  expect(await place(page)).toBe(2)
  await page.keyboard.press('Escape')
  await soon(() => dialog(page).count()).toBe(0)
  await soon(() => address(page)).toBe(second.replace('#full', ''))
  await soon(() => page.locator('.pd-viewer-place').textContent()).toContain(`2 / ${photos}`)
  await soon(() => page.locator('.pd-reel').evaluate((reel) => Math.round(reel.scrollLeft / reel.clientWidth))).toBe(1)
  expect(problems).toEqual([])
})

test('what it shows and what people say stand over and beside it; typing moves no photo; Escape takes one away at a time', async () => {
  const { page } = await open('', { viewport: { width: 1440, height: 900 } })
  await page.locator('.pd-reel figure').first().click()
  await isOpen(page)
  await dialog(page).getByRole('button', { name: 'What this photo shows' }).click()
  await dialog(page)
    .getByText(/^Added /)
    .waitFor()

  await dialog(page)
    .getByRole('button', { name: /comments$/ })
    .click()
  const field = dialog(page).getByLabel('Add a comment')
  await soon(() => field.evaluate((element) => element === document.activeElement)).toBe(true)
  await page.keyboard.type('Said over the photo')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Home')
  expect(await place(page)).toBe(1)
  const sheet = dialog(page).getByRole('region', { name: 'Comments', exact: true })
  await soon(async () => await edge(shown(page), 'right')).toBeLessThanOrEqual((await edge(sheet, 'left')) + 1)

  await page.keyboard.press('Escape')
  await soon(() => field.count()).toBe(0)
  await soon(() => page.evaluate(() => document.activeElement?.textContent)).toContain('comments')
  expect(await dialog(page).count()).toBe(1)
  await page.keyboard.press('Escape')
  await soon(() => dialog(page).count()).toBe(0)
  // What was typed is still there, in the page's own field.
  await soon(() => page.getByLabel('Add a comment').inputValue()).toBe('Said over the photo')
})

test('on a phone it is swiped, zoomed by two taps and put away by a swipe down; the comments stand below the photo', async () => {
  const { page, problems } = await open('', phone)
  await page.locator('.pd-reel figure').first().tap()
  await isOpen(page)
  const swipe = async (dx: number, dy: number) => {
    const session = await page.context().newCDPSession(page)
    const at = (step: number) => [{ x: 300 + (dx * step) / 8, y: 300 + (dy * step) / 8 }]
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) })
    for (let step = 1; step <= 8; step++)
      await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(step) })
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  }
  await swipe(-260, 0) // more than half of the width, however slowly
  await soon(() => place(page)).toBe(2)

  await dialog(page)
    .getByRole('button', { name: /comments$/ })
    .click()
  const sheet = dialog(page).getByRole('region', { name: 'Comments', exact: true })
  await soon(async () => await edge(shown(page), 'bottom')).toBeLessThanOrEqual((await edge(sheet, 'top')) + 1)
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  await dialog(page).getByRole('button', { name: 'Close comments' }).click()

  const width = async () => (await shown(page).boundingBox())?.width
  const before = (await width()) ?? 0
  await page.touchscreen.tap(180, 300)
  await page.touchscreen.tap(180, 300)
  await soon(width).toBeGreaterThan(before * 1.5)
  await page.touchscreen.tap(180, 300)
  await page.touchscreen.tap(180, 300)
  await soon(async () => Math.round((await width()) ?? 0)).toBe(Math.round(before))
  await swipe(0, 320)
  await soon(() => dialog(page).count()).toBe(0)
  expect(problems).toEqual([])
})

test('a link to a photo opens it, and one to a photo that is gone opens the car', async () => {
  const { page } = await open()
  await page.getByRole('button', { name: 'Fill the screen' }).click()
  await isOpen(page)
  await page.keyboard.press('ArrowRight')
  await soon(() => place(page)).toBe(2)
  const link = page.url()
  const other = await site.visit(new URL(link).pathname + new URL(link).search + new URL(link).hash)
  await soon(() => place(other.page)).toBe(2)
  await other.page.getByRole('button', { name: 'Close', exact: true }).click()
  await soon(() => dialog(other.page).count()).toBe(0)
  expect(other.page.url()).toBe(link.replace('#full', ''))

  const gone = await open('?photo=00000000-0000-4000-8000-000000000000#full')
  await gone.page.locator('.pd-viewer-place').waitFor()
  expect(await dialog(gone.page).count()).toBe(0)
  await gone.page.getByText('The photo of this link is no longer here.').waitFor()
})

test('a photo that fills the screen is looked at as it is in the page', async () => {
  const { page, id } = await open('', { viewport: { width: 1440, height: 900 } })
  const viewed = async () => {
    const [row] = await site.server.sql<{ n: number }[]>`
      select count(*)::int as n from public.image_views where image_id =
        (select id from public.vehicle_images where vehicle_id = ${id} order by position, id offset 2 limit 1)`
    return row?.n
  }
  const before = (await viewed()) ?? 0
  const counted = page.locator('.pd-strip-count').nth(2)
  const said = await counted.textContent()
  await page.getByRole('button', { name: 'Fill the screen' }).click()
  await isOpen(page)
  await page.keyboard.press('ArrowRight')
  await soon(() => place(page)).toBe(2)
  await page.keyboard.press('ArrowRight')
  await soon(() => place(page)).toBe(3)
  await soon(() => counted.textContent()).not.toBe(said) // in sight for a second
  await page.keyboard.press('ArrowLeft')
  await soon(viewed).toBe(before + 1)
})
