import { expect, test } from 'vitest'
import { addVehicle, community } from '../../support/community.ts'
import { fold } from '../auction/voters.ts'

/** What the weighing says while it has not weighed anything. */
const undecided = {
  ...{ wilson_lower: 0, wilson_upper: 1, effective_votes: 0, effective_yes: 0, held_votes: 0 },
  ...{ median_estimated_value: null, p25_estimated_value: null, p75_estimated_value: null },
  ...{
    verdict: 'undecided',
    verdict_reason: 'Nobody has voted yet.',
    verdict_since: null,
    votes_needed: 10,
    cohorts: [],
  },
  ...{ reserve: null, reserve_currency: null, chance_at_reserve: null },
}

test('a vote is cast, changed and withdrawn, and the summary follows', async () => {
  const { alice, bob, visitor, vehicle } = await community()
  const summary = async () =>
    (await visitor.from('auction_vote_summary').select().eq('vehicle_id', vehicle.id).single()).data
  expect(await summary()).toEqual({
    vehicle_id: vehicle.id,
    total_votes: 0,
    yes_votes: 0,
    no_votes: 0,
    yes_percent: 0,
    avg_estimated_value: null,
    last_vote_at: null,
    ...undecided,
  })

  await alice
    .from('auction_votes')
    .upsert({ vehicle_id: vehicle.id, user_id: alice.id, vote: 'yes', estimated_value: 40000 })
  await bob
    .from('auction_votes')
    .upsert({ vehicle_id: vehicle.id, user_id: bob.id, vote: 'no', estimated_value: 30000 })
  expect(await summary()).toMatchObject({
    total_votes: 2,
    yes_votes: 1,
    no_votes: 1,
    yes_percent: 50,
    avg_estimated_value: 35000,
  })

  await bob
    .from('auction_votes')
    .upsert({ vehicle_id: vehicle.id, user_id: bob.id, vote: 'yes', estimated_value: 36000 })
  expect(await summary()).toMatchObject({ total_votes: 2, yes_votes: 2, yes_percent: 100, avg_estimated_value: 38000 })

  await alice.from('auction_votes').delete().eq('vehicle_id', vehicle.id)
  expect(await summary()).toMatchObject({ total_votes: 1, yes_votes: 1 })
})

test('clients send updated_at along; the database’s own clock wins', async () => {
  const { alice, vehicle } = await community()
  const vote = { vehicle_id: vehicle.id, user_id: alice.id, vote: 'yes', updated_at: '2001-01-01T00:00:00Z' }
  const { data, error } = await alice.from('auction_votes').upsert(vote).select().single()
  expect(error).toBeNull()
  expect(Date.parse(data.updated_at)).toBeGreaterThan(Date.now() - 60_000)

  const { error: backdated } = await alice.from('auction_votes').upsert({ ...vote, created_at: '2001-01-01T00:00:00Z' })
  expect(backdated?.code).toBe('42501')
})

test('a vote stays with its voter and its vehicle', async () => {
  const { alice, bob, carol, vehicle, sql } = await community()
  await alice.from('auction_votes').upsert({ vehicle_id: vehicle.id, user_id: alice.id, vote: 'yes' })

  expect(
    (await bob.from('auction_votes').insert({ vehicle_id: vehicle.id, user_id: alice.id, vote: 'no' })).error?.code,
  ).toBe('42501')
  expect(
    (await bob.from('auction_votes').upsert({ vehicle_id: vehicle.id, user_id: alice.id, vote: 'no' })).error?.code,
  ).toBe('42501')
  expect((await bob.from('auction_votes').update({ vote: 'no' }).eq('user_id', alice.id).select()).data).toEqual([])
  expect((await bob.from('auction_votes').delete().eq('user_id', alice.id).select()).data).toEqual([])

  const { data: other } = await carol.from('vehicles').insert({ user_id: carol.id, model: '911' }).select('id').single()
  const moved = await alice.from('auction_votes').update({ vehicle_id: other?.id }).eq('vehicle_id', vehicle.id)
  expect(moved.error).toMatchObject({ code: '42501', message: 'A vote stays with its vehicle and its voter.' })
  expect((await alice.from('auction_votes').update({ user_id: bob.id }).eq('vehicle_id', vehicle.id)).error?.code).toBe(
    '42501',
  )
  expect(await sql`select user_id, vote from auction_votes where vehicle_id = ${vehicle.id}`).toEqual([
    { user_id: alice.id, vote: 'yes' },
  ])
})

test.each([
  [{ vote: 'maybe' }, 'vote_is_yes_or_no'],
  [{ vote: null }, 'vote'],
  [{ reason: '   ' }, 'reason_has_1_to_1000_characters'],
  [{ reason: 'x'.repeat(1001) }, 'reason_has_1_to_1000_characters'],
  [{ estimated_value: -1 }, 'estimated_value_is_above_0_and_at_most_1e9'],
  [{ estimated_value: 'NaN' }, 'estimated_value_is_above_0_and_at_most_1e9'],
  [{ estimated_value: 1e12 }, 'estimated_value_is_above_0_and_at_most_1e9'],
  [{ reason: '\u200b\u2060\ufeff' }, 'reason_has_1_to_1000_characters'],
  [{ currency: 'dollars' }, 'vote_currency_is_three_capital_letters'],
  [{ estimated_value: '45,000' }, 'invalid input syntax for type numeric'],
])('a vote with %j is refused by name', async (bad, name) => {
  const { alice, vehicle } = await community()
  const { error, status } = await alice
    .from('auction_votes')
    .upsert({ vehicle_id: vehicle.id, user_id: alice.id, vote: 'yes', ...bad })
  expect(status).toBe(400)
  expect(error?.message).toContain(name)
})

test('a vote on a vehicle that does not exist says so', async () => {
  const { alice } = await community()
  const nowhere = '00000000-0000-4000-8000-000000000000'
  const { error } = await alice.from('auction_votes').insert({ vehicle_id: nowhere, vote: 'yes' })
  expect(error).toMatchObject({ code: '23503', message: `There is no vehicle ${nowhere}.` })
})

test('a reason of 10 MB is refused, and the vote is what it was', async () => {
  const { alice, vehicle, sql } = await community()
  const vote = { vehicle_id: vehicle.id, user_id: alice.id, vote: 'yes', reason: 'Sorted' }
  await alice.from('auction_votes').upsert(vote)
  const { error, status } = await alice.from('auction_votes').upsert({ ...vote, reason: 'x'.repeat(10_000_000) })
  expect(error?.message).toMatch(/larger than|reason_has_1_to_1000_characters/)
  expect([400, 413]).toContain(status)
  expect(await sql`select vote, reason from auction_votes where vehicle_id = ${vehicle.id}`).toEqual([
    { vote: 'yes', reason: 'Sorted' },
  ])
})

test('the reason of a verdict and the count of votes agree, before the fold and after', async () => {
  const { alice, carol, sql } = await community()
  const car = await addVehicle(sql, { user_id: carol.id, year: 1970, make: 'BMW', model: 'Counted' })
  const read = async () => {
    const { data } = await alice
      .from('auction_vote_summary')
      .select('total_votes, verdict_reason')
      .eq('vehicle_id', car.id)
      .single()
    return [data?.total_votes, data?.verdict_reason]
  }
  expect(await read()).toEqual([0, 'Nobody has voted yet.'])
  // The owner's own vote weighs nothing.
  await carol.from('auction_votes').insert({ vehicle_id: car.id, user_id: carol.id, vote: 'yes' })
  expect(await read()).toEqual([1, 'The first votes are being weighed.'])
  await fold(sql)
  expect(await read()).toEqual([1, 'No vote that carries weight has been cast yet.'])
  await alice.from('auction_votes').insert({ vehicle_id: car.id, user_id: alice.id, vote: 'yes' })
  await fold(sql)
  expect((await read())[0]).toBe(2)
})
