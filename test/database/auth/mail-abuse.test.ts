import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { defaultAuthSettings } from '../../../src/server/auth/index.ts'
import type { AuthRates } from '../../../src/server/auth/settings.ts'
import { follow, type MailServer, serverWithMailbox, serverWithSmtp } from './mail-support.ts'
import { newEmail, password, post } from './support.ts'

const rates = (changed: Partial<AuthRates>) => ({ rates: { ...defaultAuthSettings.rates, ...changed } })
/** Many tests, one address on the network. */
const server = await serverWithSmtp(rates({ mail: 0, verify: 0 }))

async function member(on: MailServer, email = newEmail()) {
  const { data } = await on.service().auth.admin.createUser({ email, password, email_confirm: true })
  return { id: data.user?.id ?? '', email }
}

const gone = { status: 403, code: 'otp_expired' }

test('a link and its code work once, and only one of two at the same moment', async () => {
  const { email } = await member(server)
  await server.client().auth.signInWithOtp({ email })
  const { link, code } = await server.mailTo(email)
  const token_hash = new URL(link).searchParams.get('token') ?? ''
  const [byLink, byHash, byCode, byLinkToo] = await Promise.all([
    follow(link),
    server.client().auth.verifyOtp({ type: 'magiclink', token_hash }),
    server.client().auth.verifyOtp({ type: 'email', email, token: code }),
    follow(link),
  ])
  const sessions = [byLink.said.access_token, byHash.data.session, byCode.data.session, byLinkToo.said.access_token]
  expect(sessions.filter(Boolean)).toHaveLength(1)
  expect((await follow(link)).said).toMatchObject({ error: 'access_denied', error_code: 'otp_expired' })
  expect((await server.client().auth.verifyOtp({ type: 'email', email, token: code })).error).toMatchObject(gone)
})

test('after an hour neither link nor code is good', async () => {
  const { email, id } = await member(server)
  await server.client().auth.resetPasswordForEmail(email)
  const { link, code } = await server.mailTo(email)
  await server.sql`update auth.one_time_tokens set created_at = created_at - interval '61 minutes' where user_id = ${id}`
  expect((await follow(link)).said.error_code).toBe('otp_expired')
  expect((await server.client().auth.verifyOtp({ type: 'recovery', email, token: code })).error).toMatchObject(gone)
  await server.sql`update auth.one_time_tokens set created_at = created_at + interval '2 minutes' where user_id = ${id}`
  expect((await follow(link)).said.access_token).toBeTruthy()
})

test('a link is good for what it was sent for, and for nobody else', async () => {
  const [{ email }, other] = [await member(server), await member(server)]
  await server.client().auth.signInWithOtp({ email })
  const { link, code } = await server.mailTo(email)
  const changed = new URL(link)
  for (const type of ['signup', 'invite', 'email_change', 'reauthentication', 'constructor', '']) {
    changed.searchParams.set('type', type)
    expect((await follow(changed.href)).said.error, type).toBe('access_denied')
  }
  expect(
    (await server.client().auth.verifyOtp({ type: 'email', email: other.email, token: code })).error,
  ).toMatchObject(gone)
  for (const token of ['', 'x', 'f'.repeat(64), `pkce_${'f'.repeat(64)}`, "' or true --", 'f'.repeat(5000)]) {
    changed.searchParams.set('type', 'magiclink')
    changed.searchParams.set('token', token)
    expect((await follow(changed.href)).said.error_code, token.slice(0, 80)).toBe('otp_expired')
  }
  expect((await follow(link)).said.access_token).toBeTruthy()
})

test('what was mailed lets nobody in after the password, or the address, has been changed', async () => {
  const { email, id } = await member(server)
  await server.client().auth.resetPasswordForEmail(email)
  const { link } = await server.mailTo(email)
  await server.service().auth.admin.updateUserById(id, { email: newEmail('moved') })
  expect((await follow(link)).said.error_code).toBe('otp_expired')

  const second = await member(server)
  await server.client().auth.resetPasswordForEmail(second.email)
  const mail = await server.mailTo(second.email)
  const client = server.client()
  await client.auth.signInWithPassword({ email: second.email, password })
  expect((await client.auth.updateUser({ password: 'a new one', current_password: password })).error).toBeNull()
  expect((await follow(mail.link)).said.error_code).toBe('otp_expired')
})

test('a banned member’s link signs nobody in', async () => {
  const { email, id } = await member(server)
  await server.client().auth.signInWithOtp({ email })
  const { link } = await server.mailTo(email)
  await server.service().auth.admin.updateUserById(id, { ban_duration: '1h' })
  expect((await follow(link)).said.error_code).toBe('user_banned')
})

test('wrong codes for one address are stopped, also all at once; its link goes on working', async () => {
  const own = await serverWithSmtp(rates({ mailGuess: 3 }))
  const [{ email }, other] = [await member(own), await member(own)]
  for (const address of [email, other.email]) await own.client().auth.signInWithOtp({ email: address })
  const { link, code } = await own.mailTo(email)
  const guesses = Array.from({ length: 8 }, (_, i) => String((Number(code) + i + 1) % 1_000_000).padStart(6, '0'))
  const codes = await Promise.all(
    guesses.map(async (token) => (await own.client().auth.verifyOtp({ type: 'email', email, token })).error?.code),
  )
  expect(codes.filter((answer) => answer === 'otp_expired')).toHaveLength(3)
  expect(codes.filter((answer) => answer === 'over_request_rate_limit')).toHaveLength(5)
  expect((await own.client().auth.verifyOtp({ type: 'email', email, token: code })).error?.code).toBe(
    'over_request_rate_limit',
  )
  expect((await follow(link)).said.access_token).toBeTruthy()
  const { code: others } = await own.mailTo(other.email)
  expect((await own.client().auth.verifyOtp({ type: 'email', email: other.email, token: others })).error).toBeNull()

  const unknown = newEmail()
  const tries = []
  for (let i = 0; i < 4; i++) {
    tries.push((await own.client().auth.verifyOtp({ type: 'email', email: unknown, token: '123456' })).error?.code)
  }
  expect(tries, 'an unknown address is answered alike').toEqual([
    ...Array(3).fill('otp_expired'),
    'over_request_rate_limit',
  ])
})

test('one mail of a kind a minute to one address, whether it has an account or not, and each kind by itself', async () => {
  const { email } = await member(server)
  for (const address of [email, newEmail()]) {
    const client = server.client()
    const asks = [
      () => client.auth.resetPasswordForEmail(address),
      () => client.auth.signInWithOtp({ email: address, options: { shouldCreateUser: false } }),
      () => client.auth.resend({ type: 'signup', email: address }),
    ]
    for (const ask of asks) {
      expect((await ask()).error).toBeNull()
      const { error } = await ask()
      expect(error).toMatchObject({ status: 429, code: 'over_email_send_rate_limit' })
      expect(error?.message).toMatch(/only request this after (59|60) seconds/)
    }
  }
  const answer = await post(server, '/recover', JSON.stringify({ email }))
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(50)
})

test('who has mails sent to many addresses is stopped, and so are mails of all kinds to one', async () => {
  const own = await serverWithSmtp(rates({ mail: 3 }))
  const answers = []
  for (let i = 0; i < 5; i++) answers.push((await own.client().auth.resetPasswordForEmail(newEmail())).error?.code)
  expect(answers).toEqual([...Array(3).fill(undefined), ...Array(2).fill('over_email_send_rate_limit')])

  const few = await serverWithSmtp(rates({ mailTo: 2 }))
  const email = newEmail()
  expect((await few.client().auth.signUp({ email, password })).error).toBeNull()
  expect((await few.client().auth.resetPasswordForEmail(email)).error).toBeNull()
  expect((await few.client().auth.signInWithOtp({ email })).error?.code).toBe('over_email_send_rate_limit')
})

test('a link leads to the site, to what is listed and to loopback, whatever its sender wished', async () => {
  const own = await serverWithSmtp({ redirects: ['https://app.example.com/**', 'https://*.example.org/'] })
  const tried: [string, string][] = [
    ['https://evil.example/', own.url],
    ['//evil.example/', own.url],
    ['/account', own.url],
    ['javascript:alert(1)//https://app.example.com/', own.url],
    ['https://app.example.com@evil.example/', own.url],
    ['https://user:pass@app.example.com/', own.url],
    ['https://app.example.com.evil.example/', own.url],
    ['https://evil.example/.example.org/', own.url],
    ['https://a.b.example.org/', own.url],
    ['https://app.example.com\\@evil.example/', 'https://app.example.com/@evil.example/'],
    ['https://app.example.com/deep/page?x=1', 'https://app.example.com/deep/page?x=1'],
    ['https://a.example.org', 'https://a.example.org/'],
    [`${own.url}/account?next=1`, `${own.url}/account?next=1`],
    ['http://localhost:3000/cb', 'http://localhost:3000/cb'],
  ]
  for (const [wished, leads] of tried) {
    const { data } = await own
      .service()
      .auth.admin.generateLink({ type: 'magiclink', email: newEmail(), options: { redirectTo: wished } })
    const link = new URL(data.properties?.action_link ?? '')
    expect(data.properties?.redirect_to, wished).toBe(leads)
    // The one who opens it may have changed it.
    link.searchParams.set('redirect_to', wished)
    const { location, said } = await follow(link.href)
    location.hash = ''
    expect(location.href, wished).toBe(new URL(leads).href)
    expect(said.access_token).toBeTruthy()
  }
})

test('a new address that another has is not asked, and the member is told nothing of it', async () => {
  const [one, other] = [await member(server), await member(server)]
  const client = server.client()
  await client.auth.signInWithPassword({ email: one.email, password })
  const { data, error } = await client.auth.updateUser({ email: other.email })
  expect(error).toBeNull()
  expect(data.user).toMatchObject({ email: one.email, new_email: other.email })
  await server.mailTo(one.email)
  expect(await server.mailsTo(other.email)).toEqual([])
})

test('a stolen token changes the address of nobody who can read mails', async () => {
  const { email } = await member(server)
  const thief = server.client()
  await thief.auth.signInWithPassword({ email, password })
  const his = newEmail('thief')
  await thief.auth.updateUser({ email: his })
  expect((await follow((await server.mailTo(his)).link)).said.message).toBeTruthy()
  expect((await thief.auth.resend({ type: 'email_change', email: his })).error?.code).toBe('over_email_send_rate_limit')
  expect((await thief.auth.getUser()).data.user?.email).toBe(email)
  expect((await server.client().auth.signInWithPassword({ email: his, password })).error?.code).toBe(
    'invalid_credentials',
  )
})

test('a magic link does not replace the current password, a recovery does', async () => {
  const { email } = await member(server)
  await server.client().auth.signInWithOtp({ email })
  const client = server.client()
  const { code } = await server.mailTo(email)
  await client.auth.verifyOtp({ type: 'magiclink', email, token: code })
  expect((await client.auth.updateUser({ password: 'a new one' })).error?.code).toBe('current_password_required')
})

test('the database holds neither code nor link', async () => {
  const { email, id } = await member(server)
  await server.client().auth.signInWithOtp({ email })
  const { link, code } = await server.mailTo(email)
  const rows = JSON.stringify([
    await server.sql`select * from auth.one_time_tokens where user_id = ${id}`,
    await server.sql`select * from auth.users where id = ${id}`,
  ])
  expect(rows).not.toContain(new URL(link).searchParams.get('token'))
  expect(rows.replaceAll(/[0-9a-f-]{32,}|\.\d{3}Z/g, '')).not.toContain(`"${code}"`)
})

test('what a person typed cannot add to a mail', async () => {
  const odd = `a"<b>&'+${randomUUID()}@example.com`
  expect((await server.client().auth.signInWithOtp({ email: odd })).error?.code).toBe('validation_failed')
  const email = `o'brien&sons=${randomUUID()}@example.com`
  await server.client().auth.signInWithOtp({ email, options: { data: { name: '<a href="https://evil.example">' } } })
  const mail = await server.mailTo(email)
  expect(mail.text).toContain(email)
  expect(mail.text).not.toContain('evil.example')
})

test('a project’s own template is what is mailed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'project-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'supabase', 'templates'), { recursive: true })
  const template = '<title>Hello from the garage</title><p>Type {{ .Token }} at {{ .RedirectTo }}</p>'
  await writeFile(join(folder, 'supabase', 'templates', 'magic_link.html'), template)
  const own = await serverWithSmtp({}, { project: { folder, grantsAsSupabase: false } })
  const email = newEmail()
  await own.client().auth.signInWithOtp({ email, options: { emailRedirectTo: `${own.url}/garage` } })
  const { subject, text, code } = await own.mailTo(email)
  expect(subject).toBe('Hello from the garage')
  expect(text).toContain(`Type ${code} at ${own.url}/garage`)
})

test('bad input to the doors of mails is refused as such', async () => {
  const bodies: [string, object, number, string][] = [
    ['/recover', {}, 400, 'validation_failed'],
    ['/recover', { email: ['a@b.c'] }, 400, 'validation_failed'],
    ['/otp', { phone: '+15551234567' }, 422, 'phone_provider_disabled'],
    ['/otp', { email: newEmail(), data: 'text' }, 422, 'validation_failed'],
    ['/otp', { email: newEmail(), code_challenge: 'short', code_challenge_method: 's256' }, 400, 'validation_failed'],
    ['/otp', { email: newEmail(), code_challenge: 'x'.repeat(43) }, 400, 'validation_failed'],
    ['/resend', { email: newEmail(), type: 'sms' }, 422, 'phone_provider_disabled'],
    ['/resend', { email: newEmail(), type: 'recovery' }, 400, 'validation_failed'],
    ['/verify', { email: newEmail(), token: '123456' }, 400, 'validation_failed'],
    ['/verify', { type: 'email', token: '123456' }, 400, 'validation_failed'],
    ['/verify', { type: 'email', email: newEmail(), token: 123456 }, 400, 'validation_failed'],
    ['/verify', { type: 'email', token_hash: { a: 1 } }, 400, 'validation_failed'],
    ['/token?grant_type=pkce', { auth_code: 'x' }, 400, 'validation_failed'],
    ['/token?grant_type=pkce', { auth_code: "'", code_verifier: 'y' }, 404, 'flow_state_not_found'],
    ['/invite', { email: newEmail() }, 403, 'not_admin'],
    ['/admin/generate_link', { type: 'recovery', email: newEmail() }, 403, 'not_admin'],
  ]
  for (const [path, body, status, code] of bodies) {
    expect(await post(server, path, JSON.stringify(body)), `${path} ${JSON.stringify(body)}`).toMatchObject({
      status,
      body: { error_code: code },
    })
  }
  const reauthenticate = await fetch(`${server.url}/auth/v1/reauthenticate`, {
    headers: { apikey: server.keys.publishableKey },
  })
  expect(reauthenticate.status).toBe(401)
})

test('without a mail server two newcomers to one address at once are one account, as before', async () => {
  const mailbox = await serverWithMailbox()
  const email = newEmail()
  const answers = await Promise.all([1, 2, 3].map(() => mailbox.client().auth.signUp({ email, password })))
  expect(answers.filter(({ error }) => error === null)).toHaveLength(1)
  const own = newEmail()
  const asked = await Promise.all([1, 2, 3].map(() => server.client().auth.signUp({ email: own, password })))
  expect(asked.map(({ error }) => error?.code).sort()).toEqual([
    'over_email_send_rate_limit',
    'over_email_send_rate_limit',
    undefined,
  ])
  await server.mailTo(own)
})

test('mails asked for, opened, exchanged and overtaken all at once end one way or the other, and none waits for another for ever', async () => {
  const own = await serverWithSmtp({
    ...rates({ mail: 0, mailTo: 0, verify: 0, mailGuess: 0, accountUpdate: 0 }),
    mailPaceSeconds: 0,
  })
  const [verifier, code_challenge_method] = ['v'.repeat(43), 'plain']
  const statuses: number[] = []
  for (let round = 1; round <= 4; round++) {
    const { email, id } = await member(own)
    const ask = () => post(own, '/recover', JSON.stringify({ email, code_challenge: verifier, code_challenge_method }))
    await ask()
    const { link } = await own.mailTo(email)
    const body = JSON.stringify({ auth_code: (await follow(link)).said.code, code_verifier: verifier })
    const exchange = () => post(own, '/token?grant_type=pkce', body)
    const settle = () => own.service().auth.admin.updateUserById(id, { password: `password ${round}` })
    const all = await Promise.all([exchange(), ask(), exchange(), settle(), ask(), exchange()])
    statuses.push(...all.map((answer) => ('status' in answer ? answer.status : (answer.error?.status ?? 200))))
    const answers = all.filter((answer) => 'body' in answer)
    const won = answers.filter(({ body }) => 'access_token' in body)
    // One exchange gets in, unless a mail that was asked for beside it has begun a flow of its own before all three.
    expect(won.length).toBeLessThanOrEqual(1)
    const lost = answers.filter((answer) => 'error_code' in answer.body)
    expect(lost.every(({ body }) => (body as { error_code: string }).error_code === 'flow_state_not_found')).toBe(true)
    await own.mailTo(email, 3)
  }
  expect(statuses.filter((status) => status >= 500)).toEqual([])
})

test('an operator may confirm addresses on a developer’s machine too, or not confirm them with a mail server', async () => {
  const [strict, loose] = [await serverWithMailbox({ autoconfirm: false }), await serverWithSmtp({ autoconfirm: true })]
  const signedUp = async (on: MailServer) => {
    const email = newEmail()
    const { data } = await on.client().auth.signUp({ email, password })
    await on.mailTo(email)
    const settings = (await (await fetch(`${on.url}/auth/v1/settings`)).json()) as { mailer_autoconfirm: boolean }
    return [data.session !== null, settings.mailer_autoconfirm]
  }
  expect(await signedUp(strict)).toEqual([false, false])
  expect(await signedUp(loose)).toEqual([true, true])
})
