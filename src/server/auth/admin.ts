import { randomUUID } from 'node:crypto'
import * as accounts from './accounts.ts'
import { AuthError, invalid } from './auth-error.ts'
import type { AuthContext, AuthRequest } from './context.ts'
import { type Fields, mergeMetadata, readEmail, readMetadata, readNewPassword } from './input.ts'
import { forgetTokens } from './mail/one-time-tokens.ts'
import { endSessions } from './sessions.ts'

/** What `auth.admin` of supabase-js does with the secret key; the door has checked the key. */

/** `GET /admin/users?page=&per_page=` */
export async function listUsers({ url }: AuthRequest, { sql }: AuthContext): Promise<Response> {
  const page = pageNumber(url, 'page', 1, 1_000_000)
  const perPage = pageNumber(url, 'per_page', 50, 1000)
  const { accounts: found, total } = await accounts.listAccounts(sql, page, perPage)
  const pages = Math.max(1, Math.ceil(total / perPage))
  const link = (to: number, rel: string) => `<${url.pathname}?page=${to}&per_page=${perPage}>; rel="${rel}"`
  const links = page < pages ? [link(page + 1, 'next'), link(pages, 'last')] : [link(pages, 'last')]
  return Response.json(
    { users: found.map(accounts.userOf), aud: 'authenticated' },
    { headers: { 'x-total-count': String(total), link: links.join(', ') } },
  )
}

/** `POST /admin/users`: the address is unconfirmed unless `email_confirm` says otherwise. No mail is sent. */
export async function createUser({ fields }: AuthRequest, context: AuthContext): Promise<Response> {
  const email = readEmail(fields.email)
  const change = await readChange(fields, context)
  const account: accounts.NewAccount = {
    id: randomUUID(),
    email,
    confirmed: fields.email_confirm === true,
    passwordHash: change.passwordHash ?? null,
    appMetadata: mergeMetadata({ provider: 'email', providers: ['email'] }, change.appMetadata ?? {}, 'app_metadata'),
    userMetadata: mergeMetadata({}, change.userMetadata ?? {}, 'user_metadata'),
  }
  return context.sql.begin(async (tx) => {
    await accounts.insertAccount(tx, account)
    if (change.bannedUntil !== undefined)
      await accounts.updateAccount(tx, account.id, { bannedUntil: change.bannedUntil })
    return Response.json(accounts.userOf(await existing(tx, account.id)))
  })
}

/** `GET /admin/users/:id` */
export async function getUserById({ sql }: AuthContext, id: string): Promise<Response> {
  return Response.json(accounts.userOf(await existing(sql, id)))
}

/** `PUT /admin/users/:id` */
export async function updateUserById({ fields }: AuthRequest, context: AuthContext, id: string): Promise<Response> {
  const change = await readChange(fields, context)
  return context.sql.begin(async (tx) => {
    await tx`select 1 from auth.users where id = ${id} for update`
    const before = await existing(tx, id)
    if (change.appMetadata) {
      change.appMetadata = mergeMetadata(before.raw_app_meta_data, change.appMetadata, 'app_metadata')
    }
    if (change.userMetadata) {
      change.userMetadata = mergeMetadata(before.raw_user_meta_data, change.userMetadata, 'user_metadata')
    }
    await accounts.updateAccount(tx, id, change)
    if (change.passwordHash !== undefined) await endSessions(tx, id, null, 'global')
    // What was mailed lets nobody into an account that has another address or password by now.
    if (change.passwordHash !== undefined || change.email !== undefined) await forgetTokens(tx, id)
    return Response.json(accounts.userOf(await existing(tx, id)))
  })
}

/** `DELETE /admin/users/:id`; `should_soft_delete` keeps the row that other tables point to. */
export async function deleteUser({ fields }: AuthRequest, { sql }: AuthContext, id: string): Promise<Response> {
  const soft = fields.should_soft_delete === true
  const deleted = await refusedWhileReferenced(
    soft ? sql.begin((tx) => accounts.eraseAccount(tx, id)) : accounts.deleteAccount(sql, id),
  )
  if (!deleted) throw notFound()
  return Response.json({})
}

export async function existing(sql: accounts.Db, id: string): Promise<accounts.Account> {
  const account = await accounts.findAccount(sql, id)
  if (!account) throw notFound()
  return account
}

const notFound = () => new AuthError(404, 'user_not_found', 'User not found')

async function readChange(fields: Fields, context: AuthContext): Promise<accounts.AccountChange> {
  if (fields.role !== undefined && fields.role !== 'authenticated') {
    throw invalid('role can only be authenticated; put other roles into app_metadata')
  }
  if (fields.phone) throw new AuthError(422, 'phone_provider_disabled', 'Phone numbers are not supported')
  const { email, password, app_metadata: app, user_metadata: user, ban_duration: ban, email_confirm: confirm } = fields
  const chosen = password == null ? undefined : readNewPassword(password, context.settings.minPasswordLength)
  return {
    email: email == null ? undefined : readEmail(email),
    // The operator's word for an address confirms it, unless he says otherwise.
    confirmed: typeof confirm === 'boolean' ? confirm : email == null ? undefined : true,
    passwordHash: chosen === undefined ? undefined : await context.passwords.hash(chosen),
    appMetadata: app === undefined ? undefined : readMetadata(app, 'app_metadata'),
    userMetadata: user === undefined ? undefined : readMetadata(user, 'user_metadata'),
    bannedUntil: ban === undefined ? undefined : readBan(ban),
  }
}

const unitMs: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000 }
const maxBanMs = 100 * 365.25 * 24 * 3_600_000

/** `none` lifts a ban; else a duration in Go's notation: `24h`, `1h30m`. */
function readBan(value: unknown): Date | null {
  if (value === 'none') return null
  if (typeof value === 'string' && /^(\d{1,9}[hms])+$/.test(value)) {
    const parts = value.match(/\d+[hms]/g) ?? []
    const ms = parts.reduce((sum, part) => sum + Number.parseInt(part, 10) * (unitMs[part.slice(-1)] ?? 0), 0)
    return new Date(Date.now() + Math.min(ms, maxBanMs))
  }
  throw invalid('ban_duration must be "none" or a duration like "24h" or "1h30m"', 400)
}

function pageNumber(url: URL, name: string, fallback: number, max: number): number {
  const text = url.searchParams.get(name)
  if (!text) return fallback
  if (/^\d{1,7}$/.test(text) && Number(text) >= 1 && Number(text) <= max) return Number(text)
  throw invalid(`${name} must be a whole number from 1 to ${max}`, 400)
}

async function refusedWhileReferenced<T>(write: Promise<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    if ((error as { code?: string }).code !== '23503') throw error
    const message = 'Other rows still refer to this user; delete them first, or use shouldSoftDelete'
    throw new AuthError(409, 'conflict', message, { cause: error })
  }
}
