import { readFile } from 'node:fs/promises'
import type { Sql } from 'postgres'
import { expect } from 'vitest'
import type { ApiErrorBody } from '../../../src/server/api-error.ts'
import type { Config } from '../../../src/server/config.ts'
import { freshDatabase } from '../../support/fresh-database.ts'
import { mintToken } from '../../support/people.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { openWireTap, type WireTap } from './wire-tap.ts'

/** Who asks: signed out, one of two people, or a server with the secret key. */
export type Who = 'visitor' | 'alice' | 'bob' | 'service'
export const ids = { alice: '00000000-0000-4000-8000-00000000000a', bob: '00000000-0000-4000-8000-00000000000b' }

export const annex = 'Annex "B"/#'

/** What an error body is expected to hold; an asymmetric matcher may stand for any of its values. */
export type Failure = { [key in keyof ApiErrorBody]: unknown }

type Row = Record<string, unknown>
export type Answer = {
  status: number
  headers: Headers
  text: string
  /** The body as JSON, or null where it is none. */
  json: unknown
  /** The body, where it is an array of rows. */
  rows: Row[]
}

export type Ask = {
  as?: Who
  prefer?: string
  range?: string
  accept?: string
  headers?: Record<string, string>
  /** Sent as it is where it is text or bytes, else as JSON. */
  body?: unknown
}

export type Museum = {
  server: TestServer
  /** Superuser, to look behind the API. */
  sql: Sql
  tokens: Record<'alice' | 'bob', string>
  /** What the gateway says to Postgres. */
  tap: WireTap
  client: (who?: Who) => ReturnType<typeof museumOf>
  ask: (method: string, path: string, options?: Ask) => Promise<Answer>
  get: (path: string, options?: Ask) => Promise<Answer>
  post: (path: string, body: unknown, options?: Ask) => Promise<Answer>
  patch: (path: string, body: unknown, options?: Ask) => Promise<Answer>
  put: (path: string, body: unknown, options?: Ask) => Promise<Answer>
  remove: (path: string, options?: Ask) => Promise<Answer>
  stop: () => Promise<void>
}

/** The gateway over the museum of `schema.sql`, in a database of its own. Paths are below `/rest/v1`. */
export async function openMuseum(options: Partial<Config> = {}): Promise<Museum> {
  const database = await freshDatabase()
  await database.sql.unsafe(await readFile(new URL('schema.sql', import.meta.url), 'utf8'))
  const tap = await openWireTap(database.gatewayUrl)
  const server = await startTestServer({ schemas: ['museum', annex], ...options }, { ...database, gatewayUrl: tap.url })
  const tokens = {
    alice: await mintToken(server, { sub: ids.alice }),
    bob: await mintToken(server, { sub: ids.bob }),
  }
  const ask = (method: string, path: string, options: Ask = {}) => send(server, tokens, method, path, options)
  return {
    server,
    sql: server.sql,
    tokens,
    client: (who = 'visitor') => museumOf(server, tokens, who),
    ask,
    get: (path, options) => ask('GET', path, options),
    post: (path, body, options) => ask('POST', path, { body, ...options }),
    patch: (path, body, options) => ask('PATCH', path, { body, ...options }),
    put: (path, body, options) => ask('PUT', path, { body, ...options }),
    remove: (path, options) => ask('DELETE', path, options),
    tap,
    stop: async () => {
      await server.stop()
      await tap.close()
    },
  }
}

function museumOf(server: TestServer, tokens: Museum['tokens'], who: Who) {
  if (who === 'service') return server.service().schema('museum')
  return server.client(who === 'visitor' ? undefined : tokens[who]).schema('museum')
}

async function send(server: TestServer, tokens: Museum['tokens'], method: string, path: string, options: Ask) {
  const { as = 'visitor', prefer, range, accept, body } = options
  const headers = new Headers({ apikey: as === 'service' ? server.keys.secretKey : server.keys.publishableKey })
  if (as === 'alice' || as === 'bob') headers.set('authorization', `Bearer ${tokens[as]}`)
  if (prefer) headers.set('prefer', prefer)
  if (range) headers.set('range', range)
  if (accept) headers.set('accept', accept)
  if (body !== undefined) headers.set('content-type', 'application/json')
  for (const [name, value] of Object.entries(options.headers ?? {})) headers.set(name, value)
  const raw = typeof body === 'string' || body instanceof Uint8Array
  const response = await fetch(`${server.url}/rest/v1${path}`, {
    method,
    headers,
    body: body === undefined ? null : raw ? (body as BodyInit) : JSON.stringify(body),
  })
  return read(response)
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text()
  const json = jsonOf(text)
  if (response.status >= 400 && text !== '') expectPlainFailure(response, json)
  const { status, headers } = response
  return { status, headers, text, json, rows: Array.isArray(json) ? (json as Row[]) : [] }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Every error, whichever test meets it, has the four keys of PostgREST and tells nothing about the server's insides. */
export function expectPlainFailure(response: Response, json: unknown): void {
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(Object.keys(json as object).sort()).toEqual(['code', 'details', 'hint', 'message'])
  expect(JSON.stringify(json)).not.toMatch(insides)
}

/** Stack frames, files, connection strings and the SQL that the gateway itself writes. */
const insides =
  /\bat \S+ \(\S+:\d+|\.ts:\d|node_modules|node:internal|postgres:\/\/|\.c:\d+|json_agg|to_jsonb|set_config|recordset/
