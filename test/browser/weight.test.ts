import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { webFolder } from '../../src/server/paths.ts'
import { openSite } from './site.ts'

const site = openSite()

test('the first load has less than 200 kB of page, styles and scripts, gzipped, and less than 120 kB of fonts', async () => {
  const { page } = await site.visit('/')
  await page.waitForLoadState('networkidle')
  const loaded = await page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname),
  )
  const weigh = async (kind: RegExp) => {
    const files = await Promise.all(
      loaded.filter((path) => kind.test(path)).map((path) => readFile(join(webFolder, path))),
    )
    return files.reduce((sum, file) => sum + gzipSync(file).length, 0)
  }
  const code = (await weigh(/\.(js|css)$/)) + gzipSync(await readFile(join(webFolder, 'index.html'))).length
  expect(code).toBeGreaterThan(50_000)
  expect(code).toBeLessThan(200_000)
  expect(await weigh(/\.woff2$/)).toBeLessThan(120_000)
  expect(loaded.filter((path) => path.endsWith('.woff2'))).toHaveLength(2)
})
