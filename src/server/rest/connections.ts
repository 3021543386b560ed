import postgres, { type ReservedSql, type Sql } from 'postgres'

/** One connection, held by one request at a time. */
export type Connection = {
  sql: ReservedSql
  /** It is gone; what was asked on it may never be answered. */
  lost: boolean
  /** Told when it goes. */
  onLost: ((error: Error) => void) | null
}

/** A row as the database sent it: the text of each column. */
export type RawRow = readonly (Buffer | null)[]

/** Postgres infers the type from where the parameter stands, and the driver leaves the value as it is. */
export const typeUnknown = 705
export const typeText = 25

export type Connections = {
  /** Waits for its turn when all are held. Rejects when the database cannot be reached. */
  acquire: () => Connection | Promise<Connection>
  release: (connection: Connection) => void
  /** Ends idle connections at once, and each held one when it is released. */
  close: () => Promise<void>
}

/**
 * Asks at once, behind what was asked before. A failure stays silent until somebody awaits the result.
 *
 * @param type of all parameters
 */
export function ask(
  connection: Connection,
  text: string,
  params: readonly string[] = [],
  type = typeText,
  prepare = false,
): Promise<readonly RawRow[]> {
  const { sql, lost } = connection
  if (lost) return Promise.reject(new LostConnection())
  const values = params.map((value) => sql.typed(value, type))
  const result: Promise<readonly RawRow[]> = sql.unsafe(text, values, { prepare }).raw()
  result.catch(() => null)
  return result
}

/** Holds a connection during the work; should it be lost, the work fails whatever it waits for. */
export async function hold<T>(connections: Connections, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await connections.acquire()
  try {
    return await new Promise<T>((resolve, reject) => {
      connection.onLost = reject
      work(connection).then(resolve, reject)
    })
  } finally {
    connections.release(connection)
  }
}

type Held = Connection & { client: Sql; openedAt: number }
type Waiting = { resolve: (connection: Connection) => void; reject: (error: unknown) => void }

/** Prepared statements and plans of a connection do not grow for ever. */
const lifetimeMs = 45 * 60_000

/**
 * A pool of connections that stay reserved from one request to the next: each is the only one of a client of its own,
 * which is thrown away with it when it breaks, so that nothing of a broken connection meets the next request.
 *
 * @param sql whose options the connections have
 */
export function createConnections(sql: Sql): Connections {
  const { max } = sql.options
  const idle: Held[] = []
  const waiting: Waiting[] = []
  const open = new Set<Sql>()
  let closed = false

  const connect = async (): Promise<Held> => {
    const lose = () => {
      connection.lost = true
      connection.onLost?.(new LostConnection())
    }
    const client = clientLike(sql, lose)
    open.add(client)
    const connection = { client, lost: false, onLost: null, openedAt: Date.now() } as Omit<Held, 'sql'> as Held
    try {
      await client.unsafe('select') // opens the connection; a reserve() that has to would wait for ever
      connection.sql = await client.reserve()
      return connection
    } catch (error) {
      discard(client)
      throw error
    }
  }

  const discard = (client: Sql) => {
    open.delete(client)
    void client.end({ timeout: 0 }).catch(() => null)
    const next = waiting.shift()
    if (next) connect().then(next.resolve, next.reject)
  }

  return {
    acquire: () => {
      for (let found = idle.pop(); found; found = idle.pop()) {
        if (!found.lost) return found
        discard(found.client)
      }
      if (open.size < max) return connect()
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }))
    },
    release: (connection) => {
      const held = connection as Held
      held.onLost = null
      if (held.lost || closed || Date.now() - held.openedAt > lifetimeMs) discard(held.client)
      else if (waiting.length > 0) waiting.shift()?.resolve(held)
      else idle.push(held)
    },
    close: async () => {
      closed = true
      await Promise.all(idle.splice(0).map(({ client }) => client.end({ timeout: 0 })))
    },
  }
}

export class LostConnection extends Error {
  readonly code = 'CONNECTION_LOST'
  constructor() {
    super('The connection to the database was lost')
  }
}

function clientLike(sql: Sql, onclose: () => void): Sql {
  // Array types are not needed, and the driver's reading of them crashes the process when the connection breaks.
  const options = { ...sql.options, max: 1, fetch_types: false, idle_timeout: 0, max_lifetime: 0, onclose }
  return postgres(options as unknown as postgres.Options<Record<string, never>>) as unknown as Sql
}
