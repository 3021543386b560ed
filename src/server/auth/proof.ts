import type { Account } from './accounts.ts'
import { AuthError } from './auth-error.ts'
import type { AuthContext, AuthRequest, SignedIn } from './context.ts'
import { readTriedPassword } from './input.ts'
import type { StoredToken } from './mail/one-time-tokens.ts'
import { freshMethod } from './sessions.ts'

/** What `PUT /user` is to change: a password, an address at once, or one that waits for mails. */
export type Change = { password: boolean; email: string | undefined; pending: string | undefined }

/** Whether it is shown that the account's member asks; `nonce` is a proof that the change takes along. */
export type Proof = { proven: boolean; nonce: StoredToken | null }

/**
 * A new password, or an address that counts at once, needs a proof, for a token may be stolen. An address that waits for mails is proven by
 * them: by the current address as well, unless that is unconfirmed and another proof is given. A visitor's account has nothing to prove yet.
 *
 * @throws {AuthError} 400 `current_password_required`, `current_password_invalid`, `reauthentication_needed`; 422 `reauthentication_not_valid`
 */
export async function requireProof(
  { fields }: AuthRequest,
  context: AuthContext,
  { account, sessionId }: SignedIn,
  { password, email, pending }: Change,
): Promise<Proof> {
  const { settings, mailer } = context
  const must = (password || email !== undefined) && settings.currentPassword
  const may = pending !== undefined && !account.email_confirmed_at
  if (account.is_anonymous || (!must && !may)) return unproven
  const { nonce } = fields
  if (mailer && nonce !== undefined && nonce !== null && nonce !== '') {
    return { proven: true, nonce: await findNonce(nonce, context, account) }
  }
  if (password && sessionId !== null && (await beganByMail(context, account, sessionId))) return proven
  const given = readTriedPassword(fields.current_password ?? '')
  if (!must && !given) return unproven
  await requirePassword(given, context, account)
  return proven
}

const unproven: Proof = { proven: false, nonce: null }
const proven: Proof = { proven: true, nonce: null }

async function requirePassword(
  given: string | null,
  { passwords, limits, mailer }: AuthContext,
  account: Account,
): Promise<void> {
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

export const wrongNonce = () => new AuthError(422, 'reauthentication_not_valid', 'Nonce has expired or is invalid')

export const wrongCurrentPassword = () =>
  new AuthError(400, 'current_password_invalid', 'Current password required when setting new password is wrong.')
