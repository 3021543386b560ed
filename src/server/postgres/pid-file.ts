import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What Postgres says about itself in `postmaster.pid`, a line each. */
export type PidFile = { pid: number; data: string; startedAt: number; port: number | null; status: string | null }

/** @returns null when there is no such file, or it is being written */
export async function readPidFile(data: string): Promise<PidFile | null> {
  let text: string
  try {
    text = await readFile(join(data, 'postmaster.pid'), 'utf8')
  } catch {
    return null
  }
  const lines = text.split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return null
  return {
    pid,
    data: lines[1] ?? '',
    startedAt: Number(lines[2]),
    port: Number(lines[3]) || null,
    status: lines[7]?.trim() || null,
  }
}
