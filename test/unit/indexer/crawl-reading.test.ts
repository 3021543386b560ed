import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { decodeText } from '../../../src/indexer/crawl/charset.ts'
import { mostListBytes, readAddressList, unpackList } from '../../../src/indexer/crawl/lists.ts'
import { readPage } from '../../../src/indexer/crawl/page.ts'
import { readRetryAfter } from '../../../src/indexer/crawl/retry-after.ts'
import { isInScope, normalUrl, queueOf, scopeOf } from '../../../src/indexer/crawl/scope.ts'
import { userAgentOf } from '../../../src/indexer/crawl/settings.ts'
import { readRobotsDirectives, readRobotsTag, readSignals, strictest } from '../../../src/indexer/crawl/signals.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

test('signals of use: what is not said is silent, and who forbids prevails', () => {
  expect(readSignals('search=yes, ai-train=no,use=reference')).toEqual({ search: true, aiInput: null, aiTrain: false })
  expect(readSignals('train-ai=n;x=1, ai-use=?0')).toEqual({ search: null, aiInput: false, aiTrain: false })
  expect(readSignals('bots=n')).toEqual({ search: false, aiInput: false, aiTrain: false })
  expect(readSignals('ai-input=maybe, =, ;')).toEqual({ search: null, aiInput: null, aiTrain: null })
  expect(strictest([readSignals('ai-input=yes'), readSignals('ai-input=no')]).aiInput).toBe(false)
})

test('robots rules of a page, by header and by markup', () => {
  for (const out of [
    'noindex',
    'none',
    'NOINDEX, follow',
    'nosnippet',
    'max-snippet:0',
    'unavailable_after: Wed, 03 Jan 2024 10:00:00 GMT',
  ])
    expect([out, readRobotsDirectives(out).index]).toEqual([out, false])
  for (const kept of [
    '',
    'all',
    'index, nofollow',
    'max-snippet:20',
    'unavailable_after: 2999-01-01',
    'unavailable_after: one day',
  ])
    expect([kept, readRobotsDirectives(kept).index]).toEqual([kept, true])
  expect(readRobotsDirectives('noai').signals).toEqual({ search: null, aiInput: false, aiTrain: false })
  expect(readRobotsTag('otherbot: noindex, paddockbot: nofollow', 'PaddockBot')).toMatchObject({
    index: true,
    follow: false,
  })
  expect(readRobotsTag('noindex, otherbot: nofollow', 'PaddockBot')).toMatchObject({ index: false, follow: true })
  expect(readRobotsTag('unavailable_after: 25 Jun 2010 15:00:00 GMT', 'PaddockBot').index).toBe(false)
})

test('links, canonical address, base and feeds of a page', () => {
  const head = readPage(
    `<head><base href="/manuals/"><base href="/other/"><link rel="canonical" href="https://a.example/c">
     <link rel="alternate" type="application/rss+xml" href="feed"><meta name="PaddockBot" content="nofollow">
     <meta name="otherbot" content="noindex"></head>
     <a href="one">1</a><a href="one">1</a><a rel="ugc nofollow" href="two">2</a><a href="http://[">3</a><a>4</a>`,
    'https://a.example/x/y',
    'PaddockBot',
  )
  expect(head).toMatchObject({
    rules: { index: true, follow: false },
    canonical: 'https://a.example/c',
    links: ['https://a.example/manuals/one'],
    feeds: ['https://a.example/manuals/feed'],
  })
  const many = Array.from({ length: 9_000 }, (_, i) => `<a href="/${i}">x</a>`).join('')
  expect(readPage(many, 'https://a.example/', 'x').links).toHaveLength(5_000)
})

test('sitemaps, their indexes, RSS, Atom and plain lists', async () => {
  const read = (text: string) => readAddressList(bytes(text), null, 'https://a.example/s/list.xml')
  const page = (url: string, changedAt: Date | null = null) => ({ url, kind: 'page', changedAt })
  expect(
    read(`<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="x"><url>
      <loc> https://a.example/1?a=1&amp;b=2 </loc><lastmod>2026-01-02</lastmod><image:image><image:loc>https://a.example/x.jpg</image:loc></image:image>
      </url><url><loc><![CDATA[https://a.example/2]]></loc><lastmod>soon</lastmod></url><url></url></urlset>`),
  ).toEqual({
    kind: 'sitemap',
    entries: [page('https://a.example/1?a=1&b=2', new Date('2026-01-02')), page('https://a.example/2')],
  })
  expect(
    read('<sitemapindex><sitemap><loc>https://a.example/more.xml.gz</loc></sitemap></sitemapindex>')?.entries,
  ).toEqual([{ url: 'https://a.example/more.xml.gz', kind: 'sitemap', changedAt: null }])
  expect(
    read(`<rss><channel><link>https://a.example/</link><item><title>x</title><link>https://a.example/3</link>
      <pubDate>Thu, 01 Jan 2026 00:00:00 GMT</pubDate></item></channel></rss>`),
  ).toEqual({ kind: 'feed', entries: [page('https://a.example/3', new Date('2026-01-01'))] })
  expect(
    read(`<feed xmlns="http://www.w3.org/2005/Atom"><link href="/"/><entry><link rel="self" href="/no"/><link href="/4"/>
      <updated>2026-01-01T00:00:00Z</updated></entry></feed>`),
  ).toEqual({ kind: 'feed', entries: [page('https://a.example/4', new Date('2026-01-01'))] })
  expect(read('https://a.example/5\nhttps://a.example/6\n')?.entries).toHaveLength(2)
  for (const other of ['', 'words', '<html><body>x</body></html>', '{"a": 1}']) expect(read(other)).toBeNull()
  const entities = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><urlset><url><loc>https://a.example/&b;</loc></url></urlset>`
  expect(read(entities)?.entries).toHaveLength(1) // an entity of its own is not expanded
  expect(await unpackList(gzipSync('packed'))).toEqual(Buffer.from('packed'))
  expect(await unpackList(gzipSync(Buffer.alloc(mostListBytes + 1)))).toBeNull()
  expect(await unpackList(Uint8Array.of(0x1f, 0x8b, 1, 2))).toBeNull()
})

test('one address for what is one page', () => {
  expect(normalUrl('HTTP://A.example:80/x;jsessionid=1?utm_source=a&id=2&fbclid=3#top')).toBe('http://a.example/x?id=2')
  expect(normalUrl('http://a.example./?q=a%20b&c')).toBe('http://a.example/?q=a%20b&c') // written as it was
  for (const none of [
    'mailto:a@b.c',
    'javascript:x',
    'http://u:p@a.example/',
    'http://',
    `http://a.example/${'x'.repeat(3000)}`,
  ])
    expect(normalUrl(none)).toBeNull()
  expect([queueOf('https://a.example/'), queueOf('http://a.example:8080/')]).toEqual(['a.example', 'a.example:8080'])
  const scope = scopeOf({
    start_urls: ['https://www.a.example/manuals/'],
    hosts: ['B.example'],
    path_prefix: '/manuals/',
  })
  const inside = ['http://a.example/manuals/1', 'https://www.a.example/manuals/', 'https://b.example/manuals/x']
  const outside = ['https://a.example/forum', 'https://c.example/manuals/', 'https://evil-a.example/manuals/']
  expect([...inside, ...outside].map((url) => isInScope(url, scope))).toEqual([true, true, true, false, false, false])
})

test('a wrong charset is noticed', () => {
  const latin = Uint8Array.of(...[...'Citroën'].map((letter) => letter.charCodeAt(0)))
  expect(decodeText(bytes('Citroën'), 'utf-8')).toBe('Citroën')
  expect(decodeText(bytes('Citroën'), null)).toBe('Citroën')
  expect(decodeText(latin, 'utf-8')).toBe('Citroën') // it says UTF-8 and is not
  expect(decodeText(latin, 'no-such-charset')).toBe('Citroën')
  expect(decodeText(Uint8Array.of(...bytes('<meta charset="shift_jis">'), 0x83, 0x63), null)).toContain('ツ')
  expect(decodeText(Uint8Array.of(0xff, 0xfe, 0x41, 0), 'utf-8')).toBe('A')
})

test('Retry-After in seconds or as a date, within reason', () => {
  const now = Date.parse('2026-01-01T00:00:00Z')
  expect(
    ['120', 'Thu, 01 Jan 2026 00:01:00 GMT', '-5', '99999999999', 'soon', undefined].map((value) =>
      readRetryAfter(value, now),
    ),
  ).toEqual([...[120_000, 60_000, 0, 7 * 86_400_000, null, null]])
})

test('the user agent names its contact and cannot be broken out of', () => {
  expect(userAgentOf('https://example.com/bot')).toBe('PaddockBot/1.0 (+https://example.com/bot)')
  expect(userAgentOf('a@b.c)\r\nX: y')).toBe('PaddockBot/1.0 (+a@b.cX: y)')
  expect(userAgentOf(' ')).toBe('PaddockBot/1.0')
})
