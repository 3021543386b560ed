import { readFile } from 'node:fs/promises'
import { FunctionsHttpError } from '@supabase/supabase-js'
import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { type Community, community } from '../../support/community.ts'
import { mintToken } from '../../support/people.ts'
import { checkTypes, startDeno } from './deno.ts'

let here: Community
let denoUrl = ''

beforeAll(async () => {
  here = await community()
  const { alice, bob, vehicle, server } = here
  const votes = [
    await alice
      .from('auction_votes')
      .insert({ vehicle_id: vehicle.id, user_id: alice.id, vote: 'yes', estimated_value: 40_000 }),
    await bob
      .from('auction_votes')
      .insert({ vehicle_id: vehicle.id, user_id: bob.id, vote: 'no', estimated_value: 50_000 }),
    await alice.from('vehicle_bets').insert({
      vehicle_id: vehicle.id,
      user_id: alice.id,
      bet_type: 'value_milestone',
      prediction: { target_value: 50_000, by_date: '2027-12-31' },
      confidence_percent: 75,
    }),
  ]
  expect(votes.map(({ error }) => error)).toEqual([null, null, null])
  denoUrl = await startDeno('vehicle-card', {
    SUPABASE_URL: server.url,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: server.keys.publishableKey }),
  })
})

const refusal = async (error: unknown) => {
  expect(error).toBeInstanceOf(FunctionsHttpError)
  const { context } = error as FunctionsHttpError
  return { status: context.status, ...(await context.json()) }
}

test('a visitor gets the card of a public vehicle', async () => {
  const { visitor, vehicle, image } = here
  const { data, error } = await visitor.functions.invoke('vehicle-card', { body: { vehicle_id: vehicle.id } })
  expect(error).toBeNull()
  expect(data).toEqual({
    vehicle_id: vehicle.id,
    name: '1971 Datsun PL510',
    image_url: `/photos/${image.vehicle_id}/front.svg`,
    votes: { yes: 1, no: 1, yes_percent: 50, avg_estimated_value: 45_000 },
    sentiment: [{ bet_type: 'value_milestone', total_bets: 1, avg_confidence: 75, avg_predicted_value: 50_000 }],
  })
})

test('a private vehicle has a card for its owner only', async () => {
  const { carol, alice, visitor, privateVehicle } = here
  const body = { vehicle_id: privateVehicle.id }
  expect((await carol.functions.invoke('vehicle-card', { body })).data).toMatchObject({ name: '1973 BMW 2002' })
  for (const stranger of [alice, visitor]) {
    const { error } = await stranger.functions.invoke('vehicle-card', { body })
    expect(await refusal(error)).toMatchObject({ status: 404, code: 'vehicle_not_found' })
  }
})

test('a crawler without a key gets the drawn card, which may be kept; a member’s may not', async () => {
  const { server, vehicle, carol } = here
  const url = `${server.url}/functions/v1/vehicle-card?vehicle_id=${vehicle.id}&format=svg`
  const drawn = await fetch(url)
  expect(drawn.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8')
  expect(drawn.headers.get('cache-control')).toBe('public, max-age=300')
  expect(await drawn.text()).toContain('50 % of 2 vote for auction')

  const headers = { apikey: server.keys.publishableKey, authorization: `Bearer ${carol.token}` }
  expect((await fetch(url, { headers })).headers.get('cache-control')).toBe('private, no-store')
})

test('as a picture the card is a PNG of the size that previews ask for, of a private car for its owner alone', async () => {
  const { server, vehicle, privateVehicle } = here
  const at = (id: string) => `${server.url}/functions/v1/vehicle-card?vehicle_id=${id}&format=png`
  const answer = await fetch(at(vehicle.id))
  expect(answer.headers.get('content-type')).toBe('image/png')
  const { format, width, height } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata()
  expect({ format, width, height }).toEqual({ format: 'png', width: 1200, height: 630 })
  expect((await fetch(at(privateVehicle.id))).status).toBe(404)
})

test('the same handler answers the same under Deno as on this server', async () => {
  const { server, vehicle, privateVehicle, carol, alice } = here
  const key = { apikey: server.keys.publishableKey }
  const as = (token: string) => ({ ...key, authorization: `Bearer ${token}` })
  const post = (body: string, headers: Record<string, string> = key): RequestInit => ({ method: 'POST', body, headers })
  const expired = await mintToken(server, { sub: carol.id, exp: 1 })
  const forged = `${carol.token.slice(0, -4)}AAAA`
  const mine = JSON.stringify({ vehicle_id: privateVehicle.id })

  const requests: [path: string, init?: RequestInit][] = [
    [`?vehicle_id=${vehicle.id}`],
    [`?vehicle_id=${vehicle.id}&format=svg`],
    [`?vehicle_id=${vehicle.id}&format=gif`],
    ['?vehicle_id=1%27%20or%20true'],
    [''],
    ['', post(JSON.stringify({ vehicle_id: vehicle.id }))],
    ['', post(JSON.stringify({ vehicle_id: vehicle.id }), {})],
    ['', post(mine)],
    ['', post(mine, as(carol.token))],
    ['', post(mine, as(alice.token))],
    ['', post(mine, as(expired))],
    ['', post(mine, as(forged))],
    ['', post(mine, { apikey: 'sb_publishable_wrong' })],
    ['', post(mine, { apikey: server.keys.secretKey })],
    ['', post('{')],
    ['', post('[]')],
    ['', post(JSON.stringify({ vehicle_id: 'x'.repeat(20_000) }))],
    ['', { method: 'DELETE', headers: key }],
  ]
  const statuses = []
  for (const [path, init] of requests) {
    const node = await answerOf(`${server.url}/functions/v1/vehicle-card${path}`, init)
    expect(await answerOf(`${denoUrl}/${path}`, init), `${path} ${init?.body ?? ''}`).toEqual(node)
    statuses.push(node.status)
  }
  expect(statuses).toEqual([200, 200, 400, 400, 400, 200, 200, 404, 200, 404, 401, 401, 401, 200, 400, 400, 413, 405])
})

test('Deno and Node are given the same supabase-js', async () => {
  const read = async (path: string) => JSON.parse(await readFile(new URL(`../../../${path}`, import.meta.url), 'utf8'))
  const { dependencies } = await read('package.json')
  const { imports } = await read('supabase/functions/vehicle-card/deno.json')
  expect(imports['@supabase/supabase-js']).toBe(`npm:@supabase/supabase-js@${dependencies['@supabase/supabase-js']}`)
})

test.each([
  'supabase/functions/vehicle-card',
  'supabase/functions/research-spec',
  'examples/todo/supabase/functions/export-list',
])('%s type-checks under Deno', async (folder) => expect(await checkTypes(folder)).toEqual({ code: 0, output: '' }))

async function answerOf(url: string, init?: RequestInit) {
  const response = await fetch(url, init)
  const shown = ['content-type', 'cache-control', 'vary', 'access-control-allow-origin', 'content-security-policy']
  const headers = Object.fromEntries(shown.map((name) => [name, response.headers.get(name)]))
  return { status: response.status, body: await response.text(), headers }
}
