import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test, vi } from 'vitest'
import { defaultAuthSettings } from '../../../src/server/auth/index.ts'
import type { AuthRates } from '../../../src/server/auth/settings.ts'
import { openMailReceiver } from '../delivery/receivers.ts'
import { serverWithSmtp } from './mail-support.ts'
import { newEmail, password, serverWith } from './support.ts'

const rates = (changed: Partial<AuthRates>) => ({ rates: { ...defaultAuthSettings.rates, ...changed } })

test('a mail that is refused for now is sent again; one that is refused for good is logged, and keeps nobody waiting', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => log.mockRestore())
  const receiver = await openMailReceiver((nth) => (nth === 1 ? 'Try again later' : null))
  onTestFinished(receiver.close)
  const mail = { smtpUrl: receiver.url, from: 'accounts@example.com' }
  const own = await serverWith({}, { delivery: { webhook: null, mail, pageUrl: null } })
  const email = newEmail()
  expect((await own.client().auth.signInWithOtp({ email })).error).toBeNull()
  await expect.poll(() => receiver.mails.map(({ to }) => to)).toEqual([[email]])

  const never = await openMailReceiver(() => '550 No such mailbox')
  onTestFinished(never.close)
  const refused = await serverWith(
    {},
    { delivery: { webhook: null, mail: { ...mail, smtpUrl: never.url }, pageUrl: null } },
  )
  await refused.client().auth.signInWithOtp({ email: newEmail() })
  await expect.poll(() => String(log.mock.lastCall?.[0]?.cause?.message)).toMatch(/550/)
  expect(never.attempts(), 'once').toBe(1)

  const closed = await serverWith(
    {},
    { delivery: { webhook: null, mail: { ...mail, smtpUrl: 'smtp://127.0.0.1:1' }, pageUrl: null } },
  )
  expect((await closed.client().auth.signUp({ email: newEmail(), password })).error).toBeNull()
  expect((await closed.client().auth.signInWithOtp({ email: newEmail() })).error).toBeNull()
})

test('addresses whose mail server takes nothing for now keep nobody else waiting', async () => {
  const receiver = await openMailReceiver((_, to) =>
    to.endsWith('@grey.example') ? 'Greylisted, come back later' : null,
  )
  onTestFinished(receiver.close)
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => log.mockRestore())
  const mail = { smtpUrl: receiver.url, from: 'accounts@example.com' }
  const own = await serverWith(rates({ mail: 0, signUp: 0 }), { delivery: { webhook: null, mail, pageUrl: null } })
  for (let i = 0; i < 24; i++) await own.client().auth.signInWithOtp({ email: `${randomUUID()}@grey.example` })
  await expect.poll(() => receiver.attempts()).toBeGreaterThanOrEqual(24)
  const email = newEmail()
  await own.client().auth.signInWithOtp({ email })
  await expect.poll(() => receiver.mails.map(({ to }) => to)).toEqual([[email]])
})

test('an account that is deleted before its mail is written leaves neither a mail nor a failure in the log', async () => {
  const failures = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => failures.mockRestore())
  const own = await serverWithSmtp(rates({ mail: 0, mailTo: 0, signUp: 0 }))
  const hasty = newEmail()
  // Deleted in the moment in which it is made, so that no mail can be faster, however busy the machine is.
  await own.sql`create function app.leave_at_once() returns trigger language plpgsql security definer as $$
    begin delete from auth.users where id = new.id; return null; end $$`
  await own.sql.unsafe(`create constraint trigger leave_at_once after insert on auth.users deferrable initially deferred
    for each row when (new.email = '${hasty}') execute function app.leave_at_once()`)
  const { data } = await own.client().auth.signUp({ email: hasty, password })
  expect(data.user?.email).toBe(hasty)
  expect(await own.sql`select from auth.users where email = ${hasty}`).toHaveLength(0)
  const patient = newEmail()
  await own.client().auth.signUp({ email: patient, password })
  await own.mailTo(patient) // it was asked for later
  expect(await own.mailsTo(hasty)).toEqual([])
  expect(failures.mock.calls).toEqual([])
})
