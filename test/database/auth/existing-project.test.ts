import { readFile } from 'node:fs/promises'
import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAuth } from '../../../src/server/auth/index.ts'
import { createIdentify } from '../../../src/server/caller.ts'
import { createStanding } from '../../../src/server/standing.ts'
import { type FreshDatabase, freshDatabase } from '../../support/fresh-database.ts'
import { newEmail, password } from './support.ts'

const keys = { publishableKey: 'sb_publishable_test', secretKey: 'sb_secret_test', jwtSecret: 'x'.repeat(40) }
let database: FreshDatabase
/** What the role `postgres` of a hosted project may do with these tables, and no more. */
let role = ''
let project: postgres.Sql
let connect: (key?: string) => ReturnType<typeof createClient>

beforeAll(async () => {
  database = await freshDatabase()
  const { sql, adminUrl } = database
  await sql.unsafe(await readFile(new URL('hosted-schema.sql', import.meta.url), 'utf8'))
  role = `project_${new URL(adminUrl).pathname.slice(1)}`
  await sql`create role ${sql(role)} nologin bypassrls`
  await sql`grant usage on schema auth to ${sql(role)}`
  await sql`grant select, insert, update, delete on all tables in schema auth to ${sql(role)}`
  await sql`grant usage on all sequences in schema auth to ${sql(role)}`

  project = postgres(adminUrl, { max: 3, connection: { role } as Record<string, string>, onnotice: () => {} })
  const auth = createAuth({
    sql: project,
    keys,
    identify: createIdentify(keys, createStanding(project)),
    url: () => 'https://project.example',
  })
  connect = (key = keys.publishableKey) =>
    createClient('https://project.example', key, {
      global: { fetch: async (input, init) => auth.handle(new Request(input, init)) },
      auth: { persistSession: false, autoRefreshToken: false },
    })
})

afterAll(async () => {
  await project.end()
  await database.sql`drop owned by ${database.sql(role)}`
  await database.sql`drop role ${database.sql(role)}`
  await database.drop()
})

test('a newcomer to an existing Supabase project signs up, in, refreshes, changes and leaves', async () => {
  const client = connect()
  const email = newEmail()
  const { data, error } = await client.auth.signUp({ email, password, options: { data: { name: 'Ada' } } })
  expect(error).toBeNull()
  expect(data.user?.identities).toHaveLength(1)
  expect((await client.auth.refreshSession()).error).toBeNull()
  expect(
    (
      await client.auth.updateUser({
        data: { city: 'London' },
        email: newEmail(),
        password: 'a new one',
        current_password: password,
      })
    ).error,
  ).toBeNull()
  expect((await client.auth.signOut()).error).toBeNull()
  expect((await connect().auth.signInWithPassword({ email, password })).error?.code).toBe('invalid_credentials')
})

test('GoTrue can read what was written: no token column is null, and the instance is the one it looks in', async () => {
  const { data } = await connect().auth.signInAnonymously()
  const [row] = await database.sql`
    select instance_id, confirmation_token, recovery_token, email_change, email_change_token_new, email_change_token_current
    from auth.users where id = ${data.user?.id ?? ''}`
  const { instance_id, ...tokens } = row ?? {}
  expect(instance_id).toBe('00000000-0000-0000-0000-000000000000')
  expect(Object.values(tokens)).toEqual(['', '', '', '', ''])
})

test('a member whom GoTrue registered keeps her password; one who came by SSO is not mistaken for her', async () => {
  const { sql } = database
  const email = newEmail()
  // The password abc, as jBCrypt's test vectors hash it.
  const [id, sso] = ['7c9e6679-7425-40de-944b-e07fc1f90ae7', '7c9e6679-7425-40de-944b-e07fc1f90ae8']
  const hash = '$2a$10$WvvTPHKwdBJ3uk0Z37EMR.hLA2W6N9AEBhEgrAOljy2Ae5MtaSIUi'
  await sql`insert into auth.users (id, aud, role, email, encrypted_password, is_sso_user, email_confirmed_at, created_at, updated_at)
    values (${sso}, 'authenticated', 'authenticated', ${email}, ${hash}, true, now(), now(), now()),
           (${id}, 'authenticated', 'authenticated', ${email}, ${hash}, false, now(), now(), now())`
  const { data, error } = await connect().auth.signInWithPassword({ email, password: 'abc' })
  expect(error).toBeNull()
  expect(data.user).toMatchObject({ id, user_metadata: {}, app_metadata: {}, identities: [] })
  expect((await connect(keys.secretKey).auth.admin.deleteUser(id)).error).toBeNull()
})
