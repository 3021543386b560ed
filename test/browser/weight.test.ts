import { expect, test } from 'vitest'
import { openSite } from './site.ts'

const site = openSite()

test('the first load sends less than 200 kB of page, styles and scripts, and less than 120 kB of fonts', async () => {
  const { page } = await site.visit('/')
  await page.waitForLoadState('networkidle')
  const loaded = await page.evaluate(() =>
    [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map((entry) => ({
      path: new URL(entry.name).pathname,
      bytes: (entry as PerformanceResourceTiming).encodedBodySize,
    })),
  )
  const sent = (kind: RegExp) => loaded.filter(({ path }) => kind.test(path)).reduce((sum, { bytes }) => sum + bytes, 0)
  const code = sent(/^\/$|\.(js|css)$/)
  expect(code).toBeGreaterThan(50_000)
  expect(code).toBeLessThan(200_000)
  expect(sent(/\.woff2$/)).toBeLessThan(120_000)
  expect(new Set(loaded.map(({ path }) => path).filter((path) => path.endsWith('.woff2'))).size).toBe(2)
})
