import { expect, test } from 'vitest'
import { openSite, soon } from './site.ts'

const site = openSite()

/** What the first load of a page sends, in bytes as packed. */
async function firstLoad(path: string) {
  // a busy machine answers with a plain page rather than late; once rendered it is kept
  await soon(async () => (await fetch(site.server.url + path)).text()).toContain('<h1')
  const { page } = await site.visit(path, { serviceWorkers: 'allow' })
  await page.waitForLoadState('networkidle')
  const loaded = await page.evaluate(() =>
    [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map((entry) => ({
      path: new URL(entry.name).pathname,
      bytes: (entry as PerformanceResourceTiming).encodedBodySize,
    })),
  )
  const of = (kind: RegExp) => loaded.filter(({ path }) => kind.test(path))
  const sent = (kind: RegExp) => of(kind).reduce((sum, { bytes }) => sum + bytes, 0)
  return { sent, files: (kind: RegExp) => new Set(of(kind).map(({ path }) => path)).size }
}

test.each([
  ['Discover', 110_000],
  ['Vehicle', 140_000],
])('the first load of %s sends at most %i bytes of scripts', async (name, most) => {
  const path = name === 'Discover' ? '/' : `/vehicles/${await site.vehicle('’Cuda 340')}`
  const { sent, files } = await firstLoad(path)
  const scripts = sent(/\.js$/)
  expect(scripts).toBeGreaterThan(50_000)
  expect(scripts).toBeLessThan(most)
  expect(sent(/\.css$/)).toBeLessThan(12_000)
  expect(sent(/\.woff2$/)).toBeLessThan(80_000)
  expect(files(/\.woff2$/)).toBe(2)
})
