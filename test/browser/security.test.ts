import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openSite, soon } from './site.ts'

const site = openSite()

const pages = async () => {
  const vehicle = await site.vehicle('’Cuda 340')
  const [owner] = await site.server.sql`select user_id from public.vehicles where id = ${vehicle}`
  return [
    ...['/', '/ready', '/leaderboard', '/nothing', `/vehicles/${vehicle}`, `/vehicles/${vehicle}/insights`],
    ...[`/vehicles/${vehicle}/forecast`, `/people/${owner?.user_id}`],
  ]
}

/** Each time the browser held something back, as `directive blocked-address`. */
async function violationsOf(page: Page): Promise<string[]> {
  const violations: string[] = []
  await page.exposeFunction('noteViolation', (what: string) => violations.push(what))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) => {
      const note = (globalThis as unknown as { noteViolation: (what: string) => void }).noteViolation
      note(`${effectiveDirective} ${blockedURI} ${sourceFile}`)
    })
  })
  return violations
}

test('no page asks for anything that the content security policy holds back', async () => {
  const { page } = await site.visit('/config.json')
  const violations = await violationsOf(page)
  for (const path of await pages()) {
    await page.goto(site.server.url + path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForLoadState('networkidle')
    const broken = await page.evaluate(() =>
      [...document.images].filter((image) => image.complete && image.naturalWidth === 0).map((image) => image.src),
    )
    expect(broken, path).toEqual([])
  }
  expect(violations).toEqual([])
})

test('a script that somebody has got into the page does not run, nor does its style or its picture load', async () => {
  const { page } = await site.visit('/config.json')
  const violations = await violationsOf(page)
  await page.goto(site.server.url)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'globalThis.pwned = true'
    document.body.append(script)
    document.body.insertAdjacentHTML('beforeend', '<b onclick="globalThis.pwned = true" id="bait">press</b>')
    document.body.insertAdjacentHTML('beforeend', '<style>body { outline: 7px solid red }</style>')
    document.body.insertAdjacentHTML('beforeend', '<img src="https://evil.example/who-looks.gif" alt="">')
    document.getElementById('bait')?.click()
  })
  await soon(() => violations.map((violation) => violation.split(' ')[0]).sort()).toEqual([
    'img-src',
    'script-src-attr',
    'script-src-elem',
    'style-src-elem',
  ])
  const state = await page.evaluate(() => ({
    pwned: 'pwned' in globalThis,
    outline: getComputedStyle(document.body).outlineWidth,
  }))
  expect(state.pwned).toBe(false)
  expect(state.outline).not.toBe('7px')
})

test('the page cannot be framed, nor reached by a window that it opened, and uses no device', async () => {
  const { page } = await site.visit('/')
  const framed = await site.visit('/config.json')
  await framed.page.setContent(`<iframe src="${site.server.url}/"></iframe>`)
  await soon(() => framed.page.frames().at(-1)?.url()).toMatch(/^chrome-error:/)
  const allowed = await page.evaluate(() =>
    (document as unknown as { featurePolicy: { allowedFeatures(): string[] } }).featurePolicy.allowedFeatures(),
  )
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  await page.reload()
  await page.waitForLoadState('networkidle')
  expect(said.filter((text) => /permissions-policy|unrecognized feature/i.test(text))).toEqual([])
  for (const feature of ['camera', 'microphone', 'geolocation', 'payment']) expect(allowed).not.toContain(feature)
})
