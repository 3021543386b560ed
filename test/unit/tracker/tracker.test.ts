import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createTracker } from '../../../src/client/tracker/tracker.ts'
import { bundleTracker } from './bundle.ts'

test('The tracker is under 3 kB gzipped and depends on nothing', async () => {
  const chunk = await bundleTracker('tracker/tracker.ts')
  expect(chunk.imports).toEqual([])
  expect(chunk.moduleIds.filter((id) => id.includes('node_modules'))).toEqual([])
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
