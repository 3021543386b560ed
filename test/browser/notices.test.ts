import { expect, test } from 'vitest'
import { openMailReceiver } from '../database/delivery/receivers.ts'
import { settleDue } from '../support/settle.ts'
import { openSite, soon } from './site.ts'

const mail = await openMailReceiver()
const pageUrl = 'https://cars.example.com' // the port is not known yet; links are followed here
const site = openSite(() => ({
  delivery: { webhook: null, mail: { smtpUrl: mail.url, from: 'Paddock <cars@example.com>' }, pageUrl },
}))

const decoded = (text: string) =>
  text
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

test('bet and followed, settled, seen as a notice, received as a mail, and unsubscribed', async () => {
  const { server } = site
  const email = `grace-${Date.now()}@example.com`
  const credentials = { email, password: 'a long password', email_confirm: true }
  expect((await server.service().auth.admin.createUser(credentials)).error).toBeNull()
  const id = await site.vehicle('PL510')
  const { page, problems } = await site.visit(`/vehicles/${id}`)
  await page.getByRole('button', { name: 'Sign in' }).first().click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel(/^Email/).fill(email)
  await sheet.getByLabel(/^Password/).fill('a long password')
  await sheet.getByRole('button', { name: 'Sign in', exact: true }).click()
  await sheet.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: /^Follow the 1971 Datsun/ }).click()
  await page.getByRole('button', { name: /^Stop following the 1971 Datsun/ }).waitFor()

  await page.goto(`${server.url}/vehicles/${id}/forecast`)
  const claims = page.locator('#claims')
  await page.getByRole('button', { name: email }).waitFor()
  await page.getByText('points').first().waitFor()
  await claims.getByLabel('Kind of bet').selectOption('value_milestone')
  await claims.getByLabel('Number').fill('50,000')
  await claims.getByLabel('How sure are you?').fill('80')
  await claims.getByRole('button', { name: 'Place bet' }).click()
  await claims.getByText('Placed.').waitFor()

  await server.sql`update app.settlement_settings set dispute_window = '0'`
  await server.sql`
    insert into public.vehicle_outcomes (vehicle_id, kind, value, currency, sold, occurred_at, evidence)
    values (${id}, 'auction_result', 60000, 'USD', true, now(), '{"source_url": "https://example.com/lot/12"}')`
  await settleDue(server.sql)
  const ofMyBet = () =>
    mail.mails.flatMap(({ to, text }) =>
      to[0] === email && decoded(text).includes('Your bet came true') ? decoded(text) : [],
    )
  await expect.poll(() => ofMyBet().length).toBe(1)

  await page.goto(`${server.url}/account`)
  await page
    .getByRole('list', { name: 'What you follow' })
    .getByRole('link', { name: /1971 Datsun/ })
    .waitFor()
  await page.getByRole('button', { name: /^Notices, \d+ unread/ }).click()
  const notice = page.getByRole('listitem').filter({ hasText: 'is settled: reached. Your bet came true' })
  await notice.getByRole('link', { name: 'See it' }).click()
  await page.waitForURL(`**/vehicles/${id}#bets`)

  const link = /No more of these: (\S+)/.exec(ofMyBet()[0] ?? '')?.[1] ?? ''
  await page.goto(link.replace(pageUrl, server.url))
  await page.getByRole('button', { name: 'No more of these' }).click()
  await page.getByRole('heading', { name: 'Done' }).waitFor()
  await page.getByRole('link', { name: 'Settings of notices' }).click()
  const setting = page.getByLabel(/^When a question is settled/)
  await soon(() => setting.inputValue()).toBe('page')
  await setting.selectOption('none')
  await soon(
    async () =>
      (
        await server.sql`select way from app.notice_wishes w join auth.users u on u.id = w.user_id where u.email = ${email}`
      )[0]?.way,
  ).toBe('none')
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await page.getByRole('button', { name: 'Sign in' }).first().waitFor()
  await soon(
    async () =>
      (await server.sql`select from auth.sessions s join auth.users u on u.id = s.user_id where u.email = ${email}`)
        .length,
  ).toBe(0)
  expect(problems).toEqual([])
  await mail.close()
})
