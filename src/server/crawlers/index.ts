import type { Sql } from 'postgres'
import type { Door } from '../app.ts'
import { compressed } from '../compress.ts'
import { dataHeaders } from '../security-headers.ts'
import { createSitemap } from './sitemap.ts'

type Options = {
  sql: Sql
  /** Where the server is reached. */
  url: () => string
}

/** Doors of programs, and pages of one's own: nothing in them is to be found by strangers. The card is what previews show. */
const closed = ['/rest/', '/auth/', '/upload/', '/live/', '/mailbox', '/garage', '/operator', '/functions/']

/** What is said to search engines: `/robots.txt` (RFC 9309), `/sitemap.xml` and its parts (sitemaps.org 0.9). */
export function createCrawlers({ sql, url }: Options): Door {
  const sitemap = createSitemap(sql)
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 })
    const { pathname } = new URL(request.url)
    const { origin } = new URL(url())
    if (pathname === '/robots.txt') return text(request, robots(origin), 'text/plain; charset=utf-8')
    const xml = await sitemap(pathname, origin)
    return xml === null
      ? new Response('There is no such part of the sitemap.', { status: 404, headers: dataHeaders })
      : await compressed(request, text(request, xml, 'application/xml'))
  }
}

const robots = (origin: string) =>
  [
    'User-agent: *',
    'Allow: /functions/v1/vehicle-card',
    ...closed.map((path) => `Disallow: ${path}`),
    '',
    `Sitemap: ${origin}/sitemap.xml`,
    '',
  ].join('\n')

function text(request: Request, body: string, type: string): Response {
  const headers = { ...dataHeaders, 'content-type': type, 'cache-control': 'public, max-age=60' }
  return new Response(request.method === 'HEAD' ? null : body, { headers })
}
