import type { Sql } from 'postgres'

/** The most that one file may have: sitemaps.org. */
const mostInPart = 50_000
/** Nor may a file grow beyond 50 MB; an entry has about 130 bytes. */
const freshMs = 60_000
/** Parts that are remembered; the others are made anew for whoever asks. */
const mostKept = 4

const fixed = ['/', '/ready', '/sources', '/leaderboard']

/**
 * Gives `/sitemap.xml`, and `/sitemap-1.xml` and so on where there are more vehicles than one file may have. Only what
 * somebody signed out may see is in it: the database is asked as them. Answers are up to a minute old.
 *
 * @returns the XML, or null where there is no such part
 */
export function createSitemap(sql: Sql, most = mostInPart): (path: string, origin: string) => Promise<string | null> {
  const kept = new Map<string, { until: number; xml: Promise<string | null> }>()

  const make = async (path: string, origin: string): Promise<string | null> => {
    const part = /^\/sitemap-([1-9]\d{0,3})\.xml$/.exec(path)?.[1]
    if (path !== '/sitemap.xml' && part === undefined) return null
    return await asVisitor(sql, async (visitor) => {
      if (part === undefined) {
        const [row] = await visitor<
          { count: number }[]
        >`select count(*)::int as count from public.vehicles where is_public`
        const parts = Math.ceil((row?.count ?? 0) / most)
        if (parts > 1) return indexOf(Array.from({ length: parts }, (_, at) => `${origin}/sitemap-${at + 1}.xml`))
      }
      const number = Number(part ?? 1)
      const rows = await visitor<{ id: string }[]>`
        select id from public.vehicles where is_public
        order by created_at desc, id desc limit ${most} offset ${(number - 1) * most}`
      if (rows.length === 0 && part !== undefined) return null
      const pages = number === 1 ? fixed : []
      return listOf([...pages, ...rows.map(({ id }) => `/vehicles/${id}`)].map((page) => origin + page))
    })
  }

  return async (path, origin) => {
    const key = `${path} ${origin}`
    const found = kept.get(key)
    if (found && found.until > Date.now()) return await found.xml
    const xml = make(path, origin)
    kept.delete(key)
    kept.set(key, { until: Date.now() + freshMs, xml })
    for (const oldest of kept.keys()) {
      if (kept.size <= mostKept) break
      kept.delete(oldest)
    }
    // Neither a failure nor a part that is not there is remembered.
    xml.then(
      (text) => text === null && kept.delete(key),
      () => kept.delete(key),
    )
    return await xml
  }
}

const asVisitor = async <T>(sql: Sql, ask: (visitor: Sql) => Promise<T>): Promise<T> =>
  (await sql.begin('read only', async (transaction) => {
    await transaction`select set_config('role', 'anon', true), set_config('statement_timeout', '10s', true)`
    return await ask(transaction as unknown as Sql)
  })) as T

const schema = 'http://www.sitemaps.org/schemas/sitemap/0.9'
const listOf = (urls: string[]) =>
  document(
    'urlset',
    urls.map((url) => `<url><loc>${url}</loc></url>`),
  )
const indexOf = (urls: string[]) =>
  document(
    'sitemapindex',
    urls.map((url) => `<sitemap><loc>${url}</loc></sitemap>`),
  )
const document = (root: string, lines: string[]) =>
  [`<?xml version="1.0" encoding="UTF-8"?>`, `<${root} xmlns="${schema}">`, ...lines, `</${root}>`, ''].join('\n')
