import { randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { expect, onTestFinished, test } from 'vitest'
import { createMail } from '../../../src/server/delivery/mail.ts'
import type { Send } from '../../../src/server/delivery/message.ts'
import { createWebhook } from '../../../src/server/delivery/webhook.ts'
import { startWorker, type WorkerOptions } from '../../../src/server/delivery/worker.ts'
import { createMailTransport } from '../../../src/server/mail/transport.ts'
import { createUnsubscribeTokens } from '../../../src/server/unsubscribe/index.ts'
import { byHand } from '../../support/by-hand.ts'
import { freshDatabase } from '../../support/fresh-database.ts'
import { mailReceiver, webhookReceiver } from './receivers.ts'

const key = Buffer.alloc(32, 7)
const secret = `whsec_${key.toString('base64')}`
const tokens = createUnsubscribeTokens('a secret of this test that is long enough')
const soon = <T>(read: () => T | Promise<T>) => expect.poll(read, { interval: 20 })

function transportTo(smtpUrl: string, from: string) {
  const transport = createMailTransport({ smtpUrl, from })
  onTestFinished(transport.close)
  return transport
}

async function outbox() {
  const { sql, drop } = await freshDatabase()
  onTestFinished(drop)
  const [owner] = await sql<{ id: string; email: string }[]>`
    insert into auth.users (id, email) values (${randomUUID()}, ${`owner-${randomUUID()}@example.com`}) returning id, email`
  const [vehicle] = await sql<{ id: string }[]>`
    insert into public.vehicles (user_id, model) values (${owner?.id ?? ''}, 'PL510') returning id`
  const person = owner as { id: string; email: string }
  const about = vehicle?.id ?? ''
  return {
    sql,
    owner: person,
    vehicleId: about,
    tell: (words: string, kind = 'nomination_opened') =>
      sql`select app.tell(${person.id}, ${about}, ${kind}, ${words}, '{"suggested_reserve": 48000}')`,
    work: (channels: WorkerOptions['channels'], more: Partial<WorkerOptions> = {}) => {
      const worker = startWorker({ sql, channels, everyMs: 20, report: () => {}, ...more })
      onTestFinished(worker.stop)
      return worker
    },
    state: (channel: string) =>
      sql`select attempts, delivered_at is not null as delivered, last_error,
            next_attempt_at > o.created_at + interval '20 seconds' as later
          from app.outbox_deliveries d join app.outbox o on o.id = d.outbox_id where channel = ${channel}`.then(
        (rows) => rows.map((row) => ({ ...row })),
      ),
    /** What waits is due at once. */
    hurry: () => sql`update app.outbox_deliveries set next_attempt_at = now() where next_attempt_at is not null`,
  }
}

test('a webhook is signed so that the reference library takes it, and says what happened', async () => {
  const { tell, work, state, owner, vehicleId } = await outbox()
  const { url, calls } = await webhookReceiver()
  await tell('The community says your PL510 is ready for auction.')
  work({ webhook: createWebhook({ url, secret: key }) })
  await soon(() => state('webhook')).toMatchObject([{ attempts: 1, delivered: true }])

  expect(calls).toHaveLength(1)
  const { headers, body } = calls[0] as (typeof calls)[number]
  const read = new Webhook(secret).verify(body, headers as Record<string, string>)
  expect(read).toEqual({
    type: 'nomination_opened',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    data: {
      body: 'The community says your PL510 is ready for auction.',
      suggested_reserve: 48_000,
      user_id: owner.id,
      vehicle_id: vehicleId,
    },
  })
  expect(() => new Webhook(secret).verify(body.replace('48000', '1'), headers as Record<string, string>)).toThrow()
  expect(() =>
    new Webhook(secret).verify(body, { ...(headers as Record<string, string>), 'webhook-id': randomUUID() }),
  ).toThrow()
  // A channel that nobody works stays as it was.
  expect(await state('email')).toMatchObject([{ attempts: 0, delivered: false }])
})

test('a mail reaches the owner, in words, with a link, as plain text', async () => {
  const { tell, work, state, owner, vehicleId } = await outbox()
  const { url, mails } = await mailReceiver()
  await tell('Your PL510 is\r\nBcc: everybody@example.com\r\nready — says the crowd.')
  const email = createMail(transportTo(url, 'Paddock <cars@example.com>'), {
    pageUrl: 'https://cars.example.com/',
    tokens,
  })
  work({ email })
  await soon(() => state('email')).toMatchObject([{ attempts: 1, delivered: true }])

  expect(mails).toHaveLength(1)
  expect(mails[0]).toMatchObject({ from: 'cars@example.com', to: [owner.email] })
  const [head = '', text = ''] = (mails[0]?.text ?? '').split(/\r\n\r\n(.*)/s)
  expect(head).toContain('Subject: The community says it is ready for auction')
  expect(head).toContain('Auto-Submitted: auto-generated')
  expect(head).not.toContain('Bcc')
  expect(head).toMatch(/List-Unsubscribe:\s+<https:\/\/cars\.example\.com\/unsubscribe\?token=/)
  expect(head).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  expect(text.replaceAll('=\r\n', '')).toContain(`https://cars.example.com/vehicles/${vehicleId}`)
})

test('what fails is tried again later, with the same id and a new time', async () => {
  const { tell, work, state, hurry } = await outbox()
  const { url, calls } = await webhookReceiver((_call, nth) => (nth === 1 ? 500 : nth === 2 ? 302 : 204))
  await tell('Try me.')
  work({ webhook: createWebhook({ url, secret: key }) })
  await soon(() => state('webhook')).toMatchObject([
    { attempts: 1, delivered: false, later: true, last_error: 'The webhook answered 500.' },
  ])
  await hurry()
  await soon(() => state('webhook')).toMatchObject([
    { attempts: 2, later: true, last_error: 'The webhook answered 302.' },
  ])
  await hurry()
  await soon(() => state('webhook')).toMatchObject([{ attempts: 3, delivered: true, last_error: null }])
  expect(new Set(calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  for (const { headers, body } of calls) new Webhook(secret).verify(body, headers as Record<string, string>)
})

test('a mail that is refused comes again with the same Message-ID', async () => {
  const { tell, work, state, hurry } = await outbox()
  const seen: string[] = []
  const { url, mails } = await mailReceiver((nth) => (nth === 1 ? 'Mailbox full' : null))
  await tell('Try me.')
  const email = createMail(transportTo(url, 'cars@example.com'), { pageUrl: null, tokens })
  const watched: Send = async (message) => {
    seen.push(message.id)
    await email(message)
  }
  work({ email: watched })
  await soon(() => state('email')).toMatchObject([
    { attempts: 1, later: true, last_error: expect.stringContaining('Mailbox full') },
  ])
  await hurry()
  await soon(() => state('email')).toMatchObject([{ delivered: true }])

  expect(mails[0]?.text).toContain(`Message-ID: <${seen[0]}@paddock>`)
  expect(seen[0]).toBe(seen[1])
})

test('a receiver that is not there, or never answers, keeps nobody else waiting', async () => {
  const { tell, work, state } = await outbox()
  const never: Send = () => new Promise(() => {})
  const { url, mails } = await mailReceiver()
  const email = createMail(transportTo(url, 'cars@example.com'), { pageUrl: null, tokens })
  await tell('One.')
  work({ webhook: never, email }, { attemptMs: 1_000, most: 2 })
  await tell('Two.')
  await soon(() => mails.length).toBe(2)
  await soon(() => state('webhook')).toMatchObject([
    { attempts: 1, later: true, last_error: 'No answer within 1 seconds.' },
    { attempts: 1, later: true },
  ])

  const other = await outbox()
  await other.tell('Anybody there?')
  other.work({ webhook: createWebhook({ url: 'http://127.0.0.1:9/hook', secret: key }) })
  await soon(() => other.state('webhook')).toMatchObject([
    { attempts: 1, later: true, last_error: expect.stringMatching(/./) },
  ])
})

test('two workers on one database send each message once', async () => {
  const { tell, work, sql } = await outbox()
  const { url, calls } = await webhookReceiver()
  for (let n = 0; n < 60; n++) await tell(`Message ${n}`)
  const channel = { webhook: createWebhook({ url, secret: key }) }
  for (let n = 0; n < 3; n++) work(channel, { most: 5 })
  await soon(async () => (await sql`select from app.outbox_deliveries where delivered_at is not null`).length).toBe(60)
  const ids = calls.map(({ headers }) => headers['webhook-id'])
  expect(ids).toHaveLength(60)
  expect(new Set(ids).size).toBe(60)
})

test('what a worker had taken when it died is sent by another once the lease is over', async () => {
  const { tell, work, state, sql, hurry } = await outbox()
  const { url, calls } = await webhookReceiver()
  await tell('Do not lose me.')
  // It takes the message and is gone.
  const taken = await sql`select * from app.take_outbox('1 hour', 10, '{webhook}')`
  expect(taken).toHaveLength(1)
  work({ webhook: createWebhook({ url, secret: key }) })
  await tell('A later one.')
  await soon(() => calls.length).toBe(1) // it has looked, and left what another holds
  expect(calls[0]?.headers['webhook-id']).not.toBe(taken[0]?.id)
  await hurry() // the lease is over
  await soon(() => state('webhook')).toEqual(
    expect.arrayContaining([expect.objectContaining({ attempts: 2, delivered: true })]),
  )
  expect(calls.map(({ headers }) => headers['webhook-id'])).toContain(taken[0]?.id)
})

test('stopping waits for what is being sent, and takes nothing more', async () => {
  const { tell, work, state } = await outbox()
  let arrived = () => {}
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve
  })
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const { url, calls } = await webhookReceiver(async () => {
    arrived()
    await released
    return 204
  })
  await tell('First')
  const worker = work({ webhook: createWebhook({ url, secret: key }) })
  await arrival
  const stopped = worker.stop()
  await tell('Second')
  release()
  await stopped
  expect(calls).toHaveLength(1)
  expect(await state('webhook')).toEqual(
    expect.arrayContaining([expect.objectContaining({ delivered: true }), expect.objectContaining({ attempts: 0 })]),
  )
})

test('news that nobody delivers for three days is given up, and a failure is reported once', async () => {
  const { tell, work, sql, state } = await outbox()
  await tell('Old news')
  await sql`update app.outbox_deliveries set next_attempt_at = now() - interval '4 days'`
  await byHand(sql, 'tend_auctions')
  expect(await state('webhook')).toMatchObject([{ delivered: false, last_error: 'Nobody delivers by this channel.' }])
  const reports: string[] = []
  for (let n = 0; n < 3; n++) await tell(`News ${n}`)
  const failing: Send = async () => {
    throw new Error('The line is cut.')
  }
  work({ webhook: failing }, { report: (message) => reports.push(message) })
  await soon(async () => (await state('webhook')).filter(({ attempts }) => attempts === 1).length).toBe(3)
  expect(reports).toEqual(['Delivery by webhook failed and is tried again: The line is cut.'])
})
