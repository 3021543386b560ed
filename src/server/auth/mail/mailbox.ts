import { createHash, randomUUID } from 'node:crypto'
import { isLoopback } from '../../address.ts'
import type { Config } from '../../config.ts'
import { withHeaders } from '../../security-headers.ts'
import type { Letter, Post } from './post.ts'
import { escapeHtml } from './templates.ts'

/** What would have been mailed, kept in memory and shown on this machine alone. */
export type Mailbox = {
  post: Post
  /** `/mailbox`, the newest first, as a page or (Accept: application/json) as JSON; `/mailbox/<id>`, one as its reader would see it. */
  handle: (request: Request, info: { remoteAddress?: string }) => Response
}

type Kept = Letter & { id: string; at: string }

const mostLetters = 200

/** On a developer's own machine: without a mail server, and with nothing that lets others reach this server. */
export function hasMailbox({ mailbox, host, trustProxy, delivery }: Config): boolean {
  const { mail, pageUrl } = delivery
  const isPublic = pageUrl !== null && !isLoopback(new URL(pageUrl).hostname)
  return mailbox && mail === null && isLoopback(host) && !trustProxy && !isPublic
}

export function createMailbox(): Mailbox {
  const letters: Kept[] = []
  return {
    post: {
      kind: 'mailbox',
      deliver: async (letter) => {
        letters.unshift({ id: randomUUID(), at: new Date().toISOString(), ...letter })
        if (letters.length > mostLetters) letters.pop()
      },
    },
    handle: (request, { remoteAddress }) => {
      if (!isLocal(request, remoteAddress)) return answer('Not found', 404, 'text/plain; charset=utf-8')
      const id = new URL(request.url).pathname.split('/')[2] ?? ''
      if (request.method !== 'GET' && request.method !== 'HEAD') return answer('Not allowed', 405, 'text/plain')
      if (id === '') {
        const wantsJson = request.headers.get('accept')?.includes('application/json') ?? false
        return wantsJson ? answer(JSON.stringify(letters), 200, 'application/json') : answer(listOf(letters), 200, html)
      }
      const letter = letters.find((kept) => kept.id === id)
      if (!letter) return answer('This mail is not here any more.', 404, 'text/plain; charset=utf-8')
      return withHeaders(new Response(letter.html, { headers: { 'content-type': html } }), letterHeaders)
    },
  }
}

const html = 'text/html; charset=utf-8'

/** Headers that only somebody in between adds. `listen` sets the last where there was X-Forwarded-For, or where HTTP/1.0 tells of a proxy. */
const forwarding = [
  'forwarded',
  'via',
  'x-real-ip',
  'x-client-ip',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-forwarded-server',
  'x-original-host',
  'cf-connecting-ip',
  'true-client-ip',
  'x-paddock-forwarded',
]

/** A browser on this machine asks for this machine: not a name that leads here, and nobody through a proxy. */
function isLocal(request: Request, remoteAddress: string | undefined): boolean {
  if (!remoteAddress || !isLoopback(remoteAddress)) return false
  if (forwarding.some((name) => request.headers.has(name))) return false
  const host = request.headers.get('host') ?? ''
  return URL.canParse(`http://${host}`) && isLoopback(new URL(`http://${host}`).hostname)
}

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
article{border-top:1px solid #8888;padding:1rem 0}h2{font-size:1.1rem;margin:0}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}
small{opacity:.75}a{display:inline-block;padding:.25rem 0}`

const common = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
}
const closed = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
const listHeaders = {
  ...common,
  'content-security-policy': `${closed}; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
}
/** A template's own styles and pictures in place, and its links; nothing of this server's. */
const letterHeaders = {
  ...common,
  'content-security-policy': `${closed}; style-src 'unsafe-inline'; img-src data:; sandbox allow-top-navigation-by-user-activation`,
}

function answer(body: string, status: number, type: string): Response {
  return withHeaders(new Response(body, { status, headers: { 'content-type': type } }), listHeaders)
}

function listOf(letters: readonly Kept[]): string {
  const articles = letters.map(
    ({ id, at, to, subject, text }) =>
      `<article><h2>${escapeHtml(subject)}</h2><small>to ${escapeHtml(to)}, <time>${at}</time>, <a href="/mailbox/${id}">as its reader sees it</a></small>
<pre>${linked(text)}</pre></article>`,
  )
  const empty = '<p>Nothing yet. What this server would mail to accounts appears here.</p>'
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Mailbox</title><style>${style}</style></head><body><h1>Mailbox</h1>
<p>There is no mail server (SMTP_URL), so mails to accounts are shown on this machine: the last ${mostLetters}, until the server stops.</p>
${articles.join('\n') || empty}</body></html>`
}

const linked = (text: string) =>
  text
    .split(/(https?:\/\/\S+)/)
    .map((part, index) => (index % 2 ? `<a href="${escapeHtml(part)}">${escapeHtml(part)}</a>` : escapeHtml(part)))
    .join('')
