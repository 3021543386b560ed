import { expect, onTestFinished, test } from 'vitest'
import { mailReceiver } from '../database/delivery/receivers.ts'
import { startTestServer } from '../support/test-server.ts'
import { openSite, type Visit } from './site.ts'

const site = openSite()

async function member(): Promise<string> {
  const email = `ada-${Date.now()}@example.com`
  const { error } = await site.server
    .service()
    .auth.admin.createUser({ email, password: 'the first secret', email_confirm: true })
  expect(error).toBeNull()
  return email
}

/** Opens the newest mail to an address as its reader does: in the mailbox, by its link. */
async function openMail({ page }: Visit, email: string): Promise<void> {
  await page.goto(`${site.server.url}/mailbox`)
  const letter = page
    .getByRole('article')
    .filter({ hasText: `to ${email},` })
    .first()
  await expect
    .poll(async () => {
      await page.reload()
      return letter.count()
    })
    .toBe(1)
  await letter.getByRole('link', { name: /auth\/v1\/verify/ }).click()
}

async function signIn({ page }: Visit, email: string, password: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign in' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign in' })
  await dialog.getByLabel('Email').fill(email)
  await dialog.getByLabel('Password').fill(password)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
}

test('who forgot the password sets a new one by the mail, and a used link says what to do', async () => {
  const email = await member()
  const visit = await site.visit('/')
  const { page, problems } = visit
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Forgot your password?' }).click()
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Mail me a link' }).click()
  await page.getByText(`If ${email} has an account`).waitFor()

  await openMail(visit, email)
  const dialog = page.getByRole('dialog', { name: 'Set a new password' })
  await dialog.getByText(`For the account ${email}.`).waitFor()
  expect(page.url(), 'the session is out of the address').toBe(`${site.server.url}/`)
  expect(
    await page.getByRole('button', { name: 'Sign in', includeHidden: true }).count(),
    'signed out until then',
  ).toBe(1)
  await dialog.getByLabel(/^New password/).fill('a second secret')
  await dialog.getByRole('button', { name: 'Set the password' }).click()
  await dialog.getByText(`you are signed in as ${email}`).waitFor()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: email }).waitFor()

  const again = await site.visit('/')
  await openMail(again, email)
  await again.page.getByRole('dialog', { name: 'This link works no longer' }).waitFor()
  await again.page.goto(site.server.url)
  await signIn(again, email, 'a second secret')
  await again.page.getByRole('button', { name: email }).waitFor()
  expect([...problems, ...again.problems]).toEqual([])
})

test('a member changes the email by a mail to each address', async () => {
  const email = await member()
  const moved = `moved-${Date.now()}@example.com`
  const visit = await site.visit('/')
  const { page, problems } = visit
  await signIn(visit, email, 'the first secret')
  await page.getByRole('button', { name: email }).click()
  await page.getByRole('button', { name: 'Change email' }).click()
  await page.getByLabel('New email').fill(moved)
  await page.getByRole('button', { name: 'Change email' }).click()
  await page.getByText(`Open the link in the mail to ${moved}`).waitFor()

  await openMail(visit, moved)
  await page.getByRole('dialog', { name: 'One address has agreed' }).waitFor()
  await openMail(visit, email)
  await page.getByRole('button', { name: `Go on as ${moved}` }).click()
  await page.getByRole('button', { name: moved }).waitFor()
  expect(problems).toEqual([])
})

test('where addresses are confirmed, a newcomer is told to open the mail, and can have it sent again', async () => {
  const { url: smtpUrl, mails } = await mailReceiver()
  const mail = { smtpUrl, from: 'accounts@example.com' }
  const server = await startTestServer({ delivery: { webhook: null, mail, pageUrl: null } })
  onTestFinished(server.stop)
  const email = `ada-${Date.now()}@example.com`
  const visit = await site.visit('/')
  const { page } = visit
  await page.goto(server.url)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Make one' }).click()
  await page.getByLabel('Email').fill(email)
  await page.getByLabel(/^Password/).fill('a long enough secret')
  await page.getByRole('button', { name: 'Make my account' }).click()
  const dialog = page.getByRole('dialog', { name: 'One step left' })
  await dialog.getByText(`Open the link in the mail to ${email}`).waitFor()
  await expect.poll(() => mails.map(({ to }) => to)).toEqual([[email]])
  const text = (mails[0]?.text ?? '').replaceAll(/=\r\n/g, '').replaceAll('=3D', '=')
  await page.goto(/http:\S+\/verify\?\S+/.exec(text)?.[0] ?? '')
  await page.getByRole('button', { name: `Go on as ${email}` }).click()
  await page.getByRole('button', { name: email }).waitFor()
})
