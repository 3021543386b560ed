import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matches, readRobots } from '../../../src/indexer/crawl/robots.ts'

const allowed = (text: string, path: string, token = 'PaddockBot') => readRobots(text, token).allows(path)

// Section numbers are those of RFC 9309.
test('groups are found by product token, whatever its case, else the group of everybody (2.2.1)', () => {
  const text = `
    user-agent: ExampleBot
    disallow: /foo
    disallow: /bar

    User-Agent: PADDOCKBOT/2.1
    Disallow: /ours

    user-agent: *
    disallow: /all`
  expect(allowed(text, '/ours')).toBe(false)
  expect(allowed(text, '/foo')).toBe(true)
  expect(allowed(text, '/all')).toBe(true)
  expect(allowed(text, '/all', 'OtherBot')).toBe(false)
  expect(allowed('User-agent: Paddock\nDisallow: /', '/')).toBe(true) // another's name that ours begins with
  expect(allowed('Disallow: /', '/')).toBe(true) // no group
  expect(allowed('', '/')).toBe(true)
})

test('several groups of one agent are one, and one group may be of several agents (2.2.1)', () => {
  const merged =
    'user-agent: paddockbot\ndisallow: /a\nuser-agent: x\ndisallow: /b\nuser-agent: paddockbot\ndisallow: /c'
  expect(['/a', '/b', '/c'].map((path) => allowed(merged, path))).toEqual([false, true, false])
  const shared = 'user-agent: x\nuser-agent: paddockbot\ndisallow: /a'
  expect(allowed(shared, '/a')).toBe(false)
  // Other records do not interfere with a group (2.2.4).
  expect(allowed('user-agent: paddockbot\ncrawl-delay: 3\nsitemap: x\nuser-agent: y\ndisallow: /a', '/a')).toBe(false)
})

test('the longest match wins, and an allow wins a tie (2.2.2)', () => {
  const text = 'user-agent: *\ndisallow: /foo\nallow: /foo/bar\ndisallow: /foo/bar/baz'
  expect(
    ['/foo', '/foo/x', '/foo/bar', '/foo/bar/x', '/foo/bar/baz', '/food'].map((path) => allowed(text, path)),
  ).toEqual([...[false, false, true, true, false, false]])
  expect(allowed('user-agent: *\ndisallow: /page\nallow: /page', '/page')).toBe(true)
  expect(allowed('user-agent: *\nallow: /p\ndisallow: /', '/page')).toBe(true)
  expect(allowed('user-agent: *\ndisallow:', '/page')).toBe(true)
  expect(allowed('user-agent: *\ndisallow: /', '/robots.txt')).toBe(true) // always (2.2.2)
  expect(allowed('user-agent: *\ndisallow: /Page', '/page')).toBe(true) // case matters
  expect(allowed('user-agent: *\ndisallow: page', '/page')).toBe(true) // a pattern starts with a slash
})

test('special characters: #, $ and * (2.2.3)', () => {
  const star = (pattern: string, path: string) => !allowed(`user-agent: *\ndisallow: ${pattern}`, path)
  expect(star('/path/file-with-a-%2A.html', '/path/file-with-a-*.html')).toBe(false)
  expect(star('*.gif$', '/images/a.gif')).toBe(true)
  expect(star('*.gif$', '/images/a.gif?x')).toBe(false)
  expect(star('/a*b*c', '/a-b-b-c-d')).toBe(true)
  expect(star('/a*b*c$', '/a-b-c-c')).toBe(true)
  expect(star('/a*b*c$', '/a-c-b')).toBe(false)
  expect(star('/$', '/')).toBe(true)
  expect(star('/$', '/x')).toBe(false)
  expect(star('/a # all of it', '/a')).toBe(true)
  expect(star('/*?print=', '/topic?print=1')).toBe(true)
})

test('octets are compared, however they are encoded (2.2.2)', () => {
  const same = (pattern: string, path: string) => !allowed(`user-agent: *\ndisallow: ${pattern}`, path)
  expect(same('/foo/bar/ツ', '/foo/bar/%E3%83%84')).toBe(true)
  expect(same('/foo/bar/%e3%83%84', '/foo/bar/%E3%83%84')).toBe(true)
  expect(same('/foo/bar/%62%61%7A', '/foo/bar/baz')).toBe(true)
  expect(same('/foo/bar/baz', '/foo/bar/%62%61%7A')).toBe(true)
  expect(same('/foo/bar?baz=https://foo.bar', '/foo/bar?baz=https%3A%2F%2Ffoo.bar')).toBe(false) // reserved stays as it is
  expect(same('/a%2fb', '/a/b')).toBe(false)
})

test('lines end in any way, and what is not understood is passed over', () => {
  for (const end of ['\n', '\r\n', '\r'])
    expect(allowed(`\uFEFFuser-agent : *${end}what is this${end}disallow : /a`, '/a')).toBe(false)
  expect(allowed('<!doctype html><html><body>user-agent: *\ndisallow: /</body>', '/a')).toBe(true)
  expect(() => readRobots('\u0000\u0001\uFFFD:::\n:::', 'x')).not.toThrow()
})

test('crawl-delay, sitemaps and content signals are read beside the rules', () => {
  const robots = readRobots(
    `Sitemap: https://example.com/sitemap.xml
     User-agent: *
     Crawl-delay: 2.5
     Content-Signal: search=yes, ai-input=no
     Content-Usage: train-ai=n
     Content-Usage: /free/ train-ai=y
     Disallow: /a
     User-agent: Slow
     Crawl-delay: 1e9
     Disallow:
     sitemap: nonsense`,
    'PaddockBot',
  )
  expect(robots.crawlDelay).toBe(2.5)
  expect(robots.sitemaps).toEqual(['https://example.com/sitemap.xml'])
  expect(robots.signals('/page')).toEqual({ search: true, aiInput: false, aiTrain: false })
  expect(robots.signals('/free/page')).toEqual({ search: null, aiInput: null, aiTrain: true })
  expect(readRobots('user-agent: slow\ncrawl-delay: 99999999\ndisallow:', 'Slow').crawlDelay).toBe(86_400)
  expect(readRobots('user-agent: *\ncrawl-delay: soon\ndisallow:', 'x').crawlDelay).toBeNull()
})

test('a pattern means what a regular expression made of it would mean, and no pattern takes long', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*'), maxLength: 8 })
  const paths = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 10 })
  fc.assert(
    fc.property(letters, fc.boolean(), paths, (body, anchored, path) => {
      const source = body.replaceAll(/[/]/g, '\\/').replaceAll('*', '.*')
      const expected = new RegExp(`^${source}${anchored ? '$' : ''}`).test(path)
      return matches(body + (anchored ? '$' : ''), path) === expected
    }),
    { numRuns: 2_000 },
  )
  expect(matches(`/${'*a'.repeat(500)}$`, `/${'a'.repeat(1_500)}b`)).toBe(false)
})
