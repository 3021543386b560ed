import { ConfigError } from '../env.ts'

/** Where messages go besides the page; a channel that is null is not used. */
export type DeliverySettings = {
  webhook: { url: string; secret: Buffer } | null
  mail: { smtpUrl: string; from: string } | null
  /** Where people reach the page, for the links in mails. */
  pageUrl: string | null
}

/** @throws {ConfigError} for half a channel, or an address or secret that cannot be one */
export function readDeliverySettings(env: NodeJS.ProcessEnv = process.env): DeliverySettings {
  return { webhook: readWebhook(env), mail: readMail(env), pageUrl: address(env, 'PADDOCK_PAGE_URL', /^https?:$/) }
}

function readWebhook(env: NodeJS.ProcessEnv): DeliverySettings['webhook'] {
  const url = address(env, 'PADDOCK_WEBHOOK_URL', /^https?:$/)
  if (!url) return null
  return { url, secret: readSecret(env.PADDOCK_WEBHOOK_SECRET) }
}

/** 24 to 64 bytes, as Standard Webhooks wants them. */
function readSecret(text = ''): Buffer {
  const secret = Buffer.from(text.replace(/^whsec_/, ''), 'base64')
  const canonical = secret.toString('base64').replace(/=+$/, '') === text.replace(/^whsec_/, '').replace(/=+$/, '')
  if (text.startsWith('whsec_') && canonical && secret.length >= 24 && secret.length <= 64) return secret
  throw new ConfigError(
    'PADDOCK_WEBHOOK_SECRET must be whsec_ and 24 to 64 bytes in base64. Make one: echo "whsec_$(openssl rand -base64 32)".',
  )
}

function readMail(env: NodeJS.ProcessEnv): DeliverySettings['mail'] {
  const smtpUrl = address(env, 'SMTP_URL', /^smtps?:$/)
  if (!smtpUrl) return null
  const from = env.MAIL_FROM?.trim() ?? ''
  if (/^[^\r\n]*[^\s@<]@[^\s@>]+>?$/.test(from)) return { smtpUrl, from }
  throw new ConfigError('MAIL_FROM must say who sends the mails of SMTP_URL, such as "Paddock <cars@example.com>".')
}

/** The value itself is not told: it may have a password in it. */
function address(env: NodeJS.ProcessEnv, name: string, protocol: RegExp): string | null {
  const text = env[name]
  if (!text) return null
  if (URL.canParse(text) && protocol.test(new URL(text).protocol)) return text
  const example = name === 'SMTP_URL' ? 'smtps://user:password@mail.example.com' : 'https://example.com/paddock'
  throw new ConfigError(`${name} must be an address such as ${example}.`)
}
