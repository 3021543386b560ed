import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { say } from './say.mjs'

/** What the page is made of. */
const sources = [
  'src/web',
  'src/react',
  'src/client',
  'src/plates',
  'index.html',
  'vite.config.ts',
  'package-lock.json',
]

/** Builds dist/web, and dist/render for the server, with Vite, unless it was built from exactly these sources. */
export function buildPage(root) {
  const stamp = join(root, 'dist', 'web', '.built-from')
  const fingerprint = fingerprintOf(root, sources)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return
  say('building the page')
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  for (const forServer of [[], ['--ssr', 'src/web/render.tsx']]) {
    const args = [vite, 'build', ...forServer, '--logLevel', 'warn']
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NODE_ENV: 'production' }, // a test run sets "test", with which React is half as heavy again
    })
    if (status !== 0) throw new Error(`The page could not be built:\n${stdout}${stderr}`)
  }
  writeFileSync(stamp, fingerprint)
}

/** The same as long as every file under `paths` is. */
export function fingerprintOf(root, paths) {
  const hash = createHash('sha256')
  for (const file of paths.flatMap((source) => filesOf(root, source))) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0')
  }
  return hash.digest('hex')
}

function filesOf(root, path) {
  const found = statSync(join(root, path), { throwIfNoEntry: false })
  if (!found) return []
  if (found.isFile()) return [path]
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesOf(root, `${path}/${name}`))
}
