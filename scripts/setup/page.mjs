import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
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

/** Builds dist/web, and dist/render for the server, with Vite, unless it was built from exactly these sources. One process at a time. */
export function buildPage(root) {
  const stamp = join(root, 'dist', 'web', '.built-from')
  const fingerprint = fingerprintOf(root, sources)
  const isBuilt = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint
  if (isBuilt()) return
  alone(join(root, 'dist', '.building'), () => isBuilt() || build(root, stamp, fingerprint))
}

function build(root, stamp, fingerprint) {
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

/** Does it while no other process does; the lock of one that has ended counts for nothing. */
function alone(lock, work) {
  mkdirSync(dirname(lock), { recursive: true })
  while (!take(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
  try {
    work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (isLeft(lock)) rmSync(lock, { force: true })
    return false
  }
}

/** Whether whoever holds it has ended, or cannot be building any more after five minutes: its number may be another's by now. */
function isLeft(lock) {
  try {
    if (Date.now() - statSync(lock).mtimeMs > 300_000) return true
    const pid = Number(readFileSync(lock, 'utf8'))
    if (pid > 0) process.kill(pid, 0) // without a number, it is about to write it
    return false
  } catch (error) {
    return error.code === 'ESRCH' // gone meanwhile, or somebody else's process: not left
  }
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
