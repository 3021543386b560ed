import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { htmlPage, notFound } from '../../support/web.ts'
import { crawled } from './crawlers.ts'

const megabyte = 1024 * 1024

test('bad pages are kept out with a reason each, and the rest goes on', async () => {
  const long = Buffer.alloc(megabyte, 'a')
  const { crawl, kept, codes, sql } = await crawled(
    {
      'a.example': (path, request, response) => {
        const head = (headers: Record<string, string>, status = 200) => response.writeHead(status, headers)
        if (path === '/robots.txt') return notFound(response)
        if (path === '/')
          return htmlPage('Start', [
            '/large',
            '/bomb',
            '/reset',
            '/drip',
            '/latin',
            '/throws',
            '/lies',
            '/picture',
            '/empty',
            '/denied',
            '/odd',
            '/last',
          ])
        if (path === '/large') {
          head({ 'content-type': 'text/html' })
          for (let i = 0; i < 50; i++) response.write(long)
          return void response.end()
        }
        if (path === '/bomb')
          return void head({ 'content-type': 'text/html', 'content-encoding': 'gzip' }).end(
            gzipSync(Buffer.alloc(50 * megabyte)),
          )
        if (path === '/reset') return void request.socket.resetAndDestroy()
        if (path === '/drip') {
          head({ 'content-type': 'text/html' })
          const drip = setInterval(() => response.write('.'), 20)
          response.once('close', () => clearInterval(drip))
          return undefined
        }
        if (path === '/latin')
          return void head({ 'content-type': 'text/html; charset=utf-8' }).end(
            Buffer.from('<main>Citroën</main>', 'latin1'),
          )
        if (path === '/lies')
          return void head({ 'content-type': 'text/html', 'content-length': '900' }).end('<main>short', () =>
            request.socket.destroy(),
          )
        if (path === '/picture') return void head({ 'content-type': 'image/jpeg' }).end(long)
        if (path === '/empty') return void head({ 'content-type': 'text/html' }).end()
        if (path === '/denied') return notFound(response, 403)
        if (path === '/odd') return htmlPage('This cannot be stored')
        if (path === '/throws') return htmlPage('This cannot be read')
        return htmlPage('Last')
      },
    },
    {},
    { crawl_attempts: '2' },
  )
  expect(await crawl({ leaseMs: 4_000 })).toMatchObject({ endedBy: 'complete' })
  expect(await codes()).toEqual({
    '/bomb': 'too_large',
    '/denied': 'http_403',
    '/drip': 'too_slow',
    '/empty': 'nothing_to_read',
    '/large': 'too_large',
    '/lies': 'connection_lost',
    '/odd': 'not_stored',
    '/picture': 'unsupported_type',
    '/reset': 'connection_lost',
    '/throws': 'unreadable',
  })
  expect(await kept()).toEqual(['/', '/last', '/latin'])
  expect(await sql`select text from test_documents where url like '%latin'`).toEqual([{ text: 'Citroën' }])
  const [health] = await sql`select known, documents, refused, failed, reasons, last_error from app.crawl_health()`
  expect(health).toMatchObject({ known: '13', documents: '3', failed: 6, last_error: expect.any(String) })
  expect(health?.reasons).toContainEqual({
    code: 'http_403',
    urls: 1,
    example: expect.stringContaining('/denied'),
    reason: 'The server answers 403.',
  })
})

test('a page of too much markup is cut off as it streams, and one that announces as much is not begun', async () => {
  let sent = 0
  const { crawl, sql } = await crawled({
    'a.example': (path, _, response) => {
      if (path === '/robots.txt') return notFound(response)
      if (path === '/') return htmlPage('Start', ['/endless', '/announced'])
      // Nothing of its body ever comes: whoever waits for it is too slow.
      if (path === '/announced')
        return void response
          .writeHead(200, { 'content-type': 'text/html', 'content-length': 5 * megabyte })
          .flushHeaders()
      response.writeHead(200, { 'content-type': 'text/html' })
      const piece = Buffer.alloc(64 * 1024, 'a')
      const more = () => {
        while (!response.destroyed && sent < 100 * megabyte) {
          sent += piece.length
          if (!response.write(piece)) return void response.once('drain', more)
        }
        response.end()
      }
      more()
      return undefined
    },
  })
  expect(await crawl()).toMatchObject({ endedBy: 'complete' })
  expect(sent).toBeLessThan(50 * megabyte)
  const refused = await sql`select refusal_code as code, refusal_reason as reason from app.crawl_urls
    where refusal_code is not null order by url`
  const reason = 'The answer is larger than 4,096 kB.'
  expect(refused).toEqual([
    { code: 'too_large', reason },
    { code: 'too_large', reason },
  ])
})

test('a host that asks to be left alone is, for as long as it asks', async () => {
  const { crawl, web, kept, codes } = await crawled({
    'a.example': (path, _, response) => {
      if (path === '/robots.txt') return notFound(response)
      const turn = web.log.filter((entry) => entry.path === path).length
      if (path === '/busy' && turn === 1) return void response.writeHead(503, { 'retry-after': '1' }).end()
      if (path === '/many' && turn === 1) return void response.writeHead(429).end()
      if (path === '/broken') return void response.writeHead(500).end()
      return htmlPage(`Page ${path}`, ['/busy', '/many', '/broken'])
    },
  })
  expect(await crawl()).toMatchObject({ failed: 2 + 4, endedBy: 'complete' })
  expect(await kept()).toEqual(['/', '/busy', '/many'])
  expect(await codes()).toEqual({ '/broken': 'http_500' })
  const busy = web.log.findIndex(({ path, status }) => path === '/busy' && status === 503)
  const [asked, next] = [web.log[busy], web.log[busy + 1]]
  expect((next?.at ?? 0) - (asked?.answeredAt ?? 0)).toBeGreaterThan(980) // nothing of that host meanwhile
  expect(web.log.filter(({ path }) => path === '/broken')).toHaveLength(4)
})

test('robots.txt that cannot be had forbids everything, until it can', async () => {
  const broken = new Set(['reset', '500', '429'])
  for (const how of [...broken]) {
    let mended = false
    const { crawl, web, kept, sql } = await crawled({
      'a.example': (path, request, response) => {
        if (path !== '/robots.txt') return htmlPage('Page')
        if (mended) return void response.end('')
        if (how === 'reset') return void request.socket.destroy()
        return void response.writeHead(Number(how), { 'retry-after': '0' }).end()
      },
    })
    const crawling = crawl()
    await expect.poll(() => web.log.length).toBeGreaterThan(2)
    expect(web.log.every(({ path }) => path === '/robots.txt')).toBe(true)
    const [host] = await sql`select failures > 0 as failing, last_error from app.crawl_hosts`
    expect(host).toEqual({ failing: true, last_error: expect.stringContaining('robots.txt') })
    mended = true
    await crawling
    expect(await kept()).toEqual(['/'])
  }
})

test('robots.txt that is not there, or is no robots.txt, forbids nothing', async () => {
  const odd: Record<string, Parameters<typeof crawled>[0][string]> = {
    forbidden: (_, __, response) => notFound(response, 403),
    circle: (_, __, response) => void response.writeHead(302, { location: '/robots.txt' }).end(),
    html: () => htmlPage('User-agent: *\nDisallow: /'),
    binary: (_, __, response) => void response.end(Buffer.from(Array.from({ length: 5_000 }, (___, i) => i % 256))),
  }
  for (const [, answer] of Object.entries(odd)) {
    const { crawl, kept, problems } = await crawled({
      'a.example': (path, request, response) =>
        path === '/robots.txt' ? answer(path, request, response) : htmlPage('Page'),
    })
    await crawl()
    expect([await kept(), problems]).toEqual([['/'], []])
  }
})

test('of a robots.txt of 50 MB the first half megabyte holds', async () => {
  const { crawl, codes, kept } = await crawled({
    'a.example': (path, _, response) => {
      if (path !== '/robots.txt') return htmlPage(`Page ${path}`, ['/first', '/second'])
      response.write('user-agent: *\ndisallow: /first\n')
      for (let i = 0; i < 50; i++) response.write(`${'#'.repeat(megabyte - 1)}\n`)
      response.end('disallow: /\n')
      return undefined
    },
  })
  await crawl()
  expect([await codes(), await kept()]).toEqual([{ '/first': 'robots_forbidden' }, ['/', '/second']])
})
