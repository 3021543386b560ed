import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { createIdentify } from '../../../src/server/caller.ts'
import { createLive, type LiveOptions } from '../../../src/server/live/index.ts'
import { createStanding } from '../../../src/server/standing.ts'
import { type Community, community } from '../../support/community.ts'
import { startTestServer } from '../../support/test-server.ts'
import { listenTo } from './listener.ts'

const soon = <T>(read: () => T | Promise<T>) => expect.poll(read, { interval: 20 })

const headersOf = ({ server }: Pick<Community, 'server'>, token?: string) => ({
  apikey: server.keys.publishableKey,
  ...(token ? { authorization: `Bearer ${token}` } : {}),
})

const pathOf = (...ids: string[]) => `/live/v1/vehicles?${ids.map((id) => `id=${id}`).join('&')}`

const watching = (c: Pick<Community, 'server'>, ids: string[], token?: string) =>
  listenTo((signal) => fetch(c.server.url + pathOf(...ids), { headers: headersOf(c, token), signal }))

/** The door by itself, with limits and times of the test's own. */
async function door(c: Community, options: Partial<LiveOptions>) {
  const live = createLive({
    sql: c.sql,
    identify: createIdentify(c.server.keys, createStanding(c.sql)),
    fetchInProcess: fetch,
    everyMs: 20,
    ...options,
  })
  onTestFinished(live.end)
  const watch = (ids: string[], token?: string, remoteAddress = '192.0.2.1') =>
    listenTo((signal) =>
      live.handle(new Request(c.server.url + pathOf(...ids), { headers: headersOf(c, token), signal }), {
        remoteAddress,
      }),
    )
  return { live, watch }
}

test('votes, bets and likes of others arrive, each under its own topic', async () => {
  const c = await community()
  const { events, response } = await watching(c, [c.vehicle.id])
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  const last = () => events.at(-1)?.[c.vehicle.id]
  await soon(() => events.length).toBe(1)
  const start = last()

  await c.alice.from('auction_votes').insert({ vehicle_id: c.vehicle.id, vote: 'yes' })
  await soon(() => last()?.votes).not.toBe(start?.votes)
  expect(last()).toMatchObject({ bets: start?.bets, photos: start?.photos })

  await c.bob.from('vehicle_bets').insert({
    vehicle_id: c.vehicle.id,
    bet_type: 'auction_price',
    prediction: { target_value: 20_000 },
    confidence_percent: 60,
  })
  await soon(() => last()?.bets).not.toBe(start?.bets)
  await c.bob.from('image_interactions').insert({ image_id: c.image.id, interaction_type: 'like' })
  await soon(() => last()?.photos).not.toBe(start?.photos)

  const voted = last()?.votes
  await c.alice.from('auction_votes').delete().eq('vehicle_id', c.vehicle.id)
  await soon(() => last()?.votes).not.toBe(voted)
})

test('a private vehicle is watched by its owner only; strangers hear that it is not there', async () => {
  const c = await community()
  const ids = [c.privateVehicle.id]
  expect((await watching(c, ids)).response.status).toBe(404)
  expect((await watching(c, ids, c.alice.token)).response.status).toBe(404)
  const owner = await watching(c, [c.privateVehicle.id, c.vehicle.id], c.carol.token)
  await soon(() => Object.keys(Object.assign({}, ...owner.events)).sort()).toEqual(
    [c.privateVehicle.id, c.vehicle.id].sort(),
  )
  const stranger = await watching(c, [c.privateVehicle.id, c.vehicle.id], c.alice.token)
  await soon(() => stranger.events.flatMap((event) => Object.keys(event))).toEqual([c.vehicle.id])
})

test('a vehicle that turns private, or is removed, ends the streams of those who may see it no longer', async () => {
  const c = await community()
  const stranger = await watching(c, [c.vehicle.id], c.alice.token)
  const owner = await watching(c, [c.vehicle.id], c.carol.token)
  await soon(() => stranger.events.length + owner.events.length).toBe(2)
  const first = owner.events[0]?.[c.vehicle.id]?.votes
  await c.carol.from('vehicles').update({ is_public: false }).eq('id', c.vehicle.id)
  await stranger.ended
  await c.carol.from('auction_votes').insert({ vehicle_id: c.vehicle.id, vote: 'yes' })
  await soon(() => owner.events.at(-1)?.[c.vehicle.id]?.votes).not.toBe(first)
  expect(stranger.events.map((event) => event[c.vehicle.id]?.votes)).not.toContain(
    owner.events.at(-1)?.[c.vehicle.id]?.votes,
  )
  await c.carol.from('vehicles').delete().eq('id', c.vehicle.id)
  await owner.ended
})

test('rights are looked at again even when nothing happens, and a token’s end is the stream’s', async () => {
  const c = await community()
  const { watch } = await door(c, { recheckMs: 100 })
  const { events, ended } = await watch([c.vehicle.id], c.alice.token)
  await soon(() => events.length).toBe(1)
  await c.sql`create policy "nobody sees this one" on vehicles as restrictive for select to authenticated
    using (id <> ${c.sql.unsafe(`'${c.vehicle.id}'`)})`
  onTestFinished(async () => void (await c.sql`drop policy "nobody sees this one" on vehicles`))
  await ended

  const identify = createIdentify(c.server.keys, createStanding(c.sql))
  const ending = await door(c, {
    identify: async (request) => {
      const caller = await identify(request)
      return { ...caller, claims: { ...caller.claims, exp: Date.now() / 1000 } } // it ends while it is looked at
    },
  })
  const bob = await ending.watch([(await community()).vehicle.id], c.bob.token)
  await bob.ended
  expect(bob.events).toHaveLength(1)
})

test.each([
  ['no vehicle', '', 400],
  ['something that is no id', '?id=1%20or%201', 400],
  [
    'more vehicles than one may watch',
    `?${Array.from({ length: 101 }, (_, n) => `id=00000000-0000-4000-8000-${String(n).padStart(12, '0')}`).join('&')}`,
    400,
  ],
  ['a vehicle that is not there', '?id=00000000-0000-4000-8000-000000000000', 404],
])('%s is told in words', async (_what, query, status) => {
  const c = await community()
  const answer = await fetch(`${c.server.url}/live/v1/vehicles${query}`, { headers: headersOf(c) })
  expect(answer.status).toBe(status)
  expect(((await answer.json()) as { message: string }).message).toMatch(/id takes the id|no such vehicle/)
})

test('without a key, or to write, nobody gets in', async () => {
  const c = await community()
  const url = c.server.url + pathOf(c.vehicle.id)
  expect((await fetch(url)).status).toBe(401)
  expect((await fetch(url, { headers: headersOf(c, 'forged') })).status).toBe(401)
  expect((await fetch(url, { method: 'POST', headers: headersOf(c) })).status).toBe(405)
  expect((await fetch(`${url}&apikey=${c.server.keys.publishableKey}`)).status).toBe(200)
})

test('streams are bounded, in all and to one address, and one that is left makes room', async () => {
  const c = await community()
  const { watch } = await door(c, { most: { all: 3, address: 2, vehicles: 9 } })
  const first = await watch([c.vehicle.id])
  await watch([c.vehicle.id])
  const third = await watch([c.vehicle.id])
  expect(third.response.status).toBe(503)
  expect(third.response.headers.get('retry-after')).toBe('30')
  expect((await watch([c.vehicle.id], undefined, '192.0.2.2')).response.status).toBe(200)
  expect((await watch([c.vehicle.id], undefined, '192.0.2.3')).response.status).toBe(503)
  first.leave()
  await soon(async () => (await watch([c.vehicle.id], undefined, '192.0.2.4')).response.status).toBe(200)
})

test('one client watches so many vehicles in all its streams and no more', async () => {
  const c = await community()
  const { watch } = await door(c, { most: { all: 9, address: 9, vehicles: 2 } })
  const first = await watch([c.vehicle.id])
  await watch([c.vehicle.id])
  expect((await watch([c.vehicle.id])).response.status).toBe(503)
  expect((await watch([c.vehicle.id], undefined, '192.0.2.2')).response.status).toBe(200)
  first.leave()
  await soon(async () => (await watch([c.vehicle.id])).response.status).toBe(200)
})

test('a reader that is left without a word is noticed through the network', async () => {
  const c = await community()
  const { events, leave } = await watching(c, [c.vehicle.id])
  await soon(() => events.length).toBe(1)
  leave()
  await expect((await watching(c, [c.vehicle.id])).response.status).toBe(200)
})

test('a quiet stream is kept awake', async () => {
  const c = await community()
  const { watch } = await door(c, { heartbeatMs: 20 })
  const { beats } = await watch([c.vehicle.id])
  await soon(beats).toBeGreaterThan(2)
})

test('a reader that does not read gets the newest versions once, not all that happened', async () => {
  const c = await community()
  const { live } = await door(c, {})
  const answer = await live.handle(new Request(c.server.url + pathOf(c.vehicle.id), { headers: headersOf(c) }), {})
  for (let n = 0; n < 12; n++) {
    await c.alice
      .from('auction_votes')
      .upsert({ vehicle_id: c.vehicle.id, user_id: c.alice.id, vote: n % 2 ? 'yes' : 'no' })
    await sleep(40)
  }
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
  const now = async () =>
    (await c.visitor.rpc('vehicle_versions', { vehicle_ids: [c.vehicle.id] })).data[c.vehicle.id].votes
  let events = 0
  for (let newest = false; !newest; ) {
    const { value, done } = await reader.read()
    expect(done).toBe(false)
    const text = new TextDecoder().decode(value)
    if (!text.startsWith('event: versions')) continue
    events += 1
    newest = text.includes(JSON.stringify(await now())) // the fold of votes may bring one more, never twelve
  }
  expect(events).toBeLessThanOrEqual(4)
})

test('a server that stops ends its streams by itself, before it would have to cut them', async () => {
  const c = await community()
  const server = await startTestServer()
  const [vehicle] = await server.sql<{ id: string }[]>`insert into vehicles (model) values ('2002') returning id`
  const { events, ended } = await watching({ ...c, server }, [vehicle?.id ?? ''])
  await soon(() => events.length).toBe(1)
  await server.stop() // lets running requests end, and after a while cuts what is still open
  expect(await ended).toBe('closed')
})
