import { once } from 'node:events'
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import postgres, { type Sql } from 'postgres'
import { LostConnection, type Pooled } from '../../postgres/pool.ts'
import { createReader } from './answers.ts'
import { createSession, type Session } from './session.ts'

/** A connection of one's own. */
export type Login = Session &
  Pooled & {
    /** Tells the database to stop what it does for this connection, over another one. Afterwards it is not clean. */
    cancel: () => Promise<void>
  }

/** What the driver has read from the URL and the environment, as far as it is about the way to the database. */
type Way = {
  host: string[]
  port: number[]
  path: string | false
  ssl: boolean | string | object
  sslnegotiation: string | null
  connect_timeout: number
}

/**
 * The driver logs in, whatever way the database wants that done, on a socket of ours. From then on the driver is not
 * asked anything, and the socket speaks as a session does.
 *
 * @param sql whose options the connection has
 * @throws when the database cannot be reached, or does not let us in
 */
export async function logIn(sql: Sql, mostBytes?: number): Promise<Login> {
  const way = sql.options as unknown as Way
  const socket = await openSocket(way)
  const ours = () => {
    if (socket.destroyed) throw new LostConnection() // the driver would try again, and wait for ever
    return socket
  }
  const options = {
    ...sql.options,
    ...{ host: way.host.slice(0, 1), port: way.port.slice(0, 1), ssl: false, socket: ours },
    ...{ max: 1, fetch_types: false, idle_timeout: 0, max_lifetime: 0 },
  }
  const client = postgres(options as unknown as postgres.Options<Record<string, never>>)
  const close = async () => void (await client.end({ timeout: 0 }).catch(() => null))
  const key = keyIn(socket)
  let canceled = false
  try {
    await client.unsafe('select')
    socket.removeAllListeners('data')
    const session = createSession(socket, mostBytes)
    const cancel = async () => {
      canceled = true
      await sendCancel(way, key()).catch(() => null)
    }
    return { ...session, isClean: () => !canceled && session.isClean(), cancel, close }
  } catch (error) {
    await close()
    socket.destroy()
    throw error
  }
}

/** BackendKeyData: who may cancel what the connection does. The driver keeps it to itself. */
function keyIn(socket: Socket): () => Buffer | null {
  let key: Buffer | null = null
  const read = createReader((type, body) => {
    if (type === backendKey) key = Buffer.from(body)
  })
  socket.on('data', read)
  return () => key
}

const backendKey = 0x4b // K
const cancelRequest = [4, 210, 22, 46]

/** https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS; it is answered by closing. */
async function sendCancel(way: Way, key: Buffer | null): Promise<void> {
  if (!key) return
  const socket = await openSocket(way)
  const closed = once(socket, 'close', { signal: AbortSignal.timeout(way.connect_timeout * 1000) })
  const head = Buffer.alloc(4)
  head.writeInt32BE(8 + key.length)
  socket.resume().write(Buffer.concat([head, Buffer.from(cancelRequest), key]))
  await closed.finally(() => socket.destroy())
}

/** The first of the hosts that answers. */
async function openSocket(way: Way): Promise<Socket> {
  let failure: unknown
  for (const [n, host] of way.host.entries()) {
    const plain = way.path ? connect(way.path) : connect(way.port[n] as number, host)
    plain.setNoDelay()
    plain.on('error', ignore) // of a moment when nobody waits for one
    const signal = AbortSignal.timeout(way.connect_timeout * 1000)
    try {
      await once(plain, 'connect', { signal })
      return way.ssl ? await encrypt(plain, host, way, signal) : plain
    } catch (error) {
      plain.destroy()
      failure = signal.aborted ? unreachable(`${host} did not answer in time`, 'CONNECT_TIMEOUT', error) : error
    }
  }
  throw failure
}

const ignore = () => {}

const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])
/** As libpq means them: encrypted, without asking who answers. */
const unverified: ReadonlySet<unknown> = new Set(['require', 'allow', 'prefer'])

async function encrypt(
  plain: Socket,
  host: string,
  { ssl, sslnegotiation }: Way,
  signal: AbortSignal,
): Promise<Socket> {
  const direct = sslnegotiation === 'direct'
  if (!direct) {
    plain.write(sslRequest)
    const [reply] = (await once(plain, 'data', { signal })) as [Buffer]
    if (ssl === 'prefer' && reply.toString() === 'N') return plain
    // More than the one letter would be something that somebody in between has slipped in.
    if (reply.toString() !== 'S') throw unreachable('The database does not speak TLS', 'CONNECT_TLS')
  }
  const secure = connectTls({
    socket: plain,
    servername: isIP(host) ? undefined : host,
    ...(direct ? { ALPNProtocols: ['postgresql'] } : {}),
    ...(unverified.has(ssl) ? { rejectUnauthorized: false } : {}),
    ...(typeof ssl === 'object' ? ssl : {}),
  })
  secure.on('error', ignore)
  await once(secure, 'secureConnect', { signal })
  return secure
}

function unreachable(message: string, code: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { code })
}
