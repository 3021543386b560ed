import type { ISql, JSONValue } from 'postgres'
import { AuthError } from './auth-error.ts'
import type { Metadata } from './input.ts'

/** A connection or a transaction on the admin connection. */
// biome-ignore lint/complexity/noBannedTypes: the library's own notation for "no custom types"
export type Db = ISql<{}>

/** A row of auth.users, as far as hosted Supabase and the embedded schema agree. */
export type Account = {
  id: string
  aud: string
  role: string
  email: string | null
  encrypted_password: string | null
  email_confirmed_at: Date | null
  /** The address that the account is to have, or empty. */
  email_change: string
  /** 1: one of the two addresses has agreed to the change. */
  email_change_confirm_status: number
  invited_at: Date | null
  confirmation_sent_at: Date | null
  recovery_sent_at: Date | null
  email_change_sent_at: Date | null
  reauthentication_sent_at: Date | null
  last_sign_in_at: Date | null
  raw_app_meta_data: Metadata
  raw_user_meta_data: Metadata
  is_anonymous: boolean
  banned_until: Date | null
  deleted_at: Date | null
  created_at: Date
  updated_at: Date
  identities: Metadata[]
}

export type NewAccount = {
  id: string
  email: string | null
  /** Whether somebody has shown that the address is theirs, or an operator says so. */
  confirmed: boolean
  passwordHash: string | null
  appMetadata: Metadata
  userMetadata: Metadata
}

export type AccountChange = Partial<Omit<NewAccount, 'id'>> & { bannedUntil?: Date | null }

/** GoTrue looks accounts up by this instance alone. */
const instance = '00000000-0000-0000-0000-000000000000'

const columns = (sql: Db) => sql`
  u.id, u.aud, u.role, u.email, u.encrypted_password, u.email_confirmed_at, u.last_sign_in_at,
  coalesce(u.email_change, '') as email_change, coalesce(u.email_change_confirm_status, 0) as email_change_confirm_status,
  u.invited_at, u.confirmation_sent_at, u.recovery_sent_at, u.email_change_sent_at, u.reauthentication_sent_at,
  coalesce(u.raw_app_meta_data, '{}') as raw_app_meta_data, coalesce(u.raw_user_meta_data, '{}') as raw_user_meta_data,
  u.is_anonymous, u.banned_until, u.deleted_at, u.created_at, u.updated_at,
  (select coalesce(jsonb_agg(jsonb_build_object(
      'identity_id', i.id, 'id', i.provider_id, 'user_id', i.user_id, 'identity_data', i.identity_data,
      'provider', i.provider, 'email', i.email, 'last_sign_in_at', i.last_sign_in_at,
      'created_at', i.created_at, 'updated_at', i.updated_at) order by i.created_at), '[]')
   from auth.identities i where i.user_id = u.id) as identities`

/** Also one that was erased: `deleted_at` tells. */
export async function findAccount(sql: Db, id: string): Promise<Account | null> {
  const [account] = await sql<Account[]>`
    select ${columns(sql)} from auth.users u where u.id = ${id}`
  return account ?? null
}

export async function findAccountByEmail(sql: Db, email: string): Promise<Account | null> {
  const [account] = await sql<Account[]>`
    select ${columns(sql)} from auth.users u
    where u.email = ${email} and u.is_sso_user = false and u.deleted_at is null`
  return account ?? null
}

/** @param page from 1 */
export async function listAccounts(
  sql: Db,
  page: number,
  perPage: number,
): Promise<{ accounts: Account[]; total: number }> {
  const accounts = await sql<Account[]>`
    select ${columns(sql)} from auth.users u
    order by u.created_at desc, u.id limit ${perPage} offset ${(page - 1) * perPage}`
  const [count] = await sql<{ total: number }[]>`select count(*)::float8 as total from auth.users`
  return { accounts, total: count?.total ?? 0 }
}

/** With an email the account is permanent; without, it is a visitor's. */
export async function insertAccount(sql: Db, account: NewAccount): Promise<void> {
  await emailIsFree(sql`
    insert into auth.users (
      instance_id, id, aud, role, email, encrypted_password, email_confirmed_at, is_anonymous, is_sso_user,
      raw_app_meta_data, raw_user_meta_data, created_at, updated_at,
      confirmation_token, recovery_token, email_change_token_new, email_change)
    values (
      ${instance}, ${account.id}, 'authenticated', 'authenticated', ${account.email}, ${account.passwordHash},
      case when ${account.confirmed} then now() end, ${account.email === null}, false,
      ${sql.json(account.appMetadata as JSONValue)}, ${sql.json(account.userMetadata as JSONValue)}, now(), now(),
      '', '', '', '')`)
  if (account.email !== null) await setEmailIdentity(sql, account.id, account.email, account.confirmed)
}

/** An email makes a visitor's account permanent under the same id. A new address is unconfirmed unless `confirmed`. */
export async function updateAccount(sql: Db, id: string, change: AccountChange): Promise<void> {
  const { email = null, confirmed = null, passwordHash = null, appMetadata = null, userMetadata = null } = change
  await emailIsFree(sql`
    update auth.users set
      email = coalesce(${email}, email),
      email_confirmed_at = case when ${confirmed ?? email === null} then case when ${confirmed === true && email !== null} then now()
        when ${confirmed === true} then coalesce(email_confirmed_at, now()) else email_confirmed_at end end,
      is_anonymous = is_anonymous and ${email === null},
      encrypted_password = coalesce(${passwordHash}, encrypted_password),
      raw_app_meta_data = coalesce(${appMetadata && sql.json(appMetadata as JSONValue)}, raw_app_meta_data),
      raw_user_meta_data = coalesce(${userMetadata && sql.json(userMetadata as JSONValue)}, raw_user_meta_data),
      banned_until = case when ${change.bannedUntil !== undefined} then ${change.bannedUntil ?? null} else banned_until end,
      updated_at = now()
    where id = ${id}`)
  if (email !== null) await setEmailIdentity(sql, id, email, confirmed === true)
}

/** Somebody has shown that the account's address is theirs. */
export async function confirmEmail(sql: Db, { id, email }: Account): Promise<void> {
  await sql`
    update auth.users set email_confirmed_at = coalesce(email_confirmed_at, now()), updated_at = now() where id = ${id}`
  if (email !== null) await setEmailIdentity(sql, id, email, true)
}

/**
 * Drops a password and the sessions of an account whose address nobody had shown to be theirs: whoever made it may
 * have named the address of another, who is now here.
 */
export async function dropUnproven(sql: Db, id: string): Promise<void> {
  await sql`update auth.users set encrypted_password = null where id = ${id}`
  await sql`delete from auth.sessions where user_id = ${id}`
}

/** The account waits for an address to agree, or, with an empty one, for none. */
export async function setEmailChange(sql: Db, id: string, address: string, status: number): Promise<void> {
  await sql`
    update auth.users set email_change = ${address}, email_change_confirm_status = ${status}, updated_at = now()
    where id = ${id}`
}

export type SentKind = 'confirmation' | 'recovery' | 'email_change' | 'reauthentication' | 'invite'

/**
 * A mail of these kinds goes out now.
 *
 * @throws {AuthError} 404 `user_not_found` where the account is gone by now: nothing that refers to it is written
 */
export async function noteSent(sql: Db, id: string, ...kinds: SentKind[]): Promise<void> {
  const now = (kind: SentKind, column: string) =>
    sql`case when ${kinds.includes(kind)} then clock_timestamp() else ${sql(column)} end`
  const { count } = await sql`
    update auth.users set
      confirmation_sent_at = ${now('confirmation', 'confirmation_sent_at')},
      recovery_sent_at = ${now('recovery', 'recovery_sent_at')},
      email_change_sent_at = ${now('email_change', 'email_change_sent_at')},
      reauthentication_sent_at = ${now('reauthentication', 'reauthentication_sent_at')},
      invited_at = ${now('invite', 'invited_at')},
      updated_at = now()
    where id = ${id}`
  if (count === 0) throw new AuthError(404, 'user_not_found', 'User not found')
}

/** The account, kept from changing until the transaction ends. */
export async function lockAccount(sql: Db, id: string): Promise<Account | null> {
  await sql`select 1 from auth.users where id = ${id} for update`
  return findAccount(sql, id)
}

/** Where the database has Paddock's rules, by them: what is kept of the account goes or stays as by its own door. */
export async function deleteAccount(sql: Db, id: string): Promise<boolean> {
  const [rules] = await sql`
    select from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'app' and p.proname = 'remove_person' and has_schema_privilege(n.oid, 'usage')
      and has_function_privilege(p.oid, 'execute')`
  if (!rules) return (await sql`delete from auth.users where id = ${id}`).count > 0
  const [row] = await sql<{ removed: boolean }[]>`select app.remove_person(${id}) as removed`
  return row?.removed === true
}

/** Forgets who it was, but keeps the row that other tables point to. */
export async function eraseAccount(sql: Db, id: string): Promise<boolean> {
  await sql`select from auth.users where id = ${id} for update`
  await sql`delete from auth.sessions where user_id = ${id}`
  await sql`delete from auth.identities where user_id = ${id}`
  await sql`delete from auth.one_time_tokens where user_id = ${id}`
  const erased = await sql`
    update auth.users set email = null, email_change = '', encrypted_password = null, raw_app_meta_data = '{}', raw_user_meta_data = '{}',
      deleted_at = now(), updated_at = now()
    where id = ${id} and deleted_at is null`
  return erased.count > 0
}

/** The account as supabase-js knows a user. */
export function userOf(account: Account): Record<string, unknown> {
  return {
    id: account.id,
    aud: account.aud,
    role: account.role,
    email: account.email ?? '',
    email_confirmed_at: account.email_confirmed_at ?? undefined,
    phone: '',
    confirmed_at: account.email_confirmed_at ?? undefined,
    new_email: account.email_change || undefined,
    invited_at: account.invited_at ?? undefined,
    confirmation_sent_at: account.confirmation_sent_at ?? undefined,
    recovery_sent_at: account.recovery_sent_at ?? undefined,
    email_change_sent_at: account.email_change_sent_at ?? undefined,
    reauthentication_sent_at: account.reauthentication_sent_at ?? undefined,
    last_sign_in_at: account.last_sign_in_at ?? undefined,
    app_metadata: account.raw_app_meta_data,
    user_metadata: account.raw_user_meta_data,
    identities: account.identities,
    created_at: account.created_at,
    updated_at: account.updated_at,
    banned_until: account.banned_until ?? undefined,
    deleted_at: account.deleted_at ?? undefined,
    is_anonymous: account.is_anonymous,
  }
}

export const isBanned = (account: Account) =>
  account.banned_until !== null && account.banned_until.getTime() > Date.now()

async function setEmailIdentity(sql: Db, id: string, email: string, verified: boolean): Promise<void> {
  const data = sql.json({ sub: id, email, email_verified: verified, phone_verified: false })
  await sql`
    insert into auth.identities (user_id, provider, provider_id, identity_data, last_sign_in_at, created_at, updated_at)
    values (${id}, 'email', ${id}, ${data}, now(), now(), now())
    on conflict (provider_id, provider) do update set identity_data = excluded.identity_data, updated_at = now()`
}

/** Two sign-ups at the same moment: the unique index lets one through. */
async function emailIsFree(write: PromiseLike<unknown>): Promise<void> {
  try {
    await write
  } catch (error) {
    if ((error as { code?: string }).code !== '23505') throw error
    throw new AuthError(422, 'email_exists', 'A user with this email address has already been registered', {
      cause: error,
    })
  }
}
