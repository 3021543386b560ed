import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { platform } from 'node:os'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A process for good: its id alone may belong to another program tomorrow. */
export type ProcessMark = { pid: number; started: string | null }

export async function thisProcess(): Promise<ProcessMark> {
  return { pid: process.pid, started: await startOf(process.pid) }
}

/** Whether the process that left this mark still runs. */
export async function isSameProcess({ pid, started }: ProcessMark): Promise<boolean> {
  if (!isAlive(pid)) return false
  return started === null || started === (await startOf(pid))
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' // it is there, and another user's
  }
}

/** When the process started, as text to be compared only; null where the system does not tell. */
async function startOf(pid: number): Promise<string | null> {
  try {
    if (platform() === 'linux') {
      const [boot, stat] = await Promise.all([
        readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
        readFile(`/proc/${pid}/stat`, 'utf8'),
      ])
      // The program's name, in brackets, may contain spaces; the start in clock ticks is the 20th field after it.
      return `${boot.trim()} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
    }
    if (platform() === 'win32') return null
    return (await run('ps', ['-o', 'lstart=', '-p', String(pid)])).stdout.trim() || null
  } catch {
    return null
  }
}
