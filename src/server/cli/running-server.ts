import { type Runtime, readRuntime } from '../runtime-file.ts'

/** @returns how to reach the server that runs on this data now, or null */
export async function runningServer(dataDir: string): Promise<Runtime | null> {
  const runtime = await readRuntime(dataDir)
  return runtime && (await answers(runtime.url)) ? runtime : null
}

const answers = (url: string) =>
  // biome-ignore lint/style/noRestrictedGlobals: our own server, at the address it wrote down.
  fetch(`${url}/health`).then(
    ({ ok }) => ok,
    () => false,
  )
