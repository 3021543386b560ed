import { beforeAll, expect, test } from 'vitest'
import { addVehicle, type Community, community } from '../../support/community.ts'
import { chunksIn, scriptedModel, storeGolden } from '../research/support.ts'
import { startDeno } from './deno.ts'

/** The Edge Function as it is, under Deno, against a real server. */

let people: Community
let url = ''
let model: Awaited<ReturnType<typeof scriptedModel>>
beforeAll(async () => {
  people = await community()
  await storeGolden(people.sql, ['d510-manual'])
  model = await scriptedModel(({ prompt }) => {
    const quote = 'Compression ratio: 8.5:1'
    const found = chunksIn(prompt).filter(({ text }) => text.includes(quote))
    return JSON.stringify({
      claims: found.map(({ id }) => ({ chunk_id: id, quote, value: 8.5, unit: ':1', qualifiers: {} })),
    })
  })
  const { url: supabaseUrl, keys } = people.server
  url = await startDeno('research-spec', {
    SUPABASE_URL: supabaseUrl,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishableKey }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secretKey }),
    AI_PROVIDER: 'openai-compatible',
    AI_BASE_URL: model.settings.baseUrl,
    AI_MODEL: 'scripted',
    AI_API_KEY: 'k',
  })
  return () => model.close()
})

const ask = async (body: object) => {
  const headers = { apikey: people.server.keys.publishableKey, 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: response.status, ...((await response.json()) as Record<string, unknown>) }
}

test('under Deno it researches with a model, stores the answer, and reads it the second time', async () => {
  const { id } = await addVehicle(people.sql, { user_id: people.carol.id, year: 1971, make: 'Datsun', model: '510' })
  const question = { vehicle_id: id, spec_name: 'compression' }
  const first = await ask(question)
  expect(first).toMatchObject({ status: 'supported', cached: false, provider: { name: 'openai-compatible', calls: 1 } })
  expect(await ask(question)).toMatchObject({ cached: true, claims: (first as Record<string, unknown>).claims })
  expect(model.asked).toHaveLength(1)
  expect(await ask({ vehicle_id: crypto.randomUUID(), spec_name: 'compression' })).toMatchObject({
    status: 404,
    code: 'unknown_vehicle',
  })
})
