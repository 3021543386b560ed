import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ISql, PostgresError } from 'postgres'
import { ConfigError } from './config.ts'
import { supabaseFolder } from './paths.ts'

/** The roles that requests run as; whatever is there already is left alone. */
export async function applyRoles(sql: ISql): Promise<void> {
  const [found] = await sql`
    select count(*) = 3 as complete from pg_roles where rolname in ('anon', 'authenticated', 'service_role')`
  if (!found?.complete || !(await isHostedSupabase(sql))) await applyFile(sql, '10_roles.sql')
}

/** What hosted Supabase brings and another Postgres lacks: roles, the auth schema, notices of DDL. */
export async function applyPlatform(sql: ISql): Promise<void> {
  await applyRoles(sql)
  const [has] = await sql<{ users: boolean; mail: boolean; superuser: boolean }[]>`
    select to_regclass('auth.users') is not null as users, to_regclass('auth.one_time_tokens') is not null as mail,
           (select rolsuper from pg_roles where rolname = current_user) as superuser`
  if (!has?.users) await applyFile(sql, '20_auth.sql')
  if (!has?.mail) await applyFile(sql, '21_auth_mail.sql')
  if (has?.superuser && !(await isHostedSupabase(sql))) await applyFile(sql, '30_reload.sql')
}

/** It has its own roles, accounts and notices of DDL, and an administrator role of its own. */
export async function isHostedSupabase(sql: ISql): Promise<boolean> {
  const [row] = await sql`select to_regrole('supabase_admin') is not null as hosted`
  return row?.hosted === true
}

async function applyFile(sql: ISql, name: string): Promise<void> {
  try {
    await sql.unsafe(await readFile(join(supabaseFolder, 'platform', name), 'utf8')).simple()
  } catch (error) {
    const { code, message } = error as PostgresError
    if (code !== '42501') throw error
    throw new ConfigError(
      `The user of DATABASE_URL may not set up this database: ${message}. ` +
        `Have a superuser run supabase/platform/${name} in it once, or name a superuser in DATABASE_URL.`,
      { cause: error },
    )
  }
}
