import { type ChildProcess, fork, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import postgres from 'postgres'
import { here } from '../machine.ts'
import { ended, memberToken, startPaddock } from '../server.ts'
import { poolSize, schema } from './workloads.ts'

export type Side = {
  name: string
  url: string
  headers: Record<string, string>
  pid: number
  /** Workloads that it does, found out before anything is measured. */
  answers: Set<string>
  /** A stranger's, which need not do everything. */
  mayLack: boolean
}
export type Sides = { paddock: Side; lite: Side; thin: Side; stop: () => Promise<void> }

/** Paddock by its own start path on an embedded Postgres, and the two it is measured against on that same Postgres. */
export async function startSides(): Promise<Sides> {
  const { runtime, jwtSecret, stop: stopPaddock } = await startPaddock({ DB_POOL_SIZE: String(poolSize) })
  const children: ChildProcess[] = []
  const stop = async () => {
    for (const child of children.reverse()) await ended(child)
    await stopPaddock()
  }

  try {
    await applySchema(runtime.databaseUrl)
    const token = await memberToken(jwtSecret, '00000000-0000-4000-8000-000000000001')
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
      const stdio: StdioOptions = ['ignore', 'ignore', 'inherit', 'ipc']
      const child = fork(join(here, 'gateway', script), { env: { ...process.env, ...env }, stdio })
      children.push(child)
      const [{ url }] = (await once(child, 'message')) as [{ url: string }]
      return { name, url, headers, pid: child.pid as number, answers: new Set(), mayLack: script === 'lite.ts' }
    }
    return {
      paddock: { name: 'Paddock', url: runtime.url, headers, pid: runtime.pid, answers: new Set(), mayLack: false },
      lite: await peer('@supabase/lite', 'lite.ts'),
      thin: await peer('thin transaction', 'thin.ts'),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function applySchema(databaseUrl: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
  await sql.unsafe(schema)
  await sql.end()
}
