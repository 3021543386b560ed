import { existsSync } from 'node:fs'
import { dirname, extname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ProjectFunction } from './find-function.ts'
import type { FunctionsSettings } from './settings.ts'

/** Runs within Deno before the function; beside this file, compiled or not. */
const boot = fileURLToPath(new URL(`./boot${extname(import.meta.url)}`, import.meta.url))

/** Where Deno starts: Deno takes no comma in a path of `--allow-read`, so that those are relative, and a function's name has none. */
export const workingFolder = (fn: ProjectFunction) => dirname(fn.folder)

/**
 * Arguments of `deno` for one function. It may reach the network, read its own folder and `_shared`, and see its
 * environment, which holds what it is given and nothing of the server's. It may not write, run programs, or load
 * libraries.
 *
 * @param server host and port that SUPABASE_URL names
 */
export function denoArguments(fn: ProjectFunction, settings: FunctionsSettings, server: string): string[] {
  const folders = [fn.folder, join(fn.folder, '..', '_shared'), dirname(fn.entry)].filter((folder) =>
    existsSync(folder),
  )
  const readable = [...new Set(folders)].map((folder) => relative(workingFolder(fn), folder))
  return [
    'run',
    '--no-prompt',
    '--quiet',
    '--unstable-no-legacy-abort', // a request's signal tells of a caller who left, as on hosted Supabase, not of an answer that was given
    `--preload=${boot}`,
    `--v8-flags=--max-old-space-size=${settings.megabytes}`,
    fn.lock ? `--lock=${fn.lock}` : '--no-lock',
    ...(fn.lock ? ['--frozen'] : []),
    ...(fn.config?.kind === 'config' ? [`--config=${fn.config.file}`] : ['--no-config']),
    ...(fn.config?.kind === 'import-map' ? [`--import-map=${fn.config.file}`] : []),
    settings.net ? `--allow-net=${[server, '127.0.0.1:0', ...settings.net].join(',')}` : '--allow-net',
    '--allow-env',
    '--allow-sys=cpus,hostname,osRelease',
    `--allow-read=${readable.filter((path) => path !== '' && !path.includes(',')).join(',')}`,
    fn.entry,
  ]
}
