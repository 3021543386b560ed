import { expect, test } from 'vitest'
import { byHand } from '../../support/by-hand.ts'
import { addVehicle, type Community, community } from '../../support/community.ts'
import { placeBet } from '../bets/questions.ts'

const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()

/** Two bets on a car's hammer price, one good and one bad, settled. */
async function settled(people: Community) {
  const { sql, carol, alice, bob, service } = people
  const car = await addVehicle(sql, { user_id: carol.id, year: 1970, make: 'BMW', model: '2002' })
  const bet = (price: number) => ({ bet_type: 'auction_price', prediction: { target_value: price }, stake_amount: 20 })
  await placeBet(alice, car, bet(30_000))
  await placeBet(bob, car, bet(90_000))
  const evidence = { source_url: 'https://example.com/lot/12' }
  const result = {
    vehicle_id: car.id,
    kind: 'auction_result',
    value: 30_500,
    sold: true,
    occurred_at: new Date().toISOString(),
    evidence,
  }
  expect((await service.from('vehicle_outcomes').insert(result)).error).toBeNull()
  await sql`update bet_questions set final_at = ${ago(1)} where vehicle_id = ${car.id} and final_at is not null`
  await service.rpc('settle_due')
  await byHand(sql, 'fold_standings')
  return car
}

const standing = async ({ sql }: Community, who: { id: string }) =>
  (
    await sql`select bets, compared, peer_total::float8, points_total::float8 from app.forecaster_standings
    where user_id = ${who.id} and period = 'all' and make = 'all'`
  )[0]

test('an owner’s delete takes nobody’s record, and the standings still add up', async () => {
  const people = await community()
  const { sql, carol, alice, bob } = people
  const car = await settled(people)
  const before = [await standing(people, alice), await standing(people, bob)]
  expect(before[0]?.bets).toBe(1)
  expect(before[1]?.peer_total).toBeLessThan(0)
  expect((await carol.from('vehicles').delete().eq('id', car.id)).error).toBeNull()
  await byHand(sql, 'fold_standings')
  expect([await standing(people, alice), await standing(people, bob)]).toEqual(before)
  const kept = await sql`select make, user_id from app.kept_records where user_id in ${sql([alice.id, bob.id])}`
  expect(kept).toHaveLength(2)
  expect(await sql`select promise, example from app.audit() where wrong > 0`).toEqual([])
})

test('what nobody has decided yet goes back to whom it belongs', async () => {
  const people = await community()
  const { sql, carol, alice } = people
  const car = await addVehicle(sql, { user_id: carol.id, year: 1970, make: 'BMW', model: '2002' })
  await placeBet(alice, car, { bet_type: 'auction_price', prediction: { target_value: 1_000 }, stake_amount: 40 })
  const held = async () =>
    (await alice.from('point_balances').select('available, escrow').eq('user_id', alice.id).single()).data
  expect(await held()).toMatchObject({ available: 960, escrow: 40 })
  await carol.from('vehicles').delete().eq('id', car.id)
  expect(await held()).toMatchObject({ available: 1_000, escrow: 0 })
})

test('the id of a car or photo that is gone is given to nothing else, by nobody but the operator', async () => {
  const people = await community()
  const { carol, bob, service, vehicle, image } = people
  expect((await carol.from('vehicle_images').delete().eq('id', image.id)).error).toBeNull()
  const photo = { id: image.id, vehicle_id: vehicle.id, image_url: '/photos/x.svg' }
  const refused = { code: '23514', details: 'gone_ids_stay_gone' }
  expect((await carol.from('vehicle_images').insert(photo)).error).toMatchObject(refused)
  expect((await carol.from('vehicles').delete().eq('id', vehicle.id)).error).toBeNull()
  for (const who of [carol, bob]) {
    const again = { id: vehicle.id, user_id: who.id, year: 1970, make: 'X', model: 'Y' }
    expect((await who.from('vehicles').insert(again)).error).toMatchObject(refused)
    expect((await who.from('vehicles').upsert(again)).error).toMatchObject(refused)
    const other = await addVehicle(people.sql, { user_id: who.id, year: 1971, make: 'X', model: 'Z' })
    expect((await who.from('vehicles').update({ id: vehicle.id }).eq('id', other.id)).error).not.toBeNull()
  }
  const restored = await service
    .from('vehicles')
    .insert({ id: vehicle.id, user_id: carol.id, year: 1971, make: 'Datsun', model: 'PL510' })
  expect(restored.error).toBeNull()
})
