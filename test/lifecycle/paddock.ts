import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, onTestFinished } from 'vitest'
import { readPidFile } from '../../src/server/postgres/pid-file.ts'
import { isAlive } from '../../src/server/process-mark.ts'
import type { Runtime } from '../../src/server/runtime-file.ts'

const program = fileURLToPath(new URL('../../bin/paddock.mjs', import.meta.url))

/** A real server process. */
export type Paddock = {
  pid: number
  runtime: Runtime
  /** Of the embedded Postgres. */
  postmaster: number
  signal: (signal: NodeJS.Signals) => void
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>
  output: () => string
}

/** An empty folder with a space in its name; what runs on it and what it keeps elsewhere is cleared away after the test. */
export async function dataFolder(mode = 0o711): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'paddock life '))
  await chmod(folder, mode)
  onTestFinished(async () => {
    await clearAway(folder)
    await rm(folder, { recursive: true, force: true })
  })
  return join(folder, 'data')
}

/** A data folder that a server has been started on and was stopped; a copy of one that is made once. */
export async function usedDataFolder(): Promise<string> {
  const dataDir = await dataFolder()
  await cp(await firstUse(), dataDir, { recursive: true })
  return dataDir
}

let used: Promise<string> | undefined
function firstUse(): Promise<string> {
  used ??= (async () => {
    const dataDir = join(await mkdtemp(join(tmpdir(), 'paddock-used-')), 'data')
    await chmod(dirname(dataDir), 0o711)
    const { ended, signal } = await start(dataDir)
    signal('SIGTERM')
    await ended
    return dataDir
  })()
  return used
}

afterAll(async () => {
  if (used) await rm(dirname(await used), { recursive: true, force: true })
})

async function clearAway(folder: string): Promise<void> {
  for (const dataDir of ['data', 'moved', 'copy'].map((name) => join(folder, name))) {
    const home = await homeOf(dataDir)
    const file = await readPidFile(join(home, 'data'))
    if (file && isAlive(file.pid)) process.kill(file.pid, 'SIGQUIT')
    await rm(home, { recursive: true, force: true })
  }
}

/** Where the database of a data folder lies. */
export async function homeOf(dataDir: string): Promise<string> {
  const note = await readFile(join(dataDir, 'database-location.json'), 'utf8').catch(() => null)
  return note ? (JSON.parse(note) as { path: string }).path : join(dataDir, 'postgres')
}

/** Starts `paddock start` and waits until it is ready. */
export async function start(dataDir: string, env: Record<string, string> = {}): Promise<Paddock> {
  const { child, output, ended } = launch(dataDir, env)
  const file = join(dataDir, 'runtime.json')
  const deadline = Date.now() + 90_000
  while (!output().includes('Paddock is ready')) {
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`paddock start did not get ready:\n${output()}`)
    await sleep(20)
  }
  const runtime = JSON.parse(await readFile(file, 'utf8')) as Runtime
  const postmaster = (await readPidFile(join(await homeOf(dataDir), 'data')))?.pid ?? 0
  return { pid: child.pid as number, runtime, postmaster, signal: (name) => child.kill(name), ended, output }
}

/** Runs `paddock start` where it is expected to give up. */
export async function startInVain(dataDir: string, env: Record<string, string> = {}) {
  const { output, ended } = launch(dataDir, env)
  return { code: await ended, output: output() }
}

function launch(dataDir: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [program, 'start'], {
    env: { ...plainEnvironment(), PADDOCK_DATA: dataDir, PORT: '0', PADDOCK_DEMO: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
  onTestFinished(() => void (child.exitCode === null && child.kill('SIGKILL')))
  return { child, output: () => said, ended: endOf(child) }
}

async function endOf(child: ChildProcess): Promise<number | NodeJS.Signals> {
  const [code, signal] = await once(child, 'close')
  return code ?? signal
}

function plainEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env
  return { PATH, HOME, TMPDIR }
}
