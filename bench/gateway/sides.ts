import { type ChildProcess, fork, type StdioOptions } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { SignJWT } from 'jose'
import postgres from 'postgres'
import { memoryFlags } from '../../scripts/setup/node.mjs'
import { here } from '../machine.ts'
import { poolSize, schema } from './workloads.ts'

export type Side = { name: string; url: string; headers: Record<string, string>; pid: number }
export type Sides = { paddock: Side; lite: Side; thin: Side; stop: () => Promise<void> }

type Runtime = { url: string; databaseUrl: string; publishableKey: string; pid: number }

/** Paddock by its own start path on an embedded Postgres, and the two it is measured against on that same Postgres. */
export async function startSides(): Promise<Sides> {
  const dataDir = await mkdtemp(join(tmpdir(), 'paddock-bench-'))
  await chmod(dataDir, 0o711) // as root, Postgres runs as another user and has to pass through
  const jwtSecret = randomBytes(48).toString('base64url')
  const children: ChildProcess[] = []
  const start = (script: string, args: string[], env: Record<string, string>, execArgv: string[] = []) => {
    const stdio: StdioOptions = ['ignore', 'ignore', 'inherit', 'ipc']
    const child = fork(script, args, { env: { ...process.env, ...env }, stdio, execArgv })
    children.push(child)
    return child
  }
  const stop = async () => {
    for (const child of children.reverse()) await ended(child)
    await rm(dataDir, { recursive: true, force: true })
  }

  try {
    const settings = {
      PADDOCK_DATA: dataDir,
      PADDOCK_DEMO: '0',
      PORT: '0',
      DB_POOL_SIZE: String(poolSize),
      JWT_SECRET: jwtSecret,
    }
    const server = start(join(here, '../bin/paddock.mjs'), ['start'], { ...settings, DATABASE_URL: '' }, memoryFlags)
    const runtime = await readRuntime(join(dataDir, 'runtime.json'), server)
    await applySchema(runtime.databaseUrl)

    const token = await userToken(jwtSecret)
    const headers = {
      apikey: runtime.publishableKey,
      authorization: `Bearer ${token}`,
      accept: '*/*',
      'content-type': 'application/json',
      'x-client-info': 'supabase-js-node/2',
    }
    const env = {
      BENCH_DATABASE_URL: runtime.databaseUrl,
      BENCH_JWT_SECRET: jwtSecret,
      BENCH_PUBLISHABLE_KEY: runtime.publishableKey,
    }
    const peer = async (name: string, script: string): Promise<Side> => {
      const child = start(join(here, 'gateway', script), [], env)
      const [{ url }] = (await once(child, 'message')) as [{ url: string }]
      return { name, url, headers, pid: child.pid as number }
    }
    return {
      paddock: { name: 'Paddock', url: runtime.url, headers, pid: runtime.pid },
      lite: await peer('@supabase/lite', 'lite.ts'),
      thin: await peer('thin transaction', 'thin.ts'),
      stop,
    }
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

async function applySchema(databaseUrl: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
  await sql.unsafe(schema)
  await sql.end()
}

function userToken(jwtSecret: string): Promise<string> {
  return new SignJWT({ role: 'authenticated', sub: '00000000-0000-4000-8000-000000000001', aud: 'authenticated' })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt()
    .setExpirationTime('2h')
    .sign(new TextEncoder().encode(jwtSecret))
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  await exit
}
