import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sql } from 'postgres'

/**
 * What a database has logged of those who wait for locks. A deadlock that a function catches is told by the log alone,
 * and so is what each side was doing inside its functions.
 */
export async function watchWaits(sql: Sql) {
  const [row] = await sql`select current_database() as name, current_setting('data_directory') as folder`
  const name: string = row?.name
  await sql.unsafe(`alter database ${name} set log_lock_waits = on`)
  await sql.unsafe(`alter database ${name} set deadlock_timeout = '30ms'`)

  /** Each deadlock with what those were doing who held the lock, as far as they waited too. */
  return async function deadlocks(): Promise<string[]> {
    const log = await readFile(join(row?.folder, '..', 'postgres.log'), 'utf8')
    const entries = readEntries(log, name)
    return entries.flatMap(({ text }, at) => {
      if (!text.includes('detected deadlock')) return []
      const holders = /holding the lock: ([\d, ]+)/.exec(text)?.[1]?.split(', ') ?? []
      const beside = entries
        .slice(Math.max(0, at - 100), at + 30)
        .filter(({ pid, text }) => holders.includes(pid) && text.includes('waiting for'))
      return [[text, ...new Set(beside.slice(-2).map((entry) => entry.text))].join('\n--- held by one who says:\n')]
    })
  }
}

type Entry = { pid: string; text: string }

/** Messages with their details and contexts, which follow in lines of their own. */
function readEntries(log: string, database: string): Entry[] {
  const entries: Entry[] = []
  for (const part of log.split(/\n(?=\d{4}-\d\d-\d\d )/)) {
    const [, pid, level, text] = new RegExp(`\\[(\\d+)\\] \\w+@${database} (\\w+):  ([^]*)`).exec(part) ?? []
    if (!pid || !text) continue
    const entry = entries.findLast((e) => e.pid === pid)
    if (level === 'LOG' || level === 'ERROR' || !entry) entries.push({ pid, text })
    // of a long statement its first line tells it
    else entry.text += `\n${text.replace(/SQL statement "([^\n]*)[^"]*"/g, '"$1"')}`
  }
  return entries
}
