import {
  type Account,
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
import { asksCurrent, beginEmailChange, emailTaken, sendEmailChange } from './email-change.ts'
import { mergeMetadata, readEmail, readMetadata, readNewPassword, readTriedPassword } from './input.ts'
import { readChallenge } from './mail/flow-state.ts'
import type { Mailer } from './mail/mailer.ts'
import { consumeToken, forgetTokens, type StoredToken } from './mail/one-time-tokens.ts'
import { countTaken } from './rate-limit.ts'
import { endRecovery, endSessions, freshMethod, type SignOutScope } from './sessions.ts'
import { askToConfirm } from './sign-up.ts'

/** `GET /user` */
export async function getUser(request: AuthRequest, context: AuthContext): Promise<Response> {
  const { account } = await requireSignedIn(request, context)
  return Response.json(userOf(account))
}

/**
 * `PUT /user { email, password, current_password, nonce, data }`. Without mail a new address counts at once, unconfirmed; with mail it counts
 * when it has been confirmed, by its current address as well where that is confirmed. A visitor who gives one keeps the account's id; the next
 * refresh puts that into the token. A new address or password of an account that has one needs a proof, for a token may be stolen:
 * `current_password`, or the `nonce` of `GET /reauthenticate`.
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
  const nonce = await requireProof(request, context, signedIn, { password: hasPassword(request), email, pending })
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
      const tokens = pending === undefined ? null : await beginEmailChange(tx, context, account, pending, wishes)
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

type Change = { password: boolean; email: string | undefined; pending: string | undefined }

/**
 * A visitor's account has nothing to prove yet; a new address alone is proven by the mails that ask both addresses.
 *
 * @returns the nonce that was the proof; the change takes it
 */
async function requireProof(
  request: AuthRequest,
  context: AuthContext,
  { account, sessionId }: SignedIn,
  { password, email, pending }: Change,
): Promise<StoredToken | null> {
  const { settings, passwords, limits, mailer } = context
  const byBothAddresses = !password && email === undefined && asksCurrent(account)
  if (!password && email === undefined && (pending === undefined || byBothAddresses)) return null
  if (account.is_anonymous || !settings.currentPassword) return null
  const { nonce, current_password } = request.fields
  if (mailer && nonce !== undefined && nonce !== null && nonce !== '') return findNonce(nonce, context, account)
  if (password && sessionId !== null && (await beganByMail(context, account, sessionId))) return null
  const given = readTriedPassword(current_password ?? '')
  if (!account.encrypted_password) {
    const message = mailer
      ? 'This account has no password. Ask for a code with reauthenticate() and send it as nonce, or sign in by mail again.'
      : 'This account has no password. An operator can set one.'
    throw new AuthError(400, 'reauthentication_needed', message)
  }
  if (!given) {
    const message = 'Current password required when setting a new password or email address.'
    throw new AuthError(400, 'current_password_required', message)
  }
  const tried = `current password ${account.id}`
  limits.account.take(tried)
  if (!(await passwords.matches(given, account.encrypted_password))) throw wrongCurrentPassword()
  limits.account.giveBack(tried)
  return null
}

/** Who has just read the account's mail sets its first password, and, where it was a recovery, a new one. */
async function beganByMail({ sql, settings }: AuthContext, account: Account, sessionId: string): Promise<boolean> {
  const method = await freshMethod(sql, sessionId, settings.mailSeconds)
  return method === 'recovery' || (method !== null && !account.encrypted_password)
}

/** The code of `GET /reauthenticate`. */
async function findNonce(
  nonce: unknown,
  { sql, limits, oneTime }: AuthContext,
  account: Account,
): Promise<StoredToken> {
  if (typeof nonce !== 'string' || account.email === null) throw wrongNonce()
  const tried = `code ${account.email}`
  limits.mailGuess.take(tried)
  const token = await oneTime.byCode(sql, account.email, ['reauthentication_token'], nonce.trim())
  if (!token || token.expired || token.userId !== account.id) throw wrongNonce()
  limits.mailGuess.giveBack(tried)
  return token
}

const wrongNonce = () => new AuthError(422, 'reauthentication_not_valid', 'Nonce has expired or is invalid')

const wrongCurrentPassword = () =>
  new AuthError(400, 'current_password_invalid', 'Current password required when setting new password is wrong.')

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
