import { expect, test } from 'vitest'
import { readDeliverySettings } from '../../../src/server/delivery/settings.ts'
import { ConfigError } from '../../../src/server/env.ts'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

test('nothing set is no channel', () => {
  expect(readDeliverySettings({})).toEqual({ webhook: null, mail: null, pageUrl: null })
  expect(readDeliverySettings({ PADDOCK_WEBHOOK_URL: '', SMTP_URL: '' })).toMatchObject({ webhook: null, mail: null })
})

test('both channels are read', () => {
  expect(
    readDeliverySettings({
      PADDOCK_WEBHOOK_URL: 'https://example.com/hook',
      PADDOCK_WEBHOOK_SECRET: secret,
      SMTP_URL: 'smtp://mail.example.com:587',
      MAIL_FROM: 'Paddock <cars@example.com>',
    }),
  ).toEqual({
    webhook: { url: 'https://example.com/hook', secret: Buffer.alloc(32, 7) },
    mail: { smtpUrl: 'smtp://mail.example.com:587', from: 'Paddock <cars@example.com>' },
    pageUrl: null,
  })
})

test.each([
  [{ PADDOCK_WEBHOOK_URL: 'example.com', PADDOCK_WEBHOOK_SECRET: secret }, 'PADDOCK_WEBHOOK_URL'],
  [{ PADDOCK_WEBHOOK_URL: 'file:///etc/passwd', PADDOCK_WEBHOOK_SECRET: secret }, 'PADDOCK_WEBHOOK_URL'],
  [{ PADDOCK_WEBHOOK_URL: 'https://example.com' }, 'PADDOCK_WEBHOOK_SECRET'],
  [{ PADDOCK_WEBHOOK_URL: 'https://example.com', PADDOCK_WEBHOOK_SECRET: 'secret' }, 'PADDOCK_WEBHOOK_SECRET'],
  [{ PADDOCK_WEBHOOK_URL: 'https://example.com', PADDOCK_WEBHOOK_SECRET: 'whsec_c2hvcnQ=' }, 'PADDOCK_WEBHOOK_SECRET'],
  [{ PADDOCK_WEBHOOK_URL: 'https://example.com', PADDOCK_WEBHOOK_SECRET: 'whsec_###' }, 'PADDOCK_WEBHOOK_SECRET'],
  [{ SMTP_URL: 'https://mail.example.com', MAIL_FROM: 'a@example.com' }, 'SMTP_URL'],
  [{ SMTP_URL: 'smtp://mail.example.com' }, 'MAIL_FROM'],
  [{ SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'Paddock' }, 'MAIL_FROM'],
  [{ SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'a@example.com\r\nBcc: b@example.com' }, 'MAIL_FROM'],
])('%j is refused by name, without telling its value', (env, name) => {
  const read = () => readDeliverySettings(env)
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(new RegExp(`^${name} must`))
})
