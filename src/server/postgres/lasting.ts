import postgres, { type Options, type PostgresType, type ReservedSql, type Sql } from 'postgres'
import { createPool, hold, LostConnection } from './pool.ts'
import { type Reserved, reserve } from './reserved.ts'

type Types = Record<string, PostgresType>
type Transaction = (sql: ReservedSql) => Promise<unknown>

/** Nothing is kept in the backend between transactions: a pooler in front of it may give us another one. */
export const poolable = { prepare: false, fetch_types: false }

/**
 * A client for work that outlives its database. With the driver's own a connection that is lost within `begin` ends the process, for
 * the rollback is written to a socket that is gone (porsager/postgres#1208), and one lost while something waits to be written never
 * writes again. So transactions run on connections of their own, and a client that has lost a connection is replaced.
 *
 * What is asked of a lost connection rejects. Not for `listen`, which would end with the replaced client.
 */
export function openLasting(url: string, options: Options<Types>): Sql {
  let ending = false
  const open = (): Sql => {
    const opened: Sql = postgres(url, {
      ...options,
      ...poolable,
      onclose: () => opened === client && !ending && renew(),
    })
    return opened
  }
  const renew = () => {
    const old = client
    client = open()
    void old.end({ timeout: 5 }).catch(() => null)
  }
  let client = open()
  const connections = createPool(client.options.max, () => reserve(client))

  const begin = (...given: [Transaction] | [string, Transaction]) => {
    const work = given[given.length - 1] as Transaction
    const mode = given.length > 1 ? ` ${given[0]}` : ''
    return hold(connections, (connection) => connection.unlessLost(transact(connection, `begin${mode}`, work)))
  }
  const end: Sql['end'] = async (how) => {
    ending = true
    await Promise.all([client.end(how), connections.close()])
  }
  return new Proxy(client, {
    apply: (_, self, given) => Reflect.apply(client, self, given),
    get: (_, key) => (key === 'begin' ? begin : key === 'end' ? end : Reflect.get(client, key)),
  })
}

async function transact(connection: Reserved, begin: string, work: Transaction): Promise<unknown> {
  const sql = guard(connection)
  await sql.unsafe(begin)
  try {
    const result = await work(sql)
    const { command } = await sql.unsafe('commit')
    if (command === 'ROLLBACK') throw new Error('A statement of the transaction failed, so nothing of it was kept.')
    return result
  } catch (error) {
    await sql.unsafe('rollback').catch(() => null)
    throw error
  }
}

/** The connection's own `sql`, which a lost connection answers with an error and not with the end of the process. */
function guard(connection: Reserved): ReservedSql {
  const unlessLost = <F extends (...given: never[]) => unknown>(ask: F) =>
    ((...given: Parameters<F>) => (connection.isLost() ? refused() : ask(...given))) as F
  return new Proxy(connection.sql, {
    apply: (sql, self, given) => (connection.isLost() ? refused() : Reflect.apply(sql, self, given)),
    get: (sql, key) => (key === 'unsafe' ? unlessLost(sql.unsafe) : Reflect.get(sql, key)),
  })
}

function refused(): Promise<never> {
  const refusal = Promise.reject(new LostConnection())
  refusal.catch(() => null) // a part of a longer statement is awaited by nobody
  return refusal
}
