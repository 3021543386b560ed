import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What other programs on this machine need to reach the running server; mode 0600, for it has the secret key. */
export type Runtime = { url: string; databaseUrl: string; publishableKey: string; secretKey: string; pid: number }

const fileOf = (dataDir: string) => join(dataDir, 'runtime.json')

export async function writeRuntime(dataDir: string, runtime: Runtime): Promise<void> {
  const temporary = `${fileOf(dataDir)}.${process.pid}`
  await writeFile(temporary, `${JSON.stringify(runtime, null, 2)}\n`, { mode: 0o600 })
  await rename(temporary, fileOf(dataDir))
}

/** @returns null when no server runs on this data, or the file is not ours to read */
export async function readRuntime(dataDir: string): Promise<Runtime | null> {
  try {
    return JSON.parse(await readFile(fileOf(dataDir), 'utf8')) as Runtime
  } catch {
    return null
  }
}

export async function removeRuntime(dataDir: string): Promise<void> {
  await rm(fileOf(dataDir), { force: true })
}
