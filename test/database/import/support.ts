import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import { onTestFinished } from 'vitest'
import { writeRuntime } from '../../../src/server/runtime-file.ts'
import { photo } from '../../support/pictures.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

export async function temporaryFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'paddock-import-')))
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))
  return folder
}

/** A folder of `count` photos, no two alike, named IMG_1.jpg and so on. */
export async function folderOfPhotos(count: number, size = { width: 640, height: 480 }): Promise<string> {
  const folder = await temporaryFolder()
  for (let n = 1; n <= count; n++) await writeFile(join(folder, `IMG_${n}.jpg`), await photo(n, size))
  return folder
}

export type Installation = TestServer & { dataDir: string }

/** A running server that the command finds through its data folder, as it finds any. */
export async function installation(): Promise<Installation> {
  const dataDir = await temporaryFolder()
  const server = await startTestServer({ dataDir })
  onTestFinished(server.stop)
  const { url, adminUrl, keys } = server
  await writeRuntime(dataDir, { url, databaseUrl: adminUrl, pid: process.pid, ...keys })
  return { ...server, dataDir }
}

export type Run = { code: number | null; out: string; err: string }
export type RunningImport = {
  process: ChildProcess
  ended: Promise<Run>
  /** Resolves when its output has `text`. */
  says: (text: string) => Promise<void>
}

/** The command as a person runs it. */
export function paddockImport(args: string[], env: Record<string, string>): RunningImport {
  const bin = new URL('../../../bin/paddock.mjs', import.meta.url).pathname
  const child = spawn(process.execPath, [bin, 'import', ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let out = ''
  let err = ''
  const waiting: { text: string; resolve: () => void }[] = []
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
    for (const { text, resolve } of waiting) if (out.includes(text)) resolve()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  return {
    process: child,
    ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err }))),
    says: (text) =>
      new Promise((resolve) => {
        if (out.includes(text)) resolve()
        else waiting.push({ text, resolve })
        child.on('close', () => resolve())
      }),
  }
}

/** What has become of an import: rows and files, each in full. */
export async function stateOf({ sql, dataDir }: { sql: Sql; dataDir: string }, vehicleId: string) {
  const rows = await sql<{ image_url: string; srcset: string; position: number; content_hash: string }[]>`
    select image_url, srcset, position, content_hash from vehicle_images where vehicle_id = ${vehicleId} order by position`
  const folder = join(dataDir, 'photos', vehicleId)
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.webp'))
  return { rows, files: files.map((name) => `/photos/${vehicleId}/${name}`).sort() }
}

/** The addresses that rows name, in `srcset` as in `image_url`. */
export const addressesIn = (rows: { srcset: string }[]) =>
  rows.flatMap(({ srcset }) => srcset.split(', ').map((entry) => entry.split(' ')[0] as string)).sort()
