import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openSite, soon } from './site.ts'

const site = openSite()

const focused = (page: Page) =>
  page.evaluate(
    () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim() ?? '',
  )

async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    if (name.test(await focused(page))) return
  }
  throw new Error(`No ${name} within 60 presses of Tab.`)
}

test('everything is reached and done by keyboard alone', async () => {
  const { page, problems } = await site.visit(`/vehicles/${await site.vehicle('’Cuda 340')}`, {
    reducedMotion: 'reduce',
  })
  await page.getByRole('heading', { level: 1 }).waitFor()

  await page.keyboard.press('Tab')
  expect(await focused(page)).toBe('Skip to content')
  await page.keyboard.press('Enter')

  await tabTo(page, /^Photos, 6$/)
  await page.keyboard.press('ArrowRight')
  await page.getByText('Body lines from the front quarter').waitFor()
  await page.keyboard.press('ArrowLeft')
  await page.getByText('Side elevation', { exact: true }).waitFor()

  await tabTo(page, /^Like this photo/)
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: 'Like this photo', pressed: true }).waitFor()

  await tabTo(page, /^Yes, auction it$/)
  await page.keyboard.press('Enter')
  await page.getByText('5 of 6 say yes').waitFor()
  await soon(() => focused(page)).toBe('Yes, auction it')
  expect(problems).toEqual([])
})

test('the account sheet keeps the focus and gives it back', async () => {
  const { page } = await site.visit('/')
  await tabTo(page, /^Sign in$/)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Sign in' }).waitFor()
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press('Tab')
    const inside = await page.evaluate(
      () =>
        document.activeElement === document.body || document.querySelector('dialog')?.contains(document.activeElement),
    )
    expect(inside).toBe(true)
  }
  await page.keyboard.press('Escape')
  await soon(() => page.getByRole('dialog').count()).toBe(0)
  expect(await focused(page)).toBe('Sign in')
})
