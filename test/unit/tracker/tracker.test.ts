import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createTracker } from '../../../src/client/index.ts'
import { bundleTracker } from './bundle.ts'

test('A page that takes only the tracker from the SDK downloads under 3 kB gzipped, and nothing else', async () => {
  const chunk = await bundleTracker()
  expect(chunk.imports).toEqual([])
  const shipped = Object.entries(chunk.modules).filter(([, { renderedLength }]) => renderedLength > 0)
  expect(shipped.filter(([id]) => !id.includes('/src/client/tracker/') && id !== '\0page')).toEqual([])
  expect(gzipSync(chunk.code, { level: 9 }).byteLength).toBeLessThan(3_000)
})

test('On a server, where there is nobody to look, it does nothing', async () => {
  const tracker = createTracker({ url: 'http://127.0.0.1:9', publishableKey: 'sb_publishable_x' })
  const unobserve = tracker.observe({} as Element, crypto.randomUUID())
  unobserve()
  tracker.consent(true)
  await tracker.flush()
  tracker.stop()
})
