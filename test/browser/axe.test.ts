import { createRequire } from 'node:module'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { ines, mara } from '../../src/server/demo/people.ts'
import { signInAs } from './attention/people.ts'
import { openSite, soon } from './site.ts'

/** WCAG 2.2 AA and what axe calls good practice, over every page and the states that lie over one. */
const site = openSite()
const program = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

async function findings(page: Page): Promise<string[]> {
  await page.waitForLoadState('networkidle')
  // The page runs no scripts but its own: this one is put there by the browser's own tools.
  const session = await page.context().newCDPSession(page)
  const { readFile } = await import('node:fs/promises')
  await session.send('Runtime.evaluate', { expression: await readFile(program, 'utf8') })
  const { violations } = await page.evaluate(
    async () => await (globalThis as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations'] }),
  )
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}

const sizes = [
  { name: '360 px, light', viewport: { width: 360, height: 740 }, colorScheme: 'light' as const },
  { name: '1440 px, dark', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' as const },
]

test.each(sizes)('at $name axe finds nothing on any page', async ({ viewport, colorScheme }) => {
  const id = await site.vehicle('’Cuda 340')
  const [document] = await site.server.sql<{ id: string }[]>`
    select id from public.source_documents where is_public and is_current order by title limit 1`
  const [person] = await site.server.sql<{ id: string }[]>`select id from auth.users where email = ${mara.email}`
  const { page } = await site.visit('/', { viewport, colorScheme })
  const paths = [
    ...[
      '/',
      '/?view=grid',
      '/?view=technical',
      '/ready',
      '/leaderboard',
      '/sources',
      '/garage',
      '/account',
      '/nothing',
    ],
    ...[`/vehicles/${id}`, `/vehicles/${id}/forecast`, `/vehicles/${id}/dossier`],
    ...[`/people/${person?.id}`, `/documents/${document?.id}`],
  ]
  const found: Record<string, string[]> = {}
  for (const path of paths) {
    await page.goto(site.server.url + path)
    await page.locator('h1').first().waitFor()
    const wrong = await findings(page)
    if (wrong.length > 0) found[path] = wrong
  }
  expect(found).toEqual({})
})

test.each(sizes)('at $name axe finds nothing in what lies over a page, and on an owner’s', async (options) => {
  const id = await site.vehicle('’Cuda 340')
  const { page } = await site.visit(`/vehicles/${id}`, options)
  const found: Record<string, string[]> = {}
  const look = async (state: string) => {
    const wrong = await findings(page)
    if (wrong.length > 0) found[state] = wrong
  }
  await page.getByRole('button', { name: 'Fill the screen' }).click()
  await page.locator('.pswp--ui-visible').waitFor()
  await look('a photo that fills the screen')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /comments$/ })
    .click()
  await look('its comments')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await soon(() => page.getByRole('dialog').count()).toBe(0)
  await page
    .getByRole('button', { name: /^Displacement/ })
    .first()
    .click()
  await page
    .getByRole('dialog')
    .getByText(/Supported|Sources disagree|Nothing we have/)
    .first()
    .waitFor()
  await look('research')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await look('signing in')
  await page.keyboard.press('Escape')
  await signInAs(page, mara)
  await look('the owner’s page of a car')
  for (const path of [`/vehicles/${id}/insights`, '/garage', '/garage/new', `/garage/${id}`, '/account']) {
    await page.goto(site.server.url + path)
    await page.locator('h1').first().waitFor()
    await look(path)
  }
  await page.goto(`${site.server.url}/garage/${id}`)
  await page.getByRole('button', { name: 'The build is complete' }).click()
  await page.getByRole('button', { name: 'Hand this car over' }).click()
  await page.getByRole('button', { name: /^Make the link/ }).click()
  const link = await page.getByLabel('The link, shown this once').inputValue()
  await look('a build that is complete, and a link to hand the car over')
  await page.goto(link)
  await page.getByText('This is your own offer').waitFor()
  await look('an offer')
  await page.goto(`${site.server.url}/garage/${id}`)
  await page.getByRole('button', { name: 'Take the offer back' }).click()
  await page.getByRole('button', { name: 'Hand this car over' }).waitFor()
  expect(found).toEqual({})
})

test('axe finds nothing on an operator’s pages', async () => {
  const { page } = await site.visit('/', sizes[0])
  await site.server.sql`
    update auth.users set raw_app_meta_data = raw_app_meta_data || '{"role": "operator"}' where email = ${ines.email}`
  await signInAs(page, ines)
  const found: Record<string, string[]> = {}
  for (const name of ['', '/reports', '/disputes', '/jobs', '/sources', '/members', '/budgets']) {
    await page.goto(`${site.server.url}/operator${name}`)
    await page.locator('h1').first().waitFor()
    const wrong = await findings(page)
    if (wrong.length > 0) found[name] = wrong
  }
  expect(found).toEqual({})
})

test('with letters twice as large no page is wider than a phone', async () => {
  const id = await site.vehicle('’Cuda 340')
  const { page } = await site.visit('/', sizes[0])
  const wide: Record<string, string[]> = {}
  for (const path of [
    '/',
    '/?view=technical',
    '/ready',
    '/leaderboard',
    '/sources',
    `/vehicles/${id}`,
    `/vehicles/${id}/forecast`,
    `/vehicles/${id}/dossier`,
  ]) {
    await page.goto(site.server.url + path)
    await page.locator('h1').first().waitFor()
    await page.waitForLoadState('networkidle')
    const wider = await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%'
      if (document.documentElement.scrollWidth <= innerWidth) return []
      return [...document.querySelectorAll('body *')]
        .filter(
          (element) =>
            element.getBoundingClientRect().right > innerWidth + 1 &&
            !element.closest('.pd-table-box, .pd-specs-box, .pd-reel, svg, .pd-panels > :not(:first-child)'),
        )
        .slice(0, 12)
        .map(
          (element) => `${element.tagName} ${element.className} ${Math.round(element.getBoundingClientRect().right)}`,
        )
    })
    if (wider.length > 0) wide[path] = wider
  }
  expect(wide).toEqual({})
})
