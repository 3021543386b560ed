import { createHmac, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import { isUuid } from '../../client/ids.ts'
import { type Claims, signToken, TokenError, tokenKey, verifyToken } from '../token.ts'
import type { Account } from './accounts.ts'
import { AuthError } from './auth-error.ts'

/** What an access token says of its bearer, as GoTrue words it. */
export type AccessClaims = Claims & { sub: string; role: string; session_id?: string }
export type AccessToken = { token: string; expiresAt: number }

export type Tokens = {
  /** @param issuer the public address of this door, `https://host/auth/v1` */
  access(
    account: Account,
    session: { id: string; startedAt: Date; method?: string | null },
    issuer: string,
  ): AccessToken
  /** @throws {AuthError} 403 `bad_jwt` */
  verify(token: string): AccessClaims
  /** The token a client holds for a stored selector. */
  refresh(selector: string): string
  /** The selector of a token that this server made, or null. Costs no query. */
  selectorOf(refreshToken: string): string | null
}

const selectorBytes = 16
const macBytes = 24

/**
 * A refresh token is `selector || MAC(selector)`. The database keeps the selector alone: whoever reads a backup
 * cannot refresh with it, and the same token can still be given twice to a client that lost the answer.
 */
export function createTokens(jwtSecret: string, seconds: number): Tokens {
  const key = tokenKey(jwtSecret)
  const refreshKey = createHmac('sha256', jwtSecret).update('paddock refresh token').digest()
  const mac = (selector: string) =>
    createHmac('sha256', refreshKey).update(selector).digest().subarray(0, macBytes).toString('base64url')
  const selectorLength = Math.ceil((selectorBytes * 4) / 3)

  return {
    access(account, session, issuer) {
      const issuedAt = Math.floor(Date.now() / 1000)
      const expiresAt = issuedAt + seconds
      const method = session.method ?? (account.is_anonymous ? 'anonymous' : 'password')
      const claims = {
        iss: issuer,
        sub: account.id,
        aud: 'authenticated',
        exp: expiresAt,
        iat: issuedAt,
        email: account.email ?? '',
        phone: '',
        role: account.role,
        app_metadata: account.raw_app_meta_data,
        user_metadata: account.raw_user_meta_data,
        session_id: session.id,
        is_anonymous: account.is_anonymous,
        aal: 'aal1',
        amr: [{ method, timestamp: Math.floor(session.startedAt.getTime() / 1000) }],
      }
      return { token: signToken(claims, key), expiresAt }
    },

    verify(token) {
      const claims = readClaims(token, key)
      if (!isUuid(claims.sub ?? '')) throw badJwt('the sub claim must be the id of an account')
      if (claims.session_id !== undefined && !isUuid(String(claims.session_id))) throw badJwt('bad session_id claim')
      return claims as AccessClaims
    },

    refresh: (selector) => selector + mac(selector),

    selectorOf(refreshToken) {
      const selector = refreshToken.slice(0, selectorLength)
      const given = Buffer.from(refreshToken.slice(selectorLength))
      const expected = Buffer.from(mac(selector))
      return given.length === expected.length && timingSafeEqual(given, expected) ? selector : null
    },
  }
}

export const newSelector = () => randomBytes(selectorBytes).toString('base64url')

function readClaims(token: string, key: KeyObject): Claims {
  try {
    return verifyToken(token, key)
  } catch (error) {
    throw badJwt(error instanceof TokenError ? error.message : 'unreadable', error)
  }
}

function badJwt(why: string, cause?: unknown): AuthError {
  return new AuthError(403, 'bad_jwt', `invalid JWT: unable to parse or verify signature, ${why}`, { cause })
}
