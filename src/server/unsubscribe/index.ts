import { createHash } from 'node:crypto'
import type { Sql } from 'postgres'
import type { Door } from '../app.ts'
import { escapeHtml } from '../auth/mail/templates.ts'
import { languageOf, type PageLanguage } from '../page/language.ts'
import { withHeaders } from '../security-headers.ts'
import type { UnsubscribeTokens } from './token.ts'
import { wordsOf } from './words.ts'

export { createUnsubscribeTokens, type UnsubscribeTokens } from './token.ts'

/**
 * `/unsubscribe?token=...`: GET shows a page with two buttons and changes nothing, as mail scanners open links; POST ends
 * the mails, from that page or by one click of a mail program (RFC 8058). Nobody needs to be signed in.
 */
export function createUnsubscribe({ sql, tokens }: { sql: Sql; tokens: UnsubscribeTokens }): Door {
  return async (request) => {
    const lang = languageOf(request.headers)
    const words = wordsOf[lang]
    const settings = `<a href="/account#notices">${words.settings}</a>`
    if (!['GET', 'HEAD', 'POST'].includes(request.method)) return page(lang, 405, words.impossible, '')
    const said = tokens.read(new URL(request.url).searchParams.get('token') ?? '')
    if (!said) return page(lang, 400, words.notWhole, `<p>${words.copyAgain} ${settings}</p>`)
    const when = said.kind === 'digest' ? words.digest : words.when(await aboutOf(sql, said.kind))
    if (request.method !== 'POST') {
      const these = `<p>${escapeHtml(words.mailsWhen(when))}</p><button name="which" value="this">${words.endThese}</button>`
      const all = `<button name="which" value="all">${words.endAll}</button>`
      const form = `<form method="post">${said.kind === 'all' ? '' : these} ${all}</form><p>${settings}</p>`
      return page(lang, 200, words.fewer, form)
    }
    const all = said.kind === 'all' || (await wantsAll(request))
    await sql`select app.unsubscribe(${said.userId}, ${all ? null : said.kind})`
    const ended = all ? words.noneAtAll : words.noMoreWhen(when)
    return page(lang, 200, words.done, `<p>${escapeHtml(ended)} ${words.stillShown}</p><p>${settings}</p>`)
  }
}

async function aboutOf(sql: Sql, kind: string): Promise<string | undefined> {
  const [row] = await sql<{ about: string }[]>`select about from app.notice_kinds where kind = ${kind}`
  return row?.about
}

/** The body says it; it is short, or not ours. */
async function wantsAll(request: Request): Promise<boolean> {
  if (Number(request.headers.get('content-length') ?? mostBytes + 1) > mostBytes) return false
  return new URLSearchParams(await request.text()).get('which') === 'all'
}
const mostBytes = 1_000

const style = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}
h1{font-size:1.6rem;line-height:1.2}button{font:inherit;min-height:44px;padding:.5rem 1rem;margin:.25rem 0;cursor:pointer}
a{color:inherit;display:inline-block;padding:.6rem 0}`

const headers = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer', // the token is in the address
  'cache-control': 'no-store',
}

const page = (lang: PageLanguage, status: number, title: string, body: string) =>
  withHeaders(
    new Response(
      `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title} · Paddock</title><style>${style}</style><main><h1>${title}</h1>${body}</main></html>`,
      { status, headers: { 'content-type': 'text/html; charset=utf-8' } },
    ),
    headers,
  )
