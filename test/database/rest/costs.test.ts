import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { usualBounds } from '../../../src/server/rest/request/bounds.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

// Nothing cheap costs much.

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  await server.sql`create table public.heavy (id int primary key, body text)`
  await server.sql`insert into public.heavy select n, repeat('x', 1000000) from generate_series(1, 60) n`
  await server.sql`grant select on public.heavy to anon`
  await server.sql`notify pgrst`
})
afterAll(() => server.stop())

const get = async (path: string) => {
  const response = await fetch(`${server.url}/rest/v1${path}`, { headers: { apikey: server.keys.publishableKey } })
  const text = await response.text()
  return {
    status: response.status,
    body: text.startsWith('{') ? JSON.parse(text) : text,
    cors: response.headers.get('access-control-allow-origin'),
  }
}

const nested = (depth: number): string => (depth === 0 ? 'id' : `id,vehicle_images(vehicles(${nested(depth - 2)}))`)

describe('A request is refused before it is planned', () => {
  test.each([
    ['that embeds 16 deep', `/vehicles?select=${nested(16)}`, 'embedded_too_deep'],
    ['that embeds 16 deep, encoded', `/vehicles?select=${encodeURIComponent(nested(16))}`, 'embedded_too_deep'],
    [
      'with 100 embeds side by side',
      `/vehicles?select=${Array.from({ length: 100 }, (_, n) => `a${n}:vehicle_images(id)`).join()}`,
      'too_many_embeds',
    ],
    [
      'with 900 aliases of one column',
      `/vehicles?select=${Array.from({ length: 900 }, (_, n) => `a${n}:description`).join()}`,
      'too_many_columns',
    ],
    [
      'with 1,000 filters',
      `/vehicles?${Array.from({ length: 1_000 }, (_, n) => `year=gt.${n}`).join('&')}`,
      'too_many_filters',
    ],
    [
      'with 2,000 conditions in one or',
      `/vehicles?or=(${Array.from({ length: 2_000 }, (_, n) => `year.eq.${n}`).join()})`,
      'too_many_filters',
    ],
  ])('%s', async (_, path, code) => {
    expect(await get(path)).toEqual({
      status: 400,
      cors: '*',
      body: { code, message: expect.any(String), details: null, hint: expect.any(String) },
    })
  })

  test('but not one of a usual page', async () => {
    expect((await get(`/vehicles?select=${nested(4)}&limit=1`)).status).toBe(200)
    expect(
      (await get(`/vehicles?id=in.(${Array.from({ length: 100 }, () => crypto.randomUUID()).join()})`)).status,
    ).toBe(200)
  })
})

test('a request line that is too long is answered in words, to browsers too', async () => {
  expect(await get(`/vehicles?id=in.(${Array.from({ length: 3_000 }, () => crypto.randomUUID()).join()})`)).toEqual({
    ...{ status: 431, cors: '*' },
    body: {
      code: 'request_line_too_long',
      message: expect.any(String),
      details: null,
      hint: expect.stringContaining('Split'),
    },
  })
  expect((await get(`/vehicles?id=in.(${Array.from({ length: 500 }, () => crypto.randomUUID()).join()})`)).status).toBe(
    200,
  )
})

test('supabase-js reads why a body is too large', async () => {
  for (let n = 0; n < 4; n++) {
    const { error, status } = await server
      .service()
      .from('vehicles')
      .insert({ model: 'x'.repeat(6 * 1024 * 1024) })
    expect([status, error?.code]).toEqual([413, 'payload_too_large'])
  }
})

test.each([
  ['/storage/v1/bucket', '/upload/v1/photos'],
  ['/realtime/v1/websocket', '/live/v1/vehicles'],
  ['/graphql/v1', '/rest/v1'],
  ['/whatever/v1/x', 'doors'],
])('%s is not served, and says what is there instead', async (path, instead) => {
  const response = await fetch(server.url + path)
  expect([response.status, await response.json()]).toEqual([
    404,
    { code: 'not_served', message: expect.any(String), details: null, hint: expect.stringContaining(instead) },
  ])
})

test('an answer beyond the bound is cut off while Postgres sends it, in words; the next request is served', async () => {
  const { status, body } = await get('/heavy?select=*')
  expect([status, body.code]).toEqual([413, 'answer_too_large'])
  expect(body.hint).toContain('limit')
  const small = await get('/heavy?select=*&limit=2')
  expect(small.status).toBe(200)
  expect(small.body.length).toBeLessThan(usualBounds.answerBytes)
})
