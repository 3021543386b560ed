import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { plainAddress } from './address.ts'
import { ConfigError } from './config.ts'
import { inTurns, type Shares } from './in-turns.ts'

export type Listener = {
  /** Where a client reaches the server. */
  url: string
  /** Takes no more connections, lets running requests end, and cuts those that take longer than `graceMs` (10 s). */
  close: (graceMs?: number) => Promise<void>
}

type Options = {
  fetch: (request: Request) => Response | Promise<Response>
  host: string
  port: number
  /** Believe the X-Forwarded-For of a proxy in front of us; otherwise it is replaced by the socket's address. */
  trustProxy: boolean
  shares?: Shares
  /** Requests by path that take no share, since something else bounds them. */
  isCountedElsewhere?: (path: string) => boolean
}

/** @throws {ConfigError} when the port is taken or the host is not ours */
export async function listen(options: Options): Promise<Listener> {
  const { fetch, host, port, trustProxy, shares, isCountedElsewhere } = options
  const answer = getRequestListener((request) => fetch(request))
  const turns = inTurns((incoming, outgoing) => void answer(incoming, outgoing), shares, { isCountedElsewhere })
  const server = createServer({ maxHeaderSize }, (incoming, outgoing) => {
    setClientAddress(incoming, trustProxy)
    turns(incoming, outgoing)
  })
  server.on('clientError', answerBadRequest)
  server.listen(port, host)
  await once(server, 'listening').catch((error) => {
    throw explain(error, host, port)
  })
  const actual = (server.address() as AddressInfo).port
  const closed = once(server, 'close').then(() => {})
  return { url: `http://${nameOf(host)}:${actual}`, close: (graceMs = 10_000) => drain(server, closed, graceMs) }
}

/** Room for some 1,500 ids in a filter. */
const maxHeaderSize = 64 * 1024

/** What Node cannot read as a request is answered as an API answers, so that a browser shows the reason. */
function answerBadRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const tooLong = error.code === 'HPE_HEADER_OVERFLOW'
  const [status, code, message, hint] = tooLong
    ? [
        431,
        'request_line_too_long',
        'The address and headers of the request are longer than 64 kB.',
        'Split long lists of ids into several requests, or send them by POST to a function.',
      ]
    : [400, 'bad_request', 'This is not a request that can be read.', null]
  const body = JSON.stringify({ code, message, details: null, hint })
  socket.end(
    `HTTP/1.1 ${status} ${tooLong ? 'Request Header Fields Too Large' : 'Bad Request'}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\naccess-control-allow-origin: *\r\nconnection: close\r\n\r\n${body}`,
  )
}

/** From here on X-Forwarded-For is one address, the client's, whatever the client itself claimed. */
function setClientAddress(incoming: IncomingMessage, trustProxy: boolean): void {
  const raw = incoming.rawHeaders
  let forwarded = ''
  for (let i = raw.length - 2; i >= 0; i -= 2) {
    if (raw[i]?.toLowerCase() !== 'x-forwarded-for') continue
    forwarded ||= raw[i + 1]?.split(',').at(-1)?.trim() ?? '' // the last entry is what the proxy itself saw
    raw.splice(i, 2)
  }
  // Some proxies say nothing of themselves but the version.
  if (forwarded || incoming.httpVersionMajor * 10 + incoming.httpVersionMinor < 11) {
    raw.push('X-Paddock-Forwarded', '1')
    incoming.headers['x-paddock-forwarded'] = '1'
  }
  const address = (trustProxy && plainAddress(forwarded)) || plainAddress(incoming.socket.remoteAddress ?? '')
  if (address) raw.push('X-Forwarded-For', address)
  // Node has parsed the headers already, and readers use either form.
  if (address) incoming.headers['x-forwarded-for'] = address
  else delete incoming.headers['x-forwarded-for']
}

async function drain(server: Server, closed: Promise<void>, graceMs: number): Promise<void> {
  const end = Date.now() + graceMs
  const sweep = () => {
    if (Date.now() < end) server.closeIdleConnections()
    else server.closeAllConnections()
  }
  server.close()
  sweep()
  const sweeping = setInterval(sweep, 50) // a kept-alive connection becomes idle when its answer is out
  await closed
  clearInterval(sweeping)
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new ConfigError(
      `Port ${port} on ${host} is taken by another program. Stop it, or choose another with PORT=54400 (PORT=0 takes a free one).`,
    )
  }
  if (error.code === 'EACCES')
    return new ConfigError(`Port ${port} needs more rights; choose one above 1023 with PORT.`)
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new ConfigError(`HOST=${host} is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for all.`)
  }
  return error
}

/** A client cannot connect to "every address", so the URL names one. */
function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
