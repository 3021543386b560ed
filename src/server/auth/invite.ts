import { randomUUID } from 'node:crypto'
import * as accounts from './accounts.ts'
import { existing } from './admin.ts'
import { AuthError, invalid } from './auth-error.ts'
import { type AuthContext, type AuthRequest, requireMailer, wishedRedirect } from './context.ts'
import { emailTaken } from './email-change.ts'
import { type Fields, mergeMetadata, readEmail, readMetadata, readNewPassword } from './input.ts'
import type { VerifyType } from './mail/mailer.ts'
import type { MailToken, TokenType } from './mail/one-time-tokens.ts'

/** Mails and links of operators; the door has checked the secret key. */

/** `POST /invite { email, data }`: an account, unconfirmed until the link of its mail is opened. */
export async function invite(request: AuthRequest, context: AuthContext): Promise<Response> {
  const mailer = requireMailer(context)
  const email = readEmail(request.fields.email)
  const redirectTo = wishedRedirect(request, context)
  const made = await context.sql.begin(async (tx) => {
    const account = await invited(tx, request.fields, email)
    const token = await context.oneTime.issue(tx, {
      userId: account.id,
      type: 'confirmation_token',
      relatesTo: email,
    })
    return { account, token }
  })
  mailer.later(async () =>
    mailer.send({ kind: 'invite', to: email, email, token: made.token, verify: 'invite', redirectTo }),
  )
  return Response.json(accounts.userOf(made.account))
}

/**
 * `POST /admin/generate_link { type, email, new_email, password, data, redirect_to }`: what a mail would say, for an operator who sends it
 * otherwise. Nothing is sent, so it works without a mail server.
 */
export async function generateLink(request: AuthRequest, context: AuthContext): Promise<Response> {
  const { fields } = request
  const { type } = fields
  const kind = typeof type === 'string' && Object.hasOwn(linkTypes, type) ? linkTypes[type] : undefined
  if (!kind) throw invalid(`generate_link takes the type ${Object.keys(linkTypes).join(', ')}`, 400)
  const email = readEmail(fields.email)
  const redirectTo = wishedRedirect(request, context)
  const { account, token } = await context.sql.begin((tx) => kind.make(tx, request, context, email))
  const { otp, link } = token
  return Response.json({
    ...accounts.userOf(account),
    action_link: context.links.to(link, kind.verify, redirectTo),
    email_otp: otp,
    hashed_token: link,
    verification_type: type,
    redirect_to: redirectTo,
  })
}

type Made = { account: accounts.Account; token: MailToken }
type Make = (tx: accounts.Db, request: AuthRequest, context: AuthContext, email: string) => Promise<Made>

const linkTypes: Readonly<Record<string, { verify: VerifyType; make: Make }>> = {
  signup: { verify: 'signup', make: forSignUp },
  invite: { verify: 'invite', make: forInvite },
  magiclink: { verify: 'magiclink', make: forMember },
  recovery: { verify: 'recovery', make: forMember },
  email_change_current: {
    verify: 'email_change',
    make: (...given) => forChange('email_change_token_current', ...given),
  },
  email_change_new: { verify: 'email_change', make: (...given) => forChange('email_change_token_new', ...given) },
}

async function forSignUp(tx: accounts.Db, { fields }: AuthRequest, context: AuthContext, email: string): Promise<Made> {
  const known = await accounts.findAccountByEmail(tx, email)
  if (known?.email_confirmed_at) throw emailTaken()
  const password = readNewPassword(fields.password, context.settings.minPasswordLength)
  const passwordHash = await context.passwords.hash(password)
  const id = known?.id ?? (await insertNew(tx, fields, email, passwordHash))
  if (known) await accounts.updateAccount(tx, id, { passwordHash })
  return issue(tx, context, id, 'confirmation_token', email, 'confirmation')
}

async function forInvite(tx: accounts.Db, { fields }: AuthRequest, context: AuthContext, email: string): Promise<Made> {
  const { id } = await invited(tx, fields, email)
  return issue(tx, context, id, 'confirmation_token', email, 'confirmation')
}

async function forMember(tx: accounts.Db, request: AuthRequest, context: AuthContext, email: string): Promise<Made> {
  const account = await accounts.findAccountByEmail(tx, email)
  if (account) return issue(tx, context, account.id, 'recovery_token', email, 'recovery')
  if (request.fields.type === 'recovery') throw new AuthError(404, 'user_not_found', 'User with this email not found')
  const id = await insertNew(tx, request.fields, email, null)
  return issue(tx, context, id, 'recovery_token', email, 'recovery')
}

async function forChange(
  type: TokenType,
  tx: accounts.Db,
  { fields }: AuthRequest,
  context: AuthContext,
  email: string,
): Promise<Made> {
  const found = await accounts.findAccountByEmail(tx, email)
  const account = found && (await accounts.lockAccount(tx, found.id))
  if (!account) throw new AuthError(404, 'user_not_found', 'User with this email not found')
  const wished = readEmail(fields.new_email)
  if (await accounts.findAccountByEmail(tx, wished)) throw emailTaken()
  // Links for the two addresses of one change are made one after the other.
  if (account.email_change !== wished) await accounts.setEmailChange(tx, account.id, wished, 0)
  return issue(tx, context, account.id, type, type === 'email_change_token_new' ? wished : email, 'email_change')
}

/** The account of an invitation, made where there is none; one that waits for its confirmation is invited again. */
async function invited(tx: accounts.Db, fields: Fields, email: string): Promise<accounts.Account> {
  const known = await accounts.findAccountByEmail(tx, email)
  if (known?.email_confirmed_at) throw emailTaken()
  const id = known?.id ?? (await insertNew(tx, fields, email, null))
  await accounts.noteSent(tx, id, 'invite', 'confirmation')
  return existing(tx, id)
}

async function insertNew(tx: accounts.Db, fields: Fields, email: string, passwordHash: string | null): Promise<string> {
  const id = randomUUID()
  await accounts.insertAccount(tx, {
    id,
    email,
    confirmed: false,
    passwordHash,
    appMetadata: { provider: 'email', providers: ['email'] },
    userMetadata: mergeMetadata({}, readMetadata(fields.data, 'data'), 'data'),
  })
  return id
}

async function issue(
  tx: accounts.Db,
  { oneTime }: AuthContext,
  userId: string,
  type: TokenType,
  relatesTo: string,
  sent: accounts.SentKind,
): Promise<Made> {
  await accounts.noteSent(tx, userId, sent)
  const token = await oneTime.issue(tx, { userId, type, relatesTo })
  return { token, account: await existing(tx, userId) }
}
