import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { buildPage } from '../../scripts/setup/page.mjs'
import { packageFolder } from '../../src/server/paths.ts'
import { openSite, soon } from './site.ts'

const folder = mkdtempSync(join(tmpdir(), 'paddock-builds-'))
const [older, newer, served] = ['older', 'newer', 'served'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
]
const serve = (which: string) => {
  rmSync(served, { force: true })
  symlinkSync(which, served)
}

/** Two builds of the same page whose scripts have other names, as those of two releases have. */
const site = openSite(async () => {
  buildPage(packageFolder)
  cpSync(join(packageFolder, 'dist', 'web'), older, { recursive: true })
  const kept = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  await build({
    root: packageFolder,
    logLevel: 'error',
    build: { outDir: newer },
    plugins: [{ name: 'another-release', augmentChunkHash: () => 'another release' }],
  })
  process.env.NODE_ENV = kept
  serve(older)
  return { webFolder: served, render: false }
})
beforeEach(() => serve(older))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const scriptOf = (which: string, name: RegExp): string => {
  const manifest = JSON.parse(readFileSync(join(which, 'assets', 'manifest.json'), 'utf8')) as object
  const found = Object.entries(manifest).find(([source]) => name.test(source))
  expect(found, `a script ${name}`).toBeDefined()
  return found?.[1].file
}
const sheet = /^(_|src.*\/)AccountSheet\b/
const first = /^index\.html$/
const comment = (page: Page) => page.getByLabel('Add a comment')
const path = async () => `/vehicles/${await site.vehicle('PL510')}`
const scripts = (page: Page) => page.evaluate(() => [...document.scripts].map(({ src }) => new URL(src).pathname))
const release = async (page: Page) => {
  serve(newer)
  const gone = scriptOf(older, sheet)
  expect(existsSync(join(newer, gone)), 'a script of the older build alone').toBe(false)
  expect((await page.request.get(`${site.server.url}/${gone}`)).status()).toBe(404)
}

test('a new build under an open page takes nothing from it, and is there once the page is closed', async () => {
  const { page, problems } = await site.visit(await path(), { serviceWorkers: 'allow' })
  const worker = (state: 'active' | 'waiting') =>
    page.evaluate(async (state) => (await navigator.serviceWorker.getRegistration())?.[state]?.state, state)
  await soon(() => worker('active')).toBe('activated')
  await page.reload()
  await soon(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  await comment(page).fill('Typed before the release')

  await release(page)
  await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()))
  await soon(() => worker('waiting')).toBe('installed')

  // What the page has not fetched yet comes from the older worker's store.
  await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('dialog').getByLabel('Email').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Paddock' }).first().click()
  await page.getByRole('heading', { level: 1, name: 'On view' }).waitFor()
  await page.goBack()
  await soon(() => comment(page).inputValue()).toBe('Typed before the release')
  expect(problems).toEqual([])

  // Loaded again it is of the new build, with what was typed.
  await page.reload()
  await soon(() => comment(page).inputValue()).toBe('Typed before the release')
  expect(await scripts(page)).toContain(`/${scriptOf(newer, first)}`)
  await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('dialog').getByLabel('Email').waitFor()

  const context = page.context()
  await page.close()
  const again = await context.newPage()
  await again.goto(site.server.url + (await path()))
  await soon(() => comment(again).inputValue()).toBe('Typed before the release')
  await soon(() =>
    again.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting === null),
  ).toBe(true)
  await context.setOffline(true)
  await again.reload()
  await again.getByText(/^You are offline\./).waitFor()
  await soon(() => comment(again).inputValue()).toBe('Typed before the release')
  expect(await scripts(again)).toContain(`/${scriptOf(newer, first)}`)
  await context.close()
})

test('without a service worker a part of a build that is gone says so, and what is typed is there after a reload', async () => {
  const { page } = await site.visit(await path())
  await page.waitForLoadState('networkidle')
  await comment(page).fill('Typed without a worker')
  await release(page)
  await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('This part could not be loaded. Load the page again.').waitFor()
  expect(await comment(page).inputValue()).toBe('Typed without a worker')
  await page.getByRole('link', { name: 'Paddock' }).first().click()
  await page.getByText('This could not be loaded').waitFor()
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('heading', { level: 1, name: 'On view' }).waitFor()
  await page.goBack()
  await soon(() => comment(page).inputValue()).toBe('Typed without a worker')
  await page.context().close()
})
