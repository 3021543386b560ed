import { type Agent, type IncomingMessage, request as send } from 'node:http'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeStream } from 'node:stream/web'

export type Forwarded = {
  response: Response
  /** Resolves when the answer has been given whole, or was given up. */
  closed: Promise<void>
}

/** Headers of one connection, not of the call. */
const ofConnection = new Set([
  'connection',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])
const withoutBody = new Set([204, 205, 304])
const maxHeaderSize = 64 * 1024

/** Sends a request on to a port of this machine. Bodies stream both ways; what comes back is as it was sent, compressed or not. */
export function forward(
  request: Request,
  to: { port: number; path: string; host: string; agent: Agent; headers: Record<string, string>; signal: AbortSignal },
): Promise<Forwarded> {
  const { promise, resolve, reject } = Promise.withResolvers<Forwarded>()
  const headers: Record<string, string> = {}
  for (const [name, value] of request.headers) if (!ofConnection.has(name)) headers[name] = value
  const outgoing = send({
    hostname: '127.0.0.1',
    port: to.port,
    path: to.path,
    method: request.method,
    headers: { ...headers, host: to.host, ...to.headers },
    agent: to.agent,
    signal: to.signal,
    maxHeaderSize,
  })
  outgoing.once('error', reject)
  outgoing.once('response', (incoming) => {
    outgoing.on('error', () => {}) // a function may answer before it has read everything
    resolve(answerOf(request.method, incoming))
  })
  if (!request.body) outgoing.end()
  else {
    const body = Readable.fromWeb(request.body as NodeStream)
    body.once('error', (error) => outgoing.destroy(error))
    outgoing.once('close', () => body.destroy())
    body.pipe(outgoing)
  }
  return promise
}

function answerOf(method: string, incoming: IncomingMessage): Forwarded {
  const status = incoming.statusCode ?? 502
  const headers = new Headers()
  const raw = incoming.rawHeaders
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i] ?? ''
    if (!ofConnection.has(name.toLowerCase())) headers.append(name, raw[i + 1] ?? '')
  }
  const closed = new Promise<void>((resolve) => incoming.once('close', resolve))
  if (method === 'HEAD' || withoutBody.has(status)) {
    incoming.resume()
    return { response: new Response(null, { status, headers }), closed }
  }
  incoming.on('error', () => {}) // the stream below tells its reader
  return { response: new Response(Readable.toWeb(incoming) as ReadableStream, { status, headers }), closed }
}
