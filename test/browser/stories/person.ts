import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { type Site, soon } from '../site.ts'

export type Size = { name: string; width: number; options: BrowserContextOptions }

/** Every story is told on both. On the phone things are tapped, at the desk they are done from the keyboard. */
export const sizes: Size[] = [
  {
    name: 'a phone',
    width: 360,
    options: { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  },
  { name: 'a desktop', width: 1440, options: { viewport: { width: 1440, height: 900 } } },
]

export const password = 'a long password'

export type Person = {
  page: Page
  /** Taps it, or goes to it and presses Enter; nothing may have lost the focus before, or stand beyond the window. */
  press: (what: Locator) => Promise<void>
  button: (name: string | RegExp, within?: Locator) => Promise<void>
  link: (name: string | RegExp, within?: Locator) => Promise<void>
  /** What is on the page, once it is. */
  sees: (text: string | RegExp, within?: Locator) => Promise<void>
  /** Nothing went wrong meanwhile, but for the answers that the story is about, and the browser can be closed. */
  leaves: (expected?: RegExp) => Promise<void>
}

export async function arrive(site: Site, { width, options }: Size, path: string, more: BrowserContextOptions = {}) {
  const { page, problems } = await site.visit(path, { ...options, ...more })
  const isPhone = options.hasTouch === true

  const holds = async () => {
    // A click gives the browser a focus to lose; where it stands on nothing, the next Tab begins at the top.
    if (!isPhone) await soon(() => page.evaluate(lostFocus)).toBe(false)
    expect(await page.evaluate(() => document.documentElement.scrollWidth), page.url()).toBe(width)
  }
  const press = async (what: Locator) => {
    await holds()
    if (isPhone) return await what.tap()
    await what.focus()
    await page.evaluate(() => Object.assign(globalThis, { hadFocus: true }))
    await what.press((await what.getAttribute('type')) === 'checkbox' ? 'Space' : 'Enter')
  }
  const person: Person = {
    page,
    press,
    button: (name, within) => press(one(within ?? page, 'button', name)),
    link: (name, within) => press(one(within ?? page, 'link', name)),
    sees: (text, within) => (within ?? page).getByText(text).filter({ visible: true }).first().waitFor(),
    leaves: async (expected) => {
      await holds()
      expect(problems.filter((problem) => !expected?.test(problem))).toEqual([])
      await page.context().close()
    },
  }
  return person
}

const one = (where: Page | Locator, role: 'button' | 'link', name: string | RegExp) =>
  where
    .getByRole(role, { name, exact: typeof name === 'string' })
    .filter({ visible: true })
    .first()

function lostFocus(): boolean {
  return 'hadFocus' in globalThis && (document.activeElement === null || document.activeElement === document.body)
}

/** A member with a confirmed address, who has signed in on the page. */
export async function signIn(person: Person, email: string, secret = password): Promise<void> {
  await person.button('Sign in')
  const sheet = person.page.getByRole('dialog')
  await sheet.getByLabel('Email').fill(email)
  await sheet.getByLabel(/^Password/).fill(secret)
  await person.button('Sign in', sheet)
  await sheet.waitFor({ state: 'detached' })
}

/** Makes an account by the API, with a confirmed address. */
export async function member(site: Site, name: string): Promise<string> {
  const email = `${name}-${crypto.randomUUID().slice(0, 8)}@example.com`
  const { error } = await site.server.service().auth.admin.createUser({ email, password, email_confirm: true })
  expect(error).toBeNull()
  return email
}
