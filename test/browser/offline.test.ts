import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openSite, soon } from './site.ts'

const site = openSite()
const comment = (page: Page) => page.getByLabel('Add a comment')
const say = async (page: Page, text: string) => {
  await comment(page).fill(text)
  await page.getByRole('button', { name: 'Comment', exact: true }).click()
}
const notes = (page: Page) => page.getByText('Waiting for a connection.')
const waiting = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('paddock.acts ')).length)
const offline = (page: Page, on: boolean) => page.context().setOffline(on)
const signIn = async (page: Page, email = 'tom@demo.example', name = 'Tom Vasseur') => {
  await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email').fill(email)
  await dialog.getByLabel('Password').fill('paddock-demo')
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('banner').getByRole('button', { name }).waitFor()
  await page.waitForLoadState('networkidle')
}
const said = (text: string) => site.server.sql`
  select i.id from image_interactions i where i.comment_text = ${text}`
const path = async () => `/vehicles/${await site.vehicle('PL510')}`

test.each([
  ['a phone', { viewport: { width: 390, height: 844 }, hasTouch: true }],
  ['a desktop', {}],
])(
  'on %s a comment, a like, a vote and a bet without a connection are sent once when it is back',
  async (name, options) => {
    const text = `Said without a connection on ${name}`
    const { page } = await site.visit(await path(), options)
    await page.getByRole('button', { name: /^Like this photo/ }).waitFor()
    await signIn(page)
    const { sql } = site.server
    const [tom] = await sql`select id from auth.users where email = 'tom@demo.example'`
    await sql`delete from image_interactions where user_id = ${tom?.id}`
    await sql`delete from auction_votes where user_id = ${tom?.id}`
    await page.reload()
    await page.getByRole('banner').getByRole('button', { name: 'Tom Vasseur' }).waitFor()
    await page.waitForLoadState('networkidle')
    await comment(page).focus()
    await page.keyboard.press('Shift')
    await page.waitForLoadState('networkidle')
    await offline(page, true)
    await page.getByText(/^You are offline\./).waitFor()
    await say(page, text)
    await page.getByRole('button', { name: /^Like this photo/ }).click()
    await page.getByRole('button', { name: 'Yes, auction it' }).click()
    await page.locator('#bets').getByLabel('Number').fill('23750')
    await page
      .locator('#bets')
      .getByRole('button', { name: /^(Place|Revise) bet$/ })
      .click()
    await soon(() => notes(page).count()).toBe(4)
    expect(await page.getByRole('button', { name: /^Like this photo/ }).getAttribute('aria-pressed')).toBe('true')
    expect(await page.getByRole('button', { name: 'Yes, auction it' }).getAttribute('aria-pressed')).toBe('true')
    expect(await said(text)).toHaveLength(0)
    await offline(page, false)
    await soon(() => notes(page).count()).toBe(0)
    await soon(() => waiting(page)).toBe(0)
    expect(await said(text)).toHaveLength(1)
    expect(
      await sql`select from image_interactions where user_id = ${tom?.id} and interaction_type = 'like'`,
    ).toHaveLength(1)
    expect(await sql`select from auction_votes where user_id = ${tom?.id} and vote = 'yes'`).toHaveLength(1)
    const bets =
      await sql`select from vehicle_bets where user_id = ${tom?.id} and predicted_value = 23750 and status = 'active'`
    expect(bets).toHaveLength(1)
    await page.getByText(text).waitFor()
    await sql`delete from image_interactions where comment_text = ${text}`
  },
)

test('a comment changed or hidden, a tag, a bet revised or taken back and a useful reason wait for a connection too', async () => {
  const vehicle = await site.vehicle('Chevelle Malibu')
  const { page } = await site.visit(`/vehicles/${vehicle}`) // Tom's
  await signIn(page)
  const { sql } = site.server
  const [tom] = await sql`select id from auth.users where email = 'tom@demo.example'`
  const bets = page.locator('#bets')
  const place = async (kind: string, label: string, value: string) => {
    await bets.getByLabel('Kind of bet').selectOption({ label: kind })
    await bets.getByLabel(label).fill(value)
    await bets.getByRole('button', { name: 'Place bet' }).click()
    await bets.getByText('Placed. You can revise it').waitFor()
  }
  await place('Hammer price', 'Number', '31000')
  await place('Build complete', 'Around', '2031-05-31')
  await say(page, 'First words')
  await page.getByText('First words').waitFor()
  await page.getByRole('button', { name: 'Edit tags' }).click()
  await page.getByLabel('It shows').waitFor()
  const more = async (text: string, act: string) => {
    await page.getByRole('button', { name: `More on “${text}”` }).click()
    await page.getByRole('button', { name: act, exact: true }).click()
  }
  await page.waitForLoadState('networkidle')

  await offline(page, true)
  await more('First words', 'Edit')
  await page.getByLabel('Change it').fill('Better words')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Your changed comment').waitFor()
  await more('The waistline is the best of that decade.', 'Hide')
  await page.getByLabel('It shows').fill('chrome strip')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('button', { name: /^The reason of Mara Lindqvist is useful/ }).click()
  const open = bets.getByRole('region', { name: 'Your open bets' })
  await open.getByRole('listitem').filter({ hasText: '$31,000' }).getByRole('button', { name: 'Revise' }).click()
  await bets.getByLabel('Number').fill('35000')
  await bets.getByRole('button', { name: 'Revise bet' }).click()
  await open.getByRole('listitem').filter({ hasText: '2031' }).getByRole('button', { name: 'Take back' }).click()
  await bets.getByRole('group', { name: 'Take this bet back?' }).getByRole('button', { name: 'Take it back' }).click()
  await soon(() => notes(page).count()).toBe(6)
  const known = async () => ({
    comments: (
      await sql`select comment_text as text, is_hidden from image_interactions i join vehicle_images p on p.id = i.image_id
        where p.vehicle_id = ${vehicle} and p.position = 0 and interaction_type = 'comment' order by comment_text`
    ).map(({ text, is_hidden }) => [text, is_hidden]),
    tags: (await sql`select from image_tags where tag = 'chrome strip'`).length,
    useful: (await sql`select from useful_reasons where vehicle_id = ${vehicle} and user_id = ${tom?.id}`).length,
    bets: (
      await sql`select bet_type, status from vehicle_bets where vehicle_id = ${vehicle} and user_id = ${tom?.id} order by 1, 2`
    ).map(({ bet_type, status }) => `${bet_type} ${status}`),
  })
  expect(await known()).toEqual({
    comments: [
      ['First words', false],
      ['The waistline is the best of that decade.', false],
    ],
    tags: 0,
    useful: 0,
    bets: ['auction_price active', 'completion_date active'],
  })

  await offline(page, false)
  await soon(() => waiting(page)).toBe(0)
  await soon(() => notes(page).count()).toBe(0)
  expect(await known()).toEqual({
    comments: [
      ['Better words', false],
      ['The waistline is the best of that decade.', true],
    ],
    tags: 1,
    useful: 1,
    bets: ['auction_price active', 'auction_price cancelled', 'completion_date cancelled'],
  })
  await page.getByText('Better words').waitFor()
  await open.getByText(/\$35,000/).waitFor()
})

test('an answer that is lost on the way leads to no second comment, and a reload and another tab to none either', async () => {
  const { page } = await site.visit(await path())
  await signIn(page)
  let lost = 0
  await page.context().route('**/rest/v1/image_interactions*', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    await route.fetch() // it arrives, and the answer does not
    lost++
    await route.abort('connectionreset')
  })
  await say(page, 'The answer to this is lost')
  await notes(page).waitFor()
  expect(await said('The answer to this is lost')).toHaveLength(1)
  await page.reload()
  const second = await page.context().newPage()
  await second.goto(page.url())
  await second.getByText('The answer to this is lost').first().waitFor()
  await soon(() => lost).toBeGreaterThan(1)
  await page.context().unroute('**/rest/v1/image_interactions*')
  await soon(() => waiting(page)).toBe(0)
  await soon(() => notes(second).count()).toBe(0)
  expect(await said('The answer to this is lost')).toHaveLength(1)
})

test('what the server refuses later is given back: the reason beside it, the words in the form', async () => {
  const { page } = await site.visit(await path())
  await signIn(page)
  await page
    .context()
    .route('**/rest/v1/image_interactions*', (route) =>
      route.request().method() === 'POST' ? route.abort('connectionfailed') : route.continue(),
    )
  await say(page, '\u200b\u200b')
  await notes(page).waitFor()
  await page.context().unroute('**/rest/v1/image_interactions*')
  await page.getByText('Your words are back in the form.').waitFor()
  await page.getByText('Comment has 1 to 2000 characters.').waitFor()
  expect(await comment(page).inputValue()).toBe('\u200b\u200b')
  await page.reload()
  await page.getByText('Comment has 1 to 2000 characters.').waitFor()
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await soon(() => waiting(page)).toBe(0)
})

test('what waits can be taken back', async () => {
  const { page } = await site.visit(await path())
  await signIn(page)
  await comment(page).focus()
  await offline(page, true)
  await say(page, 'Better not')
  await notes(page).waitFor()
  await page.getByRole('button', { name: 'Take it back' }).click()
  await soon(() => notes(page).count()).toBe(0)
  await offline(page, false)
  expect(await waiting(page)).toBe(0)
  expect(await said('Better not')).toHaveLength(0)
})

test('signing out says what waits, and leaves nothing of it', async () => {
  const { page } = await site.visit(await path())
  await signIn(page)
  await comment(page).focus()
  await page
    .context()
    .route('**/rest/v1/image_interactions*', (route) =>
      route.request().method() === 'POST' ? route.abort('connectionfailed') : route.continue(),
    )
  await say(page, 'Of Tom alone')
  await notes(page).waitFor()
  await page.getByRole('banner').getByRole('button', { name: 'Tom Vasseur' }).click()
  await page.getByText('1 thing that you did has not been sent. Signing out discards it.').waitFor()
  await page.getByRole('button', { name: 'Sign out and discard' }).click()
  await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).waitFor()
  await soon(() => waiting(page)).toBe(0)
  expect(await page.getByText('Of Tom alone').count()).toBe(0)
  await page.context().unroute('**/rest/v1/image_interactions*')
  expect(await said('Of Tom alone')).toHaveLength(0)
})
