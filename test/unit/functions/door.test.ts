import { createClient, FunctionsHttpError, FunctionsRelayError } from '@supabase/supabase-js'
import { expect, test, vi } from 'vitest'
import { createIdentify } from '../../../src/server/caller.ts'
import { createFunctions, type FunctionHandler } from '../../../src/server/functions/index.ts'

const keys = { publishableKey: 'sb_publishable_test', secretKey: 'sb_secret_test', jwtSecret: 'x'.repeat(40) }

/** supabase-js, straight into a door with one function, `echo`. */
function clientOf(
  handler: FunctionHandler,
  options: { verifyJwt?: boolean; key?: string; timeoutSeconds?: number } = {},
) {
  const { verifyJwt = true, key = keys.publishableKey, timeoutSeconds } = options
  const report = vi.fn()
  const functions = { echo: { handler, verifyJwt } }
  const door = createFunctions({
    identify: createIdentify(keys, { lapseOf: () => null }),
    functions,
    maxBodyBytes: 1000,
    timeoutSeconds,
    report,
  })
  const { functions: client } = createClient('http://paddock.test', key, {
    global: { fetch: async (input, init) => door(new Request(input, init)) },
  })
  return { client, door, report }
}

const failure = async (error: unknown) => {
  expect(error).toBeInstanceOf(FunctionsHttpError)
  const { context } = error as FunctionsHttpError
  return { status: context.status, body: await context.json() }
}

test('a function gets JSON, text, bytes and forms as they were sent, and its answer comes back', async () => {
  const { client } = clientOf(async (request) => {
    const type = request.headers.get('content-type')?.split(';')[0]
    const body = type === 'multipart/form-data' ? [...(await request.formData())] : await request.text()
    return Response.json({ method: request.method, type, body })
  })
  expect((await client.invoke('echo', { body: { a: 'ä' } })).data).toEqual({
    method: 'POST',
    type: 'application/json',
    body: '{"a":"ä"}',
  })
  expect((await client.invoke('echo', { body: 'plain' })).data).toMatchObject({ type: 'text/plain', body: 'plain' })
  const bytes = new Blob([new Uint8Array([104, 105])])
  expect((await client.invoke('echo', { body: bytes })).data).toMatchObject({
    type: 'application/octet-stream',
    body: 'hi',
  })
  const form = new FormData()
  form.set('photo', 'front')
  expect((await client.invoke('echo', { body: form })).data).toMatchObject({ body: [['photo', 'front']] })
  expect((await client.invoke('echo', { method: 'GET' })).data).toMatchObject({ method: 'GET', body: '' })
})

test('text, bytes and streams come back as what they are', async () => {
  const text = clientOf(() => new Response('hello'))
  expect((await text.client.invoke('echo')).data).toBe('hello')
  const blob = clientOf(() => new Response('hi', { headers: { 'content-type': 'application/octet-stream' } }))
  expect(await ((await blob.client.invoke('echo')).data as Blob).text()).toBe('hi')
  const events = clientOf(() => new Response('data: 1\n\n', { headers: { 'content-type': 'text/event-stream' } }))
  expect(await ((await events.client.invoke('echo')).data as Response).text()).toBe('data: 1\n\n')
})

test("a function's own refusal reaches the caller with its status and body", async () => {
  const { client, report } = clientOf(() => Response.json({ code: 'sold' }, { status: 409 }))
  const { data, error } = await client.invoke('echo')
  expect(data).toBeNull()
  expect(await failure(error)).toEqual({ status: 409, body: { code: 'sold' } })
  expect(report).not.toHaveBeenCalled()
})

test('a function that does not exist is not found, whatever its name', async () => {
  const { client } = clientOf(() => new Response('never'))
  for (const name of ['missing', 'constructor', '__proto__', 'toString', '%65cho', '']) {
    const { error } = await client.invoke(name)
    expect(await failure(error)).toEqual({
      status: 404,
      body: { code: 'NOT_FOUND', message: 'Requested function was not found' },
    })
  }
})

test('a caller needs a good key, and a good token if there is one', async () => {
  const handler = vi.fn(() => new Response('never'))
  const wrong = clientOf(handler, { key: 'sb_publishable_wrong' })
  expect(await failure((await wrong.client.invoke('echo')).error)).toMatchObject({
    status: 401,
    body: { code: 'invalid_api_key' },
  })
  const { client, door } = clientOf(handler)
  const forged = await client.invoke('echo', { headers: { Authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' } })
  expect(await failure(forged.error)).toMatchObject({ status: 401, body: { message: 'JWT not valid' } })
  const keyless = await door(new Request('http://paddock.test/functions/v1/echo'))
  expect(await keyless.json()).toMatchObject({ code: 'no_api_key' })
  expect(handler).not.toHaveBeenCalled()
})

test('a public function answers without a key, but not to a wrong one or to a secret key in a browser', async () => {
  const { door } = clientOf(() => new Response('open'), { verifyJwt: false })
  const call = (headers: Record<string, string>) =>
    door(new Request('http://paddock.test/functions/v1/echo/deeper', { headers }))
  expect(await (await call({})).text()).toBe('open')
  expect((await call({ apikey: 'wrong' })).status).toBe(401)
  const leaked = await call({ apikey: keys.secretKey, 'user-agent': 'Mozilla/5.0 (X11)' })
  expect(await leaked.json()).toMatchObject({ code: 'secret_key_in_browser' })
})

test('a crash is told to the operator, and its details to nobody else', async () => {
  const crash = () => {
    throw new Error('password=hunter2')
  }
  for (const handler of [crash, async () => crash(), () => 'no response' as unknown as Response]) {
    const { client, report } = clientOf(handler)
    const { status, body } = await failure((await client.invoke('echo')).error)
    expect(status).toBe(500)
    expect(body).toEqual({ code: 'WORKER_ERROR', message: expect.not.stringContaining('hunter2') })
    expect(report).toHaveBeenCalledOnce()
  }
})

test('a body beyond the limit is refused, announced or not', async () => {
  const { client, door } = clientOf(async (request) => new Response(await request.text()))
  expect((await client.invoke('echo', { body: 'x'.repeat(1000) })).data).toHaveLength(1000)
  expect((await failure((await client.invoke('echo', { body: 'x'.repeat(1001) })).error)).status).toBe(413)

  const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(100)) })
  const init = { method: 'POST', body: endless, duplex: 'half', headers: { apikey: keys.publishableKey } }
  const answer = await door(new Request('http://paddock.test/functions/v1/echo', init as RequestInit))
  expect(await answer.json()).toMatchObject({ code: 'BODY_TOO_LARGE' })

  const swallows = clientOf(async (request) => new Response(await request.text().catch(() => 'fine')))
  expect((await failure((await swallows.client.invoke('echo', { body: 'x'.repeat(1001) })).error)).status).toBe(413)
})

test('a function that never answers is given up, and told so', async () => {
  let aborted = false
  const hang: FunctionHandler = (request) =>
    new Promise(() =>
      request.signal.addEventListener('abort', () => {
        aborted = true
      }),
    )
  const { client } = clientOf(hang, { timeoutSeconds: 0.05 })
  const { error } = await client.invoke('echo')
  expect(error).toBeInstanceOf(FunctionsRelayError)
  expect((error as FunctionsRelayError).context.status).toBe(504)
  expect(aborted).toBe(true)
})

test('a page on another origin may call', async () => {
  const { door } = clientOf(() => new Response('hi'))
  const asked = { 'access-control-request-headers': 'authorization, apikey, x-region' }
  const preflight = await door(
    new Request('http://paddock.test/functions/v1/echo', { method: 'OPTIONS', headers: asked }),
  )
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization, apikey, x-region')
  const refused = await door(new Request('http://paddock.test/functions/v1/nothing'))
  expect(refused.headers.get('access-control-allow-origin')).toBe('*')
})
