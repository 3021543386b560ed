import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openSite, soon } from './site.ts'

const site = openSite()

const forecast = (page: Page) => page.locator('#forecast')
const bets = (page: Page) => page.locator('#bets')
const openClaims = (page: Page) => page.getByRole('region', { name: 'Your open bets' })

async function slide(page: Page, label: string, value: number): Promise<void> {
  await bets(page).getByLabel(label, { exact: true }).fill(String(value))
}

async function vehiclePage(model: string) {
  const id = await site.vehicle(model)
  const visit = await site.visit(`/vehicles/${id}`)
  await visit.page.getByRole('heading', { level: 1 }).waitFor()
  return { id, ...visit }
}

test('a number is given blind, then the crowd stands beside it; it is revised, taken back, and all is found again', async () => {
  const { page, problems } = await vehiclePage('’Cuda 340')
  await forecast(page).getByText('Yours first').waitFor()
  await forecast(page)
    .getByText(/3 people have given a number/)
    .waitFor()
  expect(await forecast(page).locator('svg').count()).toBe(0)
  expect(await page.getByText('What people say on average').count()).toBe(0)
  await bets(page).getByText('You start with 1,000 points').waitFor()

  await forecast(page).getByRole('button', { name: 'Give my number' }).click()
  await soon(() => bets(page).getByLabel('Kind of bet').inputValue()).toBe('auction_price')
  await bets(page).getByLabel('Number').fill('64,000')
  await slide(page, 'How sure are you?', 80)
  await slide(page, 'Stake', 50)
  await bets(page).getByText('If it fetches just that').waitFor()
  await bets(page).getByRole('button', { name: 'Place bet' }).click()
  await bets(page).getByText('Placed.').waitFor()

  await forecast(page).getByText('Mine $64,000').waitFor()
  await forecast(page)
    .getByText(/Yours is higher than \d+.% of what the crowd expects\./)
    .waitFor()
  await bets(page).getByText('You hold 950 points').waitFor()
  await bets(page).getByText('What people say on average').waitFor()

  await openClaims(page).getByRole('button', { name: 'Revise' }).click()
  expect(await bets(page).getByLabel('Number').inputValue()).toBe('64,000')
  await bets(page).getByLabel('Number').fill('61,000')
  await slide(page, 'Stake', 20)
  await bets(page).getByRole('button', { name: 'Revise bet' }).click()
  await forecast(page).getByText('Mine $61,000').waitFor()
  await bets(page).getByText('You hold 980 points').waitFor()

  await page.reload()
  await forecast(page).getByText('Mine $61,000').waitFor()
  await openClaims(page)
    .getByText(/The hammer price is \$61,000/)
    .waitFor()
  await bets(page).getByText('Your closed bets, 1').click()
  await bets(page)
    .getByText(/Replaced by a later bet/)
    .waitFor()

  await openClaims(page).getByRole('button', { name: 'Take back' }).click()
  await openClaims(page)
    .getByText(/Your 20 points return/)
    .waitFor()
  await openClaims(page).getByRole('button', { name: 'Keep it' }).click()
  await openClaims(page).getByRole('button', { name: 'Take back' }).click()
  await openClaims(page).getByRole('button', { name: 'Take it back' }).click()
  await forecast(page).getByText('Yours first').waitFor()
  await bets(page).getByText('You hold 1,000 points').waitFor()
  expect(await openClaims(page).count()).toBe(0)
  expect(problems).toEqual([])
})

test('who would rather look first skips, and that is remembered', async () => {
  const { page, problems } = await vehiclePage('’Cuda 340')
  await forecast(page).getByRole('button', { name: 'Skip, show me the crowd' }).click()
  await forecast(page)
    .getByText(/Half the weight lies between/)
    .waitFor()
  await page.reload()
  await forecast(page)
    .getByText(/Half the weight lies between/)
    .waitFor()
  await forecast(page).getByRole('button', { name: 'Value', exact: true }).click()
  await forecast(page).getByText('Yours first').waitFor()
  expect(problems).toEqual([])
})

test('a range, a modification and a day are claims too', async () => {
  const { page, problems } = await vehiclePage('PL510')
  const kind = bets(page).getByLabel('Kind of bet')
  await kind.selectOption('auction_price')
  await bets(page).getByRole('button', { name: 'A range' }).click()
  await bets(page).getByLabel('From').fill('24,000')
  await bets(page).getByLabel('To', { exact: true }).fill('18,000')
  await bets(page).getByText('The high end has to be above the low end.').waitFor()
  await bets(page).getByLabel('From').fill('18,000')
  await bets(page).getByLabel('To', { exact: true }).fill('24,000')
  await bets(page).getByRole('button', { name: 'Place bet' }).click()
  await openClaims(page).getByText('The hammer price is between $18,000 and $24,000.').waitFor()

  await kind.selectOption('next_mod_value')
  await bets(page).getByLabel('Modification').fill('Five-speed gearbox')
  await bets(page).getByLabel('Change in value').fill('-1,500')
  await bets(page).getByRole('button', { name: 'Place bet' }).click()
  await openClaims(page).getByText('Five-speed gearbox changes its value by −$1,500, give or take $250.').waitFor()

  await kind.selectOption('completion_date')
  await bets(page).getByLabel('Around').fill('2028-03-31')
  await bets(page).getByRole('button', { name: 'Place bet' }).click()
  await openClaims(page)
    .getByText(/The build is complete around 31 March 2028/)
    .waitFor()

  await forecast(page).getByRole('button', { name: 'Build', exact: true }).click()
  await forecast(page).getByText('Mine 31 March 2028').waitFor()
  await forecast(page).getByRole('button', { name: 'Modification', exact: true }).click()
  await forecast(page).getByText('Mine −$1,500').waitFor()
  await forecast(page)
    .getByText(/one person’s number/)
    .waitFor()
  expect(problems).toEqual([])
})

test('a stake that the balance no longer covers is refused at its field, in the database’s words', async () => {
  const { page, id } = await vehiclePage('2002')
  await bets(page).getByLabel('Kind of bet').selectOption('value_milestone')
  await bets(page).getByLabel('Number').fill('30,000')
  await slide(page, 'Stake', 100)
  await bets(page).getByRole('button', { name: 'Place bet' }).click()
  await bets(page).getByText('Placed.').waitFor()
  await bets(page).getByText('You hold 900 points').waitFor()

  await bets(page).getByLabel('Number').fill('35,000')
  await slide(page, 'Stake', 100)
  // While it is on its way, the same person, on another device, stakes nearly all of the rest. Sooner, the page might learn of it.
  await page.route(/\/rest\/v1\/vehicle_bets/, async (route) => {
    if (route.request().method() === 'POST') {
      await site.server.sql`
        insert into public.vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent, stake_amount)
        select ${await site.vehicle('F250')}, user_id, 'auction_price', '{"target_value": 15000}', 60, 890
        from public.vehicle_bets where vehicle_id = ${id} and stake_amount = 100`
    }
    await route.continue()
  })
  await bets(page).getByRole('button', { name: 'Place bet' }).click()
  await bets(page).getByRole('alert').getByText('The stake of 100.00 is above your balance of 10.00 points.').waitFor()
  const described = await bets(page).getByLabel('Stake', { exact: true }).getAttribute('aria-describedby')
  expect(await page.locator(`[id="${described}"]`).textContent()).toContain('above your balance')
  expect(await bets(page).getByLabel('Number').inputValue()).toBe('35,000')
})
