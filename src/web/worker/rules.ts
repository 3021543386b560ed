/** What the service worker keeps of a request, and under which name. */

export type Kind = 'page' | 'answer' | 'photo' | 'asset'

/** Functions that only read, and cannot be asked with GET: PostgREST has a meaning of its own for `limit`, and one looks at what is not folded yet. */
const readings = /^\/rest\/v1\/rpc\/(find_vehicles|search_sources|comparable_sales|vehicle_insights)$/

type Asked = Pick<Request, 'method' | 'mode' | 'url'>

/** Null for what is never kept: acts, accounts, functions, uploads, streams, and everything of other servers. */
export function kindOf({ method, mode, url }: Asked, origin: string): Kind | null {
  const { pathname, origin: from } = new URL(url)
  if (from !== origin) return null
  if (method === 'POST' && readings.test(pathname)) return 'answer'
  if (method !== 'GET' && method !== 'HEAD') return null
  if (pathname.startsWith('/rest/v1/') || pathname === '/config.json') return 'answer'
  if (method === 'HEAD') return null
  if (/^\/(photos|plates)\//.test(pathname)) return 'photo'
  if (pathname.startsWith('/assets/') || /^\/(early\.js|mark\.svg)$/.test(pathname)) return 'asset'
  if (/^\/[a-z]+\/v1\b/.test(pathname) || pathname.startsWith('/mailbox')) return null
  return mode === 'navigate' && !/\.\w+$/.test(pathname) ? 'page' : null
}

/** Whose answers these are: the subject of the token, or nobody's, who is signed out. Null where it cannot be told. */
export function personOf(authorization: string | null): string | null {
  if (authorization === null) return 'nobody'
  const token = authorization.replace(/^Bearer /, '')
  const payload = token.split('.')[1]
  if (payload === undefined) return 'nobody' // the publishable key
  try {
    const { sub, role } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as Record<string, unknown>
    if (typeof sub === 'string' && /^[\w-]{1,64}$/.test(sub)) return sub
    return role === 'anon' ? 'nobody' : null
  } catch {
    return null
  }
}

/** What an answer depends on beside its address. */
const shaping = ['accept', 'accept-profile', 'prefer', 'range']

/** An address to keep an answer by: the same address asked for differently is answered differently. */
export async function keyOf(request: Request): Promise<string> {
  const { method, url, headers } = request
  const key = new URL(url)
  if (key.pathname === '/config.json') return key.href
  const asked = [method, ...shaping.map((name) => headers.get(name))]
  if (method === 'POST') asked.push(await request.clone().text())
  key.searchParams.set('kept-as', JSON.stringify(asked))
  return key.href
}

/** Whoever signs in or out leaves nothing behind for the next. */
export function endsSession({ method, url }: Pick<Request, 'method' | 'url'>, origin: string): boolean {
  const { pathname, searchParams, origin: to } = new URL(url)
  if (to !== origin || method !== 'POST') return false
  if (/^\/auth\/v1\/(logout|signup|verify)$/.test(pathname)) return true
  return pathname === '/auth/v1/token' && searchParams.get('grant_type') !== 'refresh_token'
}

/** Scripts and styles that a kept page needs. */
export const assetsIn = (html: string): string[] => [
  ...new Set([...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map(([, path = '']) => path)),
]

/** The header of an answer that was kept: the server was not reached. */
export const keptHeader = 'paddock-kept'

/** Marks a page that comes from the store because the server was not reached, for the page's scripts. */
export const marked = (html: string): string => html.replace('<html', '<html data-kept')

/** Says on a kept page how old it is, outside of what the page's scripts draw. */
export function labelled(html: string, at: string): string {
  const words = /<html[^>]* lang="de"/.test(html) ? 'Gespeicherte Kopie vom' : 'Kept copy of'
  const said = `${words} <time datetime="${at}">${at.slice(0, 16).replace('T', ', ')} UTC</time>`
  return html.replace('<div id="root"', () => `<p class="offline kept-copy" role="note">${said}</p><div id="root"`)
}
