import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { german } from '../../src/react/language/german/index.ts'
import { operator } from '../../src/react/language/german/operator.ts'
import { setOperator } from '../../src/server/cli/operator.ts'
import { newCar, newMember } from './members.ts'
import { openSite, soon } from './site.ts'

const site = openSite(() => ({ render: true }))

/** With what operators alone see. */
const words = { ...german.words, ...operator }

const phone = { viewport: { width: 360, height: 800 }, locale: 'de-DE' }

const settled = async (page: Page) => {
  await page.locator('h1').first().waitFor()
  await page.waitForLoadState('networkidle')
}

/** What stands on the page, or is said of it, word for word as in English. */
async function english(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: string[] = [document.title]
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (!node.parentElement?.closest('script, style, noscript, q, blockquote, [lang="en"]'))
        found.push(node.nodeValue ?? '')
    // What is said of a photo is its owner's.
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], img[src*="/bodies/"]'))
      for (const name of ['aria-label', 'placeholder', 'title', 'alt']) found.push(element.getAttribute(name) ?? '')
    return found.map((text) => text.trim()).filter(Boolean)
  })
  const patterns = Object.entries(words)
    .filter(([sentence, words]) => sentence !== words && /\p{L}{3}/u.test(sentence.replace(/\{\w+\}/g, '')))
    .flatMap(([sentence, words]) =>
      sentence.split('|').map((form) => ({
        isSame: words.split('|').includes(form),
        expression: new RegExp(
          `^${form
            .replace(/@\w+$/, '')
            .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
            .replace(/\{\w+\}/g, '.+')}$`,
        ),
      })),
    )
    .filter(({ isSame }) => !isSame)
  const isGerman = new Set(Object.values(words).flatMap((words) => words.split('|')))
  return texts.filter((text) => !isGerman.has(text) && patterns.some(({ expression }) => expression.test(text)))
}

async function expectGerman(page: Page, path: string): Promise<void> {
  await page.goto(site.server.url + path)
  await settled(page)
  expect(await page.evaluate(() => document.documentElement.lang), path).toBe('de')
  expect(await english(page), path).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(360)
}

test('somebody who reads German finds every page in German, none wider than a phone, and no script disagrees', async () => {
  const id = await site.vehicle('’Cuda 340')
  const [person] = await site.server.sql<{ id: string }[]>`select user_id as id from public.vehicle_bets limit 1`
  const { page, problems } = await site.visit('/', phone)
  for (const path of [
    '/',
    '/?view=technical',
    `/vehicles/${id}`,
    `/vehicles/${await site.vehicle('PL510')}`,
    `/vehicles/${id}/forecast`,
    '/ready',
    '/sources',
    '/leaderboard',
    `/people/${person?.id}`,
  ])
    await expectGerman(page, path)
  expect(problems).toEqual([])
  await page.goto(`${site.server.url}/vehicles/${id}`)
  await page.getByRole('heading', { name: 'Was ist es wert, und soll es verkauft werden?' }).waitFor()
  await page.getByRole('button', { name: 'Ja, in die Auktion' }).click()
  await page.getByRole('button', { name: 'Stimme zurückziehen' }).waitFor()
  await soon(() => english(page)).toEqual([])
  await page.context().close()
})

test('what a member has of their own is German too', async () => {
  const member = await newMember(site, 'Jutta')
  const car = await newCar(site, member, 'Giulia')
  const { page, problems } = await site.visit('/garage', phone)
  await page.getByRole('button', { name: 'Anmelden oder mitmachen' }).click()
  await page.getByRole('dialog').getByLabel('E-Mail').fill(member.email)
  await page.getByRole('dialog').getByLabel('Passwort').fill('a long enough secret')
  await page.getByRole('dialog').getByRole('button', { name: 'Anmelden', exact: true }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  for (const path of [
    '/garage',
    '/garage/new',
    `/garage/${car}`,
    '/account',
    `/vehicles/${car}`,
    `/vehicles/${car}/insights`,
  ])
    await expectGerman(page, path)
  expect(problems).toEqual([])

  await page.goto(`${site.server.url}/garage/${car}`)
  await page.getByRole('button', { name: 'Der Aufbau ist fertig' }).click()
  await page.getByLabel('Fertig am').fill('2026-05-17')
  await page.getByLabel('Adresse der Seite').fill('meine Garage')
  await page.getByRole('button', { name: 'Als fertig melden' }).click()
  await page.getByText('Eine Adresse beginnt mit https://').waitFor()
  expect(await english(page)).toEqual([])
  await page.getByLabel('Adresse der Seite').fill('https://example.com/thread/7')
  await page.getByRole('button', { name: 'Als fertig melden' }).click()
  await page.getByText('Es zählt, sobald es jemand Unbeteiligtes bestätigt hat.').waitFor()
  expect(await english(page)).toEqual([])

  await page.getByRole('button', { name: 'Dieses Auto übergeben' }).click()
  await page.getByRole('button', { name: /^Link für .* erstellen$/ }).click()
  const link = await page.getByLabel('Der Link, nur dieses eine Mal gezeigt').inputValue()
  expect(await english(page)).toEqual([])
  await expectGerman(page, link.slice(site.server.url.length))
  await page.getByText('Das ist dein eigenes Angebot, wie der neue Besitzer es sieht.').waitFor()
  expect(await english(page)).toEqual([])
  const stranger = await site.visit(link.slice(site.server.url.length), phone)
  await stranger.page.getByRole('heading', { name: 'Dir wird ein Auto übergeben' }).waitFor()
  expect(await english(stranger.page)).toEqual([])
  await stranger.page.context().close()

  await page.goto(`${site.server.url}/vehicles/${await site.vehicle('Chevelle Malibu')}`)
  await page.getByRole('button', { name: 'Bildschirm füllen' }).click()
  await page.getByRole('button', { name: 'Was dieses Foto zeigt' }).click()
  await page.getByRole('button', { name: 'Foto melden' }).click()
  await page.getByLabel('Was stimmt mit diesem Foto nicht?').fill('Das ist ein anderes Auto')
  expect(await english(page)).toEqual([])
  await page.getByRole('button', { name: 'Melden', exact: true }).click()
  await page.getByText('Gemeldet. Der Betreiber sieht es sich an').waitFor()
  expect(await english(page)).toEqual([])
  await page.context().close()
})

test('what an operator sees and does is German, and its words come with these pages alone', async () => {
  const member = await newMember(site, 'Ottilie')
  await setOperator(site.server.adminUrl, member.email, true)
  const { page, problems } = await site.visit('/garage', phone)
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.getByRole('button', { name: 'Anmelden oder mitmachen' }).click()
  await page.getByRole('dialog').getByLabel('E-Mail').fill(member.email)
  await page.getByRole('dialog').getByLabel('Passwort').fill('a long enough secret')
  await page.getByRole('dialog').getByRole('button', { name: 'Anmelden', exact: true }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await expectGerman(page, '/')
  expect(asked.filter((url) => /\/operator-/.test(url))).toEqual([])
  const titles: Record<string, string> = {
    '': 'Betreiber',
    '/reports': 'Meldungen',
    '/disputes': 'Anfechtungen',
    '/jobs': 'Aufgaben',
    '/sources': 'Zustand der Quellen',
    '/members': 'Mitglieder',
    '/budgets': 'Budgets der Recherche',
  }
  for (const [path, title] of Object.entries(titles)) {
    await expectGerman(page, `/operator${path}`)
    expect(await page.locator('h1').textContent()).toBe(title)
  }
  await page.getByRole('button', { name: 'Ausschalten' }).click()
  await page.getByLabel('Warum?').fill('Zu teuer')
  expect(await english(page)).toEqual([])
  await page.getByRole('dialog').getByRole('button', { name: 'Ausschalten' }).click()
  await page.getByText('Kein Modell wird mehr gefragt.').waitFor()
  await expectGerman(page, '/operator')
  await page.getByText('Budget der Recherche festgelegt').waitFor()
  expect(problems).toEqual([])
  await page.context().close()
})

test('the language is chosen below the page, and is the server’s from then on', async () => {
  const { page } = await site.visit('/', { locale: 'en-GB' })
  await settled(page)
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  await page.getByRole('button', { name: 'Deutsch' }).click()
  await page.getByRole('heading', { level: 1, name: 'Ausgestellt' }).waitFor()
  await page.waitForFunction(() => 'alive' in document.documentElement.dataset)
  expect(await page.locator('html').getAttribute('lang')).toBe('de')
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('heading', { level: 1, name: 'On view' }).waitFor()
  await page.context().close()
})

test('the server answers in the language that is asked for, chosen or preferred, and keeps both apart', async () => {
  const ask = async (headers: Record<string, string>) => {
    const response = await fetch(`${site.server.url}/`, { headers })
    return { html: await response.text(), vary: response.headers.get('vary') ?? '' }
  }
  const isIn = (html: string) => /<html[^>]* lang="(\w+)"/.exec(html)?.[1]
  await soon(async () => (await ask({})).html).toContain('<h1')
  for (let round = 0; round < 2; round++) {
    const asked = await Promise.all([
      ask({ 'accept-language': 'de-AT,de;q=0.9,en;q=0.8' }),
      ask({ 'accept-language': 'fr;q=0.9,en;q=0.8,de;q=0.1' }),
      ask({ 'accept-language': 'de', cookie: 'a=b; paddock-language=en' }),
      ask({ 'accept-language': 'en', cookie: 'paddock-language=de' }),
    ])
    expect(asked.map(({ html }) => isIn(html))).toEqual(['de', 'en', 'en', 'de'])
    expect(asked.map(({ html }) => html.includes('>Ausgestellt<'))).toEqual([true, false, false, true])
    for (const { vary } of asked) expect(vary).toMatch(/accept-language.*cookie/)
  }
})
