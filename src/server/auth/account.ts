import {
  type AccountChange,
  type Db,
  findAccount,
  findAccountByEmail,
  lockAccount,
  updateAccount,
  userOf,
} from './accounts.ts'
import { AuthError, invalid } from './auth-error.ts'
import { type AuthContext, type AuthRequest, requireSignedIn, type SignedIn, wishedRedirect } from './context.ts'
import { beginEmailChange, emailTaken, sendEmailChange } from './email-change.ts'
import { mergeMetadata, readEmail, readMetadata, readNewPassword } from './input.ts'
import { readChallenge } from './mail/flow-state.ts'
import type { Mailer } from './mail/mailer.ts'
import { consumeToken, forgetTokens } from './mail/one-time-tokens.ts'
import { requireProof, wrongCurrentPassword, wrongNonce } from './proof.ts'
import { countTaken } from './rate-limit.ts'
import { endRecovery, endSessions, type SignOutScope } from './sessions.ts'
import { askToConfirm } from './sign-up.ts'

/** `GET /user` */
export async function getUser(request: AuthRequest, context: AuthContext): Promise<Response> {
  const { account } = await requireSignedIn(request, context)
  return Response.json(userOf(account))
}

/**
 * `PUT /user { email, password, current_password, nonce, data }`. Without mail a new address counts at once, unconfirmed; with mail it counts
 * when it has been confirmed, by the current address as well. A visitor who gives one keeps the account's id; the next refresh puts that into
 * the token. What a thief of a token must not change needs a proof: `current_password`, or the `nonce` of `GET /reauthenticate`.
 */
export async function updateUser(request: AuthRequest, context: AuthContext): Promise<Response> {
  const { sql, mailer } = context
  const signedIn = await requireSignedIn(request, context)
  const { id } = signedIn.account
  context.limits.accountUpdate.take(id)
  if (request.fields.phone) throw new AuthError(422, 'phone_provider_disabled', 'Phone numbers are not supported')
  const wished = newEmail(request, signedIn)
  const byMail = mailer !== null && !(mailer.autoconfirm && signedIn.account.is_anonymous)
  const email = byMail ? undefined : wished
  const pending = byMail ? wished : undefined
  const wishes = { redirectTo: wishedRedirect(request, context), challenge: readChallenge(request.fields) }
  const { nonce, proven } = await requireProof(request, context, signedIn, {
    password: hasPassword(request),
    email,
    pending,
  })
  const passwordHash = await newPasswordHash(request, context, signedIn, wished !== undefined)
  const isTaken =
    pending !== undefined && mailer !== null && (await admitPending(request, context, mailer, id, pending))

  const update = () =>
    sql.begin(async (tx) => {
      const account = await lockAccount(tx, id)
      if (!account) throw new AuthError(403, 'user_not_found', 'User from sub claim in JWT does not exist')
      if (account.encrypted_password !== signedIn.account.encrypted_password) throw wrongCurrentPassword()
      if (nonce && !(await consumeToken(tx, nonce))) throw wrongNonce()
      const change: AccountChange = { email, passwordHash }
      if (email !== undefined) {
        change.appMetadata = { ...account.raw_app_meta_data, provider: 'email', providers: ['email'] }
      }
      if (request.fields.data !== undefined) {
        const sent = readMetadata(request.fields.data, 'data')
        change.userMetadata = mergeMetadata(account.raw_user_meta_data, sent, 'data')
      }
      await updateAccount(tx, id, change)
      if (passwordHash !== undefined) await passwordChanged(tx, id, signedIn.sessionId)
      const tokens =
        pending === undefined ? null : await beginEmailChange(tx, context, account, pending, { ...wishes, proven })
      return { account: (await findAccount(tx, id)) ?? account, tokens }
    })
  const { account, tokens } = await (wished === undefined || pending !== undefined
    ? update()
    : countTaken(context.limits, request.address, update))
  if (mailer && tokens && pending !== undefined) {
    // Who has the address already is not asked; the change waits, and tells its sender nothing.
    const asked = isTaken ? { ...tokens, newToken: null } : tokens
    mailer.later(async () => sendEmailChange(mailer, account, pending, asked, wishes.redirectTo))
  } else if (email !== undefined) askToConfirm(request, context, account, wishes.redirectTo)
  return Response.json(userOf(account))
}

/** Whoever knew the old password is out; the session that changed it stays, and no mail of before lets anybody in. */
async function passwordChanged(sql: Db, id: string, sessionId: string | null): Promise<void> {
  await endSessions(sql, id, sessionId, 'others')
  await forgetTokens(sql, id, ['recovery_token', 'reauthentication_token'])
  if (sessionId !== null) await endRecovery(sql, sessionId)
}

/**
 * @returns whether another account has the address
 * @throws {AuthError} 422 `email_exists` where sign-up tells that as well
 */
async function admitPending(
  request: AuthRequest,
  context: AuthContext,
  mailer: Mailer,
  id: string,
  address: string,
): Promise<boolean> {
  context.limits.mail.take(id)
  mailer.admit('email_change', address, request.address)
  const look = async () => {
    const taken = (await findAccountByEmail(context.sql, address)) !== null
    if (taken && mailer.autoconfirm) throw emailTaken()
    return taken
  }
  return mailer.autoconfirm ? countTaken(context.limits, request.address, look) : look()
}

/** `POST /logout?scope=global|local|others` */
export async function signOut(request: AuthRequest, context: AuthContext): Promise<Response> {
  const scope = request.url.searchParams.get('scope') ?? 'global'
  if (!isScope(scope)) throw invalid(`Unsupported logout scope "${scope}": use global, local or others`, 400)
  const { account, sessionId } = await requireSignedIn(request, context)
  await endSessions(context.sql, account.id, sessionId, scope)
  return new Response(null, { status: 204 })
}

function isScope(scope: string): scope is SignOutScope {
  return scope === 'global' || scope === 'local' || scope === 'others'
}

function newEmail({ fields }: AuthRequest, { account }: SignedIn): string | undefined {
  if (fields.email === undefined || fields.email === null || fields.email === '') return undefined
  const email = readEmail(fields.email)
  return email === account.email ? undefined : email
}

const hasPassword = ({ fields }: AuthRequest) => fields.password !== undefined && fields.password !== null

async function newPasswordHash(
  { fields }: AuthRequest,
  { settings, passwords, limits }: AuthContext,
  { account }: SignedIn,
  hasNewEmail: boolean,
): Promise<string | undefined> {
  if (fields.password === undefined || fields.password === null) return undefined
  if (account.is_anonymous && !hasNewEmail) {
    throw invalid('Updating password of an anonymous user without an email or phone is not allowed')
  }
  const password = readNewPassword(fields.password, settings.minPasswordLength)
  limits.account.take(`password ${account.id}`)
  if (account.encrypted_password && (await passwords.matches(password, account.encrypted_password))) {
    throw new AuthError(422, 'same_password', 'New password should be different from the old password.')
  }
  return passwords.hash(password)
}
