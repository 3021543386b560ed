import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { count } from '../../src/react/format.ts'
import { rankAll } from '../support/rank.ts'
import { openSite, soon } from './site.ts'

const site = openSite()
const model = '’Cuda 340'

const like = (page: Page) => page.getByRole('button', { name: 'Like this photo' })
const yes = (page: Page) => page.getByRole('button', { name: 'Yes, auction it' })

async function firstPhotoViews(): Promise<number> {
  const [row] = await site.server.sql`
    select view_count from public.vehicle_images where vehicle_id = ${await site.vehicle(model)} and position = 0`
  return Number(row?.view_count)
}

test('a visitor looks, likes, claims and votes at once, and finds it all again after a reload', async () => {
  const viewsBefore = await firstPhotoViews()
  const { page, problems } = await site.visit('/')
  await page
    .getByRole('link', { name: /’Cuda 340/ })
    .first()
    .click()
  await page.getByRole('heading', { level: 1, name: /’Cuda 340/ }).waitFor()

  await page.getByText(`${count(viewsBefore + 1)} views`, { exact: true }).waitFor()

  const likesBefore = Number.parseInt(((await like(page).textContent()) ?? '').replace(/\D+/, ''), 10)
  await like(page).click()
  await page.getByRole('button', { name: `Like this photo, ${likesBefore + 1} likes`, pressed: true }).waitFor()

  await page.getByLabel('Kind of bet').selectOption('value_milestone')
  await page.getByLabel('Number').fill('65k')
  await page.getByText(/“It is worth \$65,000 or more by .*\.”/).waitFor()
  await page.getByRole('button', { name: 'Place bet' }).click()
  await page.getByText('Placed.').waitFor()

  await yes(page).click()
  await page.getByText('5 of 6 say yes').waitFor()
  await page.getByLabel('Why? (if you like)').fill('It is time.')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('A visitor, just now').waitFor()

  await page.reload()
  await page.getByRole('button', { name: `Like this photo, ${likesBefore + 1} likes`, pressed: true }).waitFor()
  await page
    .getByRole('region', { name: 'Your open bets' })
    .getByText(/It is worth \$65,000/)
    .waitFor()
  await page.getByText('5 of 6 say yes').waitFor()
  expect(await yes(page).getAttribute('aria-pressed')).toBe('true')

  await page.getByRole('button', { name: 'No, not yet' }).click()
  await page.getByText('4 of 6 say yes').waitFor()
  await page.getByRole('button', { name: 'Withdraw my vote' }).click()
  await page.getByText('4 of 5 say yes').waitFor()
  expect(problems).toEqual([])
})

test('looking at a photo again within half an hour is not a second view', async () => {
  const vehicle = await site.vehicle('2002')
  const since = new Date()
  const [before = 0] = await viewsOf(vehicle)
  const { page } = await site.visit(`/vehicles/${vehicle}`)
  const shown = () => page.getByText(`${count(before + 1)} views`, { exact: true }).waitFor()
  await shown()
  await page.reload() // a view is sent when it is over
  await soon(async () => (await viewsOf(vehicle))[0]).toBe(before + 1)
  // Looked at for long enough to be a view; on a machine that was busy meanwhile, once more.
  do {
    await page.waitForTimeout(1_500)
    await page.reload()
    await page.waitForLoadState('networkidle')
  } while ((await ledger(vehicle, since)).length < 2)
  expect((await ledger(vehicle, since)).map(({ counted }) => counted).slice(0, 2)).toEqual([true, false])
  expect((await viewsOf(vehicle))[0]).toBe(before + 1)
  await shown()
})

const viewsOf = async (vehicle: string) =>
  (
    await site.server.sql`select view_count from public.vehicle_images where vehicle_id = ${vehicle} order by position`
  ).map((row) => Number(row.view_count))

/** What has come in since: the demo has looked before. */
const ledger = (vehicle: string, since: Date) => site.server.sql`
  select view_duration_seconds::float8 as seconds, device_type, counted, source from public.image_views
  where vehicle_id = ${vehicle} and viewed_at > ${since} order by viewed_at`

test('a photo that is passed by within a second is not counted, and how long one was looked at is logged', async () => {
  const vehicle = await site.vehicle('PL510')
  const views = () => viewsOf(vehicle)
  const before = await views()
  const since = new Date()
  const { page } = await site.visit(`/vehicles/${vehicle}`)
  await page.getByRole('button', { name: `Photo 1, ${count((before[0] as number) + 1)} views`, exact: true }).waitFor()
  await page.getByRole('button', { name: /^Photo 4/ }).click()
  await page.getByRole('button', { name: `Photo 4, ${count((before[3] as number) + 1)} views`, exact: true }).waitFor()
  await page.goto('about:blank')
  await soon(views).toEqual(before.map((views, place) => (place === 0 || place === 3 ? views + 1 : views)))
  const passed = (Date.now() - since.getTime()) / 1_000
  const looks = await ledger(vehicle, since)
  expect(looks).toHaveLength(2)
  for (const look of looks) {
    expect(look).toMatchObject({ device_type: 'desktop', counted: true, source: 'batch' })
    expect(look.seconds).toBeGreaterThanOrEqual(1)
  }
  expect(looks.reduce((sum, { seconds }) => sum + seconds, 0)).toBeLessThan(passed) // one after the other, not both
})

test('a comment appears under the photo it was made on, and its author can take it back', async () => {
  const { page, problems } = await site.visit(`/vehicles/${await site.vehicle(model)}`)
  const { promise: sent, resolve: send } = Promise.withResolvers<void>()
  await page.route(/image_interactions/, async (route) => {
    if (route.request().method() === 'POST') await sent
    await route.continue()
  })
  await page.getByLabel('Add a comment').fill('<b>Is the stripe</b> period?')
  await page.getByRole('button', { name: 'Comment' }).click()
  await page.getByText('<b>Is the stripe</b> period?').waitFor()
  await soon(() => page.getByLabel('Add a comment').inputValue()).toBe('')

  await page.getByRole('button', { name: 'Next photo' }).click()
  await page.getByText('Body lines from the front quarter').waitFor()
  expect(await page.getByText('<b>Is the stripe</b> period?').count()).toBe(0)

  await page.getByRole('button', { name: 'Previous photo' }).click()
  await page.getByText('Body lines from the front quarter').waitFor({ state: 'hidden' })
  expect(await page.getByLabel('Add a comment').inputValue()).toBe('') // what is on its way is no draft
  send()
  await page.getByRole('button', { name: /^More on “<b>Is/ }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await soon(() => page.getByText('<b>Is the stripe</b> period?').count()).toBe(0)
  expect(problems).toEqual([])
})

test('the index goes on to the oldest vehicle, and the leaderboard knows the makes of all', async () => {
  await site.server.sql`
    insert into vehicles (make, model, is_public, created_at)
    select 'Marque ' || n, 'Older ' || n, true, now() - interval '1 year' - n * interval '1 day' from generate_series(1, 70) n`
  await rankAll(site.server.sql) // many at once are described by the job
  const { page, problems } = await site.visit('/')
  await page.getByRole('link', { name: 'Older 1', exact: false }).first().waitFor()
  expect(await page.getByRole('link', { name: 'Older 70' }).count()).toBe(0)
  const more = page.getByRole('button', { name: 'Show more' })
  for (const shown of [24, 48, 72]) {
    await soon(() => page.locator('.card').count()).toBe(shown)
    await more.click()
  }
  await page.getByRole('link', { name: 'Older 70' }).first().waitFor()
  await soon(() => more.count()).toBe(0)
  await page.goto(`${site.server.url}/leaderboard`)
  await page.getByLabel('Make').waitFor()
  await expect.poll(() => page.getByLabel('Make').locator('option').allTextContents()).toContain('Marque 70')
  expect(problems).toEqual([])
})
