import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConfigError } from './config.ts'
import { isSameProcess, type ProcessMark, thisProcess } from './process-mark.ts'
import { readRuntime } from './runtime-file.ts'

/**
 * Makes this process the only server on a data folder, until the returned function is called.
 * A lock left by a killed server is taken over.
 *
 * @throws {ConfigError} naming the process that holds the folder; nothing has been touched then
 */
export async function lockData(dataDir: string): Promise<() => Promise<void>> {
  const file = join(dataDir, 'server.lock')
  const mine = await thisProcess()
  await mkdir(dataDir, { recursive: true })
  while (!(await create(file, mine))) {
    const holder = await readHolder(file)
    if (holder && (await isSameProcess(holder))) throw await inUse(dataDir, holder)
    await clearAway(file, holder)
  }
  return () => rm(file, { force: true })
}

async function create(file: string, mine: ProcessMark): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(mine), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** @returns null for a lock that is gone, or that its maker was killed before filling */
async function readHolder(file: string): Promise<ProcessMark | null> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const text = await readFile(file, 'utf8').catch(() => null)
    if (text === null) return null
    const mark = parse(text)
    if (mark) return mark
    await sleep(50) // it may be in the middle of being written
  }
  return null
}

function parse(text: string): ProcessMark | null {
  try {
    const { pid, started } = JSON.parse(text)
    return Number.isInteger(pid) && pid > 0 ? { pid, started: started ?? null } : null
  } catch {
    return null
  }
}

/** Of two servers that clear at once, the later may have moved the other's new lock; it then puts it back. */
async function clearAway(file: string, stale: ProcessMark | null): Promise<void> {
  const aside = `${file}.${process.pid}`
  try {
    await rename(file, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const moved = parse(await readFile(aside, 'utf8'))
  if (moved?.pid !== stale?.pid || moved?.started !== stale?.started) await rename(aside, file)
  else await rm(aside)
}

async function inUse(dataDir: string, { pid }: ProcessMark): Promise<ConfigError> {
  const runtime = await readRuntime(dataDir)
  const where = runtime?.pid === pid ? `at ${runtime.url} ` : ''
  return new ConfigError(
    `Paddock already runs ${where}on the data in ${dataDir} (process ${pid}). ` +
      'Stop that one first, or give this one a folder and a port of its own with PADDOCK_DATA and PORT.',
  )
}
