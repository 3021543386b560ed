import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
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

/** A process that has ended but was not yet waited for, as happens in containers without an init, counts as gone. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' // it is there, and another user's
  }
  return platform() !== 'linux' || !/^[ZX]$/.test(fieldsOf(pid)[0] ?? 'Z')
}

/** `/proc/<pid>/stat` after the program's name, which stands in brackets and may hold spaces; empty if there is none. */
function fieldsOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}

/** When the process started, as text to be compared only; null where the system does not tell. */
async function startOf(pid: number): Promise<string | null> {
  try {
    if (platform() === 'linux') {
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
      const ticks = fieldsOf(pid)[19]
      return ticks ? `${boot} ${ticks}` : null
    }
    if (platform() === 'win32') return null
    return (await run('ps', ['-o', 'lstart=', '-p', String(pid)])).stdout.trim() || null
  } catch {
    return null
  }
}
