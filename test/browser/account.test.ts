import { expect, test } from 'vitest'
import { openSite, soon } from './site.ts'

const site = openSite()

test('a visitor keeps the account, signs out, and finds the vote on another device', async () => {
  const path = `/vehicles/${await site.vehicle('2002')}`
  const email = `ada-${Date.now()}@example.com`

  const { page, problems } = await site.visit(path)
  await page.getByRole('button', { name: 'No, not yet' }).click()
  await page.getByText('1 of 3 say yes').waitFor()

  await page.getByRole('button', { name: 'Keep your account' }).click()
  await page.getByLabel('Email').fill(email)
  await page.getByLabel(/^Password/).fill('a long enough secret')
  await page.getByRole('button', { name: 'Keep my account' }).click()
  await page.getByText(`Signed in as ${email}.`).waitFor()
  await page.getByLabel('Name beside your votes and comments').fill('Ada')
  await page.getByRole('button', { name: 'Save name' }).click()
  await page.getByRole('button', { name: 'Saved' }).waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Sign in' }).waitFor()
  await soon(() => page.getByRole('button', { name: 'No, not yet' }).getAttribute('aria-pressed')).toBe('false')

  const elsewhere = await site.visit(path)
  await elsewhere.page.getByRole('button', { name: 'Sign in' }).click()
  const dialog = elsewhere.page.getByRole('dialog', { name: 'Sign in' })
  await dialog.getByLabel('Email').fill(email)
  await dialog.getByLabel('Password').fill('a long enough secret')
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await elsewhere.page.getByRole('button', { name: 'Ada' }).waitFor()
  await elsewhere.page.getByRole('button', { name: 'No, not yet', pressed: true }).waitFor()
  expect(await elsewhere.page.getByText('1 of 3 say yes').count()).toBe(1)
  expect([...problems, ...elsewhere.problems]).toEqual([])
})

test('a wrong password is told in words, and the form stays filled in', async () => {
  const { page } = await site.visit('/')
  await page.getByRole('button', { name: 'Sign in' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email').fill('nobody@example.com')
  await dialog.getByLabel('Password').fill('not the password')
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await dialog.getByRole('alert').waitFor()
  expect(await dialog.getByRole('alert').textContent()).toBe('Email or password is wrong. Check both and try again.')
  expect(await dialog.getByLabel('Email').inputValue()).toBe('nobody@example.com')
})

test.each([360, 1280])('at %i px one’s own page is one tap away, and the theme is still turned', async (width) => {
  const { page, problems } = await site.visit('/', { viewport: { width, height: 800 } })
  await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email').fill('tom@demo.example')
  await dialog.getByLabel('Password').fill('paddock-demo')
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('banner').getByRole('link', { name: 'Your page' }).click()
  await page.getByRole('heading', { level: 1, name: 'Tom Vasseur' }).waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
  await page.getByRole('banner').getByRole('button', { name: 'Tom Vasseur' }).click()
  await dialog.getByRole('button', { name: 'Switch between light and dark' }).click()
  await soon(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
  expect(problems).toEqual([])
  await page.context().close()
})
