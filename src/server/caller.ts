import { type KeyObject, timingSafeEqual } from 'node:crypto'
import { ApiError } from './api-error.ts'
import type { Keys } from './keys.ts'
import type { Lapse, Standing } from './standing.ts'
import { type Claims, TokenError, tokenKey, verifyToken } from './token.ts'

/** Who a request speaks for: the role and claims that its one transaction runs with. */
export type Caller = { role: CallerRole; claims: Claims; claimsJson: string; key: 'publishable' | 'secret' }
export type CallerRole = 'anon' | 'authenticated' | 'service_role'

/** @throws {ApiError} 401 for a missing, wrong or misplaced key, and for a forged, expired, foreign or revoked token */
export type Identify = (request: Request) => Promise<Caller>

const roles: ReadonlySet<unknown> = new Set<CallerRole>(['anon', 'authenticated', 'service_role'])
const cacheSize = 2_000

/**
 * A verified token is remembered until it expires, so that a busy client pays for its signature once.
 *
 * @param standing tells of banned and deleted accounts and of ended sessions
 */
export function createIdentify(keys: Keys, standing: Pick<Standing, 'lapseOf'>): Identify {
  const secret = tokenKey(keys.jwtSecret)
  const anon = keyCaller('anon', 'publishable')
  const service = keyCaller('service_role', 'secret')
  const verified = new Map<string, { caller: Caller; expires: number }>()

  return async (request) => {
    const key = readKey(request, keys)
    const keyed = key === 'secret' ? service : anon
    const bearer = readBearer(request)
    if (bearer === null) return keyed
    if (isKey(bearer, keys)) {
      if (!same(bearer, keys.secretKey)) return keyed
      refuseBrowser(request)
      return service
    }

    const caller = callerOf(bearer, key)
    const lapse = standing.lapseOf(caller.claims)
    refuseLapsed(lapse instanceof Promise ? await lapse.catch(cannotAsk) : lapse)
    return caller
  }

  function callerOf(bearer: string, key: Caller['key']): Caller {
    const known = verified.get(bearer)
    if (known && known.expires > Date.now()) return known.caller
    const claims = verify(bearer, secret)
    const caller: Caller = { role: claims.role, claims, claimsJson: JSON.stringify(claims), key }
    if (verified.size >= cacheSize) verified.clear()
    verified.set(bearer, { caller, expires: (claims.exp ?? 0) * 1000 })
    return caller
  }
}

/** Every door answers this alike, and a client tries again. */
function cannotAsk(cause: unknown): never {
  throw new ApiError(503, 'PGRST000', 'Could not connect with the database', {
    hint: 'Try again in a moment.',
    headers: { 'retry-after': '1' },
    cause,
  })
}

function refuseLapsed(lapse: Lapse | null): void {
  if (lapse === null) return
  throw invalidToken(`JWT revoked: ${lapse}`, afterLapse[lapse])
}

const afterLapse: Readonly<Record<Lapse, string>> = {
  'account banned': 'An operator has suspended this account.',
  'account deleted': 'This account was deleted. Sign in with another one, or make a new one.',
  'session ended': 'Sign in again.',
}

function keyCaller(role: CallerRole, key: Caller['key']): Caller {
  return { role, claims: { role }, claimsJson: JSON.stringify({ role }), key }
}

function readKey(request: Request, keys: Keys): Caller['key'] {
  const key = request.headers.get('apikey') ?? keyInUrl(request.url)
  if (!key) {
    throw new ApiError(401, 'no_api_key', 'No API key found in request', {
      hint: 'Send the publishable key (sb_publishable_...) in the apikey header.',
    })
  }
  if (same(key, keys.publishableKey)) return 'publishable'
  if (same(key, keys.secretKey)) {
    refuseBrowser(request)
    return 'secret'
  }
  const hint = key.startsWith('eyJ')
    ? 'The apikey header takes a publishable or secret key (sb_...); a user token goes into Authorization: Bearer.'
    : 'Check the key against the one that the server prints at start (npx paddock keys).'
  throw new ApiError(401, 'invalid_api_key', 'Invalid API key', { hint })
}

function keyInUrl(url: string): string | null {
  return url.includes('apikey=') ? new URL(url).searchParams.get('apikey') : null
}

/** Wherever the secret key stands in the request, a page must not have it. */
function refuseBrowser(request: Request): void {
  if (!fromBrowser(request)) return
  throw new ApiError(401, 'secret_key_in_browser', 'Forbidden use of secret API key in browser', {
    hint: 'A secret key belongs on a server. Use the publishable key here and replace the secret key, for it has leaked.',
  })
}

/** Browsers always send Sec-Fetch-Mode, except very old ones, whose User-Agent gives them away. */
function fromBrowser(request: Request): boolean {
  const { headers } = request
  const userAgent = headers.get('user-agent') ?? ''
  return /^Mozilla\/5\.0 /.test(userAgent) || headers.get('sec-fetch-site') !== null
}

function readBearer(request: Request): string | null {
  const header = request.headers.get('authorization')
  if (!header) return null
  const match = /^Bearer +(\S+)$/i.exec(header.trim())
  return match?.[1] ?? null
}

function isKey(bearer: string, keys: Keys): boolean {
  if (bearer.startsWith('eyJ')) return false
  if (same(bearer, keys.publishableKey) || same(bearer, keys.secretKey)) return true
  throw invalidToken('JWT not valid', 'Authorization takes the token of a signed-in user, or the API key once more.')
}

function verify(token: string, secret: KeyObject): Claims & { role: CallerRole } {
  const claims = believed(token, secret)
  if (roles.has(claims.role)) return claims as Claims & { role: CallerRole }
  throw invalidToken('JWT role not allowed', 'A token may carry the role anon, authenticated or service_role only.')
}

function believed(token: string, secret: KeyObject): Claims {
  try {
    return verifyToken(token, secret)
  } catch (error) {
    if (error instanceof TokenError && error.expired)
      throw invalidToken('JWT expired', 'Refresh the session and send the new token.', error)
    throw invalidToken('JWT not valid', 'The token was not signed by this server. Sign in again.', error)
  }
}

function invalidToken(message: string, hint: string, cause?: unknown): ApiError {
  const headers = { 'www-authenticate': `Bearer error="invalid_token", error_description="${message}"` }
  return new ApiError(401, message === 'JWT expired' ? 'PGRST303' : 'PGRST301', message, { hint, headers, cause })
}

function same(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
