import { expect, test, vi } from 'vitest'
import { newEmail, password, post, serverWith } from './support.ts'

const server = await serverWith()
const signUp = (fields: Record<string, unknown>) => post(server, '/signup', JSON.stringify(fields))

test('an address must look like one', async () => {
  const bad = [
    'ada',
    'ada@',
    '@example.com',
    'a b@example.com',
    'ada@exa mple.com',
    'ada@example..com',
    'ada\0@example.com',
  ]
  for (const email of [...bad, "ada@example.com'; drop table auth.users; --", 'ädä@example.com', 42, ['a@b.c'], {}]) {
    expect(await signUp({ email, password }), String(email)).toMatchObject({
      status: 400,
      body: { code: 400, error_code: 'validation_failed', msg: expect.stringMatching(/email address/) },
    })
  }
  const long = await signUp({ email: `${'a'.repeat(250)}@example.com`, password })
  expect(long.body).toMatchObject({ msg: 'An email address is too long' })
})

test('a password has 6 characters to 72 bytes, in any script', async () => {
  expect((await signUp({ email: newEmail(), password: '12345' })).body).toMatchObject({
    error_code: 'weak_password',
    msg: 'Password should be at least 6 characters.',
    weak_password: { reasons: ['length'] },
  })
  expect((await signUp({ email: newEmail(), password: '🚗🚗🚗' })).body.error_code).toBe('weak_password')
  expect((await signUp({ email: newEmail(), password: 'x'.repeat(73) })).body).toMatchObject({
    error_code: 'validation_failed',
    msg: expect.stringContaining('72 bytes'),
  })
  expect((await signUp({ email: newEmail(), password: 'é'.repeat(37) })).body.error_code).toBe('validation_failed')
  for (const given of ['nul\0inside', '\ud800'.repeat(6), 123456, ['123456'], { length: 9 }]) {
    expect((await signUp({ email: newEmail(), password: given })).body.error_code).toBe('validation_failed')
  }
  expect((await signUp({ email: newEmail() })).body).toMatchObject({ msg: 'Signup requires a valid password' })
  expect((await signUp({ password })).body).toMatchObject({ msg: 'An email address is required' })
  expect((await signUp({ email: newEmail(), password: 'x'.repeat(72) })).status).toBe(200)
  expect((await signUp({ email: newEmail(), password: '密码密码密码' })).status).toBe(200)
})

test('metadata is a small object that the database can store', async () => {
  const nested = JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`)
  for (const data of [
    'text',
    7,
    [1],
    { a: 'nul\0' },
    { 'k\0': 1 },
    { a: ['\udfff'] },
    nested,
    { a: 'x'.repeat(5000) },
  ]) {
    const answer = await signUp({ data })
    expect(answer).toMatchObject({ status: 422, body: { error_code: 'validation_failed' } })
  }
  const literal = await signUp({ data: { path: 'C:\\u0000', __proto__: { a: 1 }, n: 1e308, emoji: '🏎️' } })
  expect(literal.status).toBe(200)
})

test('metadata cannot grow past its limit in small steps', async () => {
  const client = server.client()
  await client.auth.signInAnonymously()
  expect((await client.auth.updateUser({ data: { a: 'x'.repeat(3000) } })).error).toBeNull()
  const { error } = await client.auth.updateUser({ data: { b: 'x'.repeat(3000) } })
  expect(error).toMatchObject({ code: 'validation_failed', message: expect.stringContaining('4096 bytes') })
})

test('a body must be a JSON object of at most 64 kB', async () => {
  for (const body of ['{', 'null', '[]', '"x"', '7', '{"a":1}{', Buffer.from([0x7b, 0xff, 0x7d])]) {
    expect((await post(server, '/signup', body)).body, String(body)).toMatchObject({
      code: 400,
      error_code: 'bad_json',
    })
  }
  const huge = await post(server, '/signup', JSON.stringify({ data: { a: 'x'.repeat(5_000_000) } }))
  expect(huge).toMatchObject({ status: 413, body: { code: 413, error_code: 'validation_failed' } })
  const deep = await post(server, '/signup', `{"data":${'['.repeat(30_000)}${']'.repeat(30_000)}}`)
  expect(deep.status).toBe(422)
})

test('a request needs a key, and the right one', async () => {
  const none = await fetch(`${server.url}/auth/v1/signup`, { method: 'POST', body: '{}' })
  expect(none.status).toBe(401)
  expect(await none.json()).toMatchObject({ code: 401, error_code: 'no_api_key' })
  expect((await post(server, '/signup', '{}', { apikey: 'sb_publishable_wrong' })).body.error_code).toBe(
    'invalid_api_key',
  )
})

test('what needs mail says so, and what does not exist says that', async () => {
  const client = server.client()
  const mail = [
    (await client.auth.resetPasswordForEmail('ada@example.com')).error,
    (await client.auth.signInWithOtp({ email: 'ada@example.com' })).error,
    (await client.auth.resend({ type: 'signup', email: 'ada@example.com' })).error,
    (await client.auth.verifyOtp({ type: 'email', email: 'ada@example.com', token: '123456' })).error,
    (await server.service().auth.admin.inviteUserByEmail('ada@example.com')).error,
  ]
  for (const error of mail) expect(error).toMatchObject({ status: 422, code: 'mailer_not_configured' })

  expect((await client.auth.signUp({ phone: '+15551234567', password })).error?.code).toBe('phone_provider_disabled')
  expect((await post(server, '/token?grant_type=magic', '{}')).body).toMatchObject({
    error_code: 'invalid_credentials',
  })
  for (const path of ['/nothing', '/admin/users/not-a-uuid', '/constructor', '/token/', '//signup']) {
    expect((await post(server, path, '{}')).body, path).toMatchObject({ code: 404, error_code: 'not_supported' })
  }
  expect((await post(server, '/logout?scope=all', '{}')).body.error_code).toBe('validation_failed')
})

test('a page on another origin may call', async () => {
  const asked = 'authorization, apikey, content-type, x-client-info, x-supabase-api-version, x-new-header'
  const preflight = await fetch(`${server.url}/auth/v1/token?grant_type=password`, {
    method: 'OPTIONS',
    headers: { origin: 'https://elsewhere.example', 'access-control-request-headers': asked },
  })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
  expect(preflight.headers.get('access-control-allow-headers')).toBe(asked)
  expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT')

  const refused = await post(server, '/signup', '{', { origin: 'https://elsewhere.example' })
  expect(refused.headers.get('access-control-allow-origin')).toBe('*')
  expect(refused.headers.get('cache-control')).toBe('no-store')
})

test('a failing database shows nothing of itself', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const broken = await serverWith()
  await broken.sql`alter table auth.users rename to users_gone`
  const answer = await post(broken, '/signup', JSON.stringify({ email: newEmail(), password }))
  expect(answer.body).toEqual({
    code: 500,
    error_code: 'unexpected_failure',
    msg: 'The server could not complete this. Try again.',
  })
  const causes = log.mock.calls.map(([error]) => String(error?.cause?.message))
  expect(causes.join('\n'), 'the operator sees the cause').toContain('auth.users')
  log.mockRestore()
})
