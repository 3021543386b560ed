import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { vote } from './crowd.ts'
import { newCar, newMember, signInHere } from './members.ts'
import { openSite, soon } from './site.ts'

const site = openSite()

const panel = (page: Page) => page.getByRole('region', { name: 'Auction' })
const yes = (page: Page) => page.getByRole('button', { name: 'Yes, auction it' })

async function signIn(page: Page, email: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign in' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email').fill(email)
  await dialog.getByLabel('Password').fill('paddock-demo')
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await soon(() => page.getByRole('dialog').count()).toBe(0)
}

test('a vote is given a reason and an estimate, kept private, withdrawn and taken up again', async () => {
  const { page, problems } = await site.visit(`/vehicles/${await site.vehicle('2002')}`)
  await yes(page).click()
  await page.getByText('2 of 3 say yes').waitFor()
  await page.getByText(/Your vote weighs 10\s%/).click()
  await page.getByText(/Your account is not verified/).waitFor()

  await page.getByLabel('Why? (if you like)').fill('The dash is back in.')
  await page.getByLabel(/hammer price you expect/).fill('27,000')
  await page.getByLabel('Currency').selectOption('EUR')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText(/A visitor, just now, expects €27,000/).waitFor()

  await page.getByLabel(/Keep my ballot private/).check()
  await soon(() => panel(page).getByText('The dash is back in.', { exact: true }).count()).toBe(1) // in my form only
  const [kept] = await site.server
    .sql`select vote, is_private from public.auction_votes where reason = 'The dash is back in.'`
  expect(kept).toEqual({ vote: 'yes', is_private: true })
  const stranger = await site.visit(`/vehicles/${await site.vehicle('2002')}`)
  await stranger.page.getByText('2 of 3 say yes').waitFor()
  expect(await stranger.page.getByText('The dash is back in.').count()).toBe(0)

  await page.getByRole('button', { name: 'Withdraw my vote' }).click()
  await page.getByText('Your vote is withdrawn.').waitFor()
  await page.getByText('1 of 2 say yes').waitFor()
  await soon(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Undo')
  await page.keyboard.press('Enter')
  await page.getByText('2 of 3 say yes').waitFor()
  expect(await page.getByLabel('Why? (if you like)').inputValue()).toBe('The dash is back in.')
  expect(await page.getByLabel('Currency').inputValue()).toBe('EUR')
  expect(await page.getByLabel(/Keep my ballot private/).isChecked()).toBe(true)
  expect([...problems, ...stranger.problems]).toEqual([])
})

test.each([
  ['98', { yes: 49, no: 1 }],
  ['2', { yes: 1, no: 49 }],
])('at 360 px no word of the bar covers its mark or another word where %s %% say yes', async (share, crowd) => {
  const { sql } = site.server
  const owner = await newMember(site, `Karl ${share}`)
  const car = await newCar(site, owner, `GT ${share}`)
  await vote(sql, car, crowd)
  const { page } = await site.visit(`/vehicles/${car}#auction`, { viewport: { width: 360, height: 800 } })
  const bar = page.getByRole('img', { name: new RegExp(`^${share}\\s% of the weighed votes are yes`) })
  await bar.scrollIntoViewIfNeeded()
  await soon(() =>
    bar.evaluate((drawing) => {
      const boxes = [...drawing.querySelectorAll('text, .pd-chart-value')].map((element) => ({
        what: element.textContent || 'mark',
        box: element.getBoundingClientRect(),
      }))
      const outer = drawing.getBoundingClientRect()
      const meet = boxes.flatMap((one, place) =>
        boxes
          .slice(place + 1)
          .filter(
            ({ box }) =>
              box.left < one.box.right &&
              box.right > one.box.left &&
              box.top < one.box.bottom - 3 && // below the letters a box goes on
              box.bottom - 3 > one.box.top,
          )
          .map(({ what }) => `${one.what} and ${what}`),
      )
      const out = boxes.filter(({ box }) => box.left < outer.left - 1 || box.right > outer.right + 1)
      return { drawn: boxes.length > 6, meet, out: out.map(({ what }) => what) }
    }),
  ).toEqual({ drawn: true, meet: [], out: [] })
  await page.context().close()
})

test('the owner’s own vote is counted as a vote, and moves neither the share nor the verdict', async () => {
  const { sql } = site.server
  const owner = await newMember(site, 'Olga')
  const car = await newCar(site, owner, 'Sprint')
  await vote(sql, car, { yes: 8, no: 4 })
  const { page, problems } = await site.visit(`/vehicles/${car}`)
  await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).click()
  await signInHere(page, owner)
  const count = (words: string) => panel(page).getByText(words, { exact: true })
  const standing = async () => [
    await panel(page)
      .getByRole('img', { name: /of the weighed votes are yes/ })
      .getAttribute('aria-label'),
    await panel(page).locator('strong').first().textContent(),
    await panel(page)
      .getByText(/^By weight/)
      .textContent(),
  ]
  await count('8 of 12 say yes').waitFor()
  await page.getByText(/Your vote weighs nothing in the verdict/).waitFor()
  const before = await standing()
  await panel(page).getByRole('button', { name: 'No, not yet' }).click()
  await count('8 of 13 say yes').waitFor()
  await sql`select app.fold_votes()`
  await page.reload()
  await count('8 of 13 say yes').waitFor()
  await panel(page).getByRole('button', { name: 'No, not yet', pressed: true }).waitFor()
  expect(await standing()).toEqual(before)
  expect(problems).toEqual([])
  await page.context().close()
})

test('a reason that people find useful rises', async () => {
  const { page, problems } = await site.visit(`/vehicles/${await site.vehicle('Chevelle Malibu')}`)
  const reasons = () =>
    panel(page)
      .getByRole('listitem')
      .filter({ has: page.getByRole('button', { name: /is useful/ }) })
  await soon(() => reasons().count()).toBe(2)
  const last = await reasons().last().getByRole('button').getAttribute('aria-label')
  await reasons().last().getByRole('button').click()
  await soon(() => reasons().first().getByRole('button').getAttribute('aria-label')).toBe(`${last}, 1 person thinks so`)
  expect(await reasons().first().getByRole('button').getAttribute('aria-pressed')).toBe('true')
  await page.reload()
  await soon(() => reasons().first().getByRole('button').getAttribute('aria-pressed')).toBe('true')
  await reasons().first().getByRole('button').click()
  await soon(() => reasons().first().getByRole('button', { pressed: true }).count()).toBe(0)
  expect(problems).toEqual([])
})

test('a vehicle that turns ready: the owner is told, accepts with a reserve, and everybody sees how far it is', async () => {
  const vehicle = await site.vehicle('’Cuda 340')
  const watcher = await site.visit(`/vehicles/${vehicle}`)
  await watcher.page.getByText('4 of 5 say yes').waitFor()
  const owner = await site.visit(`/vehicles/${vehicle}`)
  await signIn(owner.page, 'mara@demo.example')
  expect(await owner.page.getByRole('button', { name: /^Notices/ }).count()).toBe(0)

  await vote(site.server.sql, vehicle, { yes: 30, no: 6, estimate: (n) => 50_000 + (n % 9) * 1_000 })
  await watcher.page.getByText('Ready for auction.').waitFor()
  await watcher.page.getByText(/The owner was asked on/).waitFor()
  expect(await watcher.page.getByRole('button', { name: 'Accept' }).count()).toBe(0)

  await owner.page.getByRole('button', { name: 'Notices, 1 unread' }).click()
  await owner.page.getByText(/Unread: .*ready for auction/).waitFor()
  await owner.page.getByRole('link', { name: 'See it' }).click()
  await owner.page.getByRole('button', { name: 'Notices', exact: true }).waitFor()

  await owner.page.getByRole('button', { name: 'Take that' }).click()
  await owner.page.getByLabel(/^Your reserve/).fill('45,000')
  await owner.page.getByLabel(/Show the reserve to everybody/).check()
  await owner.page.getByRole('button', { name: 'Accept' }).click()
  await owner.page.getByText('Goes to auction.').waitFor()
  await owner.page.getByRole('button', { name: 'Change the reserve' }).waitFor()
  await owner.page.getByText(/a sale does that with a chance of/).waitFor()
  expect(await owner.page.getByText(/with\sa\schance\sof/).count()).toBe(1)
  await watcher.page.getByText('Goes to auction.').waitFor()
  await watcher.page
    .getByText(/The owner wants to be left with \$45,000 or more; a sale does that with a chance of \d+/)
    .waitFor()

  await owner.page.getByRole('button', { name: 'Decline' }).click()
  await owner.page.getByLabel(/^Why does it stay/).fill('It stays with us after all.')
  await owner.page.getByRole('button', { name: 'Decline the nomination' }).click()
  await watcher.page.getByText('It stays with us after all.').waitFor()
  expect([...owner.problems, ...watcher.problems]).toEqual([])
})

test('after the auction the hammer stands beside the estimates, and the page of the ready ones says how verdicts fared', async () => {
  const { sql } = site.server
  const vehicle = await site.vehicle('PL510')
  await vote(sql, vehicle, { yes: 20, no: 2 })
  await vote(sql, await site.vehicle('2002'), { yes: 20, no: 6 })
  const [outcome] = await sql`insert into public.vehicle_outcomes (vehicle_id, kind, value, sold, occurred_at, evidence)
    values (${vehicle}, 'auction_result', 21000, true, now(), '{"source_url": "https://example.com/lot/12"}') returning confirmed_at`
  expect(outcome?.confirmed_at).not.toBeNull()
  await sql`select app.tend_auctions()`
  const { page, problems } = await site.visit(`/vehicles/${vehicle}`)
  const panel = page.getByRole('region', { name: 'How it went' })
  await panel.getByText(/^Sold on .* for \$21,000\.$/).waitFor()
  await page.getByText(/The middle estimate, \$20,500, was 2\s% below the hammer price/).waitFor()
  await page.getByRole('row', { name: /1\. Mara Lindqvist \$21,000 exactly/ }).waitFor()
  await page.getByRole('link', { name: 'What it sold for' }).waitFor()
  expect(await page.getByRole('link', { name: 'Vote on auction' }).count()).toBe(0)

  await page.goto(`${site.server.url}/ready`)
  await page.getByRole('heading', { level: 1, name: 'Ready for auction' }).waitFor()
  await page.getByRole('row', { name: /Ready for auction 1 of 1 100\s%/ }).waitFor()
  const list = page.getByRole('list', { name: 'Vehicles, the surest first' })
  await list.waitFor()
  const names = (await list.getByRole('heading').allTextContents()).filter((name) => /PL510|2002/.test(name))
  expect(names.map((name) => name.slice(-5))).toEqual(['W2002']) // the other one is sold
  await list.getByRole('link', { name: /2002/ }).click()
  await page.getByText('Ready for auction.').waitFor()
  expect(problems).toEqual([])
})

test.each([360, 768])(
  'at %i px neither the panel nor the page of the ready ones is wider than the window',
  async (width) => {
    const truck = await site.vehicle('F250')
    await vote(site.server.sql, truck, { yes: 20, no: 1, estimate: () => 16_000 })
    const { page } = await site.visit(`/vehicles/${truck}`, {
      viewport: { width, height: 800 },
    })
    await page.getByRole('button', { name: 'Auction', exact: true }).click()
    await yes(page).click()
    await page.getByText(/Your vote weighs/).click()
    await page.getByLabel(/hammer price you expect/).fill('1,000,000,000')
    await page.getByLabel('Currency').selectOption('CHF')
    const overflowing = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('main *')]
          .filter((element) => element.closest('#auction, .ready') && element.checkVisibility())
          .filter((element) => !element.closest('.pd-hidden, svg'))
          .filter(
            (element) =>
              element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline',
          )
          .map((element) => element.outerHTML.slice(0, 100)),
      )
    expect(await overflowing()).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    await page.goto(`${site.server.url}/ready`)
    await page.getByRole('list', { name: 'Vehicles, the surest first' }).waitFor()
    expect(await overflowing()).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
  },
)
