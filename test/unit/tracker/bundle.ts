import { build, type Rolldown } from 'vite'

const sdk = new URL('../../../src/client/index.ts', import.meta.url).pathname

/** What a page downloads that takes nothing but `createTracker` from the SDK, as Vite ships it. */
export async function bundleTracker(): Promise<Rolldown.OutputChunk> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'a page that tracks views',
        resolveId: (id) => (id === 'page' ? '\0page' : null),
        load: (id) => (id === '\0page' ? `export { createTracker } from ${JSON.stringify(sdk)}` : null),
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
  if (output.length !== 1) throw new Error(`Expected one file, but Vite made ${output.length}.`)
  return output[0]
}
