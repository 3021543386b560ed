import * as accounts from './accounts.ts'
import { AuthError, invalid } from './auth-error.ts'
import { type AuthContext, type AuthRequest, requireMailer, sessionBody } from './context.ts'
import { agreeToEmailChange } from './email-change.ts'
import { readTriedEmail } from './input.ts'
import { type FlowMethod, issueCode } from './mail/flow-state.ts'
import { consumeToken, type StoredToken, type TokenType } from './mail/one-time-tokens.ts'
import { withParameters } from './mail/redirects.ts'
import { startSession } from './sessions.ts'

/** What a link or code can be good for, by the `type` that its bearer names. */
const tokensOf: Readonly<Record<string, readonly TokenType[]>> = {
  signup: ['confirmation_token'],
  invite: ['confirmation_token'],
  magiclink: ['recovery_token'],
  recovery: ['recovery_token'],
  email: ['confirmation_token', 'recovery_token'],
  email_change: ['email_change_token_new', 'email_change_token_current'],
}

/** `POST /verify { type, token, email }` with a code, or `{ type, token_hash }` with the token of a link. */
export async function verify(request: AuthRequest, context: AuthContext): Promise<Response> {
  const { fields } = request
  if (fields.phone) throw new AuthError(422, 'phone_provider_disabled', 'Phone numbers are not supported')
  const types = readType(fields.type)
  context.limits.verify.take(request.address)
  const outcome =
    typeof fields.token_hash === 'string' && fields.token_hash !== ''
      ? await spend(request, context, await context.oneTime.byLink(context.sql, fields.token_hash), types, 'session')
      : await spendCode(request, context, types)
  return Response.json(outcome.signedIn ?? { code: 200, msg: halfWay })
}

const halfWay = 'Confirmation link accepted. Please proceed to confirm link sent to the other email'

/** `GET /verify?token=&type=&redirect_to=`, which the link of a mail opens: goes on to the page, with a session or with what went wrong. */
export async function openLink(request: AuthRequest, context: AuthContext): Promise<Response> {
  const wished = request.url.searchParams
  const page = context.redirects.to(wished.get('redirect_to'))
  const link = wished.get('token') ?? wished.get('token_hash') ?? ''
  const pkce = link.startsWith('pkce_')
  try {
    context.limits.verify.take(request.address)
    const types = readType(wished.get('type'))
    const found = await context.oneTime.byLink(context.sql, link)
    const outcome = await spend(request, context, found, types, pkce ? 'code' : 'session')
    if (outcome.code) return seeOther(withParameters(page, { code: outcome.code }, { query: true }))
    const { signedIn } = outcome
    if (!signedIn) return seeOther(withParameters(page, { message: halfWay }, { fragment: true }))
    const { user: _, ...session } = signedIn
    const said = Object.entries({ ...session, type: wished.get('type') }).map(([name, value]) => [name, String(value)])
    return seeOther(withParameters(page, Object.fromEntries(said), { fragment: true }))
  } catch (error) {
    if (!(error instanceof AuthError) || error.status >= 500) throw error
    const why = error.code === 'otp_expired' ? 'Email link is invalid or has expired' : error.message
    const said = { error: 'access_denied', error_code: error.code, error_description: why }
    return seeOther(withParameters(page, said, { fragment: true, query: pkce }))
  }
}

const seeOther = (location: string) => new Response(null, { status: 303, headers: { location } })

function readType(type: unknown): { type: string; tokens: readonly TokenType[] } {
  if (type === 'sms' || type === 'phone_change') {
    throw new AuthError(422, 'phone_provider_disabled', 'Phone numbers are not supported')
  }
  const tokens = typeof type === 'string' && Object.hasOwn(tokensOf, type) ? tokensOf[type] : undefined
  if (tokens) return { type: type as string, tokens }
  throw invalid(`Verify requires a type: ${Object.keys(tokensOf).join(', ')}`, 400)
}

type Wanted = ReturnType<typeof readType>
type Outcome = { signedIn?: Awaited<ReturnType<typeof sessionBody>>; code?: string }

/** Guesses are counted for the address, whether an account has it or not. Links go on working when they are used up. */
async function spendCode(request: AuthRequest, context: AuthContext, wanted: Wanted): Promise<Outcome> {
  requireMailer(context)
  const { sql, limits, oneTime } = context
  const { email, token } = request.fields
  if (typeof token !== 'string' || token === '') throw invalid('Verify requires a token or a token hash', 400)
  const address = readTriedEmail(email)
  if (address === null) throw invalid('Only an email address or a token hash can be provided on verify', 400)
  const tried = `code ${address}`
  limits.mailGuess.take(tried)
  const found = await oneTime.byCode(sql, address, wanted.tokens, token.trim())
  const outcome = await spend(request, context, found, wanted, 'session')
  limits.mailGuess.giveBack(tried)
  return outcome
}

/** Does what the token is good for, once, however many send it at the same moment. */
async function spend(
  request: AuthRequest,
  context: AuthContext,
  token: StoredToken | null,
  { type, tokens }: Wanted,
  answer: 'session' | 'code',
): Promise<Outcome> {
  if (!token || token.expired || !tokens.includes(token.type)) throw gone()
  return context.sql.begin(async (tx): Promise<Outcome> => {
    const account = await accounts.lockAccount(tx, token.userId)
    if (!account || account.deleted_at || !(await consumeToken(tx, token))) throw gone()
    if (accounts.isBanned(account)) throw new AuthError(403, 'user_banned', 'User is banned')
    if (token.relatesTo !== (token.type === 'email_change_token_new' ? account.email_change : account.email))
      throw gone()
    if (!(await act(tx, account, token))) return {}
    const flow = flowOf(token, type)
    if (answer === 'code') {
      const code = await issueCode(tx, account.id, flow)
      if (code === null)
        throw new AuthError(404, 'flow_state_not_found', 'invalid flow state, no valid flow state found')
      return { code }
    }
    const method = methodOf(flow)
    const started = await startSession(tx, account.id, request.headers.get('user-agent'), method)
    return { signedIn: await sessionBody(request, context, tx, { userId: account.id, ...started }) }
  })
}

/** @returns whether all is done that was to be done */
async function act(tx: accounts.Db, account: accounts.Account, token: StoredToken): Promise<boolean> {
  if (token.type === 'email_change_token_new' || token.type === 'email_change_token_current') {
    return agreeToEmailChange(tx, account)
  }
  if (!account.email_confirmed_at) {
    // A confirmation is of what was typed at sign-up; the others come from somebody who may not know of it.
    if (token.type === 'recovery_token') await accounts.dropUnproven(tx, account.id)
    await accounts.confirmEmail(tx, account)
  }
  return true
}

/** A flow of `type=email` began with the kind of mail that was sent last. */
function flowOf(token: StoredToken, type: string): FlowMethod {
  if (token.type === 'confirmation_token') return type === 'invite' ? 'invite' : 'email/signup'
  if (token.type === 'recovery_token') return type === 'recovery' ? 'recovery' : 'magiclink'
  return 'email_change'
}

/** What the session's token says of how it was begun. */
export const methodOf = (flow: FlowMethod): string => (flow === 'recovery' || flow === 'invite' ? flow : 'otp')

const gone = () => new AuthError(403, 'otp_expired', 'Token has expired or is invalid')
