import type { Sql } from 'postgres'
import { expect, test } from 'vitest'
import { newEmail, password, serverWith } from './support.ts'

const server = await serverWith()

/**
 * Who may do what, everywhere in the database: one line an object that has rights of its own. Roles are the whole Postgres's, and
 * those named `project_...` come and go with another file (existing-project.test.ts).
 */
async function rights(sql: Sql): Promise<string[]> {
  const rows = await sql<{ right: string }[]>`
    select format('relation %s owner %s %s rls %s %s', oid::regclass, relowner::regrole, relacl, relrowsecurity, relforcerowsecurity) as right
      from pg_class where relkind in ('r', 'p', 'v', 'm', 'S', 'f')
    union all select format('column %s.%s %s', attrelid::regclass, attname, attacl) from pg_attribute where attacl is not null
    union all select format('function %s owner %s %s definer %s', oid::regprocedure, proowner::regrole, proacl, prosecdef) from pg_proc
    union all select format('schema %s owner %s %s', nspname, nspowner::regrole, nspacl) from pg_namespace where nspname !~ '^pg_(toast_)?temp'
    union all select format('default %s %s %s %s', defaclrole::regrole, defaclnamespace, defaclobjtype, defaclacl) from pg_default_acl
    union all select format('policy %s.%s %s %s %s %s %s %s', schemaname, tablename, policyname, permissive, roles, cmd, qual, with_check) from pg_policies
    union all select format('role %s super %s bypass %s login %s', rolname, rolsuper, rolbypassrls, rolcanlogin) from pg_roles where rolname !~ '^project_'
    union all select format('member %s of %s', member::regrole, roleid::regrole) from pg_auth_members
      where not exists (select from pg_roles p where p.oid in (member, roleid) and p.rolname ~ '^project_')
    union all select format('database %s %s', datname, datacl) from pg_database where datname = current_database()
    order by 1`
  return rows.map((row) => row.right)
}

test('after any auth call the rights are still exactly those of the migrations', async () => {
  const before = await rights(server.sql)
  expect(before.length).toBeGreaterThan(1000)
  const client = server.client()
  const visitor = server.client()
  const { admin } = server.service().auth
  const email = newEmail()
  let id = ''

  const calls: Record<string, () => Promise<{ error: unknown }>> = {
    signUp: () => client.auth.signUp({ email, password }),
    'signUp again': () => client.auth.signUp({ email, password }),
    signInWithPassword: () => client.auth.signInWithPassword({ email, password }),
    'signInWithPassword wrongly': () => server.client().auth.signInWithPassword({ email, password: 'wrong' }),
    refreshSession: () => client.auth.refreshSession(),
    getUser: () => client.auth.getUser(),
    getClaims: () => client.auth.getClaims(),
    'updateUser data': () => client.auth.updateUser({ data: { name: 'Ada' } }),
    'updateUser password': () => client.auth.updateUser({ password: 'a new one', current_password: password }),
    signInAnonymously: () => visitor.auth.signInAnonymously(),
    'updateUser email': () => visitor.auth.updateUser({ email: newEmail(), password }),
    resetPasswordForEmail: () => client.auth.resetPasswordForEmail(email),
    signInWithOtp: () => client.auth.signInWithOtp({ email }),
    'admin.createUser': async () => {
      const { data, error } = await admin.createUser({ email: newEmail(), password })
      id = data.user?.id ?? ''
      return { error }
    },
    'admin.listUsers': () => admin.listUsers(),
    'admin.getUserById': () => admin.getUserById(id),
    'admin.updateUserById': () => admin.updateUserById(id, { password: 'another', ban_duration: '1h' }),
    'admin.deleteUser softly': () => admin.deleteUser(id, true),
    'admin.deleteUser': () => admin.deleteUser(id),
    'signOut others': () => client.auth.signOut({ scope: 'others' }),
    'signOut local': () => visitor.auth.signOut({ scope: 'local' }),
    signOut: () => client.auth.signOut(),
  }
  const refused = new Set(['signUp again', 'signInWithPassword wrongly', 'resetPasswordForEmail', 'signInWithOtp'])
  for (const [name, call] of Object.entries(calls)) {
    const { error } = await call()
    if (refused.has(name)) expect(error, name).not.toBeNull()
    else expect(error, name).toBeNull()
    expect(await rights(server.sql), name).toEqual(before)
  }
})

test('the snapshot of rights notices a grant', async () => {
  const before = await rights(server.sql)
  await server.sql`grant select on auth.users to anon`
  expect(await rights(server.sql)).not.toEqual(before)
  await server.sql`revoke select on auth.users from anon`
})

test('nobody but the server reads accounts, sessions and tokens', async () => {
  for (const role of ['anon', 'authenticated', 'service_role']) {
    for (const table of [
      'users',
      'identities',
      'sessions',
      'refresh_tokens',
      'one_time_tokens',
      'flow_state',
      'mfa_amr_claims',
    ]) {
      const attempt = server.sql.begin(async (sql) => {
        await sql`set local role ${sql(role)}`
        await sql`select 1 from auth.${sql(table)}`
      })
      await expect(attempt, `${role} ${table}`).rejects.toMatchObject({ code: '42501' })
    }
  }
})
