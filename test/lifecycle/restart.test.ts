import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { expect, onTestFinished, test } from 'vitest'
import { isAlive } from '../../src/server/process-mark.ts'
import type { Runtime } from '../../src/server/runtime-file.ts'
import { dataFolder, homeOf, type Paddock, start, startInVain, usedDataFolder } from './paddock.ts'

const service = ({ url, secretKey }: Runtime) => createClient(url, secretKey)
const keep = async (server: Paddock, model: string) =>
  expect((await service(server.runtime).from('vehicles').insert({ model })).error).toBeNull()
const kept = async (server: Paddock) =>
  (await service(server.runtime).from('vehicles').select('model')).data?.map(({ model }) => model)
const modeOf = async (file: string) => ((await stat(file)).mode & 0o777).toString(8)

test('a server that is told to stop leaves no process, and the next one finds what was kept', async () => {
  const dataDir = await dataFolder()
  const first = await start(dataDir)
  expect(first.runtime).toEqual({
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    databaseUrl: expect.stringMatching(/^postgresql:\/\/postgres:.+@127\.0\.0\.1:\d+\/postgres$/),
    publishableKey: expect.stringMatching(/^sb_publishable_/),
    secretKey: expect.stringMatching(/^sb_secret_/),
    pid: first.pid,
  })
  expect(first.output(), 'output ends up in the logs of services').not.toContain(first.runtime.secretKey)
  expect(first.output()).toContain(join(dataDir, 'keys.json'))
  for (const file of ['runtime.json', 'keys.json', 'database.json'])
    expect(await modeOf(join(dataDir, file))).toBe('600')
  await keep(first, 'PL510')

  first.signal('SIGTERM')

  expect(await first.ended).toBe(0)
  expect(isAlive(first.postmaster)).toBe(false)
  expect(await readdir(dataDir)).not.toContain('runtime.json')

  const second = await start(dataDir)
  expect(second.runtime).toMatchObject({
    secretKey: first.runtime.secretKey,
    publishableKey: first.runtime.publishableKey,
  })
  expect(await kept(second)).toEqual(['PL510'])
  second.signal('SIGINT')
  expect(await second.ended).toBe(0)
})

test('a start but the first makes no cluster and applies no migration: it is ready as soon as Postgres is', async () => {
  const dataDir = await usedDataFolder()
  const made = async (server: Paddock) => {
    const sql = postgres(server.runtime.databaseUrl, { max: 1 })
    const applied = await sql`select version, applied_at from paddock_platform.migration_hashes order by version`
    await sql.end()
    return { applied: [...applied], cluster: (await stat(join(await homeOf(dataDir), 'data', 'PG_VERSION'))).mtimeMs }
  }
  const second = await start(dataDir)
  const before = await made(second)
  second.signal('SIGTERM')
  expect(await second.ended).toBe(0)
  expect(await made(await start(dataDir))).toEqual(before)
})

test('after kill -9 of the server the next start stops its orphaned Postgres and has everything that was committed', async () => {
  const dataDir = await usedDataFolder()
  const first = await start(dataDir)
  await keep(first, 'PL510')
  first.signal('SIGKILL')
  await first.ended
  expect(isAlive(first.postmaster)).toBe(true)

  const second = await start(dataDir)

  expect(isAlive(first.postmaster)).toBe(false)
  expect(await kept(second)).toEqual(['PL510'])
  second.signal('SIGTERM')
  expect(await second.ended).toBe(0)
})

test('after kill -9 of Postgres the server ends and says so, and the next start has everything that was committed', async () => {
  const dataDir = await usedDataFolder()
  const first = await start(dataDir)
  await keep(first, 'PL510')
  process.kill(first.postmaster, 'SIGKILL')
  expect(await first.ended).toBe(1)
  expect(first.output()).toContain('Postgres ended by itself')

  const second = await start(dataDir)

  expect(await kept(second)).toEqual(['PL510'])
})

test('a second server on the same data says who holds it, and touches nothing', async () => {
  const dataDir = await usedDataFolder()
  const first = await start(dataDir)
  const before = await snapshot(dataDir)

  const { code, output } = await startInVain(dataDir)

  expect(code).toBe(1)
  expect(output).toContain(`process ${first.pid}`)
  expect(output).toContain(first.runtime.url)
  expect(await snapshot(dataDir)).toEqual(before)
  expect((await fetch(`${first.runtime.url}/health`)).status).toBe(200)
})

test('a number in a stale lock or pid file that another program has by now is no obstacle, and that program lives on', async () => {
  const dataDir = await usedDataFolder()
  const first = await start(dataDir)
  const pidFile = join(await homeOf(dataDir), 'data', 'postmaster.pid')
  const postmasterPid = await readFile(pidFile, 'utf8')
  first.signal('SIGTERM')
  await first.ended
  const stranger = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'])
  onTestFinished(() => void stranger.kill('SIGKILL'))
  await writeFile(pidFile, postmasterPid.replace(/^\d+/, String(stranger.pid)))
  await writeFile(join(dataDir, 'server.lock'), JSON.stringify({ pid: stranger.pid, started: 'another day' }))

  await start(dataDir)

  expect(stranger.exitCode).toBeNull()
})

test('a taken port is named, and nothing is left running', async () => {
  const dataDir = await usedDataFolder()
  const first = await start(dataDir)
  const other = await dataFolder()
  const { port } = new URL(first.runtime.url)

  const { code, output } = await startInVain(other, { PORT: port })

  expect(code).toBe(1)
  expect(output).toContain(`Port ${port} on 127.0.0.1 is taken`)
  expect(await readdir(other)).not.toContain('runtime.json')
  expect(await readdir(join(await homeOf(other), 'data'))).not.toContain('postmaster.pid')
})

test('a second signal ends a server that waits for a slow request, and the next start recovers', async () => {
  const dataDir = await usedDataFolder()
  const first = await start(dataDir)
  await keep(first, 'PL510')
  const { hostname, port } = new URL(first.runtime.url)
  const slow = createConnection(Number(port), hostname).on('error', () => {})
  slow.write(
    `POST /rest/v1/vehicles HTTP/1.1\r\nHost: x\r\napikey: ${first.runtime.secretKey}\r\nContent-Length: 99\r\nExpect: 100-continue\r\n\r\n`,
  )
  await once(slow, 'data') // it has begun: "100 Continue"

  first.signal('SIGTERM')
  await expect.poll(() => accepts(port)).toBe(false) // it is stopping
  expect(isAlive(first.pid)).toBe(true)
  const insisting = setInterval(() => first.signal('SIGTERM'), 200) // one that follows at once may be npm's echo

  expect(await first.ended).toBe(1)
  clearInterval(insisting)
  expect(isAlive(first.postmaster)).toBe(false)
  expect(await kept(await start(dataDir))).toEqual(['PL510'])
})

const accepts = (port: string) =>
  new Promise<boolean>((resolve) => {
    const socket = createConnection(Number(port), '127.0.0.1', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })

/** Names of the files in a data folder, and when each was last written. */
async function snapshot(dataDir: string): Promise<Record<string, number>> {
  const names = await readdir(dataDir)
  const times = await Promise.all(names.map(async (name) => [name, (await stat(join(dataDir, name))).mtimeMs] as const))
  return Object.fromEntries(times)
}
