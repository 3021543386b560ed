import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createClient, FunctionsHttpError, FunctionsRelayError } from '@supabase/supabase-js'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createIdentify } from '../../../src/server/caller.ts'
import { callsProjectFunction, createFunctions } from '../../../src/server/functions/index.ts'
import { createProjectFunctions, type ProjectFunctions } from '../../../src/server/functions/project/index.ts'
import { isAlive } from '../../../src/server/process-mark.ts'
import { denoProgram } from '../../support/deno-program.ts'

/** A stranger's functions under real Deno, by supabase-js. */

const keys = { publishableKey: 'sb_publishable_test', secretKey: 'sb_secret_test', jwtSecret: 'x'.repeat(40) }
const settings = { deno: denoProgram(), seconds: 60, megabytes: 128, net: null }

const files: Record<string, string> = {
  'config.toml': `
    [functions.open]
    verify_jwt = false
    [functions.elsewhere]
    entrypoint = "./functions/_shared/elsewhere.ts"
    [functions.off]
    enabled = false`,
  'functions/.env': 'COLOUR=red\nSUPABASE_URL=http://wrong\nDENO_DIR=/tmp/wrong\n',
  'functions/_shared/greeting.ts': `export const greeting = 'hello'`,
  'functions/_shared/elsewhere.ts': `Deno.serve(() => new Response('from elsewhere'))`,
  'functions/_shared/index.ts': `Deno.serve(() => new Response('never'))`,
  'functions/off/index.ts': `Deno.serve(() => new Response('never'))`,
  'functions/echo/deno.json': `{ "imports": { "greet": "../_shared/greeting.ts" } }`,
  'functions/echo/index.ts': `
    import { greeting } from 'greet'
    Deno.serve(async (request) => Response.json({
      greeting, url: request.url, method: request.method, body: await request.text(),
      headers: [...request.headers.keys()], pid: Deno.pid,
    }, { headers: { 'x-own': 'yes', 'set-cookie': 'a=1' } }))`,
  'functions/open/index.ts': `Deno.serve((request) => new Response(request.method === 'OPTIONS' ? 'mine' : 'open'))`,
  'functions/exported/index.ts': `export default { fetch: () => new Response('exported') }`,
  'functions/rights/index.ts': `
    const trial = async (work) => { try { await work(); return 'allowed' } catch (error) { return error.name } }
    Deno.serve(async () => Response.json({
      passwd: await trial(() => Deno.readTextFile('/etc/passwd')),
      secrets: await trial(() => Deno.readTextFile(new URL('../.env', import.meta.url))),
      itself: await trial(() => Deno.readTextFile(new URL(import.meta.url))),
      shared: await trial(() => Deno.readTextFile(new URL('../_shared/greeting.ts', import.meta.url))),
      write: await trial(() => Deno.writeTextFile(new URL('./new.txt', import.meta.url), 'x')),
      run: await trial(() => new Deno.Command(Deno.execPath(), { args: ['--version'] }).output()),
      env: Deno.env.toObject(), unknown: Deno.env.get('NOPE') ?? null,
    }))`,
  'functions/fails-at-load/index.ts': `throw new Error('password=hunter2')`,
  'functions/throws/index.ts': `Deno.serve(() => { throw new Error('password=hunter2') })`,
  'functions/exits/index.ts': `
    Deno.serve((request) => request.url.endsWith('/exit') ? Deno.exit(3) : new Response('alive'))`,
  'functions/greedy/index.ts': `
    const all = []
    Deno.serve(async () => { for (;;) { all.push(new Uint8Array(20e6).fill(1)); await new Promise((r) => setTimeout(r, 5)) } })`,
  'functions/big/index.ts': `Deno.serve(() => new Response(new Uint8Array(10 * 1024 * 1024).fill(7)))`,
  'functions/streams/index.ts': `
    const wait = () => new Promise((resolve) => setTimeout(resolve, 20))
    Deno.serve(() => new Response(new ReadableStream({
      async start(controller) {
        for (const n of [1, 2, 3]) { controller.enqueue(new TextEncoder().encode('data: ' + n + '\\n\\n')); await wait() }
        controller.close()
      },
    }), { headers: { 'content-type': 'text/event-stream' } }))`,
  'functions/hangs/index.ts': `Deno.serve(() => new Promise(() => {}))`,
  'functions/spins/index.ts': `
    Deno.serve((request) => { if (request.url.endsWith('/spin')) for (;;); return new Response('turns') })`,
}

let project = ''
const log = vi.fn<(line: string) => void>()
let functions: ProjectFunctions
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'paddock project, with comma '))
  for (const [name, content] of Object.entries(files)) await put(name, content)
  functions = open()
})
const opened: ProjectFunctions[] = []
afterAll(async () => {
  await Promise.all(opened.map((one) => one.close()))
  await rm(project, { recursive: true, force: true })
})

async function put(name: string, content: string): Promise<void> {
  const file = join(project, 'supabase', name)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content)
}

function open(changed: Partial<typeof settings> & { deno?: string | null } = {}): ProjectFunctions {
  const made = createProjectFunctions({
    project,
    settings: { ...settings, ...changed },
    keys,
    url: () => 'http://127.0.0.1:54321',
    cache: join(project, 'cache'),
    maxBodyBytes: 100_000,
    log,
  })
  opened.push(made)
  return made
}

function doorOf(own = functions) {
  const door = createFunctions({
    identify: createIdentify(keys, { lapseOf: () => null }),
    functions: { ours: { handler: () => new Response('ours'), verifyJwt: false } },
    project: own,
    report: () => {},
  })
  const { functions: client } = createClient('http://paddock.test', keys.publishableKey, {
    global: { fetch: async (input, init) => door(new Request(input, init)) },
  })
  const get = (path: string, init?: RequestInit) => door(new Request(`http://paddock.test/functions/v1/${path}`, init))
  return { client, get }
}

const refusal = async (error: unknown, kind: typeof FunctionsHttpError | typeof FunctionsRelayError) => {
  expect(error).toBeInstanceOf(kind)
  const { context } = error as FunctionsHttpError
  return [context.status, (await context.json()).code]
}

test('a function gets what supabase-js sends, at the path that it has upstream, with its import map', async () => {
  const { client, get } = doorOf()
  const { data, error } = await client.invoke('echo/deeper', { body: { a: 'ä' }, headers: { 'x-mine': '1' } })
  expect(error).toBeNull()
  const url = 'http://127.0.0.1:54321/echo/deeper'
  expect(data).toMatchObject({ greeting: 'hello', url, method: 'POST', body: '{"a":"ä"}' })
  expect(data.headers).toContain('x-mine')
  expect(data.headers).not.toContain('x-paddock-worker')
  const plain = await get('echo?a=%20', { headers: { apikey: keys.publishableKey } })
  expect([plain.headers.get('x-own'), plain.headers.get('set-cookie')]).toEqual(['yes', 'a=1'])
  expect(await plain.json()).toMatchObject({ url: 'http://127.0.0.1:54321/echo?a=%20', pid: data.pid })
})

test('streams, ten megabytes and exported handlers come back as they are', async () => {
  const { client, get } = doorOf()
  expect(await ((await client.invoke('streams')).data as Response).text()).toBe('data: 1\n\ndata: 2\n\ndata: 3\n\n')
  const big = await get('big', { headers: { apikey: keys.publishableKey } })
  expect((await big.arrayBuffer()).byteLength).toBe(10 * 1024 * 1024)
  expect((await client.invoke('exported')).data).toBe('exported')
  expect((await client.invoke('elsewhere')).data).toBe('from elsewhere')
  expect((await client.invoke('ours')).data).toBe('ours')
})

test('who calls is judged as config.toml says', async () => {
  const { get } = doorOf()
  expect([(await get('echo')).status, (await get('open')).status]).toEqual([401, 200])
  expect((await get('open', { headers: { apikey: 'of another service' } })).status).toBe(200)
  expect(await (await get('open', { method: 'OPTIONS' })).text()).toBe('mine')
  expect((await get('echo', { method: 'OPTIONS' })).status).toBe(200)
})

test.each(['_shared', 'off', 'nothing', '..', '%2e%2e', 'echo.ts', '.env', 'constructor', '', 'a'.repeat(300)])(
  '%j is no function',
  async (name) => {
    const { get } = doorOf()
    expect((await get(name, { headers: { apikey: keys.publishableKey } })).status).toBe(404)
  },
)

test('a function may read its own files, knows its own environment, and nothing more', async () => {
  const { data } = await doorOf().client.invoke('rights')
  const denied = { passwd: 'NotCapable', secrets: 'NotCapable', write: 'NotCapable', run: 'NotCapable' }
  expect(data).toMatchObject({ ...denied, itself: 'allowed', shared: 'allowed', unknown: null })
  expect(data.env).toMatchObject({
    COLOUR: 'red',
    SUPABASE_URL: 'http://127.0.0.1:54321',
    SUPABASE_ANON_KEY: keys.publishableKey,
    SUPABASE_SERVICE_ROLE_KEY: keys.secretKey,
    DENO_DIR: join(project, 'cache'),
  })
  expect(Object.keys(data.env)).not.toContain('HOME')
  expect(JSON.stringify(data.env)).not.toContain(keys.jwtSecret)
})

describe('what goes wrong', () => {
  test('at load: told as upstream, the reason in the log alone; mended when the file is', async () => {
    const { client } = doorOf()
    const failed = await client.invoke('fails-at-load')
    expect(await refusal(failed.error, FunctionsRelayError)).toEqual([503, 'BOOT_ERROR'])
    expect(log.mock.calls.join('\n')).toContain('[functions/fails-at-load] error: Uncaught')
    await put('functions/fails-at-load/index.ts', `Deno.serve(() => new Response('mended'))`)
    expect((await client.invoke('fails-at-load')).data).toBe('mended')
    await put('functions/fails-at-load/index.ts', `Deno.serve(() => new Response('changed again'))`)
    expect((await client.invoke('fails-at-load')).data).toBe('changed again')
  })

  test('in a call: the others go on', async () => {
    const { client, get } = doorOf()
    const answer = await get('throws', { headers: { apikey: keys.publishableKey } })
    expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringContaining('hunter2')])
    expect(await refusal((await client.invoke('throws')).error, FunctionsHttpError)).toEqual([500, 'WORKER_ERROR'])
    expect(await refusal((await client.invoke('exits/exit')).error, FunctionsRelayError)).toEqual([500, 'WORKER_ERROR'])
    expect((await client.invoke('exits')).data).toBe('alive')
  })

  test('too much memory ends the worker, too large a body is refused', async () => {
    const { client } = doorOf()
    expect(await refusal((await client.invoke('greedy')).error, FunctionsRelayError)).toEqual([546, 'WORKER_LIMIT'])
    const huge = await client.invoke('echo', { body: 'x'.repeat(100_001) })
    expect(await refusal(huge.error, FunctionsHttpError)).toEqual([413, 'BODY_TOO_LARGE'])
    expect((await client.invoke('echo', { body: 'x'.repeat(99_999) })).data.body).toHaveLength(99_999)
  })

  test('no answer in time; a loop without end is ended, and the next call answered', async () => {
    const { client } = doorOf(open({ seconds: 1 }))
    expect(await refusal((await client.invoke('hangs')).error, FunctionsRelayError)).toEqual([504, 'IDLE_TIMEOUT'])
    expect((await client.invoke('spins/spin')).error).toBeInstanceOf(FunctionsRelayError)
    await vi.waitUntil(async () => (await client.invoke('spins')).data === 'turns', { timeout: 50_000 })
  })

  test('no Deno: what to install is said', async () => {
    const { client } = doorOf(open({ deno: '/nowhere/deno' }))
    const { error } = await client.invoke('echo')
    expect(error).toBeInstanceOf(FunctionsRelayError)
    expect((await error.context.json()).message).toContain('npm install deno')
  })

  test('a config.toml that cannot be read leaves no function open', async () => {
    await put('config.toml', '[functions.open')
    expect((await doorOf().get('open')).status).toBe(500)
    await put('config.toml', files['config.toml'] as string)
    expect((await doorOf().get('open')).status).toBe(200)
  })
})

test('a crowd of calls is refused beyond what one client may have under way', async () => {
  const { client } = doorOf(open({ seconds: 2 }))
  const all = await Promise.all(Array.from({ length: 60 }, () => client.invoke('hangs')))
  const codes = await Promise.all(all.map(async ({ error }) => (await error.context.json()).code))
  expect(codes.filter((code) => code === 'BUSY')).toHaveLength(10)
})

test('when it is closed no process is left', async () => {
  const own = open()
  const { client } = doorOf(own)
  const { pid } = (await client.invoke('echo')).data
  expect(isAlive(pid)).toBe(true)
  await own.close()
  expect(isAlive(pid)).toBe(false)
})

test('only calls of a project’s functions are counted apart, whatever way the path is written', () => {
  const paths = [
    '/functions/v1/echo?x',
    '/functions/v1/vehicle-card',
    '/functions/v1/x/../../../rest/v1/t',
    '/functions/v1/%2e%2e/%2e%2e/rest/v1/t',
    '/rest/v1/t',
  ]
  expect(paths.map(callsProjectFunction)).toEqual([true, false, false, false, false])
})
