import { afterAll, expect } from 'vitest'
import type { AuthSettings } from '../../../src/server/auth/settings.ts'
import type { Config } from '../../../src/server/config.ts'
import type { TestServer } from '../../support/test-server.ts'
import { openMailReceiver } from '../delivery/receivers.ts'
import { serverWith } from './support.ts'

/** A mail as its reader takes it: what it says, where its link leads, and its code. */
export type Read = { subject: string; text: string; link: string; code: string }

export type MailServer = TestServer & {
  /** Waits until the address has `count` mails; the last of them. */
  mailTo: (address: string, count?: number) => Promise<Read>
  /** What has arrived so far. */
  mailsTo: (address: string) => Promise<Read[]>
}

/** A server that mails by a mail server of its own. */
export async function serverWithSmtp(
  settings: Partial<AuthSettings> = {},
  config: Partial<Config> = {},
): Promise<MailServer> {
  const receiver = await openMailReceiver()
  const mail = { smtpUrl: receiver.url, from: 'Paddock <accounts@example.com>' }
  const server = await serverWith(settings, { delivery: { webhook: null, mail, pageUrl: null }, ...config })
  afterAll(receiver.close)
  return reading(server, async (address) =>
    receiver.mails.filter(({ to }) => to.includes(address)).map(({ text }) => ofMime(text)),
  )
}

/** A server without one, which keeps mails in `/mailbox`. */
export async function serverWithMailbox(settings: Partial<AuthSettings> = {}): Promise<MailServer> {
  const server = await serverWith(settings, { mailbox: true })
  return reading(server, async (address) => {
    const response = await fetch(`${server.url}/mailbox`, { headers: { accept: 'application/json' } })
    const letters = (await response.json()) as { to: string; subject: string; text: string }[]
    return letters
      .filter(({ to }) => to === address)
      .reverse()
      .map(({ subject, text }) => readOf(subject, text))
  })
}

function reading(server: TestServer, mailsTo: MailServer['mailsTo']): MailServer {
  return {
    ...server,
    mailsTo,
    mailTo: async (address, count = 1) => {
      await expect.poll(async () => (await mailsTo(address)).length, { interval: 20 }).toBe(count)
      return (await mailsTo(address)).at(-1) as Read
    },
  }
}

function readOf(subject: string, text: string): Read {
  return {
    subject,
    text,
    link: /https?:\/\/\S+\/verify\?\S+/.exec(text)?.[0] ?? '',
    code: /\b\d{6}\b/.exec(text.replaceAll(/https?:\S+/g, ''))?.[0] ?? '',
  }
}

/** Of a mail as it came over the line, the subject and the part in plain text. */
function ofMime(mime: string): Read {
  const subject = /^Subject: (.*)$/m.exec(mime)?.[1]?.trim() ?? ''
  const [, head = '', body = ''] = /(Content-Type: text\/plain[\s\S]*?)\r\n\r\n([\s\S]*?)\r\n--/.exec(mime) ?? []
  const quoted = /quoted-printable/i.test(head)
  const text = quoted
    ? body
        .replaceAll(/=\r\n/g, '')
        .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : body
  return readOf(subject, text)
}

/** Opens a link as a browser does, without going on: where it leads, and what stands in the query or fragment there. */
export async function follow(link: string): Promise<{ status: number; location: URL; said: Record<string, string> }> {
  const response = await fetch(link, { redirect: 'manual' })
  const location = new URL(response.headers.get('location') ?? 'none:')
  const said = {
    ...Object.fromEntries(location.searchParams),
    ...Object.fromEntries(new URLSearchParams(location.hash.slice(1))),
  }
  return { status: response.status, location, said }
}
