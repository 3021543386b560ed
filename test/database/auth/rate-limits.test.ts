import { expect, test } from 'vitest'
import { defaultAuthSettings } from '../../../src/server/auth/index.ts'
import type { AuthRates } from '../../../src/server/auth/settings.ts'
import { newEmail, password, post, serverWith } from './support.ts'

const serverAllowing = (rates: Partial<AuthRates>) => serverWith({ rates: { ...defaultAuthSettings.rates, ...rates } })

test('who guesses the passwords of one account is stopped, and the others still sign in', async () => {
  const server = await serverAllowing({ account: 3 })
  const [email, other] = [newEmail(), newEmail()]
  await server.client().auth.signUp({ email, password })
  await server.client().auth.signUp({ email: other, password })

  const codes = []
  for (let i = 0; i < 5; i++) {
    codes.push((await server.client().auth.signInWithPassword({ email, password: `guess ${i}` })).error?.code)
  }
  expect(codes).toEqual([...Array(3).fill('invalid_credentials'), ...Array(2).fill('over_request_rate_limit')])
  expect((await server.client().auth.signInWithPassword({ email: other, password })).error).toBeNull()
})

test('guesses sent all at once are counted too', async () => {
  const server = await serverAllowing({ account: 3 })
  const email = newEmail()
  const guesses = Array.from({ length: 10 }, (_, i) =>
    server.client().auth.signInWithPassword({ email, password: `guess ${i}` }),
  )
  const codes = (await Promise.all(guesses)).map(({ error }) => error?.code)
  expect(codes.filter((code) => code === 'invalid_credentials')).toHaveLength(3)
})

test('who knows the password may sign in as often as the address allows', async () => {
  const server = await serverAllowing({ account: 2 })
  const email = newEmail()
  await server.client().auth.signUp({ email, password })
  for (let i = 0; i < 6; i++) {
    expect((await server.client().auth.signInWithPassword({ email, password })).error).toBeNull()
  }
})

test('each door of an address has its own allowance, and says when to come back', async () => {
  const server = await serverAllowing({ signIn: 1, signUp: 1, anonymous: 1, refresh: 1 })
  const client = server.client()
  const limited = { status: 429, code: 'over_request_rate_limit' }

  expect((await client.auth.signUp({ email: newEmail(), password })).error).toBeNull()
  expect((await server.client().auth.signUp({ email: newEmail(), password })).error).toMatchObject(limited)
  expect((await server.client().auth.signInAnonymously()).error).toBeNull()
  expect((await server.client().auth.signInAnonymously()).error).toMatchObject(limited)
  expect((await client.auth.refreshSession()).error).toBeNull()
  expect((await client.auth.refreshSession()).error).toMatchObject(limited)

  await post(server, '/token?grant_type=password', JSON.stringify({ email: newEmail(), password }))
  const answer = await post(server, '/token?grant_type=password', JSON.stringify({ email: newEmail(), password }))
  expect(answer).toMatchObject({ status: 429, body: { code: 429, error_code: 'over_request_rate_limit' } })
  const seconds = Number(answer.headers.get('retry-after'))
  expect(seconds).toBeGreaterThan(290)
  expect(seconds).toBeLessThanOrEqual(300)
})

test('who holds a token cannot guess the password by changing it, nor change anything in a loop', async () => {
  const server = await serverAllowing({ account: 3, accountUpdate: 6 })
  const client = server.client()
  await client.auth.signUp({ email: newEmail(), password })
  const codes = []
  for (let i = 0; i < 5; i++) {
    const change = { password: 'a new one', current_password: `guess ${i}` }
    codes.push((await client.auth.updateUser(change)).error?.code)
  }
  expect(codes).toEqual([...Array(3).fill('current_password_invalid'), ...Array(2).fill('over_request_rate_limit')])
  expect((await client.auth.updateUser({ data: { name: 'Ada' } })).error).toBeNull()
  expect((await client.auth.updateUser({ data: { name: 'A.' } })).error?.code).toBe('over_request_rate_limit')
})

test('who tries which addresses have accounts is stopped after a few, at every door that tells', async () => {
  const server = await serverAllowing({ taken: 2 })
  const taken = newEmail()
  await server.client().auth.signUp({ email: taken, password })
  const prober = server.client()
  await prober.auth.signInAnonymously()

  expect((await prober.auth.updateUser({ email: taken, password })).error?.code).toBe('email_exists')
  expect((await server.client().auth.signUp({ email: taken, password })).error?.code).toBe('user_already_exists')
  for (const email of [taken, newEmail()]) {
    expect((await prober.auth.updateUser({ email, password })).error?.code).toBe('over_request_rate_limit')
    expect((await server.client().auth.signUp({ email, password })).error?.code).toBe('over_request_rate_limit')
  }
})

test('an account that refreshes in a loop is slowed down, and its session survives', async () => {
  const server = await serverAllowing({ accountRefresh: 2 })
  const client = server.client()
  await client.auth.signInAnonymously()
  const codes = []
  for (let i = 0; i < 4; i++) codes.push((await client.auth.refreshSession()).error?.code)
  expect(codes).toEqual([undefined, undefined, 'over_request_rate_limit', 'over_request_rate_limit'])
  expect((await client.auth.getUser()).error).toBeNull()
})

test('a client cannot choose the address it is counted under', async () => {
  const server = await serverAllowing({ anonymous: 1 })
  const from = (address: string) =>
    post(server, '/signup', '{}', { 'x-forwarded-for': address, forwarded: `for=${address}` })
  expect((await from('203.0.113.1')).status).toBe(200)
  expect((await from('203.0.113.2')).status).toBe(429)
})

test('the standard limits leave room for dozens of sign-ups from one address', async () => {
  const server = await serverWith()
  const signUps = Array.from({ length: 40 }, () => server.client().auth.signUp({ email: newEmail(), password }))
  expect((await Promise.all(signUps)).filter(({ error }) => error)).toEqual([])
})
