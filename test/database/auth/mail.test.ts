import { createClient } from '@supabase/supabase-js'
import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { defaultAuthSettings } from '../../../src/server/auth/index.ts'
import { follow, type MailServer, serverWithMailbox, serverWithSmtp } from './mail-support.ts'
import { newEmail, password } from './support.ts'

/** Many tests, one address on the network. */
const rates = { ...defaultAuthSettings.rates, mail: 0, verify: 0 }
const [smtp, mailbox, quick] = await Promise.all([
  serverWithSmtp({ rates }),
  serverWithMailbox({ rates }),
  serverWithSmtp({ rates, mailPaceSeconds: 0 }),
])

/** A member whose address is confirmed. */
async function member(server: MailServer, email = newEmail()) {
  const { data } = await server.service().auth.admin.createUser({ email, password, email_confirm: true })
  return { id: data.user?.id ?? '', email }
}

const signInAs = async (server: MailServer, email: string, secret = password) => {
  const client = server.client()
  const { error } = await client.auth.signInWithPassword({ email, password: secret })
  expect(error).toBeNull()
  return client
}

/** A client of the PKCE flow; what it keeps is its own. */
const pkceClient = (server: MailServer) =>
  createClient(server.url, server.keys.publishableKey, {
    auth: {
      flowType: 'pkce',
      persistSession: true,
      autoRefreshToken: false,
      detectSessionInUrl: false,
      storage: memory(),
    },
  })

function memory() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

describe('with a mail server', () => {
  test('a newcomer signs in after the address is confirmed, and not before', async () => {
    const email = newEmail()
    const { data, error } = await smtp.client().auth.signUp({ email, password, options: { data: { name: 'Ada' } } })
    expect(error).toBeNull()
    expect(data.session).toBeNull()
    expect(data.user).toMatchObject({ email, user_metadata: { name: 'Ada' }, confirmation_sent_at: expect.any(String) })
    expect((await smtp.client().auth.signInWithPassword({ email, password })).error).toMatchObject({
      status: 400,
      code: 'email_not_confirmed',
    })
    const guess = await smtp.client().auth.signInWithPassword({ email, password: 'wrong' })
    expect(guess.error?.code, 'who does not know the password learns nothing').toBe('invalid_credentials')

    const mail = await smtp.mailTo(email)
    expect(mail.subject).toBe('Confirm your e-mail address')
    const { status, location, said } = await follow(mail.link)
    expect([status, location.origin]).toEqual([303, smtp.url])
    expect(said).toMatchObject({ type: 'signup', token_type: 'bearer', expires_in: '3600' })
    const { data: session } = await smtp.client().auth.setSession({
      access_token: said.access_token ?? '',
      refresh_token: said.refresh_token ?? '',
    })
    expect(session.user).toMatchObject({ id: data.user?.id, email_confirmed_at: expect.any(String) })
    expect(session.user?.identities?.[0]?.identity_data).toMatchObject({ email_verified: true })
    await signInAs(smtp, email)
  })

  test('signing up answers alike for a free address and a taken one, and the owner of the taken one is told', async () => {
    const { email, id } = await member(smtp)
    const free = newEmail()
    const answers = await Promise.all(
      [email, free].map((address) => smtp.client().auth.signUp({ email: address, password: 'another one' })),
    )
    const shapes = answers.map(({ data, error }) => {
      expect(error).toBeNull()
      return shapeOf(data)
    })
    expect(shapes[0]).toEqual(shapes[1])
    expect(answers[0]?.data.user?.email).toBe(email)
    expect(answers[0]?.data.user?.id).not.toBe(id)
    expect(JSON.stringify(answers[0])).not.toContain('invalid')
    expect((await smtp.mailTo(email)).subject).toBe('You have an account already')
    await smtp.mailTo(free)
    await signInAs(smtp, email)
    const [count] =
      await smtp.sql`select count(*)::int as all from auth.users where email in ${smtp.sql([email, free])}`
    expect(count?.all).toBe(2)
  })

  test('of two sign-ups that wait for one address the latest counts: who came first does not know the password', async () => {
    const email = newEmail()
    await quick.client().auth.signUp({ email, password })
    const first = await quick.mailTo(email)
    expect((await quick.client().auth.signUp({ email, password: 'her own' })).error).toBeNull()
    const second = await quick.mailTo(email, 2)
    expect((await follow(first.link)).said.error_code).toBe('otp_expired')
    expect((await follow(second.link)).said.access_token).toBeTruthy()
    await signInAs(quick, email, 'her own')
    const thief = await quick.client().auth.signInWithPassword({ email, password })
    expect(thief.error?.code).toBe('invalid_credentials')
  })

  test('a stranger who signs up with the address of a guest gives the guest no password', async () => {
    const email = newEmail()
    await smtp.service().auth.admin.inviteUserByEmail(email)
    await smtp.mailTo(email)
    expect((await smtp.client().auth.signUp({ email, password })).error).toBeNull()
    const { link } = await smtp.mailTo(email, 2)
    expect((await follow(link)).said.access_token).toBeTruthy()
    expect((await smtp.client().auth.signInWithPassword({ email, password })).error?.code).toBe('invalid_credentials')
  })

  test('a visitor stays one until the address is confirmed, and keeps the account', async () => {
    const client = smtp.client()
    const { data: before } = await client.auth.signInAnonymously()
    const email = newEmail()
    const { data, error } = await client.auth.updateUser({ email, password })
    expect(error).toBeNull()
    expect(data.user).toMatchObject({ is_anonymous: true, new_email: email, email: '' })
    const { code } = await smtp.mailTo(email)
    expect((await smtp.client().auth.verifyOtp({ type: 'email_change', email, token: code })).error).toBeNull()
    const { data: after } = await client.auth.refreshSession()
    expect(after.user).toMatchObject({ id: before.user?.id, email, is_anonymous: false })
    await signInAs(smtp, email)
  })

  test('the resent confirmation takes the place of the first', async () => {
    const email = newEmail()
    await quick.client().auth.signUp({ email, password })
    const first = await quick.mailTo(email)
    expect((await quick.client().auth.resend({ type: 'signup', email })).error).toBeNull()
    const { code } = await quick.mailTo(email, 2)
    expect((await follow(first.link)).said.error_code).toBe('otp_expired')
    const { data } = await quick.client().auth.verifyOtp({ type: 'signup', email, token: code })
    expect(data.session?.user.email).toBe(email)
  })
})

describe.each([
  ['a mail server', smtp],
  ['the mailbox', mailbox],
] as const)('over %s', (_, server) => {
  test('a forgotten password is set anew by the link, and whoever knew the old one is out', async () => {
    const { email } = await member(server)
    const elsewhere = await signInAs(server, email)
    const { error } = await server.client().auth.resetPasswordForEmail(email, { redirectTo: `${server.url}/account` })
    expect(error).toBeNull()
    const { link } = await server.mailTo(email)
    const { said, location } = await follow(link)
    expect(location.pathname).toBe('/account')
    expect(said.type).toBe('recovery')

    const client = server.client()
    await client.auth.setSession({ access_token: said.access_token ?? '', refresh_token: said.refresh_token ?? '' })
    expect(decodeJwt(said.access_token ?? '').amr).toMatchObject([{ method: 'recovery' }])
    expect((await client.auth.updateUser({ password: 'a new one' })).error, 'without the old one').toBeNull()
    expect((await elsewhere.auth.refreshSession()).error?.code).toBe('refresh_token_not_found')
    await signInAs(server, email, 'a new one')
    const again = await client.auth.updateUser({ password: 'one more' })
    expect(again.error?.code, 'once').toBe('current_password_required')
  })

  test('a forgotten password is set anew by the code', async () => {
    const { email } = await member(server)
    await server.client().auth.resetPasswordForEmail(email)
    const { code } = await server.mailTo(email)
    const client = server.client()
    const { data, error } = await client.auth.verifyOtp({ type: 'recovery', email, token: code })
    expect(error).toBeNull()
    expect(data.session?.user.email).toBe(email)
    expect((await client.auth.updateUser({ password: 'a new one' })).error).toBeNull()
    await signInAs(server, email, 'a new one')
  })

  test('a link signs in; so does its code, and the token of a template’s own link', async () => {
    const { email, id } = await member(server)
    await server.client().auth.signInWithOtp({ email })
    const byLink = await follow((await server.mailTo(email)).link)
    expect(byLink.said.type).toBe('magiclink')
    expect(decodeJwt(byLink.said.access_token ?? '')).toMatchObject({ sub: id, amr: [{ method: 'otp' }] })

    const [other, third] = [await member(server), await member(server)]
    await server.client().auth.signInWithOtp({ email: other.email })
    const { code } = await server.mailTo(other.email)
    const byCode = await server.client().auth.verifyOtp({ type: 'email', email: other.email, token: code })
    expect(byCode.data.user?.id).toBe(other.id)

    await server.client().auth.signInWithOtp({ email: third.email })
    const hash = new URL((await server.mailTo(third.email)).link).searchParams.get('token') ?? ''
    const byHash = await server.client().auth.verifyOtp({ type: 'email', token_hash: hash })
    expect(byHash.data.user?.id).toBe(third.id)
  })

  test('who is new gets an account by the code, unless the app says no', async () => {
    const email = newEmail()
    expect((await server.client().auth.signInWithOtp({ email, options: { data: { name: 'Ada' } } })).error).toBeNull()
    const { code } = await server.mailTo(email)
    const { data } = await server.client().auth.verifyOtp({ type: 'email', email, token: code })
    expect(data.user).toMatchObject({ email, user_metadata: { name: 'Ada' }, email_confirmed_at: expect.any(String) })

    const unknown = newEmail()
    const options = { shouldCreateUser: false }
    expect((await server.client().auth.signInWithOtp({ email: unknown, options })).error).toBeNull()
    const { email: known } = await member(server)
    expect((await server.client().auth.signInWithOtp({ email: known, options })).error).toBeNull()
    await server.mailTo(known)
    expect(await server.mailsTo(unknown)).toEqual([])
    expect(await server.sql`select from auth.users where email = ${unknown}`).toHaveLength(0)
  })

  test('a new address counts when both have agreed', async () => {
    const { email } = await member(server)
    const client = await signInAs(server, email)
    const moved = newEmail('moved')
    const { data, error } = await client.auth.updateUser({ email: moved })
    expect(error).toBeNull()
    expect(data.user).toMatchObject({ email, new_email: moved, email_change_sent_at: expect.any(String) })

    const half = await follow((await server.mailTo(moved)).link)
    expect(half.said.message).toContain('proceed to confirm link sent to the other email')
    expect((await client.auth.getUser()).data.user?.email).toBe(email)
    const { code } = await server.mailTo(email)
    const whole = await server.client().auth.verifyOtp({ type: 'email_change', email, token: code })
    expect(whole.data.user).toMatchObject({ email: moved })
    expect(whole.data.user?.new_email).toBeUndefined()
    await signInAs(server, moved)
    expect((await server.client().auth.signInWithPassword({ email, password })).error?.code).toBe('invalid_credentials')
  })

  test('a code to the own address stands in for the current password, once', async () => {
    const { email } = await member(server)
    const client = await signInAs(server, email)
    expect((await client.auth.updateUser({ password: 'a new one' })).error?.code).toBe('current_password_required')
    expect((await client.auth.updateUser({ password: 'a new one', nonce: '000000' })).error).toMatchObject({
      status: 422,
      code: 'reauthentication_not_valid',
    })
    expect((await client.auth.reauthenticate()).error).toBeNull()
    const { code } = await server.mailTo(email)
    expect((await client.auth.updateUser({ password, nonce: code })).error?.code, 'takes nothing').toBe('same_password')
    expect((await client.auth.updateUser({ password: 'a new one', nonce: code })).error).toBeNull()
    await signInAs(server, email, 'a new one')
    const again = await client.auth.updateUser({ password: 'one more', nonce: code })
    expect(again.error?.code).toBe('reauthentication_not_valid')
  })

  test('an operator invites; the link lets the guest choose a password', async () => {
    const email = newEmail()
    const { data, error } = await server.service().auth.admin.inviteUserByEmail(email, { data: { name: 'Ada' } })
    expect(error).toBeNull()
    expect(data.user).toMatchObject({ email, invited_at: expect.any(String), user_metadata: { name: 'Ada' } })
    const { said } = await follow((await server.mailTo(email)).link)
    expect(said.type).toBe('invite')
    const guest = server.client()
    await guest.auth.setSession({ access_token: said.access_token ?? '', refresh_token: said.refresh_token ?? '' })
    expect((await guest.auth.updateUser({ password })).error).toBeNull()
    await signInAs(server, email)
    expect((await server.service().auth.admin.inviteUserByEmail(email)).error?.code).toBe('email_exists')
  })

  test('with PKCE a link is of use only to the client that asked for it', async () => {
    const { email, id } = await member(server)
    const client = pkceClient(server)
    await client.auth.signInWithOtp({ email, options: { emailRedirectTo: `${server.url}/account` } })
    const { location, said } = await follow((await server.mailTo(email)).link)
    expect(location.hash).toBe('')
    const code = said.code ?? ''
    const thief = pkceClient(server)
    await thief.auth.signInWithOtp({ email: newEmail() })
    expect((await thief.auth.exchangeCodeForSession(code)).error).toMatchObject({ code: 'bad_code_verifier' })
    const { data, error } = await client.auth.exchangeCodeForSession(code)
    expect(error).toBeNull()
    expect(data.user?.id).toBe(id)
    expect((await client.auth.getUser()).data.user?.id).toBe(id)
    const body = JSON.stringify({ auth_code: code, code_verifier: 'x'.repeat(43) })
    const again = await fetch(`${server.url}/auth/v1/token?grant_type=pkce`, {
      method: 'POST',
      body,
      headers: { apikey: server.keys.publishableKey },
    })
    expect([again.status, (await again.json()).error_code]).toEqual([404, 'flow_state_not_found'])
  })

  test('with PKCE a recovery is known as one', async () => {
    const { email } = await member(server)
    const client = pkceClient(server)
    await client.auth.resetPasswordForEmail(email)
    const { said } = await follow((await server.mailTo(email)).link)
    const { data } = await client.auth.exchangeCodeForSession(said.code ?? '')
    expect((data as { redirectType?: string }).redirectType).toBe('recovery')
    expect((await client.auth.updateUser({ password: 'a new one' })).error).toBeNull()
    await signInAs(server, email, 'a new one')
  })

  test('an operator hands out links without a mail', async () => {
    const { admin } = server.service().auth
    const { email, id } = await member(server)
    const { data, error } = await admin.generateLink({ type: 'recovery', email })
    expect(error).toBeNull()
    expect(data.user?.id).toBe(id)
    expect(data.properties).toMatchObject({ verification_type: 'recovery', redirect_to: server.url })
    expect((await follow(data.properties?.action_link ?? '')).said.type).toBe('recovery')

    const guest = newEmail()
    const invited = await admin.generateLink({ type: 'invite', email: guest })
    const accepted = await server
      .client()
      .auth.verifyOtp({ type: 'invite', token_hash: invited.data.properties?.hashed_token ?? '' })
    expect(accepted.data.user).toMatchObject({ email: guest, email_confirmed_at: expect.any(String) })

    const fresh = newEmail()
    const signUp = await admin.generateLink({ type: 'signup', email: fresh, password })
    const token = signUp.data.properties?.email_otp ?? ''
    expect((await server.client().auth.verifyOtp({ type: 'signup', email: fresh, token })).error).toBeNull()
    await signInAs(server, fresh)

    const moved = newEmail('moved')
    for (const type of ['email_change_current', 'email_change_new'] as const) {
      const link = await admin.generateLink({ type, email, newEmail: moved })
      expect((await follow(link.data.properties?.action_link ?? '')).said.error).toBeUndefined()
    }
    expect((await admin.getUserById(id)).data.user?.email).toBe(moved)
    expect((await admin.generateLink({ type: 'recovery', email: newEmail() })).error?.code).toBe('user_not_found')
    expect(await server.mailsTo(email)).toEqual([])
  })
})

test('without a mail server a newcomer is signed in at once, and the confirmation waits in the mailbox', async () => {
  const email = newEmail()
  const client = mailbox.client()
  const { data } = await client.auth.signUp({ email, password })
  expect(data.session?.user.email_confirmed_at).toBeUndefined()
  const { said } = await follow((await mailbox.mailTo(email)).link)
  expect(said.type).toBe('signup')
  expect((await client.auth.getUser()).data.user?.email_confirmed_at).toBeTruthy()
})

test('a misspelt address is put right with the current password alone; without that both are asked', async () => {
  const [wrong, right] = [newEmail('misspelt'), newEmail()]
  const client = mailbox.client()
  await client.auth.signUp({ email: wrong, password })
  await mailbox.mailTo(wrong)
  const { data, error } = await client.auth.updateUser({ email: right, current_password: password })
  expect(error).toBeNull()
  expect(data.user).toMatchObject({ email: wrong, new_email: right })
  const { code } = await mailbox.mailTo(right)
  const done = await mailbox.client().auth.verifyOtp({ type: 'email_change', email: right, token: code })
  expect(done.data.user).toMatchObject({ email: right, email_confirmed_at: expect.any(String) })
  expect(await mailbox.mailsTo(wrong), 'it was not asked').toHaveLength(1)

  const thief = mailbox.client()
  const [hers, his] = [newEmail(), newEmail('thief')]
  await thief.auth.signUp({ email: hers, password })
  await mailbox.mailTo(hers)
  await thief.auth.updateUser({ email: his })
  expect((await follow((await mailbox.mailTo(his)).link)).said.message).toBeTruthy()
  expect((await thief.auth.getUser()).data.user?.email).toBe(hers)
  const guessed = await thief.auth.updateUser({ email: newEmail('thief'), current_password: 'a guess' })
  expect(guessed.error?.code).toBe('current_password_invalid')
})

test('who proves an address by a mail gets an account that somebody else made under it, without that password and session', async () => {
  const email = newEmail()
  const thief = mailbox.client()
  await thief.auth.signUp({ email, password })
  await mailbox.mailTo(email)
  await mailbox.client().auth.signInWithOtp({ email })
  const { code } = await mailbox.mailTo(email, 2)
  const { data } = await mailbox.client().auth.verifyOtp({ type: 'magiclink', email, token: code })
  expect(data.user?.email).toBe(email)
  expect((await mailbox.client().auth.signInWithPassword({ email, password })).error?.code).toBe('invalid_credentials')
  expect((await thief.auth.refreshSession()).error?.code).toBe('refresh_token_not_found')
})

test('an account that an operator makes is unconfirmed unless he says otherwise', async () => {
  const email = newEmail()
  const { data } = await smtp.service().auth.admin.createUser({ email, password })
  expect(data.user?.email_confirmed_at).toBeUndefined()
  expect((await smtp.client().auth.signInWithPassword({ email, password })).error?.code).toBe('email_not_confirmed')
})

/** The keys at every depth, and what stands there where it is no time, id, or text of the request. */
function shapeOf(value: unknown): unknown {
  if (typeof value === 'string') return 'text'
  if (Array.isArray(value)) return value.map(shapeOf)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]))
}
