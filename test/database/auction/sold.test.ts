import { expect, test } from 'vitest'
import { type Community, community } from '../../support/community.ts'

async function sell({ service, vehicle }: Community, daysAgo: number, sold = true): Promise<void> {
  const occurred_at = new Date(Date.now() - daysAgo * 86_400_000).toISOString()
  const evidence = { source_url: 'https://example.com/lot/12' }
  const result = { vehicle_id: vehicle.id, kind: 'auction_result', value: 23000, sold, occurred_at, evidence }
  expect((await service.from('vehicle_outcomes').insert(result)).error).toBeNull()
}

const votesOf = ({ vehicle }: Community, who: Community['alice']) =>
  who.from('auction_votes').select('vote, reason').eq('vehicle_id', vehicle.id).eq('user_id', who.id)

test('a car that is sold is not voted on: what was said stays, and can be withdrawn', async () => {
  const people = await community()
  const { alice, bob, carol, vehicle } = people
  const cast = (who: typeof alice, vote: string, reason: string | null = null) =>
    who.from('auction_votes').upsert({ vehicle_id: vehicle.id, user_id: who.id, vote, reason })
  expect((await cast(alice, 'yes', 'The papers are complete.')).error).toBeNull()
  expect((await cast(bob, 'no')).error).toBeNull()
  await sell(people, 2)

  const closed = { code: '23514', details: 'voting_is_closed' }
  expect((await cast(carol, 'yes')).error).toMatchObject(closed)
  expect((await cast(alice, 'no')).error).toMatchObject(closed)
  const changed = await alice
    .from('auction_votes')
    .update({ vote: 'no' })
    .eq('vehicle_id', vehicle.id)
    .eq('user_id', alice.id)
  expect(changed.error).toMatchObject(closed)
  expect((await votesOf(people, alice)).data).toEqual([{ vote: 'yes', reason: 'The papers are complete.' }])
  const hidden = await alice
    .from('auction_votes')
    .update({ is_private: true })
    .eq('vehicle_id', vehicle.id)
    .eq('user_id', alice.id)
  expect(hidden.error).toBeNull()
  expect((await bob.from('auction_votes').delete().eq('vehicle_id', vehicle.id).eq('user_id', bob.id)).error).toBeNull()
  expect((await votesOf(people, bob)).data).toEqual([])
})

test('what was not sold, or sold more than a year ago, is voted on', async () => {
  const people = await community()
  const { alice, vehicle } = people
  await sell(people, 400)
  await sell(people, 3, false)
  expect(
    (await alice.from('auction_votes').upsert({ vehicle_id: vehicle.id, user_id: alice.id, vote: 'yes' })).error,
  ).toBeNull()
})
