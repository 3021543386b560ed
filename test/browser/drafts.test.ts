import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { newCar, newMember, signInHere } from './members.ts'
import { openSite, soon } from './site.ts'

const site = openSite()
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true }
const comment = (page: Page) => page.getByLabel('Add a comment')
const number = (page: Page) => page.locator('#bets').getByLabel('Number')
const drafts = (page: Page) => page.evaluate(() => localStorage.getItem('paddock.drafts'))
const signIn = async (page: Page) => {
  await page.getByRole('button', { name: 'Sign in' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email').fill('tom@demo.example')
  await dialog.getByLabel('Password').fill('paddock-demo')
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('banner').getByRole('button', { name: 'Tom Vasseur' }).waitFor()
}

test.each([
  ['a phone', phone],
  ['a desktop', {}],
])(
  'on %s a comment and a claim survive a reload, another page, signing in and being offline, and are sent once',
  async (_, options) => {
    const path = `/vehicles/${await site.vehicle('PL510')}`
    const { page, problems } = await site.visit(path, options)
    await comment(page).fill('Is the grille the early one?')
    await number(page).fill('21500')
    await page.reload()
    await soon(() => comment(page).inputValue()).toBe('Is the grille the early one?')
    await soon(() => number(page).inputValue()).toContain('21')
    await page.getByRole('link', { name: 'Paddock' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'On view' }).waitFor()
    await page.goBack()
    await soon(() => comment(page).inputValue()).toBe('Is the grille the early one?')
    await signIn(page)
    await soon(() => comment(page).inputValue()).toBe('Is the grille the early one?')

    await page.context().setOffline(true)
    await page.getByRole('button', { name: 'Comment', exact: true }).click()
    await page.getByText('Your comment: Is the grille the early one?').waitFor()
    expect(await comment(page).inputValue()).toBe('')
    await page.context().setOffline(false)
    const { sql } = site.server
    const written = () =>
      sql`select comment_text from image_interactions where comment_text = 'Is the grille the early one?'`
    await soon(written).toHaveLength(1)
    await soon(() => comment(page).inputValue()).toBe('')
    await soon(() => drafts(page)).not.toContain('grille')
    await page.reload()
    await comment(page).waitFor()
    expect(await comment(page).inputValue()).toBe('')
    expect(problems.filter((problem) => !/Failed to load|ERR_/.test(problem))).toEqual([])
    await sql`delete from image_interactions where comment_text = 'Is the grille the early one?'`
  },
)

test('each photo has its own draft, what is no draft is left alone, and signing out forgets them all', async () => {
  const { page } = await site.visit(`/vehicles/${await site.vehicle('PL510')}`)
  await comment(page).fill('Of the first photo')
  await page.getByRole('button', { name: 'Next photo' }).click()
  await soon(() => comment(page).inputValue()).toBe('')
  await comment(page).fill('Of the second photo')
  await page.getByRole('button', { name: 'Previous photo' }).click()
  await soon(() => comment(page).inputValue()).toBe('Of the first photo')
  await signIn(page)
  await page.getByRole('banner').getByRole('button', { name: 'Tom Vasseur' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).waitFor()
  await soon(() => drafts(page)).toBeNull()
  await page.evaluate(() => {
    localStorage.setItem('paddock.drafts.of', 'somebody whose session has run out')
    const draft = { at: Date.now(), value: 'not for you' }
    localStorage.setItem('paddock.drafts', JSON.stringify({ 'a photo comment': draft }))
  })
  await signIn(page)
  await soon(() => drafts(page)).toBeNull()
  for (const odd of ['no json', '[]', '{"x":1}', 'null', '"a"']) {
    await page.evaluate((text) => localStorage.setItem('paddock.drafts', text), odd)
    await page.reload()
    await comment(page).waitFor()
    expect(await comment(page).inputValue(), odd).toBe('')
  }
})

test('a reason that could not be sent waits as it was typed, and is sent once there is a connection', async () => {
  const { page } = await site.visit(`/vehicles/${await site.vehicle('2002')}#auction`)
  await page.getByRole('button', { name: 'No, not yet' }).click()
  const { sql } = site.server
  const cast = () => sql`select from auction_votes v join auth.users u on u.id = v.user_id where u.is_anonymous`
  await soon(cast).toHaveLength(1)
  await page.waitForLoadState('networkidle')
  const why = page.getByLabel('Why? (if you like)')
  await why.fill('The sills want doing first ')
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Your vote, no: The sills want doing first').waitFor()
  await page.context().setOffline(false)
  await soon(() => page.getByText('Waiting for a connection.').count()).toBe(0)
  await page.getByRole('button', { name: 'Saved', exact: true }).waitFor()
  await soon(() => drafts(page)).toBeNull()
  await soon(() => why.inputValue()).toBe('The sills want doing first')
})

test.each([
  ['a phone', phone],
  ['a desktop', {}],
])('on %s #bets, #auction and #comments lead to their part when the page is opened', async (_, options) => {
  for (const part of ['auction', 'bets', 'comments']) {
    const { page } = await site.visit(`/vehicles/${await site.vehicle('PL510')}#${part}`, options)
    const inSight = () =>
      page.evaluate((id) => {
        const box = document.getElementById(id)?.getBoundingClientRect()
        return box !== undefined && box.top < innerHeight && box.bottom > 0 && box.left < innerWidth && box.right > 0
      }, part)
    await soon(inSight).toBe(true)
    await page.waitForLoadState('networkidle')
    expect(await inSight(), part).toBe(true)
    await page.context().close()
  }
})

/** Writes to a table wait until the test lets them go on, or answers them itself. */
async function held(page: Page, path: string) {
  const waiting: ((answer: 'go' | 'refuse') => void)[] = []
  await page.route(`**/rest/v1/${path}*`, async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    const answer = await new Promise<'go' | 'refuse'>((resolve) => waiting.push(resolve))
    if (answer === 'go') return route.continue()
    await route.fulfill({ status: 400, json: { code: 'P0001', message: 'Not now.', details: null, hint: null } })
  })
  return async (answer: 'go' | 'refuse') => {
    await soon(() => waiting.length).toBeGreaterThan(0)
    waiting.shift()?.(answer)
  }
}

/** To the index and back, without loading the page anew. */
async function leaveAndComeBack(page: Page, mark: string) {
  await page.getByRole('link', { name: 'Paddock' }).first().click()
  await page.getByRole('heading', { level: 1, name: 'On view' }).waitFor()
  await page.goBack()
  await page.getByRole('heading', { level: 1, name: mark }).waitFor()
}

test('a comment and a bet on their way are no draft, and one that is refused is one again, in the form opened meanwhile', async () => {
  const { page } = await site.visit(`/vehicles/${await site.vehicle('2002')}`)
  await signIn(page)
  const answerComment = await held(page, 'image_interactions')
  await comment(page).fill('Were the sills done?')
  await page.getByRole('button', { name: 'Comment', exact: true }).click()
  await leaveAndComeBack(page, '2002')
  await comment(page).waitFor()
  expect(await comment(page).inputValue()).toBe('')
  await answerComment('refuse')
  await soon(() => comment(page).inputValue()).toBe('Were the sills done?')
  await comment(page).fill('')

  const answerBet = await held(page, 'vehicle_bets')
  await number(page).fill('31500')
  await page.locator('#bets').getByRole('button', { name: 'Place bet' }).click()
  await leaveAndComeBack(page, '2002')
  await number(page).waitFor()
  expect(await number(page).inputValue()).toBe('')
  await answerBet('refuse')
  await soon(() => number(page).inputValue()).toContain('31')
  // What is typed while another is on its way stays, whatever comes of that.
  await page.locator('#bets').getByRole('button', { name: 'Place bet' }).click()
  await leaveAndComeBack(page, '2002')
  await number(page).fill('41000')
  await answerBet('refuse')
  await page.waitForLoadState('networkidle')
  await page.reload()
  await soon(() => number(page).inputValue()).toContain('41')
})

test('an objection on its way is no draft; refused it is seen again, cut off by a reload it is kept, sent it is forgotten', async () => {
  const bettor = await newMember(site, 'Dora')
  const car = await site.vehicle('PL510')
  const bet = {
    vehicle_id: car,
    user_id: bettor.id,
    bet_type: 'auction_price',
    confidence_percent: 60,
    stake_amount: 10,
  }
  const { error } = await bettor.client.from('vehicle_bets').insert({ ...bet, prediction: { target_value: 20_000 } })
  expect(error).toBeNull()
  const sale = { vehicle_id: car, kind: 'auction_result', sold: true, value: 61_000 }
  const found = { occurred_at: new Date().toISOString(), evidence: { source_url: 'https://www.example.com/lot/12' } }
  expect(
    (
      await site.server
        .service()
        .from('vehicle_outcomes')
        .insert({ ...sale, ...found })
    ).error,
  ).toBeNull()

  const { page } = await site.visit(`/vehicles/${car}/forecast`)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await signInHere(page, bettor)
  const answer = await held(page, 'rpc/dispute_settlement')
  const settled = page.getByRole('region', { name: 'How it is settled' })
  const words = settled.getByLabel('What is wrong with it?')
  const closed = settled.getByRole('button', { name: 'Dispute this answer' })
  const send = settled.getByRole('button', { name: 'Dispute it' })
  await closed.click()
  await words.fill('That lot was another car')
  await send.click()
  await leaveAndComeBack(page, 'PL510')
  await closed.waitFor()
  expect(await words.count()).toBe(0)
  await answer('refuse')
  await soon(() => words.inputValue()).toBe('That lot was another car')

  await send.click()
  await settled.getByRole('button', { name: 'Sending …' }).waitFor()
  await page.reload()
  await soon(() => words.inputValue()).toBe('That lot was another car')
  await page.unroute('**/rest/v1/rpc/dispute_settlement*')
  await send.click()
  await settled.locator('q', { hasText: 'That lot was another car' }).waitFor()
  await soon(async () => (await drafts(page)) ?? '').not.toContain('another car')
})

test('the reports of a wrong value and of a finished build are no drafts on their way, and are seen again where they are refused', async () => {
  const owner = await newMember(site, 'Rosa')
  const car = await newCar(site, owner, 'Spider')
  const { page } = await site.visit(`/vehicles/${car}`)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await signInHere(page, owner)
  const answerReport = await held(page, 'research_reports')
  const sheet = page.getByRole('dialog')
  const open = async () => {
    await page.getByLabel('Something else').fill('Weight')
    await page.getByRole('button', { name: 'Look it up' }).click()
    await sheet.getByText('Nothing we have supports this.').waitFor()
  }
  await open()
  await sheet.getByRole('button', { name: 'Report a wrong value' }).click()
  await sheet.getByLabel('What is wrong with it?').fill('It stands on the plate')
  await sheet.getByRole('button', { name: 'Send report' }).click()
  await sheet.getByRole('button', { name: 'Sending …' }).waitFor()
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
  await open()
  await sheet.getByRole('button', { name: 'Report a wrong value' }).waitFor()
  expect(await sheet.getByLabel('What is wrong with it?').count()).toBe(0)
  await answerReport('refuse')
  await soon(() => sheet.getByLabel('What is wrong with it?').inputValue()).toBe('It stands on the plate')
  await sheet.getByRole('button', { name: 'Send report' }).click()
  await sheet.getByRole('button', { name: 'Sending …' }).waitFor()
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
  await answerReport('go')
  // The sheet is closed meanwhile: what was sent is forgotten all the same.
  await soon(async () => (await drafts(page)) ?? '').not.toContain('plate')

  await page.goto(`${site.server.url}/garage/${car}`)
  const answerBuild = await held(page, 'rpc/report_build')
  const form = page.getByRole('form', { name: 'The build is complete' })
  const begin = page.getByRole('button', { name: 'The build is complete' })
  await begin.click()
  await form.getByLabel('Completed on').fill('2026-05-17')
  await form.getByLabel('Address of the page').fill('https://example.com/thread/7')
  await form.getByRole('button', { name: 'Say that it is complete' }).click()
  await leaveAndComeBack(page, 'Spider')
  await begin.waitFor()
  expect(await form.count()).toBe(0)
  await answerBuild('refuse')
  await soon(() => form.getByLabel('Address of the page').inputValue()).toBe('https://example.com/thread/7')
  expect(await form.getByLabel('Completed on').inputValue()).toBe('2026-05-17')
})
