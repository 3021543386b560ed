import { findAccountByEmail } from './accounts.ts'
import { AuthError, invalid } from './auth-error.ts'
import { type AuthContext, type AuthRequest, refuseBanned, sessionResponse } from './context.ts'
import { readTriedEmail, readTriedPassword } from './input.ts'
import { rotate, startSession } from './sessions.ts'

/** `POST /token?grant_type=password|refresh_token` */
export async function token(request: AuthRequest, context: AuthContext): Promise<Response> {
  const grant = request.url.searchParams.get('grant_type')
  if (grant === 'password') return signInWithPassword(request, context)
  if (grant === 'refresh_token') return refresh(request, context)
  throw new AuthError(400, 'invalid_credentials', 'unsupported_grant_type: use password or refresh_token')
}

async function signInWithPassword(request: AuthRequest, context: AuthContext): Promise<Response> {
  const { sql, passwords, limits } = context
  const { email, password, phone } = request.fields
  if (phone) throw new AuthError(422, 'phone_provider_disabled', 'Phone logins are disabled')
  if (!email) throw invalid('missing email or phone', 400)
  limits.signIn.take(request.address)
  const address = readTriedEmail(email)
  const attempt = readTriedPassword(password)
  const tried = `sign-in ${address ?? request.address}`
  limits.account.take(tried)

  const account = address === null ? null : await findAccountByEmail(sql, address)
  const stored = attempt === null ? null : (account?.encrypted_password ?? null)
  const right = await passwords.matches(attempt ?? '', stored)
  if (!account || !right) throw new AuthError(400, 'invalid_credentials', 'Invalid login credentials')
  limits.account.giveBack(tried)
  refuseBanned(account)

  return sql.begin(async (tx) => {
    const started = await startSession(tx, account.id, request.headers.get('user-agent'))
    return sessionResponse(request, context, tx, { userId: account.id, ...started })
  })
}

async function refresh(request: AuthRequest, context: AuthContext): Promise<Response> {
  const { sql, settings, tokens, limits } = context
  const given = request.fields.refresh_token
  if (typeof given !== 'string' || given === '') throw invalid('refresh_token is required', 400)
  limits.refresh.take(request.address)
  const selector = tokens.selectorOf(given)
  if (selector === null) throw refused('refresh_token_not_found', 'Refresh Token Not Found')

  const admit = (userId: string) => limits.accountRefresh.take(userId)
  const rotation = await rotate(sql, selector, settings.reuseSeconds, admit)
  switch (rotation.outcome) {
    case 'rotated':
      return sessionResponse(request, context, sql, rotation)
    case 'already_used':
      throw refused('refresh_token_already_used', 'Already Used')
    case 'expired':
      throw refused('session_expired', 'Session Expired')
    case 'banned':
      throw refused('user_banned', 'User Banned')
    default:
      throw refused('refresh_token_not_found', 'Refresh Token Not Found')
  }
}

const refused = (code: string, why: string) => new AuthError(400, code, `Invalid Refresh Token: ${why}`)
