import { type AccountChange, findAccount, updateAccount, userOf } from './accounts.ts'
import { AuthError, invalid } from './auth-error.ts'
import { type AuthContext, type AuthRequest, requireSignedIn, type SignedIn } from './context.ts'
import { mergeMetadata, readEmail, readMetadata, readNewPassword, readTriedPassword } from './input.ts'
import { countTaken } from './rate-limit.ts'
import { endSessions, type SignOutScope } from './sessions.ts'

/** `GET /user` */
export async function getUser(request: AuthRequest, context: AuthContext): Promise<Response> {
  const { account } = await requireSignedIn(request, context)
  return Response.json(userOf(account))
}

/**
 * `PUT /user { email, password, current_password, data }`. A new address signs in at once and is unconfirmed, since no mail is sent. A visitor
 * who gives one keeps the account's id and is a visitor no more; the next refresh puts that into the token. For a new
 * address or password of an account that has a password, `current_password` is asked for: a token may be stolen.
 */
export async function updateUser(request: AuthRequest, context: AuthContext): Promise<Response> {
  const { sql } = context
  const signedIn = await requireSignedIn(request, context)
  const { id } = signedIn.account
  context.limits.accountUpdate.take(id)
  if (request.fields.phone) throw new AuthError(422, 'phone_provider_disabled', 'Phone numbers are not supported')
  const email = newEmail(request, signedIn)
  if (email !== undefined || hasPassword(request)) await requireCurrentPassword(request, context, signedIn)
  const passwordHash = await newPasswordHash(request, context, signedIn, email !== undefined)

  const update = () =>
    sql.begin(async (tx) => {
      await tx`select 1 from auth.users where id = ${id} for update`
      const account = await findAccount(tx, id)
      if (!account) throw new AuthError(403, 'user_not_found', 'User from sub claim in JWT does not exist')
      if (account.encrypted_password !== signedIn.account.encrypted_password) throw wrongCurrentPassword()
      const change: AccountChange = { email, passwordHash }
      if (email !== undefined) {
        change.appMetadata = { ...account.raw_app_meta_data, provider: 'email', providers: ['email'] }
      }
      if (request.fields.data !== undefined) {
        const sent = readMetadata(request.fields.data, 'data')
        change.userMetadata = mergeMetadata(account.raw_user_meta_data, sent, 'data')
      }
      await updateAccount(tx, id, change)
      // Whoever knew the old password is out; the session that changed it stays.
      if (passwordHash !== undefined) await endSessions(tx, id, signedIn.sessionId, 'others')
      const updated = await findAccount(tx, id)
      return Response.json(userOf(updated ?? account))
    })
  return email === undefined ? update() : countTaken(context.limits, request.address, update)
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

/** A visitor's account has no password yet; a member's without one is the operator's to change. */
async function requireCurrentPassword(
  { fields }: AuthRequest,
  { settings, passwords, limits }: AuthContext,
  { account }: SignedIn,
): Promise<void> {
  if (account.is_anonymous || !settings.currentPassword) return
  const given = readTriedPassword(fields.current_password ?? '')
  if (!account.encrypted_password) {
    throw new AuthError(400, 'reauthentication_needed', 'This account has no password. An operator can set one.')
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
