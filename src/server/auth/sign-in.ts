import { findAccount, findAccountByEmail } from './accounts.ts'
import { AuthError, invalid } from './auth-error.ts'
import { type AuthContext, type AuthRequest, refuseBanned, sessionResponse } from './context.ts'
import { readTriedEmail, readTriedPassword } from './input.ts'
import { endFlow } from './mail/flow-state.ts'
import { rotate, startSession } from './sessions.ts'
import { methodOf } from './verify.ts'

/** `POST /token?grant_type=password|refresh_token|pkce` */
export async function token(request: AuthRequest, context: AuthContext): Promise<Response> {
  const grant = request.url.searchParams.get('grant_type')
  if (grant === 'password') return signInWithPassword(request, context)
  if (grant === 'refresh_token') return refresh(request, context)
  if (grant === 'pkce') return exchangeCode(request, context)
  throw new AuthError(400, 'invalid_credentials', 'unsupported_grant_type: use password, refresh_token or pkce')
}

async function signInWithPassword(request: AuthRequest, context: AuthContext): Promise<Response> {
  const { sql, passwords, limits, mailer } = context
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
  if (mailer && !mailer.autoconfirm && !account.email_confirmed_at) {
    throw new AuthError(400, 'email_not_confirmed', 'Email not confirmed')
  }

  return sql.begin(async (tx) => {
    const started = await startSession(tx, account.id, request.headers.get('user-agent'))
    return sessionResponse(request, context, tx, { userId: account.id, ...started })
  })
}

/** The end of a flow that a mail's link went through: who began it, and nobody else who has the link, gets the session. */
async function exchangeCode(request: AuthRequest, context: AuthContext): Promise<Response> {
  const { auth_code: code, code_verifier: verifier } = request.fields
  if (typeof code !== 'string' || typeof verifier !== 'string' || !code || !verifier) {
    throw invalid('both auth code and code verifier should be non-empty', 400)
  }
  context.limits.verify.take(request.address)
  return context.sql.begin(async (tx) => {
    const { userId, method } = await endFlow(tx, code, verifier)
    const account = await findAccount(tx, userId)
    if (!account || account.deleted_at) throw new AuthError(403, 'user_not_found', 'This account was deleted')
    refuseBanned(account)
    const started = await startSession(tx, userId, request.headers.get('user-agent'), methodOf(method))
    return sessionResponse(request, context, tx, { userId, ...started })
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
