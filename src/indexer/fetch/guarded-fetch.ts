import { lookup as systemLookup } from 'node:dns/promises'
import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { LookupFunction, Socket } from 'node:net'
import { whyBlocked } from './addresses.ts'
import { acceptEncoding, type Body, type BodyLimit, readBody } from './body.ts'
import { FetchError } from './refusal.ts'
import { type AllowList, authorityOf, blockedAddress, checkTarget } from './target.ts'

export type Resolved = { address: string; family: number }
/** All addresses of a name, as `dns.lookup(name, { all: true })`. */
export type Resolve = (hostname: string) => Promise<Resolved[]>

export type GuardOptions = {
  /** Sent with every request. */
  userAgent: string
  allowed?: AllowList
  resolve?: Resolve
  /** Connections kept open to one host. */
  maxSockets?: number
}

export type FetchOptions = {
  method?: 'GET' | 'HEAD' | 'POST'
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** From the first packet to the last, redirects included. */
  totalMs?: number
  /** Between two packets. */
  idleMs?: number
  /** By what the answer's head says; the default is 16 MB. */
  limit?: (head: { status: number; mediaType: string }) => BodyLimit
  /** How many redirects of a GET are followed; without, none, and the answer is the redirect itself. */
  redirects?: number
  signal?: AbortSignal
}

export type Answer = {
  /** After redirects. */
  url: string
  status: number
  headers: Record<string, string>
  /** Lower case, without parameters; empty where the answer has none. */
  mediaType: string
  charset: string | null
  body: Uint8Array
  /** Whether `body` is the beginning only. */
  truncated: boolean
  /** Bytes of the body as they came, packed. */
  onWire: number
}

export type GuardedFetch = {
  fetch: (address: string | URL, options?: FetchOptions) => Promise<Answer>
  close: () => void
}

const defaultLimit: BodyLimit = { bytes: 16 * 1024 * 1024 }
const maxHeaderSize = 32 * 1024
const maxHeadersCount = 200

/**
 * Fetches foreign addresses and only those. A name is resolved once, every one of its addresses is checked, and the
 * connection goes to a checked one: an answer of the DNS that changes later changes nothing. The same holds for each
 * redirect. Time, head, body and unpacked body are bounded.
 *
 * `fetch` rejects with a {@link FetchError} and with nothing else, unless `signal` was aborted.
 */
export function createGuardedFetch(options: GuardOptions): GuardedFetch {
  const { userAgent, allowed = new Set(), resolve = resolveAll, maxSockets = 4 } = options
  const keep = { keepAlive: true, maxSockets, maxFreeSockets: 1, timeout: 5_000, scheduling: 'lifo' as const }
  const agents = { 'http:': new HttpAgent(keep), 'https:': new HttpsAgent(keep) }

  const once = async (url: URL, how: FetchOptions, deadline: AbortSignal): Promise<Answer> => {
    const open = () => exchange(url, how, deadline)
    return await open().catch((error: unknown) => {
      // A kept connection that the server closed as we wrote to it: nothing was answered, so nothing was done.
      if (error instanceof StaleConnection) return open()
      throw error
    })
  }

  const exchange = (url: URL, how: FetchOptions, deadline: AbortSignal): Promise<Answer> => {
    const secure = url.protocol === 'https:'
    const { promise, resolve: succeed, reject } = Promise.withResolvers<Answer>()
    const request = (secure ? httpsRequest : httpRequest)(url, {
      method: how.method ?? 'GET',
      agent: agents[secure ? 'https:' : 'http:'],
      headers: { accept: '*/*', 'accept-encoding': acceptEncoding, ...how.headers, 'user-agent': userAgent },
      lookup: checkedLookup(url, resolve, allowed.has(authorityOf(url))),
      maxHeaderSize,
      signal: deadline,
      insecureHTTPParser: false,
    })
    request.maxHeadersCount = maxHeadersCount
    request.setTimeout(how.idleMs ?? 15_000, () => request.destroy(tooSlow(url)))
    request.once('socket', (socket) => checkPeer(socket, url, allowed, (error) => request.destroy(error)))
    request.once('error', (error) =>
      reject(request.reusedSocket && isReset(error) ? new StaleConnection() : meaningOf(error, url)),
    )
    request.once('response', (answer) => {
      take(answer, url, how).then(succeed, (error) => {
        request.destroy()
        reject(meaningOf(request.errored ?? error, url))
      })
    })
    request.end(how.body)
    return promise
  }

  const guarded = async (address: string | URL, how: FetchOptions = {}): Promise<Answer> => {
    const { redirects = 0, totalMs = 60_000, signal } = how
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(), totalMs)
    const deadline = signal ? AbortSignal.any([late.signal, signal]) : late.signal
    const seen = new Set<string>()
    try {
      let url = checkTarget(address, allowed)
      let sent = how
      for (;;) {
        seen.add(url.href)
        const answer = await once(url, sent, deadline)
        const next = redirects > 0 && how.method !== 'POST' ? redirectOf(answer) : null
        if (!next) return answer
        if (seen.size > redirects)
          throw new FetchError('too_many_redirects', url.href, `More than ${redirects} redirects.`)
        if (seen.has(next)) throw new FetchError('redirect_loop', url.href, 'The redirects lead round in a circle.')
        const target = checkTarget(next, allowed)
        if (target.origin !== url.origin) sent = { ...how, headers: {} } // they were meant for the first host
        url = target
      }
    } catch (error) {
      signal?.throwIfAborted()
      if (late.signal.aborted) throw tooSlow(address, error)
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    fetch: guarded,
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

class StaleConnection extends Error {}

const isReset = ({ code }: NodeJS.ErrnoException) => code === 'ECONNRESET' || code === 'EPIPE'

const resolveAll: Resolve = (hostname) => systemLookup(hostname, { all: true, verbatim: true })

/** Where an answer leads to, as an absolute address; null where it does not redirect. */
export function redirectOf({ status, headers, url }: Pick<Answer, 'status' | 'headers' | 'url'>): string | null {
  const { location } = headers
  if (![301, 302, 303, 307, 308].includes(status) || !location || !URL.canParse(location, url)) return null
  const next = new URL(location, url)
  next.hash = ''
  return next.href
}

/** A name of which one address is blocked is refused whole: the others would be the bait. */
export function checkedLookup(url: URL, resolve: Resolve, anywhere: boolean): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname).then(
      (found) => {
        const wanted = options.family ? found.filter(({ family }) => family === Number(options.family)) : found
        const [first] = wanted
        if (!first) return done(new FetchError('unknown_host', url.href, `${hostname} has no address.`), '')
        for (const { address } of anywhere ? [] : found) {
          const what = whyBlocked(address)
          if (what) return done(blockedAddress(url, `${hostname} (${address})`, what), '')
        }
        if (options.all) done(null, wanted)
        else done(null, first.address, first.family)
      },
      (cause) => done(new FetchError('unknown_host', url.href, `${hostname} cannot be resolved.`, cause), ''),
    )
  }
}

/** The last check, on the connection itself: whatever led to it, nothing is sent to a blocked address. */
function checkPeer(socket: Socket, url: URL, allowed: AllowList, refuse: (error: Error) => void): void {
  const check = () => {
    const { remoteAddress } = socket
    const what = allowed.has(authorityOf(url)) || !remoteAddress ? null : whyBlocked(remoteAddress)
    if (what) refuse(blockedAddress(url, remoteAddress ?? '', what))
  }
  if (socket.connecting) socket.prependOnceListener('connect', check)
  else check()
}

async function take(answer: IncomingMessage, url: URL, how: FetchOptions): Promise<Answer> {
  const status = answer.statusCode ?? 0
  const { mediaType, charset } = readContentType(answer.headers['content-type'])
  const limit = how.limit?.({ status, mediaType }) ?? defaultLimit
  const { bytes, truncated, onWire } = await bodyOf(answer, url, how, limit)
  if (truncated) answer.destroy()
  const headers = flatten(answer.headers)
  return { url: url.href, status, headers, mediaType, charset, body: bytes, truncated, onWire }
}

async function bodyOf(answer: IncomingMessage, url: URL, { method }: FetchOptions, limit: BodyLimit): Promise<Body> {
  const { statusCode } = answer
  if (method !== 'HEAD' && statusCode !== 204 && statusCode !== 304) return await readBody(answer, url.href, limit)
  answer.resume()
  return { bytes: new Uint8Array(), truncated: false, onWire: 0 }
}

function flatten(headers: IncomingHttpHeaders): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
  )
  return Object.fromEntries(entries)
}

/** `text/html; charset="utf-8"` in its two parts. */
export function readContentType(text = ''): { mediaType: string; charset: string | null } {
  const mediaType = (text.split(/[;,]/)[0] ?? '').trim().toLowerCase()
  const charset = /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(text)?.[1]?.toLowerCase() ?? null
  return { mediaType, charset }
}

const tooSlow = (address: string | URL, cause?: unknown) =>
  new FetchError('too_slow', String(address), 'The answer took too long.', cause)

function meaningOf(error: unknown, url: URL): FetchError {
  if (error instanceof FetchError) return error
  const { code = '', message } = error as NodeJS.ErrnoException
  if (code.startsWith('HPE_'))
    return new FetchError('invalid_response', url.href, `The answer is not HTTP: ${message}.`, error)
  if (code === 'ECONNRESET') return new FetchError('connection_lost', url.href, 'The connection was lost.', error)
  return new FetchError('connection_failed', url.href, `The connection failed: ${message}.`, error)
}
