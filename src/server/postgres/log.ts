import { copyFile, open, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'

/** Bytes. With what came before, twice as much is kept. */
const most = 10_000_000

const logIn = (home: string) => join(home, 'postgres.log')

/**
 * Empties a log that has grown too long, and keeps what was in it as one older file. Postgres has the file open and writes
 * to its end, so it cannot be put aside; a line that comes while it is copied may be lost.
 */
export async function boundLog(home: string, limit = most): Promise<void> {
  const log = logIn(home)
  if ((await logSize(home)) <= limit) return
  await copyFile(log, `${log}.old`).catch(() => null)
  await truncate(log).catch(() => null)
}

export const logSize = (home: string): Promise<number> =>
  stat(logIn(home)).then(
    ({ size }) => size,
    () => 0,
  )

/** What has been written since it was so long. */
export async function logSince(home: string, offset: number): Promise<string> {
  const length = (await logSize(home)) - offset
  if (length <= 0) return ''
  const file = await open(logIn(home))
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}
