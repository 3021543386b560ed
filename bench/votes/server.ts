import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { here } from '../machine.ts'

export type Paddock = {
  url: string
  databaseUrl: string
  publishableKey: string
  jwtSecret: string
  stop: () => Promise<void>
}

/** Paddock by its own start path, in a process of its own, on an embedded Postgres with fsync on and all its jobs. */
export async function startPaddock(env: Record<string, string> = {}): Promise<Paddock> {
  const dataDir = await mkdtemp(join(tmpdir(), 'paddock-bench-'))
  await chmod(dataDir, 0o711) // as root, Postgres runs as another user and has to pass through
  const jwtSecret = randomBytes(48).toString('base64url')
  const settings = {
    PADDOCK_DATA: dataDir,
    PADDOCK_DEMO: '0',
    PORT: '0',
    JWT_SECRET: jwtSecret,
    DATABASE_URL: '',
    ...env,
  }
  const server = fork(join(here, '../bin/paddock.mjs'), ['start'], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const stop = async () => {
    if (server.exitCode === null && server.signalCode === null) {
      server.kill('SIGTERM')
      await once(server, 'exit')
    }
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    const runtime = await readRuntime(join(dataDir, 'runtime.json'), server)
    return { ...runtime, jwtSecret, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function readRuntime(file: string, server: ChildProcess): Promise<Omit<Paddock, 'jwtSecret' | 'stop'>> {
  for (let tries = 0; tries < 600; tries++) {
    if (server.exitCode !== null) throw new Error(`Paddock ended with ${server.exitCode} instead of starting.`)
    const text = await readFile(file, 'utf8').catch(() => null)
    if (text) return JSON.parse(text)
    await wait(100)
  }
  throw new Error('Paddock did not start within a minute.')
}
