import postgres, { type ReservedSql, type Sql } from 'postgres'
import { LostConnection, type Pooled } from './pool.ts'

/** A connection of the driver's, the only one of its client, which is thrown away with it when it breaks. */
export type Reserved = Pooled & {
  sql: ReservedSql
  /** It is gone; what was asked on it may never be answered. */
  isLost: () => boolean
  /** Settles as the work does; should the connection be lost, rejects whatever the work waits for. */
  unlessLost: <T>(work: Promise<T>) => Promise<T>
}

/** @param sql whose options the connection has */
export async function reserve(sql: Sql): Promise<Reserved> {
  let lost = false
  let onLost = (_error: Error) => {}
  const client = clientLike(sql, () => {
    lost = true
    onLost(new LostConnection())
  })
  const close = async () => void (await client.end({ timeout: 0 }).catch(() => null))
  try {
    await client.unsafe('select') // opens the connection; a reserve() that has to would wait for ever
    const reserved = await client.reserve()
    const unlessLost = <T>(work: Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        onLost = reject
        work.then(resolve, reject)
      })
    return { sql: reserved, isLost: () => lost, isClean: () => !lost, unlessLost, close }
  } catch (error) {
    await close()
    throw error
  }
}

function clientLike(sql: Sql, onclose: () => void): Sql {
  // Array types are not needed, and the driver's reading of them crashes the process when the connection breaks.
  const options = { ...sql.options, max: 1, fetch_types: false, idle_timeout: 0, max_lifetime: 0, onclose }
  return postgres(options as unknown as postgres.Options<Record<string, never>>) as unknown as Sql
}
