import type { Sql } from 'postgres'
import { type Account, type Db, findAccount, isBanned, userOf } from './accounts.ts'
import { AuthError } from './auth-error.ts'
import type { Fields } from './input.ts'
import type { Passwords } from './passwords.ts'
import type { RateLimits } from './rate-limit.ts'
import { type Session, sessionExists } from './sessions.ts'
import type { AuthSettings } from './settings.ts'
import type { AccessClaims, Tokens } from './tokens.ts'

/** What every endpoint works with. */
export type AuthContext = {
  sql: Sql
  settings: AuthSettings
  tokens: Tokens
  passwords: Passwords
  limits: RateLimits
}

/** One request, read as far as every endpoint needs it. */
export type AuthRequest = {
  url: URL
  headers: Headers
  /** Key of the rate limits: an IPv4 address or an IPv6 /64. */
  address: string
  /** The public address of this door. */
  issuer: string
  fields: Fields
}

export type Endpoint = (request: AuthRequest, context: AuthContext) => Promise<Response>

/** Who is signed in: the account behind the bearer token, whose session has not ended. */
export type SignedIn = { account: Account; claims: AccessClaims; sessionId: string | null }

/** @throws {AuthError} 401 `no_authorization`; 403 `bad_jwt`, `user_not_found`, `user_banned`, `session_not_found` */
export async function requireSignedIn(request: AuthRequest, context: AuthContext): Promise<SignedIn> {
  const bearer = /^Bearer +(?!sb_)(\S+)$/i.exec(request.headers.get('authorization')?.trim() ?? '')?.[1]
  if (!bearer) throw new AuthError(401, 'no_authorization', 'This endpoint requires a valid Bearer token')
  const claims = context.tokens.verify(bearer)
  const account = await findAccount(context.sql, claims.sub)
  if (!account || account.deleted_at)
    throw new AuthError(403, 'user_not_found', 'User from sub claim in JWT does not exist')
  if (isBanned(account)) throw new AuthError(403, 'user_banned', 'User is banned')
  const sessionId = claims.session_id ?? null
  if (sessionId !== null && !(await sessionExists(context.sql, account.id, sessionId))) {
    throw new AuthError(403, 'session_not_found', 'Session from session_id claim in JWT does not exist')
  }
  return { account, claims, sessionId }
}

export function refuseBanned(account: Account, message = 'User is banned'): void {
  if (isBanned(account)) throw new AuthError(400, 'user_banned', message)
}

/** The answer that signs a client in. */
export async function sessionResponse(
  request: AuthRequest,
  context: AuthContext,
  db: Db,
  signedIn: { userId: string; session: Session; selector: string },
): Promise<Response> {
  const account = await findAccount(db, signedIn.userId)
  if (!account) throw new AuthError(403, 'user_not_found', 'This account was deleted')
  const { token, expiresAt } = context.tokens.access(account, signedIn.session, request.issuer)
  return Response.json({
    access_token: token,
    token_type: 'bearer',
    expires_in: context.settings.accessTokenSeconds,
    expires_at: expiresAt,
    refresh_token: context.tokens.refresh(signedIn.selector),
    user: userOf(account),
  })
}
