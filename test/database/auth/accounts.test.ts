import type { Session } from '@supabase/supabase-js'
import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { newEmail, password, serverWith } from './support.ts'

const server = await serverWith()

test('a newcomer signs up, is signed in at once, and the account carries what she said', async () => {
  const client = server.client()
  const email = newEmail()
  const { data, error } = await client.auth.signUp({
    email,
    password,
    options: { data: { name: 'Ada', garage: [1, 2] } },
  })

  expect(error).toBeNull()
  expect(data.user).toMatchObject({
    email,
    role: 'authenticated',
    aud: 'authenticated',
    is_anonymous: false,
    user_metadata: { name: 'Ada', garage: [1, 2] },
    app_metadata: { provider: 'email', providers: ['email'] },
  })
  expect(data.user?.email_confirmed_at).toBeUndefined() // nobody has shown that the address is hers
  expect(data.user?.identities).toMatchObject([{ provider: 'email', identity_data: { email, sub: data.user?.id } }])
  expect((await client.auth.getUser()).data.user?.id).toBe(data.user?.id)
})

test('an access token carries the claims that GoTrue puts there', async () => {
  const { data } = await server
    .client()
    .auth.signUp({ email: newEmail(), password, options: { data: { name: 'Ada' } } })
  const claims = decodeJwt(data.session?.access_token ?? '')
  expect(claims).toMatchObject({
    iss: `${server.url}/auth/v1`,
    sub: data.user?.id,
    aud: 'authenticated',
    role: 'authenticated',
    email: data.user?.email,
    user_metadata: { name: 'Ada' },
    app_metadata: { provider: 'email', providers: ['email'] },
    is_anonymous: false,
    aal: 'aal1',
    amr: [{ method: 'password' }],
  })
  expect(claims.session_id).toMatch(/^[0-9a-f-]{36}$/)
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(3600)
  expect(data.session).toMatchObject({ expires_in: 3600, expires_at: claims.exp, token_type: 'bearer' })
})

test('a member signs in however she capitalises her address, and not with another password', async () => {
  const email = newEmail('Grace')
  await server.client().auth.signUp({ email: `  ${email.toUpperCase()} `, password })

  const right = await server.client().auth.signInWithPassword({ email: email.toUpperCase(), password })
  expect(right.error).toBeNull()
  expect(right.data.user?.email).toBe(email.toLowerCase())

  for (const attempt of [
    'correct horse batter',
    `${password} `,
    password.toUpperCase(),
    '',
    'x'.repeat(5000),
    'a\0b',
  ]) {
    const wrong = await server.client().auth.signInWithPassword({ email, password: attempt })
    expect(wrong.error).toMatchObject({ status: 400, code: 'invalid_credentials' })
  }
})

test('somebody who is not a member gets the same answer as a member with a wrong password', async () => {
  const email = newEmail()
  await server.client().auth.signUp({ email, password })
  const wrong = await server.client().auth.signInWithPassword({ email, password: 'not this' })
  const unknown = await server.client().auth.signInWithPassword({ email: newEmail(), password: 'not this' })
  const impossible = await server.client().auth.signInWithPassword({ email: "' or 1=1 --", password: 'not this' })
  expect(unknown.error).toEqual(wrong.error)
  expect(impossible.error).toEqual(wrong.error)
})

test('an address belongs to one account, even if two people take it at the same moment', async () => {
  const email = newEmail()
  const answers = await Promise.all([1, 2, 3].map(() => server.client().auth.signUp({ email, password })))
  expect(answers.filter(({ error }) => error === null)).toHaveLength(1)
  for (const { error } of answers.filter((answer) => answer.error)) {
    expect(error).toMatchObject({ status: 422, code: 'user_already_exists', message: 'User already registered' })
  }
})

test('a member changes name, address and password; what is not sent stays', async () => {
  const client = server.client()
  const email = newEmail()
  await client.auth.signUp({ email, password, options: { data: { name: 'Ada', city: 'London' } } })

  const named = await client.auth.updateUser({ data: { name: 'Ada L.', city: null, likes: { volvo: true } } })
  expect(named.data.user?.user_metadata).toEqual({ name: 'Ada L.', likes: { volvo: true } })

  const moved = newEmail('moved')
  expect(
    (await client.auth.updateUser({ email: moved.toUpperCase(), current_password: password })).data.user?.email,
  ).toBe(moved)
  const proven = { current_password: password }
  expect((await client.auth.updateUser({ password, ...proven })).error).toMatchObject({
    code: 'same_password',
    status: 422,
  })
  expect((await client.auth.updateUser({ password: 'a new one', ...proven })).error).toBeNull()

  expect((await server.client().auth.signInWithPassword({ email, password })).error?.code).toBe('invalid_credentials')
  expect((await server.client().auth.signInWithPassword({ email: moved, password })).error?.code).toBe(
    'invalid_credentials',
  )
  const again = await server.client().auth.signInWithPassword({ email: moved, password: 'a new one' })
  expect(again.data.user?.user_metadata).toEqual({ name: 'Ada L.', likes: { volvo: true } })
  expect(again.data.user?.identities?.[0]?.identity_data).toMatchObject({ email: moved })
})

test('a member cannot take an address that another has, nor change what the server says of her', async () => {
  const [taken, mine] = [newEmail(), newEmail()]
  await server.client().auth.signUp({ email: taken, password })
  const client = server.client()
  await client.auth.signUp({ email: mine, password })

  expect((await client.auth.updateUser({ email: taken, current_password: password })).error).toMatchObject({
    code: 'email_exists',
    status: 422,
  })
  const sly = {
    data: {},
    role: 'service_role',
    app_metadata: { admin: true },
    id: '00000000-0000-0000-0000-000000000000',
  }
  const { data } = await client.auth.updateUser(sly)
  expect(data.user).toMatchObject({ role: 'authenticated', email: mine, app_metadata: { provider: 'email' } })
  expect(data.user?.app_metadata).not.toHaveProperty('admin')
})

test('a stolen access token changes neither password nor address; what proves nothing it may', async () => {
  const email = newEmail()
  const owner = server.client()
  const { data } = await owner.auth.signUp({ email, password })
  const put = async (body: object) => {
    const answer = await fetch(`${server.url}/auth/v1/user`, {
      method: 'PUT',
      body: JSON.stringify(body),
      headers: {
        apikey: server.keys.publishableKey,
        authorization: `Bearer ${data.session?.access_token}`,
        'content-type': 'application/json',
      },
    })
    return [answer.status, ((await answer.json()) as { error_code?: string }).error_code]
  }

  for (const change of [{ password: 'a thief’s' }, { email: newEmail('thief') }]) {
    expect(await put(change)).toEqual([400, 'current_password_required'])
    expect(await put({ ...change, current_password: '' })).toEqual([400, 'current_password_required'])
    expect(await put({ ...change, current_password: 7 })).toEqual([400, 'current_password_required'])
    expect(await put({ ...change, current_password: 'a guess' })).toEqual([400, 'current_password_invalid'])
    expect(await put({ ...change, nonce: '123456' })).toEqual([400, 'current_password_required'])
  }
  expect(await put({ data: { name: 'Ada' } })).toEqual([200, undefined])
  expect((await server.client().auth.signInWithPassword({ email, password })).error).toBeNull()
})

test('a new password signs every other device out, and not the one it was set on', async () => {
  const email = newEmail()
  const [phone, laptop] = [server.client(), server.client()]
  await phone.auth.signUp({ email, password })
  await laptop.auth.signInWithPassword({ email, password })

  expect((await phone.auth.updateUser({ password: 'a new one', current_password: password })).error).toBeNull()
  expect((await phone.auth.refreshSession()).error).toBeNull()
  expect((await laptop.auth.refreshSession()).error?.code).toBe('refresh_token_not_found')
})

test('passwords are kept as bcrypt at cost 10, which hosted Supabase reads', async () => {
  const email = newEmail()
  await server.client().auth.signUp({ email, password: 'pässwörd 🚗' })
  const [row] = await server.sql`select encrypted_password from auth.users where email = ${email}`
  expect(row?.encrypted_password).toMatch(/^\$2a\$10\$.{53}$/)
  expect((await server.client().auth.signInWithPassword({ email, password: 'pässwörd 🚗' })).error).toBeNull()
})

test('a visitor acts at once, and keeps the account by adding an address and a password', async () => {
  const client = server.client()
  const first = await client.auth.signInAnonymously({ options: { data: { theme: 'dark' } } })
  expect(first.error).toBeNull()
  expect(first.data.user).toMatchObject({ is_anonymous: true, user_metadata: { theme: 'dark' }, app_metadata: {} })
  expect(decodeJwt(first.data.session?.access_token ?? '')).toMatchObject({
    is_anonymous: true,
    role: 'authenticated',
    amr: [{ method: 'anonymous' }],
  })

  expect((await client.auth.updateUser({ password })).error?.code).toBe('validation_failed')
  const email = newEmail()
  const kept = await client.auth.updateUser({ email, password })
  expect(kept.data.user).toMatchObject({
    id: first.data.user?.id,
    email,
    is_anonymous: false,
    user_metadata: { theme: 'dark' },
  })

  const refreshed = await client.auth.refreshSession()
  expect(decodeJwt(refreshed.data.session?.access_token ?? '')).toMatchObject({ email, is_anonymous: false })
  const elsewhere = await server.client().auth.signInWithPassword({ email, password })
  expect(elsewhere.data.user?.id).toBe(first.data.user?.id)
})

test('each visitor is a person of their own', async () => {
  const ids = await Promise.all(
    [1, 2, 3].map(async () => (await server.client().auth.signInAnonymously()).data.user?.id),
  )
  expect(new Set(ids).size).toBe(3)
})

test('getClaims says who is signed in, and that a signed-out token is worth nothing', async () => {
  const client = server.client()
  const { data } = await client.auth.signUp({ email: newEmail(), password })
  const { access_token } = data.session as Session
  expect((await client.auth.getClaims()).data?.claims.sub).toBe(data.user?.id)
  await client.auth.signOut()
  expect((await server.client().auth.getClaims(access_token)).error).not.toBeNull()
})

test('an operator can close sign-up and anonymous sign-in', async () => {
  const closed = await serverWith({ signUp: false })
  expect((await closed.client().auth.signUp({ email: newEmail(), password })).error?.code).toBe('signup_disabled')
  const members = await serverWith({ anonymous: false, minPasswordLength: 12 })
  expect((await members.client().auth.signInAnonymously()).error).toMatchObject({
    code: 'anonymous_provider_disabled',
    status: 422,
  })
  const short = await members.client().auth.signUp({ email: newEmail(), password: 'elevenchars' })
  expect(short.error).toMatchObject({ code: 'weak_password', reasons: ['length'] })
  const settings = await (await fetch(`${members.url}/auth/v1/settings`)).json()
  expect(settings).toMatchObject({ external: { email: true, anonymous_users: false }, mailer_autoconfirm: true })
})
