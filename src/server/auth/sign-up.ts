import { randomUUID } from 'node:crypto'
import { findAccountByEmail, insertAccount, type NewAccount } from './accounts.ts'
import { AuthError, invalid } from './auth-error.ts'
import { type AuthContext, type AuthRequest, sessionResponse } from './context.ts'
import { mergeMetadata, readEmail, readMetadata, readNewPassword } from './input.ts'
import { countTaken } from './rate-limit.ts'
import { startSession } from './sessions.ts'

/**
 * `POST /signup { email, password, data }` makes an account, confirmed at once since no mail is sent;
 * without email and password it makes a visitor's anonymous account.
 */
export async function signUp(request: AuthRequest, context: AuthContext): Promise<Response> {
  const { email, password, phone } = request.fields
  if (phone) throw new AuthError(422, 'phone_provider_disabled', 'Phone signups are disabled')
  if (!context.settings.signUp) throw new AuthError(422, 'signup_disabled', 'Signups not allowed for this instance')
  const metadata = mergeMetadata({}, readMetadata(request.fields.data, 'data'), 'data')
  if (!email && !password) return signInNew(request, context, { ...visitor(request, context), userMetadata: metadata })
  return countTaken(context.limits, request.address, async () => {
    const account = await permanent(request, context)
    return signInNew(request, context, { ...account, userMetadata: metadata })
  })
}

type Identified = Omit<NewAccount, 'userMetadata'>

function visitor(request: AuthRequest, { settings, limits }: AuthContext): Identified {
  if (!settings.anonymous) {
    throw new AuthError(422, 'anonymous_provider_disabled', 'Anonymous sign-ins are disabled')
  }
  limits.anonymous.take(request.address)
  return { id: randomUUID(), email: null, confirmed: false, passwordHash: null, appMetadata: {} }
}

async function permanent(request: AuthRequest, { sql, settings, passwords, limits }: AuthContext): Promise<Identified> {
  const { email, password } = request.fields
  limits.signUp.take(request.address)
  const address = readEmail(email)
  if (!password) throw invalid('Signup requires a valid password')
  const chosen = readNewPassword(password, settings.minPasswordLength)
  limits.account.take(`sign-up ${address}`)
  if (await findAccountByEmail(sql, address)) throw alreadyRegistered()
  return {
    id: randomUUID(),
    email: address,
    confirmed: false, // whoever signs up may name any address
    passwordHash: await passwords.hash(chosen),
    appMetadata: { provider: 'email', providers: ['email'] },
  }
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
