import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mintToken } from '../../support/people.ts'
import { type Failure, ids, type Museum, openMuseum } from './museum.ts'

let museum: Museum
beforeAll(async () => {
  museum = await openMuseum()
  await museum.sql`insert into museum.diaries (id, owner, body, is_public) values
    (1, ${ids.alice}, 'alice private', false), (2, ${ids.alice}, 'alice public', true), (3, ${ids.bob}, 'bob private', false)`
  await museum.sql`alter sequence museum.diaries_id_seq restart with 100`
})
afterAll(() => museum.stop())

const url = (path: string) => `${museum.server.url}/rest/v1${path}`
const call = async (path: string, headers: Record<string, string>) => {
  const response = await fetch(url(path), { headers })
  return { status: response.status, headers: response.headers, json: (await response.json()) as unknown }
}
const withToken = (token: string) =>
  call('/works?select=id&limit=1', { apikey: museum.server.keys.publishableKey, authorization: `Bearer ${token}` })

describe('the API key', () => {
  test('opens the door from the header or the URL', async () => {
    const { publishableKey, secretKey } = museum.server.keys
    expect((await call('/works?limit=1', { apikey: publishableKey })).status).toBe(200)
    expect((await call('/works?limit=1', { apikey: secretKey })).status).toBe(200)
    expect(
      (await call('/works?limit=1', { apikey: publishableKey, authorization: `Bearer ${publishableKey}` })).status,
    ).toBe(200)
    expect((await call(`/works?limit=1&apikey=${publishableKey}`, {})).status).toBe(200)
  })

  const wrong: [what: string, headers: () => Record<string, string>, message: string][] = [
    ['missing', () => ({}), 'No API key found in request'],
    ['empty', () => ({ apikey: '' }), 'No API key found in request'],
    ['unknown', () => ({ apikey: 'sb_publishable_wrong' }), 'Invalid API key'],
    ['cut short', () => ({ apikey: museum.server.keys.secretKey.slice(0, -1) }), 'Invalid API key'],
    ['a user token', () => ({ apikey: museum.tokens.alice }), 'Invalid API key'],
    ['the JWT secret', () => ({ apikey: museum.server.keys.jwtSecret }), 'Invalid API key'],
    [
      'the secret one from a browser',
      () => ({ apikey: museum.server.keys.secretKey, 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' }),
      'Forbidden use of secret API key in browser',
    ],
    [
      'missing, with a good token',
      () => ({ authorization: `Bearer ${museum.tokens.alice}` }),
      'No API key found in request',
    ],
  ]
  test.for(wrong)('%s is refused with 401 and what to do', async ([, headers, message]) => {
    expect(await call('/works?limit=1', headers())).toMatchObject({
      status: 401,
      json: { message, hint: expect.stringMatching(/\w+/) },
    })
  })

  test('a secret key in Authorization is a secret key in a browser too', async () => {
    const { publishableKey, secretKey } = museum.server.keys
    const headers = {
      apikey: publishableKey,
      authorization: `Bearer ${secretKey}`,
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)',
    }
    expect((await call('/diaries', headers)).status).toBe(401)
  })
})

describe('a token', () => {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = () => ({ role: 'authenticated', sub: ids.alice, exp: Math.floor(Date.now() / 1000) + 600 })
  const hmac = (alg: string, hash: string, secret: string, payload: object = claims()) => {
    const content = `${encode({ alg, typ: 'JWT' })}.${encode(payload)}`
    return `${content}.${createHmac(hash, secret).update(content).digest('base64url')}`
  }

  test('of this server is let in', async () => {
    expect((await withToken(museum.tokens.alice)).status).toBe(200)
  })

  const forged: [what: string, token: () => string | Promise<string>][] = [
    ['signed with another secret', () => hmac('HS256', 'sha256', 'another secret that is long enough, too')],
    ['signed with an empty secret', () => hmac('HS256', 'sha256', '')],
    ['signed with the publishable key', () => hmac('HS256', 'sha256', museum.server.keys.publishableKey)],
    ['unsigned, alg none', () => `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims())}.`],
    ['unsigned, alg None', () => `${encode({ alg: 'None' })}.${encode(claims())}.`],
    ['with its signature cut off', () => museum.tokens.alice.split('.').slice(0, 2).join('.')],
    ['with an empty signature', () => `${museum.tokens.alice.split('.').slice(0, 2).join('.')}.`],
    [
      'with a role changed after it was signed',
      () => {
        const [head, , signature] = museum.tokens.alice.split('.')
        return `${head}.${encode({ ...claims(), role: 'service_role' })}.${signature}`
      },
    ],
    ['of another algorithm, HS512', () => hmac('HS512', 'sha512', museum.server.keys.jwtSecret)],
    ['of another algorithm, RS256 over the secret', () => hmac('RS256', 'sha256', museum.server.keys.jwtSecret)],
    [
      'of another algorithm, a real RS256',
      () => {
        const content = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims())}`
        const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
        return `${content}.${sign('sha256', Buffer.from(content), privateKey).toString('base64url')}`
      },
    ],
    ['that is no token', () => 'garbage'],
    ['that is three dots of garbage', () => 'a.b.c'],
    ['that starts like one', () => 'eyJhbGciOiJIUzI1NiJ9'],
    ['with a role that is no string', () => mintToken(museum.server, { role: ['authenticated'] })],
    ...['postgres', 'authenticator', 'pg_read_all_data', 'Service_role', 'none', '', 'anon; drop role x'].map(
      (role): [string, () => Promise<string>] => [`with the role '${role}'`, () => mintToken(museum.server, { role })],
    ),
    ['without a role', () => hmac('HS256', 'sha256', museum.server.keys.jwtSecret, { exp: 4e9 })],
    ['without an end', () => hmac('HS256', 'sha256', museum.server.keys.jwtSecret, { role: 'service_role' })],
    ['that is not valid yet', () => mintToken(museum.server, { nbf: Math.floor(Date.now() / 1000) + 600 })],
  ]
  test.for(forged)('%s is refused', async ([, token]) => {
    const answer = await withToken(await token())
    expect(answer).toMatchObject({ status: 401, json: { code: 'PGRST301', hint: expect.any(String) } })
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/)
  })

  test('that has expired is refused, and says so', async () => {
    const answer = await withToken(await mintToken(museum.server, { exp: Math.floor(Date.now() / 1000) - 60 }))
    expect(answer).toMatchObject({ status: 401, json: { code: 'PGRST303', message: 'JWT expired' } })
  })

  test('that expires while it is remembered is refused from then on', async () => {
    const token = await mintToken(museum.server, { exp: Math.floor(Date.now() / 1000) + 5 })
    expect((await withToken(token)).status).toBe(200)
    await expect.poll(async () => (await withToken(token)).status, { interval: 500 }).toBe(401)
  })
})

describe('rows', () => {
  const bodies = async (as?: 'alice' | 'bob' | 'service') =>
    (await museum.get('/diaries?select=body&order=id', { as })).rows.map((row) => row.body)

  test('are those that the caller may see', async () => {
    expect(await bodies()).toEqual(['alice public'])
    expect(await bodies('alice')).toEqual(['alice private', 'alice public'])
    expect(await bodies('bob')).toEqual(['alice public', 'bob private'])
    expect(await bodies('service')).toEqual(['alice private', 'alice public', 'bob private'])
  })

  test('are counted only if the caller may see them', async () => {
    const count = async (as?: 'bob') =>
      (await museum.get('/diaries?limit=1', { as, prefer: 'count=exact' })).headers.get('content-range')
    expect(await count()).toBe('0-0/1')
    expect(await count('bob')).toBe('0-0/2')
  })

  test('of others are neither changed nor removed', async () => {
    expect((await museum.client('bob').from('diaries').update({ body: 'x' }).eq('id', 1).select()).data).toEqual([])
    expect((await museum.client('bob').from('diaries').delete().eq('id', 2).select()).data).toEqual([])
    expect(await bodies('service')).toEqual(['alice private', 'alice public', 'bob private'])
  })

  test('cannot be written in another name', async () => {
    expect(await museum.post('/diaries', { owner: ids.alice, body: 'forged' }, { as: 'bob' })).toMatchObject({
      status: 403,
      json: { code: '42501', message: 'new row violates row-level security policy for table "diaries"' },
    })
    expect(await museum.post('/diaries', { body: 'signed out' })).toMatchObject({
      status: 401,
      json: { code: '42501', message: 'permission denied for table diaries' },
    })
    const own = await museum.client('bob').from('diaries').insert({ body: 'own' }).select('owner, body').single()
    expect(own.data).toEqual({ owner: ids.bob, body: 'own' })
    await museum.client('bob').from('diaries').delete().eq('body', 'own')
  })

  test('nothing of one caller is left on the connection for the next', async () => {
    const seen = await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        const as = (['alice', 'bob', 'service', undefined] as const)[i % 4]
        return [as ?? 'visitor', (await bodies(as)).length]
      }),
    )
    const expected = { alice: 2, bob: 2, service: 3, visitor: 1 }
    for (const [who, count] of seen) expect(count).toBe(expected[who as keyof typeof expected])
  })
})

describe('grants', () => {
  const refused: [method: string, path: string, body: unknown, message: string][] = [
    ['GET', '/safe', undefined, 'permission denied for table safe'],
    ['GET', '/staff', undefined, 'permission denied for table staff'],
    ['GET', '/staff?select=id,salary', undefined, 'permission denied for table staff'],
    ['GET', '/staff?select=id&salary=gt.0', undefined, 'permission denied for table staff'],
    ['GET', '/staff?select=id&order=salary', undefined, 'permission denied for table staff'],
    ['PATCH', '/staff?id=eq.1', { salary: 9 }, 'permission denied for table staff'],
    ['DELETE', '/staff?id=eq.1', undefined, 'permission denied for table staff'],
    ['GET', '/suggestions', undefined, 'permission denied for table suggestions'],
  ]
  test.for(refused)('%s %s is not granted', async ([method, path, body, message]) => {
    for (const [as, status] of [
      ['visitor', 401],
      ['alice', 403],
    ] as const) {
      expect(await museum.ask(method, path, { body, as })).toMatchObject({ status, json: { code: '42501', message } })
    }
    expect((await museum.ask(method, path, { body })).headers.get('www-authenticate')).toBe('Bearer')
  })

  test('columns that are granted are read and changed', async () => {
    expect((await museum.get('/staff?select=id,name&id=eq.1')).rows).toEqual([{ id: 1, name: 'Eve' }])
    const answer = await museum.patch(
      '/staff?id=eq.1&select=id,name',
      { name: 'Eve' },
      { prefer: 'return=representation' },
    )
    expect(answer).toMatchObject({ status: 200, json: [{ id: 1, name: 'Eve' }] })
    expect((await museum.patch('/staff?id=eq.1', { name: 'Eve' })).status).toBe(204)
  })

  test('a table that may only be written is written without being read', async () => {
    expect((await museum.post('/suggestions', { body: 'more cats' })).status).toBe(201)
    expect(await museum.post('/suggestions', { body: 'x' }, { prefer: 'return=representation' })).toMatchObject({
      status: 401,
    })
  })

  test('the service role passes where it was granted', async () => {
    expect((await museum.get('/safe', { as: 'service' })).rows).toEqual([{ id: 1, code: '1234' }])
  })
})

const refusedProfiles: [method: string, path: string, header: string, profile: string][] = [
  ['GET', '/gold', 'accept-profile', 'vault'],
  ['GET', '/users', 'accept-profile', 'auth'],
  ['GET', '/pg_class', 'accept-profile', 'pg_catalog'],
  ['GET', '/works', 'accept-profile', 'nope'],
  ['POST', '/gold', 'content-profile', 'vault'],
  ['POST', '/rpc/pg_sleep', 'content-profile', 'pg_catalog'],
]

describe('schemas', () => {
  test('the first is the default, another is chosen by header', async () => {
    const profile = 'Annex "B"/#'
    const plain = await museum.get('/rooms?id=eq.1&select=name')
    expect([plain.json, plain.headers.get('content-profile')]).toEqual([[{ name: 'Atrium' }], 'museum'])
    const annex = await museum.get('/rooms', { headers: { 'accept-profile': profile } })
    expect([annex.json, annex.headers.get('content-profile')]).toEqual([[{ id: 1, name: 'Annex hall' }], profile])
    expect((await museum.get('/works', { headers: { 'accept-profile': profile } })).status).toBe(404)
    expect((await museum.post('/rpc/greet', { name: 'Ada' }, { headers: { 'content-profile': profile } })).json).toBe(
      'Annex greets Ada',
    )
    expect((await museum.get('/rpc/greet?name=Ada', { headers: { 'accept-profile': profile } })).json).toBe(
      'Annex greets Ada',
    )
  })

  test('a row is written into the schema chosen', async () => {
    const { data } = await museum.server
      .client()
      .schema('Annex "B"/#')
      .from('rooms')
      .insert({ id: 2, name: 'new' })
      .select()
    expect(data).toEqual([{ id: 2, name: 'new' }])
    await museum.sql`delete from "Annex ""B""/#".rooms where id = 2`
  })

  test.for(refusedProfiles)('%s %s with %s: %s is refused', async ([method, path, header, profile]) => {
    const answer = await museum.ask(method, path, {
      headers: { [header]: profile },
      ...(method === 'POST' ? { body: {} } : {}),
    })
    expect(answer).toMatchObject({
      status: 406,
      json: {
        code: 'PGRST106',
        message: `Invalid schema: ${profile}`,
        hint: 'Only the following schemas are exposed: museum, Annex "B"/#',
      },
    })
  })
})

describe('CORS', () => {
  test('a browser may ask from anywhere, with the headers that supabase-js sends', async () => {
    const asked = 'apikey, authorization, content-profile, content-type, prefer, x-client-info'
    const response = await fetch(url('/works'), {
      method: 'OPTIONS',
      headers: {
        origin: 'https://example.com',
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': asked,
      },
    })
    expect(response.status).toBeLessThan(300)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-methods')?.split(/, ?/)).toEqual(
      expect.arrayContaining(['GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS', 'HEAD']),
    )
    const allowed = response.headers.get('access-control-allow-headers')?.toLowerCase().split(/, ?/) ?? []
    expect(allowed).toEqual(expect.arrayContaining(asked.split(', ')))
    expect(Number(response.headers.get('access-control-max-age'))).toBeGreaterThan(0)
  })

  test('answers and errors alike may be read by the page, with the count', async () => {
    const origin = { origin: 'https://example.com' }
    for (const path of ['/works?select=id', '/nope', '/works?id=noop.1']) {
      const answer = await museum.get(path, { headers: origin })
      expect(answer.headers.get('access-control-allow-origin')).toBe('*')
      expect(answer.headers.get('access-control-expose-headers')).toMatch(/content-range/i)
    }
    const keyless = await fetch(url('/works'), { headers: origin })
    expect([keyless.status, keyless.headers.get('access-control-allow-origin')]).toEqual([401, '*'])
  })
})

test('OPTIONS without CORS says what may be done', async () => {
  expect((await museum.ask('OPTIONS', '/works')).headers.get('allow')).toBe('OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE')
  expect((await museum.ask('OPTIONS', '/visits')).headers.get('allow')).toBe('OPTIONS,GET,HEAD,POST,PATCH,DELETE')
  expect((await museum.ask('OPTIONS', '/work_counts')).headers.get('allow')).toBe('OPTIONS,GET,HEAD')
  expect((await museum.ask('OPTIONS', '/rpc/add')).headers.get('allow')).toBe('OPTIONS,GET,HEAD,POST')
  expect((await museum.ask('OPTIONS', '/rpc/write_suggestion')).headers.get('allow')).toBe('OPTIONS,POST')
  expect((await museum.ask('OPTIONS', '/nope')).status).toBe(404)
})

const preferences: [prefer: string, status: number, applied: string | null, error?: Partial<Failure>][] = [
  ['handling=strict', 200, 'handling=strict'],
  ['handling=lenient, nonsense', 200, 'handling=lenient'],
  ['count=exact', 200, 'count=exact'],
  ['nonsense', 200, null],
  ['timezone=America/New_York', 200, 'timezone=America/New_York'],
  ['timezone=Mars/Olympus', 200, null],
  [
    'handling=strict, nonsense, more',
    400,
    null,
    {
      code: 'PGRST122',
      message: 'Invalid preferences given with handling=strict',
      details: 'Invalid preferences: nonsense, more',
      hint: null,
    },
  ],
  [
    'handling=strict, timezone=Mars/Olympus',
    400,
    null,
    { code: 'PGRST122', details: 'Invalid preferences: timezone=Mars/Olympus' },
  ],
]

describe('Prefer', () => {
  test.for(preferences)('%s', async ([prefer, status, applied, error]) => {
    const answer = await museum.get('/works?select=id&id=eq.1', { prefer })
    expect([answer.status, answer.headers.get('preference-applied')]).toEqual([status, applied])
    if (error) expect(answer.json).toMatchObject(error)
  })

  test('the time zone asked for is that of the answer', async () => {
    const answer = await museum.get('/readings?select=taken_at&order=taken_at&limit=1', {
      prefer: 'timezone=Asia/Tokyo',
    })
    expect(answer.rows).toEqual([{ taken_at: '2023-05-01T19:00:00+09:00' }])
    expect((await museum.get('/readings?select=taken_at&order=taken_at&limit=1')).rows).toEqual([
      { taken_at: '2023-05-01T10:00:00+00:00' },
    ])
  })
})
