import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { addStarterLibrary } from '../../src/server/demo/library.ts'
import { rankAll } from '../support/rank.ts'
import { openSite, soon } from './site.ts'

const site = openSite()
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true }
const cards = (page: Page) => page.locator('.card h2').allTextContents()

beforeAll(async () => {
  const { sql } = site.server
  while (((await sql`select app.fold_bets() as n`)[0]?.n ?? 0) > 0) {}
  await rankAll(sql)
  await addStarterLibrary(sql)
})

test.each([
  ['on a phone', phone],
  ['on a desktop', {}],
])(
  '%s a car is found by words with a typing error, and the address keeps what was asked on the way back',
  async (_, options) => {
    const { page, problems } = await site.visit('/', options)
    await page.getByLabel('Find a vehicle').fill('plymoth')
    await page.getByText('words that are spelt much like them').waitFor()
    await soon(() => cards(page)).toEqual([expect.stringContaining('Cuda 340')])
    expect(new URL(page.url()).search).toBe('?q=plymoth')
    await page
      .getByRole('link', { name: /Cuda 340/ })
      .first()
      .click()
    await page.waitForURL(/vehicles/)
    await page.goBack()
    await soon(() => page.getByLabel('Find a vehicle').inputValue()).toBe('plymoth')
    await soon(() => cards(page)).toEqual([expect.stringContaining('Cuda 340')])
    await page.getByLabel('Find a vehicle').fill('no such thing')
    await page.getByText('No vehicle fits. Try fewer words, or leave out a filter.').waitFor()
    await page.getByLabel('Find a vehicle').fill('')
    await soon(() => page.locator('.card').count()).toBe(6)
    expect(problems).toEqual([])
  },
)

test('filters, order and shape stand in the address; what is no filter there is left out', async () => {
  const { page, problems } = await site.visit('/?make=datsun&from=1972&vote=maybe&sort=attention&view=grid&to=soon')
  await soon(() => cards(page)).toEqual([expect.stringContaining('510 wagon')])
  expect(await page.getByLabel('Make').inputValue()).toBe('Datsun')
  await page.getByLabel('From year').fill('')
  await soon(() => page.locator('.card').count()).toBe(2)
  await page.getByRole('button', { name: 'Technical' }).click()
  const table = page.getByRole('region', { name: 'Vehicles by their figures' })
  expect(await table.getByRole('row', { name: /Datsun PL510/ }).textContent()).toContain('97')
  expect(new URL(page.url()).search).toBe('?make=datsun&sort=attention&view=technical')
  expect(problems).toEqual([])
})

test('filters are chosen with their numbers, stay on the way back, and are taken away one by one', async () => {
  const { sql } = site.server
  const wagon = await site.vehicle('510 wagon')
  await sql`insert into vehicle_details (vehicle_id, place) values (${wagon}, 'Portland, Oregon')`
  await rankAll(sql)
  const { page, problems } = await site.visit('/', phone)
  await page.getByText('Filters', { exact: true }).click()
  await page.getByLabel('Place').selectOption({ label: 'Oregon (1)' })
  await page.getByLabel('Body').selectOption({ label: 'Wagon (1)' })
  await soon(() => cards(page)).toEqual([expect.stringContaining('510 wagon')])
  expect(new URL(page.url()).search).toBe('?place=oregon&body=wagon')
  await page
    .getByRole('link', { name: /510 wagon/ })
    .first()
    .click()
  await page.waitForURL(/vehicles/)
  await page.goBack()
  const chips = page.getByRole('list', { name: 'Filters in use' })
  await soon(() => chips.getByRole('listitem').allTextContents()).toEqual([
    'Remove Body: Wagon ×',
    'Remove Place: Oregon ×',
    'Remove all',
  ])
  await chips.getByRole('button', { name: 'Remove Place: Oregon' }).click()
  await soon(() => new URL(page.url()).search).toBe('?body=wagon')
  await chips.getByRole('button', { name: 'Remove Body: Wagon' }).click()
  await soon(() => page.locator('.card').count()).toBe(6)
  expect(problems).toEqual([])
})

test('of signs alone it is said that there is nothing to look for', async () => {
  const { page } = await site.visit('/?q=%3F%21')
  await page.getByText('There is nothing to look for in that: write a word or a number.').waitFor()
  expect(await page.locator('.card').count()).toBe(0)
})

test('many cars are shown page by page, and the way back leads to the place', async () => {
  const { sql } = site.server
  await sql`insert into vehicles (user_id, year, make, model)
    select user_id, 1960 + n % 40, 'Sample', 'Number ' || n from (select user_id from vehicles limit 1) v, generate_series(1, 60) n`
  await rankAll(sql)
  const { page } = await site.visit('/?q=sample', phone)
  await soon(() => page.locator('.card').count()).toBe(24)
  expect(await page.locator('.card img[alt="A coupe, drawn: its owner has shown none yet"]').count()).toBe(24)
  await page.getByRole('button', { name: 'Show more' }).click()
  await soon(() => page.locator('.card').count()).toBe(48)
  const car = page.locator('.card').nth(40).getByRole('link')
  const name = await car.textContent()
  await car.scrollIntoViewIfNeeded()
  const before = await page.evaluate(() => scrollY)
  await car.click()
  await page.getByRole('heading', { level: 1, name: /Number/ }).waitFor()
  await page.goBack()
  await soon(() => page.evaluate(() => scrollY)).toBeGreaterThan(before - 300)
  await soon(() => page.locator('.card').nth(40).getByRole('link').textContent()).toBe(name)
  await page.getByRole('button', { name: 'Show more' }).click()
  await soon(() => page.locator('.card').count()).toBe(60)
  expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0)
  await sql`delete from vehicles where make = 'Sample'`
})

test('a card has the crowd’s price for who has given a number, and nobody else', async () => {
  const { sql } = site.server
  const { page } = await site.visit('/?q=cuda')
  await page
    .getByRole('link', { name: /Cuda 340/ })
    .first()
    .waitFor()
  expect(await page.locator('.card-price').count()).toBe(0)
  await page
    .getByRole('link', { name: /Cuda 340/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'No, not yet' }).click() // which makes the visitor a member
  const skip = async () =>
    (
      await sql`insert into forecast_skips (vehicle_id, user_id, bet_type)
    select v.vehicle_id, v.user_id, 'auction_price' from auction_votes v join auth.users u on u.id = v.user_id
    where u.is_anonymous returning vehicle_id`
    ).map((row) => row.vehicle_id)
  await soon(skip).toEqual([await site.vehicle('’Cuda 340')])
  await page.goto(`${site.server.url}/`)
  await soon(() => page.locator('.card-price').count()).toBeGreaterThan(0)
  expect(await page.locator('.card-price').first().textContent()).toMatch(/^\$[\d,]+\$[\d,]+ to \$[\d,]+$/)
})

test('a car’s page has what others like it were sold for, asked for when one comes near, each with the words that say so', async () => {
  const id = await site.vehicle('’Cuda 340')
  const { page, problems } = await site.visit(`/vehicles/${id}`, phone)
  const asked: string[] = []
  page.on('request', (request) => request.url().includes('comparable_sales') && asked.push(request.url()))
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(asked).toEqual([])
  await page.getByRole('link', { name: 'The whole record, to print' }).scrollIntoViewIfNeeded()
  const sales = page.getByRole('region', { name: 'Comparable sales' })
  await sales.getByText('is the median of 5 sales of the same model').waitFor()
  const sold = sales.getByRole('region', { name: /^Sold/ })
  expect(await sold.getByRole('listitem').count()).toBe(4)
  await sold.getByRole('button', { name: 'Show 2 more' }).click()
  expect(await sold.getByRole('listitem').last().textContent()).toContain('Another version')
  const offered = sales.getByRole('region', { name: /^Asked or bid/ })
  expect(await offered.getByRole('listitem').first().textContent()).toContain('Bid · 2 May 2026')
  await sold
    .getByRole('link', { name: /’Cuda 340/ })
    .first()
    .click()
  await page.waitForURL(/documents/)
  expect(await page.locator('mark').textContent()).toMatch(/^Sold for USD [\d,]+ \(/)
  expect(problems).toEqual([])
})

test('of a car that no listing is like, it is said that there are none', async () => {
  const { page } = await site.visit(`/vehicles/${await site.vehicle('F250')}`)
  await page.getByRole('link', { name: 'The whole record, to print' }).scrollIntoViewIfNeeded()
  await page.getByText('No listing in the library names a price for this make and model').waitFor()
})

test('a car’s page ends with cars like it, asked for when one comes near', async () => {
  const id = await site.vehicle('’Cuda 340')
  const { page } = await site.visit(`/vehicles/${id}`)
  const asked: string[] = []
  page.on('request', (request) => request.url().includes('find_vehicles') && asked.push(request.url()))
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(asked).toEqual([])
  await page.getByRole('link', { name: 'The whole record, to print' }).scrollIntoViewIfNeeded()
  const like = page.getByRole('region', { name: 'Cars like it' })
  await like.getByRole('heading', { level: 3 }).first().waitFor()
  expect(await like.getByRole('link', { name: '’Cuda 340' }).count()).toBe(0)
})
