import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { createGuardedFetch, type FetchOptions, readAllowList } from '../../../src/indexer/fetch/index.ts'
import { serveWeb } from './foreign-server.ts'

const megabyte = 1024 * 1024

async function foreign(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const { url, allow, requests } = await serveWeb(answer)
  const guarded = createGuardedFetch({ userAgent: 'PaddockTest (+https://example.com)', allowed: readAllowList(allow) })
  onTestFinished(guarded.close)
  const get = (path = '/', how: FetchOptions = {}) => guarded.fetch(url + path, how)
  const codeOf = (path = '/', how: FetchOptions = {}) =>
    get(path, how).then(
      ({ status }) => String(status),
      (error: { code: string }) => error.code,
    )
  return { url, requests, get, codeOf }
}

/** Sends these bytes to whoever connects, and then nothing, or the end. */
async function raw(bytes: string, end = true) {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => (end ? socket.end(bytes) : socket.write(bytes)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const guarded = createGuardedFetch({ userAgent: 'PaddockTest', allowed: readAllowList(address) })
  onTestFinished(guarded.close)
  return (how: FetchOptions = {}) =>
    guarded.fetch(`http://${address}/`, how).then(
      ({ status }) => String(status),
      (error: { code: string }) => error.code,
    )
}

test('an answer comes whole, unpacked, with what its head says', async () => {
  const packed = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync }
  const agents: (string | undefined)[] = []
  const { get } = await foreign((request, response) => {
    agents.push(request.headers['user-agent'])
    const encoding = (request.url ?? '').slice(1) as keyof typeof packed
    response.writeHead(200, { 'content-type': 'Text/HTML; Charset="ISO-8859-1"', 'content-encoding': encoding })
    response.end(packed[encoding]('Turbo 350'))
  })
  for (const encoding of Object.keys(packed)) {
    const answer = await get(`/${encoding}`)
    expect(answer).toMatchObject({ status: 200, mediaType: 'text/html', charset: 'iso-8859-1', truncated: false })
    expect(Buffer.from(answer.body).toString()).toBe('Turbo 350')
  }
  expect(new Set(agents)).toEqual(new Set(['PaddockTest (+https://example.com)']))
})

test('a body larger than its limit is refused, announced or not, packed or not', async () => {
  const zeros = Buffer.alloc(50 * megabyte)
  const bomb = gzipSync(zeros)
  const { codeOf, get } = await foreign((request, response) => {
    if (request.url === '/announced') response.end(zeros)
    else if (request.url === '/bomb') response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
    else if (request.url === '/twice') response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end(gzipSync(bomb))
    else if (request.url === '/thrice') response.writeHead(200, { 'content-encoding': 'gzip, gzip, gzip' }).end(bomb)
    else if (request.url === '/unknown') response.writeHead(200, { 'content-encoding': 'compress' }).end(bomb)
    else if (request.url === '/broken') response.writeHead(200, { 'content-encoding': 'gzip' }).end('not packed at all')
    else if (request.url === '/cut') response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb.subarray(0, 900))
    else for (let i = 0; i < 50; i++) response.write(zeros.subarray(0, megabyte))
    response.end()
  })
  const limit = () => ({ bytes: megabyte })
  for (const path of ['/announced', '/bomb', '/twice', '/chunks'])
    expect([path, await codeOf(path, { limit })]).toEqual([path, 'too_large'])
  expect(await codeOf('/thrice', { limit })).toBe('unknown_encoding')
  expect(await codeOf('/unknown', { limit })).toBe('unknown_encoding')
  expect(await codeOf('/broken', { limit })).toBe('invalid_response')
  expect(await codeOf('/cut', { limit })).toBe('invalid_response')
  const cut = await get('/chunks', { limit: () => ({ bytes: 1000, truncate: true }) })
  expect([cut.body.length, cut.truncated]).toEqual([1000, true])
})

test('a server that drips, or says nothing, is left', async () => {
  const { codeOf } = await foreign((request, response) => {
    if (request.url === '/silent') return
    response.writeHead(200)
    const drip = setInterval(() => response.write('.'), 5)
    response.once('close', () => clearInterval(drip))
  })
  expect(await codeOf('/drip', { totalMs: 200 })).toBe('too_slow')
  expect(await codeOf('/silent', { idleMs: 50 })).toBe('too_slow')
  expect(await codeOf('/silent', { totalMs: 100 })).toBe('too_slow')
  const given = AbortSignal.abort(new Error('stopped'))
  await expect(codeOf('/drip', { signal: given })).resolves.toBeUndefined() // the caller's own reason
})

test('a broken answer is told apart from a refused one', async () => {
  const lines = (...some: string[]) => `${some.join('\r\n')}\r\n\r\n`
  expect(await (await raw('\u0000\u0001 not http'))()).toBe('invalid_response')
  expect(await (await raw(lines('HTTP/1.1 200 OK', 'content-length: 100', 'x: y')))()).toBe('connection_lost')
  expect(await (await raw(''))()).toBe('connection_lost')
  const large = `x: ${'a'.repeat(40_000)}`
  expect(await (await raw(lines('HTTP/1.1 200 OK', large)))()).toBe('invalid_response')
  expect(await (await raw(lines('HTTP/1.1 200 OK', 'content-length: 1', 'content-length: 2')))()).toBe(
    'invalid_response',
  )
  const slowHead = await raw('HTTP/1.1 200 OK\r\nx: ', false)
  expect(await slowHead({ totalMs: 150 })).toBe('too_slow')
  const closed = createGuardedFetch({ userAgent: 'x', allowed: readAllowList('127.0.0.1:1') })
  onTestFinished(closed.close)
  await expect(closed.fetch('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'connection_failed' })
})

test('redirects are followed as far as asked, in no circle', async () => {
  const { get, codeOf, url } = await foreign((request, response) => {
    const path = request.url ?? ''
    const [, kind, rest] = /^\/(\w+)\/(\d+)$/.exec(path) ?? []
    if (kind === 'circle') return response.writeHead(302, { location: `/circle/${(Number(rest) + 1) % 3}` }).end()
    if (Number(rest) > 0) return response.writeHead(301, { location: `/steps/${Number(rest) - 1}#here` }).end()
    return response.end('there')
  })
  expect(await get('/steps/2')).toMatchObject({ status: 301 }) // followed only when asked
  expect(await get('/steps/5', { redirects: 5 })).toMatchObject({ status: 200, url: `${url}/steps/0` })
  expect(await codeOf('/steps/6', { redirects: 5 })).toBe('too_many_redirects')
  expect(await codeOf('/circle/0', { redirects: 20 })).toBe('redirect_loop')
  expect(await get('/steps/1', { redirects: 5, method: 'POST', body: 'secret' })).toMatchObject({ status: 301 })
})

test('a kept connection that the server has closed meanwhile costs nobody an answer', async () => {
  let closing = false
  const { get } = await foreign((request, response) => {
    if (closing) {
      closing = false
      request.socket.destroy()
    } else response.end('x'.repeat(10))
  })
  await get('/')
  closing = true
  expect(await get('/')).toMatchObject({ status: 200 })
})
