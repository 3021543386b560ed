import { build, type Rolldown } from 'vite'

/** What a page downloads that takes `createTracker` from a module of the SDK, as Vite ships it. */
export async function bundleTracker(module: string): Promise<Rolldown.OutputChunk> {
  const source = new URL(`../../../src/client/${module}`, import.meta.url).pathname
  const built = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'a page that tracks views',
        resolveId: (id) => (id === 'page' ? '\0page' : null),
        load: (id) => (id === '\0page' ? `export { createTracker } from ${JSON.stringify(source)}` : null),
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
