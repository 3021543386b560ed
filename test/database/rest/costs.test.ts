import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
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
      `/vehicles?select=${Array.from({ length: 100 }, (_, n) => `vehicle_images!hint${n}(id)`).join()}`,
      'too_many_embeds',
    ],
    [
      'with 900 aliases of one column',
      `/vehicles?select=${Array.from({ length: 900 }, (_, n) => `a${n}:description`).join()}`,
      'too_many_columns',
    ],
    [
      'with one column under ten names, however they are written',
      `/vehicles?select=${Array.from({ length: 10 }, (_, n) => [`"a ${n}":description`, `b${n}:"description"::text`][n % 2]).join()}`,
      'too_many_columns',
    ],
    [
      'with one resource under ten names',
      `/vehicles?select=${Array.from({ length: 10 }, (_, n) => `a${n}:vehicle_images(id)`).join()}`,
      'too_many_columns',
    ],
    [
      'with 900 columns',
      `/vehicles?select=${Array.from({ length: 900 }, (_, n) => `facts->a${n}`).join()}`,
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
    const paths = Array.from({ length: 30 }, (_, n) => `p${n}:user_metadata->a${n}::text`).join()
    expect((await get(`/vehicles?select=${paths}`)).body.code, 'paths into one column are many').toBe('42703')
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

const post = async (path: string, body: string, headers: Record<string, string> = {}) => {
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: { apikey: server.keys.publishableKey, 'content-type': 'application/json', ...headers },
    body,
  })
  return { status: response.status, body: (await response.json()) as { code: string; message: string } }
}

const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

describe('JSON 200,000 deep is refused in words', () => {
  test.each([
    ['as a body', '/rest/v1/vehicles', `[{"model":"x","facts":${deep(200_000)}}]`],
    ['as an argument', '/rest/v1/rpc/record_image_views', `{"events":${deep(200_000)}}`],
    ['of objects', '/rest/v1/rpc/record_image_views', `{"events":${'{"a":'.repeat(200_000)}1${'}'.repeat(200_001)}`],
  ])('%s', async (_, path, body) => {
    expect(await post(path, body)).toMatchObject({ status: 400, body: { code: 'PGRST102' } })
  })

  test('in an address', async () => {
    const { status } = await get(`/rpc/record_image_views?events=${deep(25_000)}`)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
  })

  test('but brackets within texts are no depth', async () => {
    const { status, body } = await post('/rest/v1/rpc/record_image_views', JSON.stringify({ events: deep(1_000) }))
    expect([status, body.message]).toEqual([400, 'events must be an array of views.'])
  })
})

test.each(['point_balances', 'point_history'])('%s shows what others keep, and takes nothing', async (view) => {
  const { data: account } = await server.client().auth.signUp({ email: `${view}@example.test`, password: 'a long one' })
  const authorization = `Bearer ${account.session?.access_token}`
  for (const headers of [{}, { authorization }, { authorization: `Bearer ${server.keys.secretKey}` }]) {
    const { status } = await post(`/rest/v1/${view}`, '{}', headers as Record<string, string>)
    expect([401, 403, 405]).toContain(status)
  }
})

describe('A statement is over when its time is', () => {
  const stubborn = async (swallows: number) => {
    const [{ name } = { name: '' }] = await server.sql<{ name: string }[]>`select current_database() as name`
    await server.sql.unsafe(`
      create or replace function public.stubborn() returns int language plpgsql as $$
      begin
        for n in 1 .. ${swallows} loop
          begin perform pg_sleep(120); exception when query_canceled then null; end;
        end loop;
        perform pg_sleep(120);
        return 1;
      end $$;
      grant execute on function public.stubborn() to anon;
      alter role anon in database ${name} set statement_timeout = '200ms';
      notify pgrst, 'reload schema'`)
    onTestFinished(async () => {
      await server.sql.unsafe(`alter role anon in database ${name} reset statement_timeout`)
      await server.sql`
        select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name} and query like '%stubborn%' and pid <> pg_backend_pid()`
    })
    await expect.poll(async () => (await get('/rpc/stubborn')).body.code).toBe('57014')
  }

  test('also one that catches the first order to stop', () => stubborn(1))
  test('and where it obeys no order its sender is told, and others are served', async () => {
    await stubborn(2)
    expect((await get('/vehicles?limit=1')).status).toBe(200)
  })
})

test('the issuer of a token is where the server is reached, whatever host a request names', async () => {
  const { request } = await import('node:http')
  const token = await new Promise<string>((resolve, reject) => {
    const headers = { apikey: server.keys.publishableKey, host: 'evil.example', 'content-type': 'application/json' }
    const asked = request(`${server.url}/auth/v1/signup`, { method: 'POST', headers }, async (answer) => {
      const chunks: Buffer[] = []
      for await (const chunk of answer) chunks.push(chunk as Buffer)
      resolve((JSON.parse(Buffer.concat(chunks).toString()) as { access_token: string }).access_token)
    })
    asked.on('error', reject).end('{}')
  })
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  expect(claims.iss).toBe(`${server.url}/auth/v1`)
})

test.each([
  ['1.2.3.4:5555', '1.2.3.4'],
  ['1.2.3.4:5556', '1.2.3.4'],
  ['::ffff:1.2.3.4', '1.2.3.4'],
  ['[2001:db8:1:2::5]:443', '2001:db8:1:2::/64'],
  ['2001:db8:1:2:aaaa::5', '2001:db8:1:2::/64'],
  ['fe80::1%eth0', 'fe80::/64'],
  ['unknown', 'unknown'],
])('to the database %s is %s', async (address, client) => {
  const [row] = await server.sql`select app.client_of(${address}) as client`
  expect(row?.client).toBe(client)
})

test('the log of Postgres has nothing of a request that fails', async () => {
  const [row] =
    await server.sql`select current_setting('data_directory') as folder, current_setting('log_min_error_statement') as least`
  expect(row?.least).toBe('panic')
  const mark = `marked${'x'.repeat(15_000)}`
  expect((await get(`/vehicles?id=eq.${mark}`)).status).toBe(400)
  expect((await get(`/rpc/vehicle_versions?vehicle_ids={${mark}}`)).status).toBe(400)
  const log = await readFile(join(dirname(String(row?.folder)), 'postgres.log'), 'utf8')
  expect(log).not.toContain('markedx')
})
