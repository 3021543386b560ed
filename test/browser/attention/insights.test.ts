import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { count } from '../../../src/react/format.ts'
import { ines, mara } from '../../../src/server/demo/people.ts'
import { openSite, soon } from '../site.ts'
import { signInAs } from './people.ts'

const site = openSite()
const model = '’Cuda 340'

const views = async (vehicle: string) =>
  Number(
    (await site.server.sql`select sum(view_count) from public.vehicle_images where vehicle_id = ${vehicle}`)[0]?.sum,
  )

test('the owner reads what a visitor has really looked at, as charts, as tables and as CSV', async () => {
  const vehicle = await site.vehicle(model)
  const before = await views(vehicle)
  const visitor = await site.visit(`/vehicles/${vehicle}`)
  await visitor.page.getByRole('heading', { level: 1 }).waitFor()
  // Looked at for long enough to be a view; on a machine that was busy meanwhile, once more.
  do {
    await visitor.page.waitForTimeout(1_300)
    await visitor.page.reload()
    await visitor.page.waitForLoadState('networkidle')
    await site.server.sql`select app.fold_views()`
  } while ((await views(vehicle)) === before)
  await visitor.page.goto('about:blank')
  expect(await views(vehicle)).toBe(before + 1)
  await visitor.page.context().close()

  const { page, problems } = await site.visit(`/vehicles/${vehicle}`)
  await signInAs(page, mara)
  await page.getByRole('link', { name: 'Insights' }).click()
  await page.getByRole('heading', { level: 1, name: 'What people looked at' }).waitFor()
  await page.getByRole('button', { name: '12 months' }).click()
  const strip = page.locator('.pd-insights-strip')
  await soon(() => strip.textContent()).toContain(count(before + 1))

  await page.getByRole('img', { name: `Views in each day, ${count(before + 1)} in all.` }).waitFor()
  await page.getByText('Every day as a table').click()
  const rows = page.getByRole('table').last().locator('tbody tr')
  expect(await rows.count()).toBe(365)
  const told = (await rows.locator('td:nth-child(2)').allTextContents()).map((text) => Number(text.replace(',', '')))
  expect(told.reduce((sum, each) => sum + each, 0)).toBe(before + 1)

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download days as CSV' }).click(),
  ])
  const csv = await readFile(await download.path(), 'utf8')
  expect(csv.split('\r\n')[0]).toBe('day,views,viewers,likes,comments,shares')
  expect(
    csv
      .split('\r\n')
      .slice(1, -1)
      .map((line) => Number(line.split(',')[1])),
  ).toEqual(told)
  expect(problems).toEqual([])
})

test('the period is chosen by name or by days, and days that are none are refused in words', async () => {
  const { page } = await site.visit(`/vehicles/${await site.vehicle(model)}`)
  await signInAs(page, mara)
  await page.getByRole('link', { name: 'Insights' }).click()
  await page.getByText(/than in the four weeks before\./).waitFor()
  await page.getByRole('button', { name: '24 hours' }).click()
  await page.getByRole('img', { name: /^Views in each hour/ }).waitFor()

  await page.getByRole('button', { name: 'Other days' }).click()
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
  await page.getByLabel('First day').fill(day(3))
  await page.getByLabel('Last day').fill(day(9))
  await page.getByRole('button', { name: 'Show' }).click()
  await page.getByText('The first day comes before the last').waitFor()
  await page.getByLabel('First day').fill(day(15))
  await page.getByRole('button', { name: 'Show' }).click()
  await page.getByText(/than in as many days before\./).waitFor()
  await page.getByRole('img', { name: /^Views in each day/ }).waitFor()
})

test('nobody else reads them: others get a plain no, and the way back', async () => {
  const vehicle = await site.vehicle(model)
  const { page, problems } = await site.visit(`/vehicles/${vehicle}/insights`)
  await page.getByRole('heading', { level: 1, name: 'Only its owner sees this' }).waitFor()
  await signInAs(page, ines)
  await page.getByRole('heading', { level: 1, name: 'Only its owner sees this' }).waitFor()
  await page.getByRole('link', { name: 'Back to the vehicle' }).click()
  await page.getByRole('heading', { level: 1, name: model }).waitFor()
  expect(await page.getByRole('link', { name: 'Insights' }).count()).toBe(0)
  expect(problems).toEqual([])
})

test('on a phone, a tablet and a desktop nothing is cut off, and whatever can be pressed is 44 px high', async () => {
  const { page } = await site.visit(`/vehicles/${await site.vehicle(model)}`)
  await signInAs(page, mara)
  await page.getByRole('link', { name: 'Insights' }).click()
  await page.getByRole('heading', { name: 'All figures' }).waitFor()
  await page.getByRole('button', { name: 'Other days' }).click()
  for (const width of [360, 768, 1440]) {
    await page.setViewportSize({ width, height: 800 })
    await soon(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('main button, main input, main summary')]
        .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 44)
        .map((element) => element.outerHTML.slice(0, 120)),
    )
    expect(small, `${width} px`).toEqual([])
  }
})
