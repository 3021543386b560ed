import type { Session } from '@supabase/supabase-js'
import { expect, test } from 'vitest'
import { newEmail, password, post, serverWith } from './support.ts'

const server = await serverWith()
const { admin } = server.service().auth

async function created(): Promise<{ id: string; email: string }> {
  const email = newEmail()
  const { data, error } = await admin.createUser({ email, password, user_metadata: { name: 'Ada' } })
  expect(error).toBeNull()
  return { id: data.user?.id ?? '', email }
}

test('an operator makes an account that can sign in', async () => {
  const { id, email } = await created()
  const { data } = await server.client().auth.signInWithPassword({ email, password })
  expect(data.user).toMatchObject({ id, user_metadata: { name: 'Ada' }, app_metadata: { provider: 'email' } })
  expect((await admin.createUser({ email, password })).error).toMatchObject({ code: 'email_exists' })
  expect((await admin.getUserById(id)).data.user?.email).toBe(email)
})

test('an operator changes address, password and both kinds of metadata', async () => {
  const { id, email } = await created()
  const { data: phone } = await server.client().auth.signInWithPassword({ email, password })
  const moved = newEmail('moved')
  const { data } = await admin.updateUserById(id, {
    email: moved,
    password: 'set by the operator',
    user_metadata: { city: 'Paris' },
    app_metadata: { plan: 'pro' },
  })
  expect(data.user).toMatchObject({
    email: moved,
    user_metadata: { name: 'Ada', city: 'Paris' },
    app_metadata: { provider: 'email', plan: 'pro' },
  })
  const again = await server.client().auth.signInWithPassword({ email: moved, password: 'set by the operator' })
  expect(again.error).toBeNull()
  const stale = await server.client().auth.refreshSession(phone.session as Session)
  expect(stale.error?.code, 'sessions of the old password are over').toBe('refresh_token_not_found')
})

test('a banned member can neither sign in nor refresh, until the ban is lifted', async () => {
  const { id, email } = await created()
  const { data } = await server.client().auth.signInWithPassword({ email, password })
  const session = data.session as Session

  expect((await admin.updateUserById(id, { ban_duration: '1h30m' })).data.user?.banned_until).toBeTruthy()
  expect((await server.client().auth.refreshSession(session)).error?.code).toBe('user_banned')
  expect((await server.client().auth.signInWithPassword({ email, password })).error?.code).toBe('user_banned')
  const guess = await server.client().auth.signInWithPassword({ email, password: 'wrong' })
  expect(guess.error?.code, 'who does not know the password learns nothing').toBe('invalid_credentials')

  await admin.updateUserById(id, { ban_duration: 'none' })
  expect((await server.client().auth.refreshSession(session)).error).toBeNull()
  expect((await admin.updateUserById(id, { ban_duration: 'forever' })).error?.code).toBe('validation_failed')
})

test('a deleted member is gone: no token, no refresh, no sign-in', async () => {
  for (const soft of [false, true]) {
    const { id, email } = await created()
    const { data } = await server.client().auth.signInWithPassword({ email, password })
    const session = data.session as Session
    expect((await admin.deleteUser(id, soft)).error).toBeNull()

    expect((await server.client().auth.getUser(session.access_token)).error?.code).toBe('user_not_found')
    expect((await server.client().auth.refreshSession(session)).error?.code).toBe('refresh_token_not_found')
    expect((await server.client().auth.signInWithPassword({ email, password })).error?.code).toBe('invalid_credentials')
    expect((await server.client().auth.signUp({ email, password })).error, 'the address is free again').toBeNull()
  }
})

test('a soft deletion keeps the row that others point to, and nothing that tells who it was', async () => {
  const { id, email } = await created()
  await admin.deleteUser(id, true)
  const { data } = await admin.getUserById(id)
  expect(data.user).toMatchObject({ id, email: '', user_metadata: {}, app_metadata: {}, identities: [] })
  expect(data.user?.deleted_at).toBeTruthy()
  expect(JSON.stringify(await server.sql`select * from auth.users where id = ${id}`)).not.toContain(email)

  expect((await admin.deleteUser(id)).error).toBeNull()
  expect((await admin.getUserById(id)).error).toMatchObject({ status: 404, code: 'user_not_found' })
  expect((await admin.deleteUser(id)).error?.code).toBe('user_not_found')
})

test('accounts are listed by page, with the total', async () => {
  const own = await serverWith()
  const { admin: operator } = own.service().auth
  for (let i = 0; i < 5; i++) await own.client().auth.signInAnonymously()
  const { data } = await operator.listUsers({ page: 2, perPage: 2 })
  expect(data).toMatchObject({ total: 5, nextPage: 3, lastPage: 3, aud: 'authenticated' })
  expect(data.users).toHaveLength(2)
  const all = await operator.listUsers()
  expect(all.data.users).toHaveLength(5)
  expect(new Set(all.data.users.map((user) => user.id)).size).toBe(5)
  expect((await operator.listUsers({ page: 1, perPage: 100_000 })).error?.code).toBe('validation_failed')
})

test('only the secret key is an operator', async () => {
  const member = server.client()
  await member.auth.signUp({ email: newEmail(), password })
  const { data } = await member.auth.getSession()
  const { id } = await created()
  const tries = [
    await server.client().auth.admin.listUsers(),
    await member.auth.admin.listUsers(),
    await member.auth.admin.getUserById(id),
    await member.auth.admin.deleteUser(id),
    await member.auth.admin.updateUserById(id, { password: 'taken over' }),
    await member.auth.admin.createUser({ email: newEmail(), password }),
  ]
  for (const { error } of tries) expect(error).toMatchObject({ status: 403, code: 'not_admin' })

  const headers = { apikey: server.keys.publishableKey, authorization: `Bearer ${data.session?.access_token}` }
  const raw = await fetch(`${server.url}/auth/v1/admin/users`, { headers })
  expect(raw.status).toBe(403)
  expect(
    (await post(server, '/admin/users', '{}', { apikey: server.keys.secretKey, 'sec-fetch-site': 'same-origin' })).body,
  ).toMatchObject({ code: 401, error_code: 'secret_key_in_browser' })
})

test('an operator cannot make an account that acts as the service', async () => {
  const { error } = await admin.createUser({ email: newEmail(), password, role: 'service_role' })
  expect(error?.code).toBe('validation_failed')
})
