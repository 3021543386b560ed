import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Failure, type Museum, openMuseum } from './museum.ts'

let museum: Museum
beforeAll(async () => {
  museum = await openMuseum()
})
afterAll(() => museum.stop())

describe('a body', () => {
  const broken = [
    '{',
    '[',
    '{"code": }',
    '{"code": "x"} {"code": "y"}',
    "{'code': 'x'}",
    '\u0000',
    'undefined',
    '[{"code": "x"},]',
    '\ufeff{',
  ]
  test.for(broken)('that is not JSON (%s) is refused', async (body) => {
    const failure = { status: 400, json: { code: 'PGRST102', message: expect.stringMatching(/\w+/) } }
    expect(await museum.post('/labels', body)).toMatchObject(failure)
    expect(await museum.patch('/labels?code=eq.x', body)).toMatchObject(failure)
    expect(await museum.post('/rpc/greet', body)).toMatchObject(failure)
  })

  test('that is not JSON is refused with ?columns too, where nobody looked into it before', async () => {
    for (const body of ['{', '[{"code": 1},', 'nonsense']) {
      const answer = await museum.post('/labels?columns=code', body)
      expect([answer.status, (answer.json as Failure).code]).toEqual([400, expect.stringMatching(/^(PGRST102|22P02)$/)])
    }
  })

  test('that is not UTF-8 is refused', async () => {
    const body = Buffer.concat([Buffer.from('{"code": "'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')])
    expect((await museum.post('/labels', new Uint8Array(body))).status).toBe(400)
  })

  test('with a NUL in a text is refused', async () => {
    expect((await museum.post('/labels', '{"code": "a\\u0000b"}')).status).toBe(400)
    expect((await museum.get('/labels?code=eq.a%00b')).status).toBe(400)
    expect((await museum.get('/labels?select=co%00de')).status).toBe(400)
  })

  test('nested ten thousand deep is refused or stored, and the server lives', async () => {
    const deep = `{"notes": ${'['.repeat(10_000)}${']'.repeat(10_000)}}`
    const answer = await museum.post('/tickets', deep)
    expect([201, 400, 500]).toContain(answer.status)
    expect((await museum.get('/works?limit=1')).status).toBe(200)
  })

  test('of 5 MB is refused with 413, announced or not, and one of 3 MB is taken', async () => {
    const text = (megabytes: number) => JSON.stringify({ code: 'big', body: 'x'.repeat(megabytes * 1024 * 1024) })
    const tooLarge = {
      status: 413,
      json: { message: expect.stringMatching(/larger than/), hint: expect.stringMatching(/\w+/) },
    }
    expect(await museum.post('/labels', text(5))).toMatchObject(tooLarge)
    expect(await museum.post('/rpc/kind_of', text(5))).toMatchObject(tooLarge)
    const { url, keys } = museum.server
    const streamed = await fetch(`${url}/rest/v1/labels`, {
      method: 'POST',
      headers: { apikey: keys.publishableKey, 'content-type': 'application/json' },
      body: new Blob([text(5)]).stream(),
      duplex: 'half',
    } as RequestInit)
    expect(streamed.status).toBe(413)
    expect((await museum.post('/labels', text(3))).status).toBe(201)
    await museum.remove('/labels?code=eq.big')
  })

  test('with a false or broken Content-Type is refused', async () => {
    for (const type of ['text/html', 'nonsense', 'application/xml', 'multipart/form-data']) {
      expect((await museum.post('/labels', 'x', { headers: { 'content-type': type } })).status).toBe(400)
    }
  })
})

describe('a page', () => {
  test('of a million rows is cut to the row limit', async () => {
    const answer = await museum.get('/numbers', { range: '0-999999' })
    expect([answer.status, answer.rows.length]).toEqual([200, 120])
    expect((await museum.get('/numbers?limit=1000000')).rows).toHaveLength(120)
  })

  const pages: [query: string, range: string | undefined, statuses: number[]][] = [
    ['limit=99999999999999999999', undefined, [200, 400, 416]],
    ['offset=99999999999999999999', undefined, [200, 400, 416]],
    ['limit=1e3', undefined, [200, 400]],
    ['limit=ten', undefined, [200, 400]],
    ['limit=1.5', undefined, [200, 400]],
    ['limit=-1', undefined, [416]],
    ['offset=-1', undefined, [200]],
    ['limit=', undefined, [200, 400]],
    ['limit=0x10', undefined, [200, 400]],
    ['limit=1;select 1', undefined, [200, 400]],
    ['', 'bytes=0-1', [200]],
    ['', '-5', [200]],
    ['', 'a-b', [200]],
    ['', '0-99999999999999999999999', [200, 416]],
    ['', '99999999999999999999999-', [200, 400, 416]],
    ['', '9-1', [416]],
  ]
  test.for(pages)('%s %s has an answer', async ([query, range, statuses]) => {
    expect(statuses).toContain((await museum.get(`/numbers?${query}`, { range })).status)
  })
})

test('an URL that cannot be decoded is refused, or finds nothing', async () => {
  for (const path of ['/works?title=eq.%ff', '/works?title=eq.%', '/%ff', '/works?%E0%A4%A=eq.1', '/rpc/%ff']) {
    const { status, rows } = await museum.get(path)
    expect([200, 400, 404]).toContain(status)
    expect(rows).toEqual([])
  }
})

test('paths that lead elsewhere are not followed', async () => {
  const paths = [
    '',
    '/',
    '//works',
    '/works/',
    '/works//',
    '/rpc',
    '/rpc/',
    '/rpc/add/x',
    '/works%2f1',
    '/works?',
    '/.',
    '/rpc/../works',
  ]
  for (const path of paths) expect([200, 400, 404, 405], path).toContain((await museum.get(path)).status)
})

test('methods that no table has are refused', async () => {
  for (const method of ['PROPFIND', 'LOCK', 'PURGE', 'FOO']) {
    const status = await rawStatus(`${method} /rest/v1/works HTTP/1.1`)
    expect([400, 405], method).toContain(status)
  }
})

/** For what `fetch` would not send. */
async function rawStatus(requestLine: string): Promise<number> {
  const { url, keys } = museum.server
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    socket.once('data', (bytes) => {
      resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(bytes.toString())?.[1]))
      socket.destroy()
    })
    socket.once('error', reject)
    socket.write(`${requestLine}\r\nhost: ${hostname}\r\napikey: ${keys.publishableKey}\r\nconnection: close\r\n\r\n`)
  })
}

const heavy: [what: string, path: () => string, statuses: number[]][] = [
  ['a hundred nested embeds', () => `/artists?select=${nest('works(artists(', 50, 'id', '))')}`, [200, 400]],
  [
    'five thousand nested embeds',
    () => `/artists?select=${nest('works(artists(', 2_500, 'id', '))')}`,
    [400, 414, 431],
  ],
  [
    'a thousand columns',
    () => `/works?select=${Array.from({ length: 1000 }, (_, i) => `a${i}:id`).join(',')}`,
    [200, 400],
  ],
  [
    'two thousand columns',
    () => `/works?select=${Array.from({ length: 2000 }, (_, i) => `a${i}:id`).join(',')}`,
    [400, 431, 500],
  ],
  ['a thousand filters', () => `/works?select=id${'&id=gt.0'.repeat(1000)}`, [200, 400, 431]],
  [
    'a thousand nested ands',
    () => `/works?${nest('and(', 1000, 'id.gt.0', ')').replace('and(', 'and=(')}`,
    [200, 400, 431],
  ],
  ['a long in-list', () => `/works?select=id&id=in.(${Array.from({ length: 2000 }, (_, i) => i).join(',')})`, [200]],
  ['a json path of two thousand steps', () => `/works?select=details${'->a'.repeat(2000)}`, [200, 400]],
  ['a regular expression that backtracks', () => '/works?title=match.(a*)*(a*)*(a*)*b', [200, 400]],
]

describe('a heavy request is answered or refused, and the server lives:', () => {
  test.for(heavy)('%s', async ([, path, statuses]) => {
    expect(statuses).toContain((await museum.get(path())).status)
    expect((await museum.get('/works?limit=1')).status).toBe(200)
  })
})

const nest = (open: string, depth: number, core: string, close: string) =>
  open.repeat(depth) + core + close.repeat(depth)
