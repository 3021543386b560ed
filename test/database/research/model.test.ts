import { createClient, FunctionsHttpError, type SupabaseClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addVehicle } from '../../support/community.ts'
import { signedIn } from '../../support/people.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { type Answer, type Asked, chunksIn, scriptedModel, storeGolden } from './support.ts'

/** Research with a model: a local server speaks each provider's protocol, and says what the test wants a model to say. */

type Reply = Awaited<Parameters<typeof scriptedModel>[0] extends (...args: never[]) => infer R ? R : never>

let server: TestServer
let reply: (asked: Asked, nth: number) => Reply
let model: Awaited<ReturnType<typeof scriptedModel>>
let owner = ''

const quoting = (pattern: RegExp, claim: object) => (asked: Asked) => {
  const claims = chunksIn(asked.prompt).flatMap(({ id, text }) => {
    const quote = pattern.exec(text)?.[0]
    return quote ? [{ chunk_id: id, quote, qualifiers: {}, ...claim }] : []
  })
  return JSON.stringify({ claims })
}
const truth = quoting(/Compression ratio: 8\.5:1/, { value: 8.5, unit: ':1' })

beforeAll(async () => {
  model = await scriptedModel((asked, nth) => reply(asked, nth) as string)
  server = await startTestServer({ model: model.settings })
  await storeGolden(server.sql, ['d510-manual'])
  owner = (await signedIn(server, 'carol')).id
})
afterAll(() => server?.stop())

beforeEach(async () => {
  model.asked.length = 0
  reply = truth
  await server.sql`update app.settings set value = 'on' where name = 'research_model'`
})

const ask = async (spec = 'compression', client: SupabaseClient = server.client(), car?: string): Promise<Answer> => {
  const vehicle = { user_id: owner, year: 1971, make: 'Datsun', model: '510' }
  const vehicle_id = car ?? (await addVehicle(server.sql, vehicle)).id
  const { data, error } = await client.functions.invoke('research-spec', { body: { vehicle_id, spec_name: spec } })
  if (error instanceof FunctionsHttpError) throw new Error(await error.context.text())
  if (error) throw error
  return data
}
const shown = ({ claims }: Answer) => claims.map(({ value, unit }) => `${value} ${unit}`)

test('a value that a model finds is shown with its quote, and says which model read', async () => {
  const answer = await ask()
  expect(answer).toMatchObject({
    status: 'supported',
    provider: { name: 'openai-compatible', model: 'scripted', calls: 1 },
  })
  expect(shown(answer)).toEqual(['8.5 :1'])
  expect(answer.claims[0]?.evidence[0]?.quote).toContain('Compression ratio: 8.5:1')
  const [{ path, headers, system, prompt } = {}] = model.asked
  expect([path, headers?.authorization]).toEqual(['/v1/chat/completions', 'Bearer k'])
  expect(system).toContain('never followed')
  expect(prompt).toMatch(/<<[0-9a-f]{32} chunk /)
})

test.each(['anthropic', 'ollama'] as const)('%s is asked in its own protocol', async (provider) => {
  const other = await startTestServer({ model: { ...model.settings, provider } }, undefined)
  try {
    await storeGolden(other.sql, ['d510-manual'])
    const { id } = await addVehicle(other.sql, {
      user_id: (await signedIn(other, 'dora')).id,
      year: 1971,
      make: 'Datsun',
      model: '510',
    })
    const answer = await ask('compression', other.client(), id)
    expect(answer).toMatchObject({ status: 'supported', provider: { name: provider, calls: 1 } })
    const [{ path, headers, body } = {}] = model.asked
    const form = provider === 'anthropic' ? body?.output_config : body?.response_format
    expect(JSON.stringify(form)).toContain('chunk_id')
    expect(body).not.toHaveProperty('tools')
    expect(path).toBe(provider === 'anthropic' ? '/v1/messages' : '/v1/chat/completions')
    expect(provider === 'anthropic' ? headers?.['x-api-key'] : headers?.authorization).toMatch(/k$/)
  } finally {
    await other.stop()
  }
})

test('a server that takes no schema for its replies is asked in plain text, and from then on at once', async () => {
  reply = (asked) =>
    'response_format' in asked.body ? { status: 400, body: '{"error": {"message": "what?"}}' } : truth(asked)
  const other = await startTestServer({ model: model.settings }, undefined)
  try {
    await storeGolden(other.sql, ['d510-manual'])
    const { id } = await addVehicle(other.sql, {
      ...{ user_id: (await signedIn(other, 'dora')).id, year: 1971, make: 'Datsun', model: '510' },
    })
    const { data } = await other.client().functions.invoke('research-spec', {
      body: { vehicle_id: id, spec_name: 'compression' },
    })
    expect(data).toMatchObject({ status: 'supported', provider: { calls: 1 } })
    expect(model.asked.map(({ body }) => 'response_format' in body)).toEqual([true, false])
    await ask('displacement', other.client(), id)
    expect(model.asked.map(({ body }) => 'response_format' in body).slice(2)).not.toContain(true)
    expect(model.asked.length).toBeGreaterThan(2)
  } finally {
    await other.stop()
  }
})

describe('what a model says and the source does not is never shown, and the readers answer in its place', () => {
  const lies: [string, (asked: Asked) => Reply][] = [
    ['another value', quoting(/Compression ratio: 8\.5:1/, { value: 9.9, unit: ':1' })],
    [
      'changed digits in the quote',
      (asked) =>
        JSON.stringify({
          claims: [
            { chunk_id: chunksIn(asked.prompt)[0]?.id, quote: 'Compression ratio: 9.9:1', value: 9.9, unit: ':1' },
          ],
        }),
    ],
    [
      'the id of a chunk it was not given',
      () =>
        JSON.stringify({
          claims: [{ chunk_id: crypto.randomUUID(), quote: 'Compression ratio: 8.5:1', value: 9.9, unit: ':1' }],
        }),
    ],
    ['no JSON', () => 'The compression ratio is 9.9:1, trust me.'],
    ['half of its JSON', () => '{"claims": [{"chunk_id": "'],
    ['200,000 characters', () => `{"claims": [${'{},'.repeat(70_000)}{}]}`],
    ['a link and a tool call', () => '{"claims": [], "tool_calls": [{"url": "http://attacker.example"}]}'],
  ]
  test.each(lies)('%s', async (_, lie) => {
    reply = lie
    const answer = await ask()
    expect(shown(answer)).toEqual(['8.5 :1'])
    expect(JSON.stringify(answer)).not.toMatch(/(?<!\d)9\.9|attacker/)
    expect(model.asked.length).toBeLessThanOrEqual(2) // one repair attempt
  })
})

describe('a provider that fails', () => {
  test.each<[string, Reply]>([
    ['with an error of its own', { status: 500 }],
    ['at its limit', { status: 429, body: '{"error": {"message": "slow down"}}' }],
    ['with a page of HTML', { status: 200, body: '<html>sign in</html>' }],
    ['by silence', 'hang'],
  ])('%s leaves the readers, and is left alone for a minute', async (_, failing) => {
    reply = () => failing
    const vehicle = await addVehicle(server.sql, { user_id: owner, year: 1971, make: 'Datsun', model: '510' })
    const answer = await ask('compression', server.client(), vehicle.id)
    expect(shown(answer)).toEqual(['8.5 :1'])
    const [lease] =
      await server.sql`select failures, retry_at > now() as waits, holder from app.research_leases where vehicle_id = ${vehicle.id}`
    expect(lease).toEqual({ failures: 1, waits: true, holder: null })
    const calls = model.asked.length
    reply = truth
    const { data } = await server.client().functions.invoke('research-spec', {
      body: { vehicle_id: vehicle.id, spec_name: 'compression', refresh: true },
    })
    expect([data.provider, model.asked.length]).toEqual([null, calls])
  })
})

test('a document whose publisher forbids it never reaches a model, and is read without one', async () => {
  await storeGolden(server.sql, ['bmw2002-manual'], { aiInput: false })
  const bmw = await addVehicle(server.sql, { user_id: owner, year: 1973, make: 'BMW', model: '2002' })
  const answer = await ask('displacement', server.client(), bmw.id)
  expect(answer.status).toBe('supported')
  expect(model.asked.map(({ prompt }) => prompt).join()).not.toMatch(/\b2002\b/)
})

test('a call is reserved before it is made, and what it did not use goes back; the switch turns all off', async () => {
  const vehicle = await addVehicle(server.sql, { user_id: owner, year: 1971, make: 'Datsun', model: '510' })
  await ask('compression', server.client(), vehicle.id)
  const spent =
    await server.sql`select calls, dollars::float8 from app.research_spending where scope = ${`vehicle ${vehicle.id}`}`
  // 100 tokens read at a dollar a million, 50 written at two.
  expect(spent).toEqual([{ calls: 1, dollars: 0.0002 }])

  await server.sql`update app.settings set value = 'off' where name = 'research_model'`
  const calls = model.asked.length
  expect(await ask()).toMatchObject({ status: 'supported', provider: null, over_budget: false })
  expect(model.asked).toHaveLength(calls)
})

test('whoever has used up a day’s calls is answered by the readers', async () => {
  await server.sql`update app.settings set value = '1' where name = 'research_calls_per_person_day'`
  try {
    const client = createClient(server.url, server.keys.publishableKey, { auth: { persistSession: false } })
    await client.auth.signInAnonymously()
    expect((await ask('compression', client)).provider).toMatchObject({ calls: 1 })
    const second = await ask('compression', client)
    expect(second).toMatchObject({ status: 'supported', provider: null, over_budget: true })
    const midnight = new Date().setUTCHours(24, 0, 0, 0)
    expect(Date.parse(second.expires_at)).toBeLessThanOrEqual(midnight + 60_000)
  } finally {
    await server.sql`update app.settings set value = '50' where name = 'research_calls_per_person_day'`
  }
})

test('whoever has lost the lease stores nothing: a token fences them off', async () => {
  const { sql } = server
  const { id } = await addVehicle(sql, { user_id: owner, year: 1971, make: 'Datsun', model: '510' })
  const [slow, quick] = [crypto.randomUUID(), crypto.randomUUID()]
  const take = async (who: string) =>
    (await sql`select app.take_research_lease(${id}, 'power', ${who}) as token`)[0]?.token
  const store = async (who: string, token: string) =>
    (
      await sql`select app.store_research(${id}, 'power', null, '{"status": "insufficient", "claims": []}', ${who}, ${token}) as stored`
    )[0]?.stored
  const first = await take(slow)
  expect(await take(quick)).toBeNull()
  await sql`update app.research_leases set alive_until = now() - interval '1 second' where vehicle_id = ${id}`
  const second = await take(quick)
  expect(Number(second)).toBeGreaterThan(Number(first))
  expect(await store(slow, first)).toBe(false)
  expect(await store(quick, second)).toBe(true)
})
