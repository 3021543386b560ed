/** One connection, held by one at a time. */
export type Pooled = {
  /** It is there, and nothing is left open on it: the next may have it. */
  isClean: () => boolean
  close: () => Promise<void>
}

export type Pool<C extends Pooled> = {
  /**
   * Waits for its turn when all are held. Rejects when the database cannot be reached.
   *
   * @param client who asks: those who wait take turns, however much each of them asks for
   */
  acquire: (client?: string) => C | Promise<C>
  release: (connection: C) => void
  /** Ends idle connections at once, and each held one when it is released. */
  close: () => Promise<void>
}

export class LostConnection extends Error {
  readonly code = 'CONNECTION_LOST'
  constructor() {
    super('The connection to the database was lost')
  }
}

/** Holds a connection during the work. */
export async function hold<C extends Pooled, T>(
  pool: Pool<C>,
  work: (connection: C) => Promise<T>,
  client?: string,
): Promise<T> {
  const connection = await pool.acquire(client)
  try {
    return await work(connection)
  } finally {
    pool.release(connection)
  }
}

type Waiting<C> = { resolve: (connection: C) => void; reject: (error: unknown) => void }

/** Prepared statements and plans of a connection do not grow for ever. */
const lifetimeMs = 45 * 60_000

/** A connection that is not clean is thrown away, so that nothing of it meets the next. */
export function createPool<C extends Pooled>(max: number, open: () => Promise<C>): Pool<C> {
  const idle: C[] = []
  const lines = new Map<string, Waiting<C>[]>()
  const openedAt = new Map<C, number>()
  let opening = 0
  let closed = false

  const connect = async (): Promise<C> => {
    opening++
    try {
      const connection = await open()
      openedAt.set(connection, Date.now())
      return connection
    } catch (error) {
      serveNext()
      throw error
    } finally {
      opening--
    }
  }

  /** The first of the client whose turn it is, who then goes to the end of the line. */
  const takeNext = (): Waiting<C> | undefined => {
    for (const [client, line] of lines) {
      const next = line.shift()
      lines.delete(client)
      if (line.length > 0) lines.set(client, line)
      return next
    }
    return undefined
  }

  /** There is room for one more. */
  const serveNext = () => {
    const next = takeNext()
    if (next) connect().then(next.resolve, next.reject)
  }

  const discard = (connection: C) => {
    openedAt.delete(connection)
    void connection.close()
    serveNext()
  }

  const isOld = (connection: C) => Date.now() - (openedAt.get(connection) ?? 0) > lifetimeMs

  return {
    acquire: (client = '') => {
      for (let found = idle.pop(); found; found = idle.pop()) {
        if (found.isClean()) return found
        discard(found)
      }
      if (openedAt.size + opening < max) return connect()
      return new Promise((resolve, reject) => {
        const line = lines.get(client)
        if (line) line.push({ resolve, reject })
        else lines.set(client, [{ resolve, reject }])
      })
    },
    release: (connection) => {
      if (closed || !connection.isClean() || isOld(connection)) discard(connection)
      else if (lines.size > 0) takeNext()?.resolve(connection)
      else idle.push(connection)
    },
    close: async () => {
      closed = true
      await Promise.all(idle.splice(0).map((connection) => connection.close()))
    },
  }
}
