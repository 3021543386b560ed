import { type ChildProcess, fork, type StdioOptions } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { SignJWT } from 'jose'
import { memoryEnv, memoryFlags } from '../scripts/setup/node.mjs'
import { here } from './machine.ts'

export type Runtime = { url: string; databaseUrl: string; publishableKey: string; secretKey: string; pid: number }
export type BenchServer = { runtime: Runtime; jwtSecret: string; dataDir: string; stop: () => Promise<void> }

/** Paddock by its own start path, in a process of its own, on an embedded Postgres in a folder that goes with it. */
export async function startPaddock(settings: Record<string, string> = {}): Promise<BenchServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'paddock-bench-'))
  await chmod(dataDir, 0o711) // as root, Postgres runs as another user and has to pass through
  const jwtSecret = randomBytes(48).toString('base64url')
  const ours = { PADDOCK_DATA: dataDir, PADDOCK_DEMO: '0', PORT: '0', JWT_SECRET: jwtSecret, DATABASE_URL: '' }
  const stdio: StdioOptions = ['ignore', 'ignore', 'inherit', 'ipc']
  const env = { ...process.env, ...memoryEnv, ...ours, ...settings }
  const child = fork(join(here, '../bin/paddock.mjs'), ['start'], { env, stdio, execArgv: memoryFlags })
  const stop = async () => {
    await ended(child)
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    return { runtime: await readRuntime(join(dataDir, 'runtime.json'), child), jwtSecret, dataDir, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Paddock says in this file where it listens, once it does. */
async function readRuntime(file: string, server: ChildProcess): Promise<Runtime> {
  for (let tries = 0; tries < 600; tries++) {
    if (server.exitCode !== null) throw new Error(`Paddock ended with ${server.exitCode} instead of starting.`)
    const text = await readFile(file, 'utf8').catch(() => null)
    if (text) return JSON.parse(text) as Runtime
    await wait(100)
  }
  throw new Error('Paddock did not start within a minute.')
}

/** The token of a member whose session is not kept anywhere. */
export function memberToken(jwtSecret: string, id: string): Promise<string> {
  return new SignJWT({ role: 'authenticated', sub: id, aud: 'authenticated' })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt()
    .setExpirationTime('2h')
    .sign(new TextEncoder().encode(jwtSecret))
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  await exit
}
