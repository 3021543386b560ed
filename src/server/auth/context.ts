import type { Sql } from 'postgres'
import { type Account, type Db, findAccount, isBanned, userOf } from './accounts.ts'
import { AuthError } from './auth-error.ts'
import type { Fields } from './input.ts'
import type { Links, Mailer } from './mail/mailer.ts'
import type { OneTimeTokens } from './mail/one-time-tokens.ts'
import type { Redirects } from './mail/redirects.ts'
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
  oneTime: OneTimeTokens
  links: Links
  redirects: Redirects
  /** Null where nothing can be sent. */
  mailer: Mailer | null
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

/**
 * What needs a mail.
 *
 * @throws {AuthError} 422 `mailer_not_configured`; not 501, for supabase-js takes any 5xx for a network failure and tries again
 */
export function requireMailer({ mailer }: AuthContext): Mailer {
  if (mailer) return mailer
  const message = 'This server sends no mail. Use email and password; an operator can set a password with auth.admin.'
  throw new AuthError(422, 'mailer_not_configured', message)
}

/** Where the client wishes the link of a mail to lead, or the site where it may not. */
export function wishedRedirect({ url, fields }: AuthRequest, { redirects }: AuthContext): string {
  return redirects.to(url.searchParams.get('redirect_to') ?? fields.redirect_to)
}

type SignedInNow = { userId: string; session: Session; selector: string }

/** The answer that signs a client in. */
export async function sessionResponse(
  request: AuthRequest,
  context: AuthContext,
  db: Db,
  signedIn: SignedInNow,
): Promise<Response> {
  return Response.json(await sessionBody(request, context, db, signedIn))
}

export type SessionBody = {
  access_token: string
  token_type: 'bearer'
  expires_in: number
  expires_at: number
  refresh_token: string
  user: Record<string, unknown>
}

export async function sessionBody(
  request: AuthRequest,
  context: AuthContext,
  db: Db,
  signedIn: SignedInNow,
): Promise<SessionBody> {
  const account = await findAccount(db, signedIn.userId)
  if (!account) throw new AuthError(403, 'user_not_found', 'This account was deleted')
  const { token, expiresAt } = context.tokens.access(account, signedIn.session, request.issuer)
  return {
    access_token: token,
    token_type: 'bearer',
    expires_in: context.settings.accessTokenSeconds,
    expires_at: expiresAt,
    refresh_token: context.tokens.refresh(signedIn.selector),
    user: userOf(account),
  }
}
