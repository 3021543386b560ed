import type { Page } from 'playwright-core'
import { demoPassword } from '../../../src/server/demo/people.ts'

/** Signs a member of the demo in, through the page. */
export async function signInAs(page: Page, { email, name }: { email: string; name: string }): Promise<void> {
  await page.getByRole('button', { name: 'Sign in' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email').fill(email)
  await dialog.getByLabel('Password').fill(demoPassword)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name }).waitFor()
}
