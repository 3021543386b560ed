import { execFile } from 'node:child_process'
import { readFile, readlink, realpath, writeFile } from 'node:fs/promises'
import { platform } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { ConfigError } from '../config.ts'
import { isAlive } from '../process-mark.ts'
import { type Binaries, program } from './binaries.ts'
import { readPidFile } from './pid-file.ts'

const run = promisify(execFile)

/**
 * A server that was killed leaves its Postgres running, and a killed machine leaves a pid file whose number may belong to any
 * program by now. The first is shut down, for only its own server may use it; the second is marked as stale. Nothing is
 * signalled unless it is known to be a Postgres on this very data.
 */
export async function stopOrphan({ binaries, home }: { binaries: Binaries; home: string }): Promise<void> {
  const data = join(home, 'data')
  const file = await readPidFile(data)
  if (!file) return
  if (!isAlive(file.pid)) return await disown(data)
  if (platform() === 'win32') {
    await run(program(binaries, 'pg_ctl'), ['stop', '-m', 'fast', '-D', data]).catch(() => {})
    return
  }
  const serves = await dataOf(file.pid)
  if (serves === 'unknown') {
    throw new ConfigError(
      `Process ${file.pid} may be a Postgres that still runs on ${data}. Stop it (kill -INT ${file.pid}), then start again.`,
    )
  }
  if (serves === (await realpath(data))) await shutDown(file.pid)
  else await disown(data)
}

/**
 * Postgres would take the number of a zombie or of another program for a running postmaster. Ours, its parent's, it knows to
 * be stale. The rest of the file stays: by it Postgres sees whether a session of the earlier one still holds the memory.
 */
async function disown(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace(/^\d+/, String(process.pid)))
}

/** The data folder that a process serves as Postgres: null if it is another program. */
async function dataOf(pid: number): Promise<string | 'unknown' | null> {
  const args = await commandLine(pid)
  if (args === null) return isAlive(pid) ? 'unknown' : null
  if (!/^postgres(\.exe)?:?$/.test(basename(args[0] ?? ''))) return null
  const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => null) // right even after the folder was moved
  if (cwd) return cwd
  const folder = args[args.indexOf('-D') + 1]
  if (!folder || args.indexOf('-D') < 0) return 'unknown'
  return await realpath(folder).catch(() => folder)
}

async function commandLine(pid: number): Promise<string[] | null> {
  try {
    if (platform() === 'linux') return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0')
    const { stdout } = await run('ps', ['-ww', '-o', 'args=', '-p', String(pid)])
    // Our own launch puts the folder between these two; it may hold spaces.
    const ours = /^(.*?) -D (.*) -p \d+ /.exec(stdout)
    return ours ? [ours[1] ?? '', '-D', ours[2] ?? ''] : stdout.trim().split(' ')
  } catch {
    return null
  }
}

async function shutDown(pid: number): Promise<void> {
  process.kill(pid, 'SIGINT')
  const impatient = Date.now() + 10_000
  while (isAlive(pid)) {
    if (Date.now() > impatient) process.kill(pid, 'SIGQUIT')
    await sleep(30)
  }
}
