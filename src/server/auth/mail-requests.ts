import { randomUUID } from 'node:crypto'
import { type Account, findAccountByEmail, insertAccount, noteSent } from './accounts.ts'
import { AuthError, invalid } from './auth-error.ts'
import { type AuthContext, type AuthRequest, requireMailer, requireSignedIn, wishedRedirect } from './context.ts'
import { resendEmailChange } from './email-change.ts'
import { mergeMetadata, readEmail, readMetadata } from './input.ts'
import { beginFlow, type FlowMethod, readChallenge } from './mail/flow-state.ts'
import type { Mailer, MailKind, VerifyType, Wishes } from './mail/mailer.ts'
import type { TokenType } from './mail/one-time-tokens.ts'
import type { LetterKind } from './mail/templates.ts'

/**
 * What anybody may ask to be mailed to anybody. Each is answered alike and at once, whether an account has the address or not: what
 * depends on that happens in the background.
 */

/** `POST /recover { email }` */
export async function recover(request: AuthRequest, context: AuthContext): Promise<Response> {
  const { address, mailer, wishes } = readRequest('recovery', request, context)
  mailer.later(async () => {
    const account = await findAccountByEmail(context.sql, address)
    if (account) await sendLink(context, mailer, account, links.recovery, wishes)
  })
  return Response.json({})
}

/**
 * `POST /otp { email, create_user, data }` and `POST /magiclink`: a link and a code that sign in. Unless `create_user` is false an unknown
 * address gets an account, unconfirmed until one of them is used.
 */
export async function magicLink(request: AuthRequest, context: AuthContext): Promise<Response> {
  const { fields } = request
  if (fields.phone) throw new AuthError(422, 'phone_provider_disabled', 'Phone logins are disabled')
  const create = fields.create_user !== false && context.settings.signUp
  const userMetadata = mergeMetadata({}, readMetadata(fields.data, 'data'), 'data')
  const { address, mailer, wishes } = readRequest('magic_link', request, context)
  if (create) context.limits.signUp.take(request.address)
  mailer.later(async () => {
    const account = await findAccountByEmail(context.sql, address)
    if (account) return sendLink(context, mailer, account, links.magic_link, wishes)
    if (!create) return
    const id = randomUUID()
    const appMetadata = { provider: 'email', providers: ['email'] }
    const made = { id, email: address, confirmed: false, passwordHash: null, appMetadata, userMetadata }
    await context.sql.begin((tx) => insertAccount(tx, made)).catch(ignoreTaken)
    const now = await findAccountByEmail(context.sql, address)
    if (now) await sendLink(context, mailer, now, links.magic_link, wishes)
  })
  return Response.json({})
}

/** `POST /resend { type: 'signup' | 'email_change', email }`: the same mail again, with a new token; the old is good no longer. */
export async function resend(request: AuthRequest, context: AuthContext): Promise<Response> {
  const { type, phone } = request.fields
  if (phone || type === 'sms' || type === 'phone_change') {
    throw new AuthError(422, 'phone_provider_disabled', 'Phone numbers are not supported')
  }
  if (type !== 'signup' && type !== 'email_change') throw invalid('Resend takes the type signup or email_change', 400)
  const kind = type === 'signup' ? 'confirmation' : 'email_change'
  const { address, mailer, wishes } = readRequest(kind, request, context)
  mailer.later(async () => {
    if (kind === 'email_change') return resendEmailChange(context, mailer, address, wishes)
    const account = await findAccountByEmail(context.sql, address)
    if (account && !account.email_confirmed_at) await sendLink(context, mailer, account, links.confirmation, wishes)
  })
  return Response.json({})
}

/** `GET /reauthenticate`: a code to the member's own address, for `nonce` of `PUT /user`. */
export async function reauthenticate(request: AuthRequest, context: AuthContext): Promise<Response> {
  const mailer = requireMailer(context)
  const { account } = await requireSignedIn(request, context)
  const { email } = account
  if (email === null) throw invalid('Reauthentication requires the user to have an email')
  if (!mailer.autoconfirm && !account.email_confirmed_at) {
    throw new AuthError(422, 'email_not_confirmed', 'Please verify your email first.')
  }
  context.limits.mail.take(account.id)
  mailer.admit('reauthentication', email, request.address)
  mailer.later(async () => {
    const token = await context.sql.begin(async (tx) => {
      await noteSent(tx, account.id, 'reauthentication')
      return context.oneTime.issue(tx, { userId: account.id, type: 'reauthentication_token', relatesTo: email })
    })
    mailer.send({ kind: 'reauthentication', to: email, email, token, redirectTo: context.redirects.site() })
  })
  return Response.json({})
}

function readRequest(kind: MailKind, request: AuthRequest, context: AuthContext) {
  const mailer = requireMailer(context)
  const address = readEmail(request.fields.email)
  const wishes: Wishes = { redirectTo: wishedRedirect(request, context), challenge: readChallenge(request.fields) }
  mailer.admit(kind, address, request.address)
  return { address, mailer, wishes }
}

type LinkKind = {
  letter: LetterKind
  token: TokenType
  sent: 'confirmation' | 'recovery'
  verify: VerifyType
  flow: FlowMethod
}

export const links: Record<'confirmation' | 'recovery' | 'magic_link', LinkKind> = {
  confirmation: {
    letter: 'confirmation',
    token: 'confirmation_token',
    sent: 'confirmation',
    verify: 'signup',
    flow: 'email/signup',
  },
  recovery: { letter: 'recovery', token: 'recovery_token', sent: 'recovery', verify: 'recovery', flow: 'recovery' },
  magic_link: {
    letter: 'magic_link',
    token: 'recovery_token',
    sent: 'recovery',
    verify: 'magiclink',
    flow: 'magiclink',
  },
}

/** A mail with a link and a code to the account's own address. */
export async function sendLink(
  { sql, oneTime }: AuthContext,
  mailer: Mailer,
  { id, email }: Account,
  { letter, token: type, sent, verify, flow }: LinkKind,
  { redirectTo, challenge }: Wishes,
): Promise<void> {
  if (email === null) return
  const token = await sql.begin(async (tx) => {
    await noteSent(tx, id, sent)
    if (challenge) await beginFlow(tx, id, flow, challenge)
    return oneTime.issue(tx, { userId: id, type, relatesTo: email, pkce: challenge !== null })
  })
  mailer.send({ kind: letter, to: email, email, token, verify, redirectTo })
}

/** Somebody else made the account at the same moment. */
function ignoreTaken(error: unknown): void {
  if (!(error instanceof AuthError && error.code === 'email_exists')) throw error
}
