import { expect, test } from 'vitest'
import type { PaddockClient } from '../../../src/client/client.ts'
import { unwrap } from '../../../src/client/errors.ts'
import { type Followed, listFollows, unfollow } from '../../../src/client/follows.ts'
import { community } from '../../support/community.ts'
import { bet, question } from './news.ts'

/** As `follow` of the SDK, which first looks whether somebody has to be signed in. */
const follow = async (me: PaddockClient, what: Followed) => {
  const args =
    'personId' in what ? { person_id: what.personId } : { vehicle_id: what.vehicleId, question: what.question }
  unwrap(await me.rpc('follow', args as { vehicle_id: string }))
}

test('what I follow is mine to see: a car, a question, a person, each once', async () => {
  const { alice, bob, carol, sql, vehicle } = await community()
  const me = alice as PaddockClient
  await bet(bob, vehicle)
  for (let n = 0; n < 2; n++) {
    await follow(me, { vehicleId: vehicle.id })
    await follow(me, { vehicleId: vehicle.id, question })
    await follow(me, { personId: carol.id })
  }
  const mine = await listFollows(me)
  expect(mine.map(({ vehicleId, question: q, personId }) => ({ vehicleId, q, personId }))).toEqual(
    expect.arrayContaining([
      { vehicleId: vehicle.id, q: null, personId: null },
      { vehicleId: vehicle.id, q: question, personId: null },
      { vehicleId: null, q: null, personId: carol.id },
    ]),
  )
  expect(mine).toHaveLength(3)
  for (const other of [bob, carol]) expect(await listFollows(other as PaddockClient)).toEqual([])
  expect((await bob.from('follows').delete().eq('user_id', alice.id)).error?.code).toBe('42501')
  await unfollow(me, { vehicleId: vehicle.id })
  await unfollow(me, { vehicleId: vehicle.id })
  expect(await listFollows(me)).toHaveLength(2) // the question stays
  await sql`delete from public.vehicles where id = ${vehicle.id}`
  expect((await listFollows(me)).map(({ personId }) => personId)).toEqual([carol.id])
})

test('a hidden car cannot be followed, and follows of it answer nothing until it is seen again', async () => {
  const { alice, carol, visitor, vehicle, privateVehicle } = await community()
  const me = alice as PaddockClient
  const refused = async (work: Promise<unknown>) =>
    await work.then(
      () => 'done',
      ({ code }) => code,
    )
  expect(await refused(follow(me, { vehicleId: privateVehicle.id }))).toBe('unknown_vehicle')
  expect(await refused(follow(me, { vehicleId: crypto.randomUUID() }))).toBe('unknown_vehicle')
  expect(await refused(follow(me, { vehicleId: vehicle.id, question: 'auction_price:EUR' }))).toBe('unknown_question')
  expect(await refused(follow(me, { vehicleId: vehicle.id, question: 'x'.repeat(100_000) }))).toBe('unknown_question')
  expect(await refused(follow(me, { personId: crypto.randomUUID() }))).toBe('unknown_person')
  expect(await refused(follow(me, { personId: alice.id }))).toBe('nobody_follows_themselves')
  expect((await alice.rpc('follow', { vehicle_id: vehicle.id, person_id: carol.id })).error?.details).toBe(
    'follows_are_of_a_car_a_question_or_a_person',
  )
  expect((await visitor.rpc('follow', { vehicle_id: vehicle.id })).error?.code).toBe('42501')

  await follow(me, { vehicleId: vehicle.id })
  await carol.from('vehicles').update({ is_public: false }).eq('id', vehicle.id)
  expect(await listFollows(me)).toEqual([])
  await carol.from('vehicles').update({ is_public: true }).eq('id', vehicle.id)
  expect(await listFollows(me)).toHaveLength(1)
  await carol.from('vehicles').update({ is_public: false }).eq('id', vehicle.id)
  await unfollow(me, { vehicleId: vehicle.id }) // also while it is hidden
  await carol.from('vehicles').update({ is_public: true }).eq('id', vehicle.id)
  expect(await listFollows(me)).toEqual([])
})

test('one person follows so many and no more, also with ten requests at once', async () => {
  const { alice, sql } = await community()
  const people = await Promise.all(
    Array.from(
      { length: 10 },
      async () =>
        (await sql<{ id: string }[]>`insert into auth.users (id) values (gen_random_uuid()) returning id`)[0]?.id ?? '',
    ),
  )
  await sql`update app.settings set value = '3' where name = 'follows_per_person'`
  const codes = await Promise.all(
    people.map(async (personId) => (await alice.rpc('follow', { person_id: personId })).error?.details ?? 'done'),
  )
  await sql`update app.settings set value = '1000' where name = 'follows_per_person'`
  expect(codes.filter((code) => code === 'done')).toHaveLength(3)
  expect(codes.filter((code) => code === 'follows_are_limited')).toHaveLength(7)
})
