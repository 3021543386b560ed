import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAuth } from '../../../src/server/auth/index.ts'
import { createMailbox } from '../../../src/server/auth/mail/mailbox.ts'
import { loadTemplates } from '../../../src/server/auth/mail/templates.ts'
import { createIdentify } from '../../../src/server/caller.ts'
import { supabaseFolder } from '../../../src/server/paths.ts'
import { createStanding } from '../../../src/server/standing.ts'
import { type FreshDatabase, freshDatabase } from '../../support/fresh-database.ts'
import { newEmail, password } from './support.ts'

const keys = { publishableKey: 'sb_publishable_test', secretKey: 'sb_secret_test', jwtSecret: 'x'.repeat(40) }
let database: FreshDatabase
/** What the role `postgres` of a hosted project may do with these tables, and no more. */
let role = ''
let project: postgres.Sql
const mailbox = createMailbox()
let connect: (key?: string, mails?: boolean) => ReturnType<typeof createClient>

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
  const options = {
    sql: project,
    keys,
    identify: createIdentify(keys, createStanding(project)),
    url: () => 'https://project.example',
  }
  const auth = createAuth(options)
  const templates = await loadTemplates([join(supabaseFolder, 'templates')])
  const mailing = createAuth({ ...options, mail: { post: mailbox.post, templates } })
  connect = (key = keys.publishableKey, mails = false) =>
    createClient('https://project.example', key, {
      global: { fetch: async (input, init) => (mails ? mailing : auth).handle(new Request(input, init)) },
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

test('mails of an existing project: recovery, a code for a newcomer, and a new address', async () => {
  const mailTo = async (address: string): Promise<string> => {
    const headers = { host: '127.0.0.1', accept: 'application/json' }
    const read = async () => {
      const request = new Request('http://127.0.0.1/mailbox', { headers })
      const letters = (await mailbox.handle(request, { remoteAddress: '127.0.0.1' }).json()) as {
        to: string
        text: string
      }[]
      return letters.find(({ to }) => to === address)?.text ?? ''
    }
    await expect.poll(read, { interval: 20 }).not.toBe('')
    return /code: (\d{6})/.exec(await read())?.[1] ?? ''
  }
  const email = newEmail()
  await connect(keys.secretKey).auth.admin.createUser({ email, password, email_confirm: true })
  const client = connect(keys.publishableKey, true)
  expect((await client.auth.resetPasswordForEmail(email)).error).toBeNull()
  const recovered = await client.auth.verifyOtp({ type: 'recovery', email, token: await mailTo(email) })
  expect(recovered.error).toBeNull()
  expect((await client.auth.updateUser({ password: 'a new one' })).error).toBeNull()
  expect((await client.auth.refreshSession()).error).toBeNull()

  const guest = newEmail('guest')
  expect((await client.auth.signInWithOtp({ email: guest })).error).toBeNull()
  const entered = await connect(keys.publishableKey, true).auth.verifyOtp({
    type: 'email',
    email: guest,
    token: await mailTo(guest),
  })
  expect(entered.data.user?.email_confirmed_at).toBeTruthy()

  const moved = newEmail('moved')
  expect((await client.auth.updateUser({ email: moved })).data.user?.new_email).toBe(moved)
  const token = await mailTo(moved)
  expect((await client.auth.verifyOtp({ type: 'email_change', email: moved, token })).error).toBeNull()
  const [row] =
    await database.sql`select email, email_change, email_change_confirm_status from auth.users where email = ${email}`
  expect(row).toEqual({ email, email_change: moved, email_change_confirm_status: 1 })
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
