import { ApiError } from '../api-error.ts'
import { type Connections, hold } from './connections.ts'
import type { Login } from './wire/login.ts'

/** Postgres ends a statement by itself at its `statement_timeout`; only where it has not, we do. */
const patienceMs = 500
/** From the order to stop until whoever waits is told, whether the database has obeyed or not. */
const graceMs = 2_000

/**
 * Holds a connection during the work, and tells the database to stop what has not ended in time. Postgres looks at
 * `statement_timeout` between two steps of its work only, and some steps are long. Who waits is answered even where it
 * does not obey; the connection stays held until it does, so that nothing piles up behind it.
 *
 * @param client whose turn it is, see `Pool.acquire`
 * @param timeout of the statement, as Postgres writes it
 * @throws {ApiError} 504 `57014`
 */
export function holdWithin<T>(
  connections: Connections,
  client: string,
  timeout: string,
  work: (connection: Login) => Promise<T>,
): Promise<T> {
  const ms = milliseconds(timeout)
  if (ms === null) return hold(connections, work, client)
  return new Promise((resolve, reject) => {
    hold(connections, (connection) => within(connection, ms + patienceMs, work, reject), client).then(resolve, reject)
  })
}

async function within<T>(
  connection: Login,
  ms: number,
  work: (connection: Login) => Promise<T>,
  giveUp: (error: ApiError) => void,
): Promise<T> {
  let canceling: Promise<void> | null = null
  let timer = setTimeout(() => {
    canceling = connection.cancel()
    timer = setTimeout(() => giveUp(tooLate()), graceMs)
  }, ms)
  try {
    return await work(connection)
  } finally {
    clearTimeout(timer)
    // Otherwise the order could reach the next one who has the connection.
    if (canceling) await canceling
  }
}

const tooLate = () =>
  new ApiError(504, '57014', 'canceling statement due to statement timeout', {
    hint: 'The statement takes longer than it may. Ask for less.',
  })

const units: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 }

/** Null for no limit. */
function milliseconds(timeout: string): number | null {
  const [, number = '', unit = 'ms'] = /^(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)?$/.exec(timeout.trim()) ?? []
  const ms = Number(number) * (units[unit] ?? 1)
  return ms > 0 && ms < 2 ** 31 - 1_000 ? ms : null
}
