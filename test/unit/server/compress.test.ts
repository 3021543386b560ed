import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { compressed, encodingFor } from '../../../src/server/compress.ts'

const rows = JSON.stringify(Array.from({ length: 200 }, (_, id) => ({ id, model: '’Cuda 340' })))
const asking = (accepted: string, method = 'GET') =>
  new Request('http://x/rest/v1/vehicles', { method, headers: { 'accept-encoding': accepted } })
const json = (body: string, headers = {}) =>
  new Response(body, { headers: { 'content-type': 'application/json', ...headers } })

test.each([
  ['br, gzip', 'br'],
  ['gzip, deflate', 'gzip'],
  ['gzip;q=1.0, br;q=0', 'gzip'],
  ['*', 'br'],
  ['identity', null],
  ['gzip;q=0', null],
  [null, null],
])('who accepts %s gets %s', (accepted, encoding) => {
  expect(encodingFor(accepted)).toBe(encoding)
})

test('rows are sent packed, whole, and with their length', async () => {
  for (const [encoding, unpack] of [
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const) {
    const response = await compressed(asking(encoding), json(rows))
    expect(response.headers.get('content-encoding')).toBe(encoding)
    expect(response.headers.get('vary')).toContain('accept-encoding')
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(bytes.length).toBe(Number(response.headers.get('content-length')))
    expect(bytes.length).toBeLessThan(rows.length / 4)
    expect(unpack(bytes).toString()).toBe(rows)
  }
})

test('what is short, packed already, no text or a stream stays as it is', async () => {
  const stream = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\n')),
  })
  const untouched = [
    json('[]'),
    json(rows, { 'content-encoding': 'gzip' }),
    new Response(rows, { headers: { 'content-type': 'image/webp' } }),
    new Response(stream, { headers: { 'content-type': 'text/event-stream' } }),
  ]
  for (const response of untouched) {
    const before = response.headers.get('content-encoding')
    expect((await compressed(asking('br'), response)).headers.get('content-encoding')).toBe(before)
  }
})
