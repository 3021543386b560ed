import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'

/** What a token says: the registered names of RFC 7519, and whatever else its maker put in. */
export type Claims = { sub?: string; exp?: number; iat?: number; nbf?: number; [name: string]: unknown }

/** Why a token is not believed. */
export class TokenError extends Error {
  /** It was good once. */
  readonly expired: boolean
  constructor(message: string, expired = false) {
    super(message)
    this.name = 'TokenError'
    this.expired = expired
  }
}

export const tokenKey = (secret: string): KeyObject => createSecretKey(Buffer.from(secret))

const header = encode({ alg: 'HS256', typ: 'JWT' })

/** A JSON Web Token (RFC 7519), signed with HMAC and SHA-256. */
export function signToken(claims: Claims, key: KeyObject): string {
  const content = `${header}.${encode(claims)}`
  return `${content}.${signatureOf(content, key)}`
}

/**
 * Believes tokens of HS256 alone, whatever else they say of themselves, and only those that end some day.
 * The signature is looked at before anything of the claims is.
 *
 * @throws {TokenError}
 */
export function verifyToken(token: string, key: KeyObject, now = Math.floor(Date.now() / 1000)): Claims {
  const [head, body, signature, ...more] = token.split('.')
  if (!head || !body || !signature || more.length > 0)
    throw new TokenError('token contains an invalid number of segments')
  const { alg, crit } = parse(head)
  if (alg !== 'HS256' || crit !== undefined) throw new TokenError('signing method is invalid')
  if (!same(signature, signatureOf(`${head}.${body}`, key))) throw new TokenError('signature is invalid')
  const claims: Claims = parse(body)
  for (const name of ['exp', 'nbf', 'iat'] as const) {
    if (claims[name] !== undefined && !Number.isFinite(claims[name]))
      throw new TokenError(`${name} claim must be a number`)
  }
  const { exp, nbf } = claims
  if (exp === undefined) throw new TokenError('exp claim is required')
  if (exp <= now) throw new TokenError('token is expired', true)
  if (nbf !== undefined && nbf > now) throw new TokenError('token is not valid yet')
  return claims
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function parse(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // said below, as of anything else that is no object
  }
  throw new TokenError('token is malformed')
}

function signatureOf(content: string, key: KeyObject): string {
  return createHmac('sha256', key).update(content).digest('base64url')
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
