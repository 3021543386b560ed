import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
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
