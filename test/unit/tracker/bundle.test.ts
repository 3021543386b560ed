import { gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'
import { describe, expect, test } from 'vitest'

/** What a page downloads that imports one name, as Vite ships it. */
async function bundle(source: string): Promise<Rolldown.OutputChunk> {
  const entry = new URL(source, import.meta.url).pathname
  const built = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'a page that tracks views',
        resolveId: (id) => (id === 'page' ? '\0page' : null),
        load: (id) => (id === '\0page' ? `export { createTracker } from ${JSON.stringify(entry)}` : null),
      },
    ],
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      rolldownOptions: { input: 'page', preserveEntrySignatures: 'strict', output: { format: 'es' } },
    },
  })
  const { output } = (Array.isArray(built) ? built[0] : built) as Rolldown.RolldownOutput
  expect(output).toHaveLength(1)
  return output[0]
}

describe('The tracker', () => {
  test('is under 3 kB gzipped and depends on nothing', async () => {
    const chunk = await bundle('../../../src/client/tracker/tracker.ts')
    expect(chunk.imports).toEqual([])
    expect(chunk.moduleIds.filter((id) => id.includes('node_modules'))).toEqual([])
    expect(gzipSync(chunk.code, { level: 9 }).byteLength).toBeLessThan(3_000)
  })

  test('does nothing on a server, where there is nobody to look', async () => {
    const { createTracker } = await import('../../../src/client/tracker/tracker.ts')
    const tracker = createTracker({ url: 'http://127.0.0.1:9', publishableKey: 'sb_publishable_x' })
    const unobserve = tracker.observe({} as Element, crypto.randomUUID())
    unobserve()
    tracker.consent(true)
    await tracker.flush()
    tracker.stop()
  })
})
