import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openSite, soon } from './site.ts'

const site = openSite()

const number = (page: Page) => page.locator('#bets').getByLabel('Number')
const sure = (page: Page) => page.locator('#bets').getByLabel('How sure are you?')
const remounts = (page: Page) => page.evaluate(() => (window as unknown as { remounts: number }).remounts)

test('what is typed into a bet before the session has arrived is there when it has, in the same field', async () => {
  const path = `/vehicles/${await site.vehicle('PL510')}`
  const { page, problems } = await site.visit(path)
  await page.getByRole('button', { name: 'Sign in' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email').fill('tom@demo.example')
  await dialog.getByLabel('Password').fill('paddock-demo')
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  const named = page.getByRole('banner').getByRole('button', { name: 'Tom Vasseur' })
  await named.waitFor()

  // Types as soon as the field is on the screen, and sees whether the field is taken away again.
  await page.addInitScript(() => {
    addEventListener('DOMContentLoaded', () => {
      const field = document.querySelector<HTMLInputElement>('#bets input[inputmode=decimal]')
      const slider = document.querySelector<HTMLInputElement>('#bets input[type=range]')
      if (!field || !slider) return
      const watch = window as unknown as { remounts: number }
      watch.remounts = 0
      field.focus()
      field.value = '21500'
      field.dispatchEvent(new Event('input', { bubbles: true }))
      slider.value = '85'
      slider.dispatchEvent(new Event('input', { bubbles: true }))
      new MutationObserver(() => {
        if (!field.isConnected) watch.remounts++
      }).observe(document.documentElement, { childList: true, subtree: true })
    })
  })
  const slow = await page.context().newCDPSession(page)
  for (const rate of [1, 6]) {
    await slow.send('Emulation.setCPUThrottlingRate', { rate })
    await page.evaluate(() => localStorage.removeItem('paddock.drafts'))
    await page.goto(site.server.url + path)
    await named.waitFor()
    await soon(() => page.evaluate(() => 'alive' in document.documentElement.dataset)).toBe(true)
    await page.waitForLoadState('networkidle')
    const is = {
      remounts: await remounts(page),
      number: await number(page).inputValue(),
      sure: await sure(page).inputValue(),
    }
    expect(is, `${rate} times slower`).toEqual({ remounts: 0, number: '21500', sure: '85' })
  }
  expect(problems).toEqual([])
})
