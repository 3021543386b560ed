import { readFile } from 'node:fs/promises'
import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { openSite, soon } from './site.ts'

const site = openSite()

test('a visitor votes, becomes a member, takes everything along, and leaves', async () => {
  const email = `${crypto.randomUUID()}@example.com`
  const { page, problems } = await site.visit(`/vehicles/${await site.vehicle('PL510')}`)
  await page.getByRole('button', { name: 'Yes, auction it' }).click()
  await page.getByText('5 of 5 say yes').waitFor()
  await page
    .getByRole('button', { name: /^(?:Keep|Account|Visitor)/ })
    .first()
    .click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel(/^Email/).fill(email)
  await sheet.getByLabel(/^Password/).fill('a long password')
  await sheet.getByRole('button', { name: 'Keep my account' }).click()
  await sheet.getByRole('link', { name: 'Your account and data' }).click()

  await page.getByRole('heading', { level: 1, name: 'Your account' }).waitFor()
  await page.getByRole('row', { name: /^Votes 1/ }).waitFor()
  await page.getByRole('button', { name: 'Take it along' }).click()
  const link = page.getByRole('link', { name: /^Save the zip/ })
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  const zip = unzipSync(await readFile(await download.path()))
  const read = (file: string) => JSON.parse(strFromU8(zip[file] ?? new Uint8Array()))
  expect(read('account.json')).toEqual([expect.objectContaining({ email })])
  expect(read('votes.json')).toHaveLength(1)

  await page.getByRole('button', { name: 'Delete my account …' }).click()
  await page.getByLabel('Your email, to be sure').fill('someone@else.example')
  await page.getByRole('button', { name: 'Delete my account for good' }).click()
  await page.getByText('This is not the email of the account.').waitFor()
  await page.getByLabel('Your email, to be sure').fill(email)
  await page.getByLabel(/^Password/).fill('a long password')
  await page.getByRole('button', { name: 'Delete my account for good' }).click()
  await page.getByRole('heading', { level: 1, name: 'Your account is deleted' }).waitFor()
  await soon(async () => (await site.server.sql`select from auth.users where email = ${email}`).length).toBe(0)
  await page.getByRole('link', { name: 'See what is on view' }).click()
  await page.getByRole('button', { name: 'Sign in' }).waitFor()
  expect(problems.filter((problem) => !/40[013]/.test(problem))).toEqual([])
})
