import { createHash } from 'node:crypto'
import type { Sql } from 'postgres'
import type { Door } from '../app.ts'
import { escapeHtml } from '../auth/mail/templates.ts'
import { withHeaders } from '../security-headers.ts'
import type { UnsubscribeTokens } from './token.ts'

export { createUnsubscribeTokens, type UnsubscribeTokens } from './token.ts'

/**
 * `/unsubscribe?token=...`: GET shows a page with two buttons and changes nothing, as mail scanners open links; POST ends
 * the mails, from that page or by one click of a mail program (RFC 8058). Nobody needs to be signed in.
 */
export function createUnsubscribe({ sql, tokens }: { sql: Sql; tokens: UnsubscribeTokens }): Door {
  return async (request) => {
    if (!['GET', 'HEAD', 'POST'].includes(request.method)) return page(405, 'This cannot be done here', '')
    const said = tokens.read(new URL(request.url).searchParams.get('token') ?? '')
    if (!said) {
      return page(400, 'This link is not whole', `<p>Copy it from the mail once more, or sign in: ${settings}</p>`)
    }
    if (request.method !== 'POST') return page(200, 'Fewer mails', choices(await aboutOf(sql, said.kind), said.kind))
    const all = said.kind === 'all' || (await wantsAll(request))
    await sql`select app.unsubscribe(${said.userId}, ${all ? null : said.kind})`
    const ended = all
      ? 'You get no more mails about notices.'
      : `You get no more mails when ${await aboutOf(sql, said.kind)}.`
    return page(200, 'Done', `<p>${escapeHtml(ended)} The page still shows what there is.</p><p>${settings}</p>`)
  }
}

const settings = '<a href="/account#notices">Settings of notices</a>'

async function aboutOf(sql: Sql, kind: string): Promise<string> {
  if (kind === 'digest') return 'something is new, once a day or week'
  const [row] = await sql<{ about: string }[]>`select about from app.notice_kinds where kind = ${kind}`
  return row?.about ?? 'something happens'
}

/** The body says it; it is short, or not ours. */
async function wantsAll(request: Request): Promise<boolean> {
  if (Number(request.headers.get('content-length') ?? mostBytes + 1) > mostBytes) return false
  return new URLSearchParams(await request.text()).get('which') === 'all'
}
const mostBytes = 1_000

const choices = (about: string, kind: string) =>
  `<form method="post">${
    kind === 'all'
      ? ''
      : `<p>You get mails when ${escapeHtml(about)}.</p><button name="which" value="this">No more of these</button>`
  } <button name="which" value="all">No mails about notices at all</button></form><p>${settings}</p>`

const style = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}
h1{font-size:1.6rem;line-height:1.2}button{font:inherit;min-height:44px;padding:.5rem 1rem;margin:.25rem 0;cursor:pointer}
a{color:inherit;display:inline-block;padding:.6rem 0}`

const headers = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer', // the token is in the address
  'cache-control': 'no-store',
}

const page = (status: number, title: string, body: string) =>
  withHeaders(
    new Response(
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title} · Paddock</title><style>${style}</style><main><h1>${title}</h1>${body}</main></html>`,
      { status, headers: { 'content-type': 'text/html; charset=utf-8' } },
    ),
    headers,
  )
