import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import module from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fingerprintOf } from './page.mjs'

/** What the server is made of. */
const sources = ['src', 'supabase/functions', 'package-lock.json']

/** Sources are stripped of their types and compiled once, not in every start. */
export function rememberCompiled(root) {
  module.enableCompileCache?.(join(root, 'node_modules', '.cache', 'paddock'))
}

/**
 * Does that for the whole server in a process that ends with it, unless it was done for exactly these sources: what
 * strips the types would stay in the server's memory (docs/architecture.md).
 */
export function compileServer(root) {
  const cache = module.getCompileCacheDir?.()
  if (!cache) return
  const stamp = join(cache, 'compiled-from')
  const fingerprint = fingerprintOf(root, sources)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return
  const { status } = spawnSync(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), root])
  if (status === 0) writeFileSync(stamp, fingerprint)
}

if (import.meta.main ?? process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , root] = process.argv
  rememberCompiled(root)
  await import('../../src/server/cli/index.ts')
  // What the former imports when it is told to start, and the server when it is first asked for it.
  for (const source of [
    'src/server/cli/start.ts',
    'src/server/demo/crowd.ts',
    'src/server/demo/library.ts',
    'src/server/demo/seed.ts',
    'src/server/auth/mail/html-text.ts',
    'supabase/functions/_shared/research-spec.ts',
    'supabase/functions/_shared/vehicle-card.ts',
  ])
    await import(new URL(`../../${source}`, import.meta.url).href)
}
