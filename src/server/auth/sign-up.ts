import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import {
  type Account,
  findAccount,
  findAccountByEmail,
  insertAccount,
  lockAccount,
  type NewAccount,
  noteSent,
  updateAccount,
  userOf,
} from './accounts.ts'
import { AuthError, invalid } from './auth-error.ts'
import { type AuthContext, type AuthRequest, sessionResponse, wishedRedirect } from './context.ts'
import { mergeMetadata, readEmail, readMetadata, readNewPassword } from './input.ts'
import { readChallenge } from './mail/flow-state.ts'
import type { Mailer, Wishes } from './mail/mailer.ts'
import { forgetTokens } from './mail/one-time-tokens.ts'
import { links, sendLink } from './mail-requests.ts'
import { countTaken } from './rate-limit.ts'
import { endSessions, startSession } from './sessions.ts'

/**
 * `POST /signup { email, password, data }` makes an account and signs in; where addresses are confirmed by mail it answers with the user
 * alone, whether or not the address was free. Without email and password it makes a visitor's anonymous account.
 */
export async function signUp(request: AuthRequest, context: AuthContext): Promise<Response> {
  const { email, password, phone } = request.fields
  if (phone) throw new AuthError(422, 'phone_provider_disabled', 'Phone signups are disabled')
  if (!context.settings.signUp) throw new AuthError(422, 'signup_disabled', 'Signups not allowed for this instance')
  const userMetadata = mergeMetadata({}, readMetadata(request.fields.data, 'data'), 'data')
  if (!email && !password) return signInNew(request, context, { ...visitor(context, request), userMetadata })
  const { mailer } = context
  if (mailer && !mailer.autoconfirm) return signUpByMail(request, context, mailer, userMetadata)
  return countTaken(context.limits, request.address, async () => {
    const address = readSignUp(request, context)
    if (await findAccountByEmail(context.sql, address)) throw alreadyRegistered()
    const account = { ...(await permanent(request, context, address)), userMetadata }
    const response = await signInNew(request, context, account)
    askToConfirm(request, context, account, wishedRedirect(request, context))
    return response
  })
}

type Identified = Omit<NewAccount, 'userMetadata'>

function visitor({ settings, limits }: AuthContext, { address }: AuthRequest): Identified {
  if (!settings.anonymous) {
    throw new AuthError(422, 'anonymous_provider_disabled', 'Anonymous sign-ins are disabled')
  }
  limits.anonymous.take(address)
  return { id: randomUUID(), email: null, confirmed: false, passwordHash: null, appMetadata: {} }
}

function readSignUp({ address, fields }: AuthRequest, { settings, limits }: AuthContext): string {
  limits.signUp.take(address)
  const email = readEmail(fields.email)
  if (!fields.password) throw invalid('Signup requires a valid password')
  readNewPassword(fields.password, settings.minPasswordLength)
  limits.account.take(`sign-up ${email}`)
  return email
}

async function permanent(
  { fields }: AuthRequest,
  { settings, passwords }: AuthContext,
  email: string,
): Promise<Identified> {
  return {
    id: randomUUID(),
    email,
    confirmed: false, // whoever signs up may name any address
    passwordHash: await passwords.hash(readNewPassword(fields.password, settings.minPasswordLength)),
    appMetadata: { provider: 'email', providers: ['email'] },
  }
}

/** Who is signed in already is asked to confirm the address by the way, as often as mails may be sent. */
export function askToConfirm(
  request: AuthRequest,
  context: AuthContext,
  { id, email }: Pick<Account, 'id' | 'email'>,
  redirectTo: string,
): void {
  const { mailer } = context
  if (!mailer || email === null) return
  try {
    mailer.admit('confirmation', email, request.address)
    mailer.later(() => sendConfirmation(context, mailer, id, { redirectTo, challenge: null }))
  } catch (error) {
    if (!(error instanceof AuthError)) throw error
  }
}

async function sendConfirmation(context: AuthContext, mailer: Mailer, id: string, wishes: Wishes): Promise<void> {
  const account = await findAccount(context.sql, id)
  if (account) await sendLink(context, mailer, account, links.confirmation, wishes)
}

/** Nobody is signed in, and the answer is the same whether the address was free, waits for its confirmation, or is somebody's. */
async function signUpByMail(
  request: AuthRequest,
  context: AuthContext,
  mailer: Mailer,
  userMetadata: NewAccount['userMetadata'],
): Promise<Response> {
  const { sql } = context
  const wishes = { redirectTo: wishedRedirect(request, context), challenge: readChallenge(request.fields) }
  const email = readSignUp(request, context)
  mailer.admit('confirmation', email, request.address)
  const account = { ...(await permanent(request, context, email)), userMetadata }
  // One look and one transaction of the same statements, whoever has the address.
  const known = await findAccountByEmail(sql, email)
  const made = known ? null : await insertPending(sql, account).catch(nullWhereTaken)
  if (made) {
    mailer.later(() => sendConfirmation(context, mailer, made.id, wishes))
    return Response.json(userOf(made))
  }
  mailer.later(async () => {
    const other = await findAccountByEmail(sql, email)
    if (!other) return
    if (!other.email_confirmed_at) {
      await takeOver(sql, other.id, account)
      return sendConfirmation(context, mailer, other.id, wishes)
    }
    mailer.send({ kind: 'registered', to: email, email, redirectTo: wishes.redirectTo })
  })
  return Response.json(userOf(await unmade(sql, account, email)))
}

/** Somebody else came first, at the same moment. */
function nullWhereTaken(error: unknown): null {
  if (error instanceof AuthError && error.code === 'email_exists') return null
  throw error
}

/**
 * Of several sign-ups that wait for one address the latest counts, and the mail of the others is good no longer: else whoever came first,
 * perhaps long ago and under an address of another, would know the password of what that one confirms. An account that an operator made
 * or invited keeps what he gave it.
 */
async function takeOver(sql: Sql, id: string, { passwordHash, userMetadata }: NewAccount): Promise<void> {
  await sql.begin(async (tx) => {
    const account = await lockAccount(tx, id)
    if (!account || account.email_confirmed_at || account.invited_at || !account.confirmation_sent_at) return
    await updateAccount(tx, id, { passwordHash, userMetadata })
    await endSessions(tx, id, null, 'global')
    await forgetTokens(tx, id)
  })
}

async function insertPending(sql: Sql, account: NewAccount): Promise<Account> {
  return sql.begin(async (tx) => {
    await insertAccount(tx, account)
    await noteSent(tx, account.id, 'confirmation')
    return (await findAccount(tx, account.id)) as Account
  })
}

/** What a new account would look like, and take: it is made under an address that nobody has, and taken back. */
async function unmade(sql: Sql, account: NewAccount, email: string): Promise<Account> {
  const standIn = `${randomUUID()}@address.invalid`
  let seen: Account | undefined
  const takeBack = new Error('taken back')
  await sql
    .begin(async (tx) => {
      await insertAccount(tx, { ...account, email: standIn })
      await noteSent(tx, account.id, 'confirmation')
      seen = (await findAccount(tx, account.id)) as Account
      throw takeBack
    })
    .catch((error: unknown) => {
      if (error !== takeBack) throw error
    })
  const { identities, ...rest } = seen as Account
  return { ...rest, email, identities: JSON.parse(JSON.stringify(identities).replaceAll(standIn, email)) }
}

async function signInNew(request: AuthRequest, context: AuthContext, account: NewAccount): Promise<Response> {
  try {
    return await context.sql.begin(async (tx) => {
      await insertAccount(tx, account)
      const started = await startSession(tx, account.id, request.headers.get('user-agent'))
      return sessionResponse(request, context, tx, { userId: account.id, ...started })
    })
  } catch (error) {
    throw error instanceof AuthError && error.code === 'email_exists' ? alreadyRegistered(error) : error
  }
}

function alreadyRegistered(cause?: unknown): AuthError {
  return new AuthError(422, 'user_already_exists', 'User already registered', { cause })
}
