import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import postgres, { type Sql } from 'postgres'
import { here } from '../machine.ts'

export type Paddock = { url: string; secretKey: string; sql: Sql; photos: string[]; stop: () => Promise<void> }
type Runtime = { url: string; databaseUrl: string; secretKey: string }

/** The server by its own start path on its own Postgres, with 100 vehicles of 100 photos each. */
export async function startPaddock(): Promise<Paddock> {
  const folder = await mkdtemp(join(tmpdir(), 'paddock-bench-'))
  await chmod(folder, 0o711) // as root, Postgres runs as another user and has to pass through
  const child = fork(join(here, '../bin/paddock.mjs'), ['start'], {
    env: { ...process.env, PADDOCK_DATA: folder, PADDOCK_DEMO: '0', PORT: '0', DATABASE_URL: '' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const end = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit')
      child.kill('SIGTERM')
      await exit
    }
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const { url, secretKey, databaseUrl } = await readRuntime(join(folder, 'runtime.json'), child)
    const sql = postgres(databaseUrl, { max: 4, onnotice: () => {} })
    const photos = await addPhotos(sql, 100, 100)
    const stop = async () => {
      await sql.end({ timeout: 1 })
      await end()
    }
    return { url, secretKey, sql, photos, stop }
  } catch (error) {
    await end()
    throw error
  }
}

/** @returns their ids, those of one vehicle side by side */
export async function addPhotos(sql: Sql, vehicles: number, each: number): Promise<string[]> {
  const owner = randomUUID()
  await sql`insert into auth.users (id) values (${owner})`
  const rows = await sql<{ id: string }[]>`
    with v as (insert into public.vehicles (user_id, year, make, model)
                 select ${owner}, 1970, 'Plymouth', 'Cuda' from generate_series(1, ${vehicles}) returning id),
    i as (insert into public.vehicle_images (vehicle_id, image_url)
                 select v.id, '/photos/front.svg' from v, generate_series(1, ${each}) returning id, vehicle_id)
    select id from i order by vehicle_id, id`
  await sql`analyze public.vehicles, public.vehicle_images`
  return rows.map(({ id }) => id)
}

/** Paddock says in this file where it listens, once it does. */
async function readRuntime(file: string, server: ChildProcess): Promise<Runtime> {
  for (let tries = 0; tries < 900; tries++) {
    if (server.exitCode !== null) throw new Error(`Paddock ended with ${server.exitCode} instead of starting.`)
    const text = await readFile(file, 'utf8').catch(() => null)
    if (text) return JSON.parse(text) as Runtime
    await wait(100)
  }
  throw new Error('Paddock did not start within 90 s.')
}
