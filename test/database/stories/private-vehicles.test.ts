import { expect, test } from 'vitest'
import { type Community, community } from '../../support/community.ts'

const hanging = [
  'vehicle_images',
  'image_interactions',
  'image_tags',
  'vehicle_bets',
  'auction_votes',
  'spec_research_cache',
  'vehicle_market_sentiment',
  'auction_vote_summary',
]
const bet = { bet_type: 'auction_price', prediction: { target_value: 1000 }, confidence_percent: 50 }

/** One row in each table, on the vehicle given. */
async function fill({ sql, carol }: Community, vehicleId: string, imageId: string): Promise<void> {
  await sql`insert into image_interactions (image_id, user_id, interaction_type) values (${imageId}, ${carol.id}, 'like')`
  await sql`insert into image_tags (image_id, user_id, tag) values (${imageId}, ${carol.id}, 'side')`
  await sql`insert into vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent)
    values (${vehicleId}, ${carol.id}, ${bet.bet_type}, ${sql.json(bet.prediction)}, 50)`
  await sql`insert into auction_votes (vehicle_id, user_id, vote) values (${vehicleId}, ${carol.id}, 'yes')`
  await sql`insert into spec_research_cache (vehicle_id, spec_name, research_data) values (${vehicleId}, 'engine', '{}')`
}

async function seenBy(client: Community['visitor'], vehicleId: string): Promise<Record<string, number>> {
  const seen: Record<string, number> = {}
  for (const name of hanging)
    seen[name] = (await client.from(name).select().eq('vehicle_id', vehicleId)).data?.length ?? -1
  seen.vehicles = (await client.from('vehicles').select().eq('id', vehicleId)).data?.length ?? -1
  return seen
}

const all = (n: number) => Object.fromEntries([...hanging, 'vehicles'].map((name) => [name, n]))

test('what hangs on a private vehicle is seen by its owner only', async () => {
  const people = await community()
  await fill(people, people.privateVehicle.id, people.privateImage.id)
  expect(await seenBy(people.carol, people.privateVehicle.id)).toEqual(all(1))
  expect(await seenBy(people.alice, people.privateVehicle.id)).toEqual(all(0))
  expect(await seenBy(people.visitor, people.privateVehicle.id)).toEqual(all(0))
})

test('a stranger cannot write to a private vehicle, and learns nothing from trying', async () => {
  const { alice, visitor, privateVehicle, privateImage, sql } = await community()
  const nowhere = '00000000-0000-4000-8000-000000000000'
  const attempts = (vehicle_id: string, image_id: string) => [
    alice.from('auction_votes').insert({ vehicle_id, vote: 'yes' }),
    alice.from('vehicle_bets').insert({ vehicle_id, ...bet }),
    alice.from('image_interactions').insert({ image_id, interaction_type: 'like' }),
    alice.from('vehicle_images').insert({ vehicle_id, image_url: '/x.jpg' }),
    alice.from('image_tags').insert({ image_id, tag: 'side' }),
    alice.from('image_views').insert({ image_id }),
    visitor.from('image_views').insert({ image_id }),
    alice.rpc('increment_image_view_count', { image_uuid: image_id }),
    visitor.rpc('increment_image_view_count', { image_uuid: image_id }),
    alice.rpc('calculate_engagement_score', { image_uuid: image_id }),
    alice.rpc('vehicle_insights', { vehicle_id }),
  ]
  const tell = async (vehicleId: string, imageId: string) =>
    (await Promise.all(attempts(vehicleId, imageId))).map(({ status, error }) => ({
      status,
      error: JSON.stringify(error).replaceAll(vehicleId, 'V').replaceAll(imageId, 'I'),
    }))
  const hidden = await tell(privateVehicle.id, privateImage.id)
  expect(hidden).toEqual(await tell(nowhere, '00000000-0000-4000-8000-000000000001'))
  expect(hidden.every(({ status }) => status >= 400)).toBe(true)
  expect(await sql`select from image_views where image_id = ${privateImage.id}`).toHaveLength(0)
})

test('a vehicle that goes private takes everything along, and brings it back', async () => {
  const people = await community()
  await fill(people, people.vehicle.id, people.image.id)
  await people.alice.from('auction_votes').insert({ vehicle_id: people.vehicle.id, vote: 'no' })
  await people.carol.from('vehicles').update({ is_public: false }).eq('id', people.vehicle.id)
  expect(await seenBy(people.visitor, people.vehicle.id)).toEqual(all(0))
  expect(await seenBy(people.alice, people.vehicle.id)).toEqual({ ...all(0), auction_votes: 1 }) // her own
  const changed = await people.alice
    .from('auction_votes')
    .update({ vote: 'yes' })
    .eq('vehicle_id', people.vehicle.id)
    .select()
  expect(changed.data).toEqual([expect.objectContaining({ vote: 'yes', is_public: false })])

  await people.carol.from('vehicles').update({ is_public: true }).eq('id', people.vehicle.id)
  expect(await seenBy(people.visitor, people.vehicle.id)).toEqual({ ...all(1), auction_votes: 2 })
})

test('votes on their way in while a vehicle goes private are not left behind in public', async () => {
  const { alice, bob, carol, vehicle, sql, visitor } = await community()
  await Promise.all([
    alice.from('auction_votes').insert({ vehicle_id: vehicle.id, vote: 'yes' }),
    carol.from('vehicles').update({ is_public: false }).eq('id', vehicle.id),
    bob.from('auction_votes').insert({ vehicle_id: vehicle.id, vote: 'no' }),
  ])
  expect(await sql`select from auction_votes where vehicle_id = ${vehicle.id} and is_public`).toHaveLength(0)
  expect((await visitor.from('auction_votes').select().eq('vehicle_id', vehicle.id)).data).toEqual([])
})

test('an owner cannot give a vehicle away in somebody else’s name', async () => {
  const { alice, carol, vehicle } = await community()
  expect((await carol.from('vehicles').update({ user_id: alice.id }).eq('id', vehicle.id)).error?.code).toBe('42501')
  expect((await carol.from('vehicles').insert({ user_id: alice.id, model: '911' })).error?.code).toBe('42501')
})
