import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { crawlSource, planCrawl } from '../../../src/indexer/crawl/index.ts'
import { htmlPage, notFound } from '../../support/web.ts'
import { crawled } from './crawlers.ts'

test('a site is walked by its links, within its host, each page once', async () => {
  const { crawl, web, kept, paths, problems } = await crawled({
    'a.example': (path, _, response) => {
      if (path === '/robots.txt') return notFound(response)
      if (path === '/') return htmlPage('Start', ['/one', '/two#part', 'two?utm_source=x', 'http://stranger.example/'])
      return htmlPage(`Page ${path}`, ['/', '/one', '/two', '/deep/er'])
    },
  })
  expect(await crawl()).toMatchObject({ pages: 4, changed: 4, refused: 0, failed: 0, endedBy: 'complete' })
  expect(await kept()).toEqual(['/', '/deep/er', '/one', '/two'])
  expect(paths().sort()).toEqual(['/', '/deep/er', '/one', '/robots.txt', '/two'])
  expect(new Set(web.log.map(({ userAgent }) => userAgent))).toEqual(new Set(['PaddockBot/1.0']))
  expect(problems).toEqual([])
})

test('what has not changed costs nothing but times', async () => {
  const { sql, crawl, later, web } = await crawled({
    'a.example': (path, request, response) => {
      if (path === '/robots.txt') return notFound(response)
      if (path !== '/dated') return htmlPage(`Page ${path}`, ['/one', '/dated', '/noisy'])
      const changed = 'Thu, 01 Jan 2026 00:00:00 GMT'
      if (request.headers['if-modified-since'] === changed) response.writeHead(304).end()
      else response.writeHead(200, { 'content-type': 'text/html', 'last-modified': changed }).end(htmlPage('Dated'))
    },
  })
  const lasting = () =>
    sql`select to_jsonb(u) - array['next_fetch_at', 'revisit', 'requested_run', 'requested_at', 'fetched_at', 'status'] as row
      from app.crawl_urls u order by url`
  const documents = () => sql`select * from test_documents order by url`
  await crawl()
  const before = [await lasting(), await documents()]
  for (let again = 0; again < 2; again++) {
    await later()
    expect(await crawl()).toMatchObject({ pages: 4, changed: 0, unchanged: 4, endedBy: 'complete' })
  }
  expect([await lasting(), await documents()]).toEqual(before)
  const later304 = web.log.filter(({ path, conditional }) => path !== '/robots.txt' && conditional)
  expect(later304.map(({ status }) => status)).toEqual(Array(8).fill(304))
  expect(web.log.filter(({ path }) => path === '/robots.txt')).toHaveLength(1)
  // It is left alone for longer each time.
  expect(await sql`select distinct revisit::text from app.crawl_urls`).toEqual([{ revisit: '4 days' }])
})

test('a page that changes in every request around the same text is unchanged', async () => {
  let visits = 0
  const { sql, crawl, later } = await crawled({
    'a.example': (path, _, response) => {
      if (path === '/robots.txt') return notFound(response)
      response.writeHead(200, { 'content-type': 'text/html' })
      response.end(htmlPage('The same', [`/?utm_campaign=${++visits}`], `<meta name="nonce" content="${visits}">`))
      return undefined
    },
  })
  await crawl()
  await later()
  expect(await crawl()).toMatchObject({ pages: 1, unchanged: 1, changed: 0 })
  expect(await sql`select writes from test_documents`).toEqual([{ writes: 1 }])
  expect(visits).toBe(2)
})

test('a page that changes is looked at more often, and kept anew', async () => {
  let edition = 0
  const { sql, crawl, later } = await crawled({
    'a.example': (path, _, response) =>
      path === '/robots.txt' ? notFound(response) : htmlPage(`Edition ${++edition}`),
  })
  await crawl()
  await later()
  await crawl()
  expect(await sql`select text, writes from test_documents`).toEqual([{ text: 'Edition 2', writes: 2 }])
  expect(await sql`select revisit::text from app.crawl_urls`).toEqual([{ revisit: '12:00:00' }])
})

test('what publishers ask for is done, and the reason kept', async () => {
  let mode = 'ai-input=yes'
  const { sql, crawl, later, kept, codes, paths } = await crawled({
    'a.example': (path, _, response) => {
      const html = (text: string, headers = {}, head = '', links: string[] = []) => {
        response.writeHead(200, { 'content-type': 'text/html', ...headers }).end(htmlPage(text, links, head))
        return undefined
      }
      if (path === '/robots.txt') return void response.end(`user-agent: *\ndisallow: /secret\nContent-Signal: ${mode}`)
      if (path === '/')
        return htmlPage('Start', ['/meta', '/header', '/none', '/copy', '/usage', '/search', '/secret/x', '/twin'])
      if (path === '/meta') return html('Meta', {}, '<meta name="robots" content="noindex">', ['/behind-meta'])
      if (path === '/header') return html('Header', { 'x-robots-tag': 'otherbot: none, paddockbot: noindex' })
      if (path === '/none') return html('None', {}, '<meta name="robots" content="none">', ['/behind-none'])
      if (path === '/copy') return html('Copy', {}, '<link rel="canonical" href="/original">')
      if (path === '/usage') return html('Usage', { 'content-usage': 'ai-use=n, train-ai=n' })
      if (path === '/search') return html('Search', { 'content-signal': 'search=no' })
      if (path === '/twin') return htmlPage('Original')
      return htmlPage(path === '/original' ? 'Original' : `Page ${path}`)
    },
  })
  await crawl()
  expect(await codes()).toEqual({
    '/copy': 'not_canonical',
    '/header': 'noindex',
    '/meta': 'noindex',
    '/none': 'noindex',
    '/original': 'duplicate',
    '/search': 'search_forbidden',
    '/secret/x': 'robots_forbidden',
  })
  expect(await kept()).toEqual(['/', '/behind-meta', '/twin', '/usage'])
  expect(paths()).not.toContain('/secret/x')
  expect(paths()).not.toContain('/behind-none')
  const signals = () =>
    sql`select signals ->> 'aiInput' as ai, signals ->> 'aiTrain' as train from test_documents order by url`
  expect(await signals()).toEqual(
    [
      ['true', null],
      ['true', null],
      ['true', null],
      ['false', 'false'],
    ].map(([ai, train]) => ({ ai, train })),
  )
  // robots.txt changes its mind: pages that have not changed are kept anew with the new signals, and none is forgotten.
  mode = 'ai-input=no'
  await sql`update app.crawl_robots set expires_at = now()`
  await later()
  await crawl()
  expect(new Set((await signals()).map(({ ai }) => ai))).toEqual(new Set(['false']))
})

test('what goes away is hidden at once, and a copy takes its place', async () => {
  const gone = new Set<string>()
  const { crawl, later, kept, codes } = await crawled({
    'a.example': (path, _, response) => {
      if (path === '/robots.txt') return notFound(response)
      if (gone.has(path)) return notFound(response, 410)
      if (path === '/') return htmlPage('Start', ['/first', '/odd'])
      return htmlPage(path === '/odd' ? 'Odd' : 'The same words', ['/second'])
    },
  })
  await crawl()
  expect([await kept(), await codes()]).toEqual([['/', '/first', '/odd'], { '/second': 'duplicate' }])
  gone.add('/first').add('/odd')
  await later()
  await crawl()
  await crawl() // of what is due at once since
  expect([await kept(), await codes()]).toEqual([['/', '/second'], { '/first': 'gone', '/odd': 'gone' }])
})

test('sitemaps and feeds lead to pages, and say what is new', async () => {
  let lastmod = '2020-01-01'
  const url = (path: string) => `http://a.example:${port}${path}`
  let port = 0
  const { sql, crawl, web, kept, codes, paths } = await crawled(
    {
      'a.example': (path, _, response) => {
        const xml = (text: string) => void response.writeHead(200, { 'content-type': 'application/xml' }).end(text)
        if (path === '/robots.txt') return void response.end(`Sitemap: ${url('/index.xml')}`)
        if (path === '/index.xml')
          return xml(`<sitemapindex><sitemap><loc>${url('/list.xml.gz')}</loc></sitemap></sitemapindex>`)
        if (path === '/list.xml.gz') {
          const list = `<urlset>${['/a', '/b'].map((page) => `<url><loc>${url(page)}</loc><lastmod>${lastmod}</lastmod></url>`).join('')}
            <url><loc>http://stranger.example/</loc></url></urlset>`
          return void response.writeHead(200, { 'content-type': 'application/gzip' }).end(gzipSync(list))
        }
        if (path === '/feed') return xml(`<rss><channel><item><link>${url('/c')}</link></item></channel></rss>`)
        if (path === '/broken.xml') return xml('<urlset><url><loc>')
        if (path === '/')
          return htmlPage('Start', ['/broken.xml'], '<link rel="alternate" type="application/rss+xml" href="/feed">')
        return htmlPage(`Page ${path}`)
      },
    },
    {},
    {},
  )
  port = web.port
  await crawl()
  expect(await kept()).toEqual(['/', '/a', '/b', '/c'])
  expect(await codes()).toEqual({
    '/broken.xml': 'sitemap',
    '/feed': 'feed',
    '/index.xml': 'sitemap',
    '/list.xml.gz': 'sitemap',
  })
  // A day later only the lists are due; they say that two pages are newer than what we have.
  lastmod = '2999-01-01'
  await sql`update app.crawl_urls set next_fetch_at = now() where kind = 'sitemap'`
  const seen = paths().length
  await crawl()
  expect(paths().slice(seen).sort()).toEqual(['/', '/a', '/b', '/index.xml', '/list.xml.gz'])
})

test('redirects are addresses of their own: each once, in the source, in no circle', async () => {
  const { crawl, kept, codes, paths } = await crawled({
    'a.example': (path, _, response) => {
      const to = (location: string) => void response.writeHead(302, { location }).end()
      if (path === '/robots.txt') return notFound(response)
      if (path === '/') return htmlPage('Start', ['/old', '/loop1', '/self', '/away', '/inside', '/long/0'])
      if (path === '/old') return to('/new#there')
      if (path === '/loop1') return to('/loop2')
      if (path === '/loop2') return to('/loop1')
      if (path === '/self') return to('/self?utm_source=again')
      if (path === '/away') return to('http://stranger.example/')
      if (path === '/inside') return to('http://169.254.169.254/latest/meta-data/')
      if (path.startsWith('/long/')) return to(`/long/${Number(path.slice(6)) + 1}`)
      return htmlPage('New')
    },
  })
  await crawl()
  expect(await kept()).toEqual(['/', '/new'])
  expect(await codes()).toMatchObject({
    '/away': 'redirect_leaves_source',
    '/inside': 'redirect_leaves_source',
    '/long/10': 'too_many_redirects',
    '/loop2': 'redirect_loop',
    '/old': 'redirected',
    '/self': 'redirect_loop',
  })
  expect(new Set(paths()).size).toBe(paths().length)
})

test('budgets end a run, and the next goes on from there', async () => {
  const pages = (path: string) => htmlPage(`Page ${path}`, [`${path}a`, `${path}b`])
  const { crawl, sourceId, sql, paths } = await crawled(
    { 'a.example': (path, _, response) => (path === '/robots.txt' ? notFound(response) : pages(path)) },
    { maxPages: 5, maxDepth: 3 },
  )
  expect(await crawl()).toMatchObject({ pages: 5, endedBy: 'page_budget' })
  expect(await crawl()).toMatchObject({ pages: 5, endedBy: 'page_budget' })
  await crawl()
  await crawl()
  expect(new Set(paths()).size).toBe(1 + 15) // robots.txt, and a tree of depth 3
  expect(await sql`select max(depth) from app.crawl_urls`).toEqual([{ max: 3 }])
  await sql`update public.sources set crawl = crawl || '{"maxBytes": 1024, "maxPages": 100}' where id = ${sourceId}`
  await sql`update app.crawl_urls set next_fetch_at = now(), etag = null`
  expect(await crawl()).toMatchObject({ endedBy: 'byte_budget' })
})

test('strangers are visited only by a crawler that names a contact', async () => {
  const { sql, sourceId, options, web } = await crawled({ 'a.example': () => htmlPage('x') })
  await planCrawl(sql, sourceId, { startUrls: ['https://stranger.example/'] })
  await expect(crawlSource(sql, sourceId, options)).rejects.toMatchObject({ code: 'contact_missing' })
  await expect(planCrawl(sql, sourceId, { startUrls: ['file:///etc/passwd'] })).rejects.toMatchObject({
    code: 'invalid_start',
  })
  await planCrawl(sql, sourceId, { startUrls: [web.url('a.example')] })
  await sql`update app.settings set value = 'https://example.com/bot' where name = 'crawler_contact'`
  await crawlSource(sql, sourceId, options)
  expect(web.log[0]?.userAgent).toBe('PaddockBot/1.0 (+https://example.com/bot)')
})
