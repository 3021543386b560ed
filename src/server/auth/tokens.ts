import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { type JWTPayload, jwtVerify, SignJWT } from 'jose'
import type { Account } from './accounts.ts'
import { AuthError } from './auth-error.ts'

/** What an access token says of its bearer, as GoTrue words it. */
export type AccessClaims = JWTPayload & { sub: string; role: string; session_id?: string }
export type AccessToken = { token: string; expiresAt: number }

export type Tokens = {
  /** @param issuer the public address of this door, `https://host/auth/v1` */
  access(account: Account, session: { id: string; startedAt: Date }, issuer: string): Promise<AccessToken>
  /** @throws {AuthError} 403 `bad_jwt` */
  verify(token: string): Promise<AccessClaims>
  /** The token a client holds for a stored selector. */
  refresh(selector: string): string
  /** The selector of a token that this server made, or null. Costs no query. */
  selectorOf(refreshToken: string): string | null
}

const selectorBytes = 16
const macBytes = 24
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * A refresh token is `selector || MAC(selector)`. The database keeps the selector alone: whoever reads a backup
 * cannot refresh with it, and the same token can still be given twice to a client that lost the answer.
 */
export function createTokens(jwtSecret: string, seconds: number): Tokens {
  const key = new TextEncoder().encode(jwtSecret)
  const refreshKey = createHmac('sha256', jwtSecret).update('paddock refresh token').digest()
  const mac = (selector: string) =>
    createHmac('sha256', refreshKey).update(selector).digest().subarray(0, macBytes).toString('base64url')
  const selectorLength = Math.ceil((selectorBytes * 4) / 3)

  return {
    async access(account, session, issuer) {
      const issuedAt = Math.floor(Date.now() / 1000)
      const method = account.is_anonymous ? 'anonymous' : 'password'
      const token = await new SignJWT({
        email: account.email ?? '',
        phone: '',
        role: account.role,
        app_metadata: account.raw_app_meta_data,
        user_metadata: account.raw_user_meta_data,
        session_id: session.id,
        is_anonymous: account.is_anonymous,
        aal: 'aal1',
        amr: [{ method, timestamp: Math.floor(session.startedAt.getTime() / 1000) }],
      })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(issuer)
        .setSubject(account.id)
        .setAudience('authenticated')
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + seconds)
        .sign(key)
      return { token, expiresAt: issuedAt + seconds }
    },

    async verify(token) {
      const payload = await readClaims(token, key)
      if (!uuid.test(payload.sub ?? '')) throw badJwt('the sub claim must be the id of an account')
      if (payload.session_id !== undefined && !uuid.test(String(payload.session_id)))
        throw badJwt('bad session_id claim')
      return payload as AccessClaims
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

async function readClaims(token: string, key: Uint8Array): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], requiredClaims: ['exp'] })
    return payload
  } catch (error) {
    throw badJwt(error instanceof Error ? error.message : 'unreadable', error)
  }
}

function badJwt(why: string, cause?: unknown): AuthError {
  return new AuthError(403, 'bad_jwt', `invalid JWT: unable to parse or verify signature, ${why}`, { cause })
}
