import type { Session, SupabaseClient } from '@supabase/supabase-js'
import { SignJWT } from 'jose'
import { expect, test } from 'vitest'
import type { TestServer } from '../../support/test-server.ts'
import { newEmail, password, post, serverWith } from './support.ts'

const server = await serverWith()

async function member(on: TestServer = server): Promise<{ client: SupabaseClient; session: Session; email: string }> {
  const client = on.client()
  const email = newEmail()
  const { data } = await client.auth.signUp({ email, password })
  return { client, session: data.session as Session, email }
}

const refresh = async (token: string, on: TestServer = server) => {
  const { data, error } = await on.client().auth.refreshSession({ refresh_token: token })
  return { session: data.session, code: error?.code }
}

/** As if the time in which a used token works again had passed. */
const waitedOut = ({ user }: Session) => server.sql`
  update auth.refresh_tokens set updated_at = updated_at - interval '11 seconds' where user_id = ${user.id}`

const getUser = (session: Session) => server.client().auth.getUser(session.access_token)

test('each refresh gives new tokens for the same session', async () => {
  const { client, session } = await member()
  const { data, error } = await client.auth.refreshSession()
  expect(error).toBeNull()
  expect(data.session?.refresh_token).not.toBe(session.refresh_token)
  expect(data.user?.id).toBe(session.user.id)
  expect((await getUser(data.session as Session)).error).toBeNull()
})

test('two tabs that refresh at the same moment both stay signed in, with one token', async () => {
  const { session } = await member()
  const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(session.refresh_token)))
  expect(new Set(answers.map((answer) => answer.session?.refresh_token)).size).toBe(1)
  expect((await refresh(answers[0]?.session?.refresh_token ?? '')).code).toBeUndefined()
})

test('a client that lost the answer to its refresh gets it again, however late', async () => {
  const { session } = await member()
  const first = await refresh(session.refresh_token)
  await waitedOut(session)
  expect((await refresh(session.refresh_token)).session?.refresh_token).toBe(first.session?.refresh_token)
})

test('an old refresh token in other hands ends the session for both', async () => {
  const { session } = await member()
  const second = await refresh(session.refresh_token)
  const third = await refresh(second.session?.refresh_token ?? '')
  const inTime = await refresh(session.refresh_token)
  expect(inTime.session?.refresh_token, 'within the reuse interval').toBe(third.session?.refresh_token)
  await waitedOut(session)
  expect((await refresh(session.refresh_token)).code).toBe('refresh_token_already_used')
  for (const token of [session, second.session, third.session]) {
    expect((await refresh(token?.refresh_token ?? '')).code).toBe('refresh_token_already_used')
  }
})

test('a thief ends the session he stole, not the others of that member', async () => {
  const { session, email } = await member()
  const other = await server.client().auth.signInWithPassword({ email, password })
  const second = await refresh(session.refresh_token)
  await refresh(second.session?.refresh_token ?? '')
  await waitedOut(session)
  await refresh(session.refresh_token)
  expect((await refresh(other.data.session?.refresh_token ?? '')).code).toBeUndefined()
})

test('signing out here leaves the other devices signed in', async () => {
  const { client, session, email } = await member()
  const phone = server.client()
  await phone.auth.signInWithPassword({ email, password })

  expect((await client.auth.signOut({ scope: 'local' })).error).toBeNull()
  expect((await refresh(session.refresh_token)).code).toBe('refresh_token_not_found')
  expect((await phone.auth.getUser()).error).toBeNull()
})

test('signing out elsewhere leaves this device signed in', async () => {
  const { client, email } = await member()
  const phone = server.client()
  const { data } = await phone.auth.signInWithPassword({ email, password })

  expect((await client.auth.signOut({ scope: 'others' })).error).toBeNull()
  expect((await client.auth.getUser()).error).toBeNull()
  expect((await refresh(data.session?.refresh_token ?? '')).code).toBe('refresh_token_not_found')
})

test('signing out everywhere ends every session, and a token that was handed out is refused at once', async () => {
  const { client, session, email } = await member()
  const phone = await server.client().auth.signInWithPassword({ email, password })

  expect((await client.auth.signOut()).error).toBeNull()
  expect((await refresh(phone.data.session?.refresh_token ?? '')).code).toBe('refresh_token_not_found')
  expect((await getUser(session)).error?.name).toBe('AuthSessionMissingError')

  const headers = { apikey: server.keys.publishableKey, authorization: `Bearer ${session.access_token}` }
  const raw = await fetch(`${server.url}/auth/v1/user`, { headers })
  expect(raw.status).toBe(403)
  expect(await raw.json()).toEqual({
    code: 403,
    error_code: 'session_not_found',
    msg: 'Session from session_id claim in JWT does not exist',
  })
  const dated = await fetch(`${server.url}/auth/v1/user`, {
    headers: { ...headers, 'x-supabase-api-version': '2024-01-01' },
  })
  expect(dated.headers.get('x-supabase-api-version')).toBe('2024-01-01')
  expect(await dated.json()).toEqual({
    code: 'session_not_found',
    message: 'Session from session_id claim in JWT does not exist',
  })
})

test('one member cannot end the session of another', async () => {
  const [ada, eve] = [await member(), await member()]
  await eve.client.auth.signOut()
  expect((await getUser(ada.session)).error).toBeNull()
  expect((await refresh(ada.session.refresh_token)).code).toBeUndefined()
})

test('a session that has reached its end is not refreshed', async () => {
  const { session } = await member()
  await server.sql`update auth.sessions set not_after = now() - interval '1 second' where user_id = ${session.user.id}`
  expect((await refresh(session.refresh_token)).code).toBe('session_expired')
})

test('a refresh token that this server never made is refused without a query', async () => {
  const { session } = await member()
  const [stored] = await server.sql`select token from auth.refresh_tokens where user_id = ${session.user.id}`
  const changed = `${session.refresh_token.slice(0, -1)}${session.refresh_token.endsWith('A') ? 'B' : 'A'}`
  for (const token of [
    'guess',
    stored?.token,
    changed,
    `${session.refresh_token}x`,
    'a\0b',
    "' or true --",
    'é'.repeat(40),
  ]) {
    expect((await refresh(token)).code, token).toBe('refresh_token_not_found')
  }
  expect((await post(server, '/token?grant_type=refresh_token', '{}')).body.error_code).toBe('validation_failed')
})

test('what the database stores of a refresh token does not refresh', async () => {
  const { session } = await member()
  const rows = await server.sql`select token from auth.refresh_tokens where user_id = ${session.user.id}`
  expect(rows).toHaveLength(1)
  expect(rows[0]?.token).not.toBe(session.refresh_token)
})

test('tokens that are forged, expired, unsigned or of nobody are refused', async () => {
  const { session } = await member()
  const sign = (claims: Record<string, unknown>, secret = server.keys.jwtSecret, expires = '1h') =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime(expires)
      .sign(new TextEncoder().encode(secret))
  const mine = { sub: session.user.id, role: 'authenticated' }
  const [, payload] = session.access_token.split('.')
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`

  const bad = [
    await sign(mine, 'x'.repeat(40)),
    await sign(mine, server.keys.jwtSecret, '-1s'),
    await sign({ role: 'authenticated' }),
    await sign({ ...mine, sub: '1 or 1=1' }),
    await sign({ ...mine, session_id: 'x' }),
    unsigned,
    'eyJ',
  ]
  for (const token of bad) {
    const { error } = await server.client().auth.getUser(token)
    expect(error, token).toMatchObject({ status: 403, code: 'bad_jwt' })
  }
  const stranger = await sign({ ...mine, sub: '00000000-0000-4000-8000-000000000000' })
  expect((await server.client().auth.getUser(stranger)).error).toMatchObject({ status: 403, code: 'user_not_found' })
  const keyOnly = await fetch(`${server.url}/auth/v1/user`, { headers: { apikey: server.keys.publishableKey } })
  expect(await keyOnly.json()).toMatchObject({ code: 401, error_code: 'no_authorization' })
})

test('a year of hourly refreshes stays a handful of rows', async () => {
  const { client, session } = await member()
  for (let i = 0; i < 3; i++) await client.auth.refreshSession()
  await server.sql`update auth.refresh_tokens set updated_at = now() - interval '2 days' where user_id = ${session.user.id}`
  await client.auth.refreshSession()
  const [row] =
    await server.sql`select count(*)::int as count from auth.refresh_tokens where user_id = ${session.user.id}`
  expect(row?.count).toBe(2)
})
