import { randomBytes } from 'node:crypto'
import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createIdentify } from '../../../src/server/caller.ts'
import { applyPlatform } from '../../../src/server/platform.ts'
import { createRest, type Rest } from '../../../src/server/rest/index.ts'
import { withDatabase } from '../../support/fresh-database.ts'
import { mintToken } from '../../support/people.ts'
import fc from '../../support/property.ts'
import { type AnySchema, anySchema, brokenMark, hiddenMark, hiddenRows, secretOf } from './any-schema.ts'
import { expectPlainFailure, ids } from './museum.ts'
import { type AnyRequest, requestsTo } from './requests.ts'

/** Pairs of a schema and a request. `REST_PAIRS=20000` runs all of them; what a usual run tries is their beginning. */
const pairs = Number(process.env.REST_PAIRS ?? 500)
const requestsPerSchema = 20

const keys = { publishableKey: 'sb_publishable_test', secretKey: 'sb_secret_test', jwtSecret: 'x'.repeat(40) }
const identify = createIdentify(keys, { lapseOf: () => null })
const name = `any_${randomBytes(6).toString('hex')}`
let admin: Sql
let sql: Sql
let gateway: Sql
let tokens: Record<'alice' | 'bob', string>

beforeAll(async () => {
  admin = postgres(inject('adminUrl'), { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name}`)
  sql = postgres(withDatabase(inject('adminUrl'), name), { max: 1, onnotice: () => {} })
  await applyPlatform(sql)
  gateway = postgres(withDatabase(inject('gatewayUrl'), name), { max: 2, onnotice: () => {} })
  const people = { keys, url: 'http://paddock.test' } as Parameters<typeof mintToken>[0]
  tokens = { alice: await mintToken(people, { sub: ids.alice }), bob: await mintToken(people, { sub: ids.bob }) }
})
afterAll(async () => {
  await Promise.all([sql.end(), gateway.end()])
  await admin.unsafe(`drop database ${name} with (force)`)
  await admin.end()
})

const schemaWithRequests = anySchema.chain((schema) =>
  fc.tuple(
    fc.constant(schema),
    fc.array(requestsTo(schema.tables, schema.functions), {
      minLength: requestsPerSchema,
      maxLength: requestsPerSchema,
    }),
  ),
)

test(`${pairs} pairs of a schema and a request: no fault, no hidden name, no hidden row`, {
  timeout: 3_600_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(schemaWithRequests, async ([schema, requests]) => {
      await sql.unsafe(schema.ddl)
      const rest = createRest({ sql: gateway, identify, schemas: ['gen'], maxRows: 1000, listen: false })
      try {
        await expectAllServed(rest, schema)
        for (const request of requests) await holds(rest, request)
      } finally {
        await rest.close()
      }
    }),
    { numRuns: Math.ceil(pairs / requestsPerSchema) },
  )
})

/** One broken object never hides another. */
async function expectAllServed(rest: Rest, { sound }: AnySchema): Promise<void> {
  for (const relation of sound) {
    const path = `/${encodeURIComponent(relation)}?limit=0`
    const { status, text } = await send(rest, { as: 'alice', method: 'GET', path, options: {} })
    // A view that asks as its caller is refused where its caller is.
    if (relation !== 'as_caller') expect(status, `${relation}: ${text}`).toBe(200)
  }
}

async function holds(rest: Rest, request: AnyRequest): Promise<void> {
  const { as, method, path, options } = request
  const { status, text, told, total } = await send(rest, request)
  const said = `${decode(path)} ${options.body ?? ''}`
  if (!said.includes(brokenMark)) expect(status, text).toBeLessThan(500)
  if (!said.includes(hiddenMark)) expect(told).not.toContain(hiddenMark)
  else if (/GET|HEAD/.test(method))
    expect(told.replaceAll(hiddenMark, nothing)).toBe((await send(rest, renamed(request))).told)
  expect(told).not.toContain(secretOf.nobody)
  if (as !== 'alice') expect(told).not.toContain(secretOf.alice)
  if (as !== 'bob') expect(told).not.toContain(secretOf.bob)
  expect(total).toBeLessThan(hiddenRows)
}

/** In no name at all, and as like to each name as the mark is, so that hints are the same. */
const nothing = hiddenMark.replace('8', '9')

/** What is hidden is answered as what is not there. */
function renamed({ path, options, ...request }: AnyRequest): AnyRequest {
  const body = options.body === undefined ? undefined : String(options.body).replaceAll(hiddenMark, nothing)
  return { ...request, path: path.replaceAll(hiddenMark, nothing), options: { ...options, body } }
}

async function send(rest: Rest, { as, method, path, options }: AnyRequest) {
  const headers = new Headers({ apikey: keys.publishableKey, 'content-type': 'application/json' })
  if (as !== 'visitor') headers.set('authorization', `Bearer ${tokens[as]}`)
  for (const part of ['prefer', 'accept', 'range'] as const) if (options[part]) headers.set(part, options[part])
  const body = options.body === undefined ? null : String(options.body)
  const response = await rest.handle(new Request(`http://paddock.test/rest/v1${path}`, { method, headers, body }), {})
  const text = await response.text()
  if (response.status >= 400 && text !== '') expectPlainFailure(response, JSON.parse(text))
  const total = Number(/\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1] ?? 0)
  return { status: response.status, text, told: `${text} ${JSON.stringify([...response.headers])}`, total }
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
