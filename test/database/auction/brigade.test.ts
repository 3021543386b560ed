import { expect, onTestFinished, test } from 'vitest'
import { addVehicle, type Community, community } from '../../support/community.ts'
import { addVoters, castAll, fold, summary } from './voters.ts'

/** A hundred regular voters who say yes this often. */
async function settledCar({ sql, carol }: Community, yes: number): Promise<string> {
  const { id } = await addVehicle(sql, { user_id: carol.id, year: 1968, make: 'Volvo', model: 'Amazon' })
  const voters = await addVoters(sql, 100)
  await castAll(sql, id, voters.slice(0, yes), { vote: 'yes', estimated_value: 20000 })
  await castAll(sql, id, voters.slice(yes), { vote: 'no', estimated_value: 20000 })
  return id
}

const ways = {
  'fresh accounts, all within an hour': { days: 0.1, spread: 0 },
  'fresh accounts, a few each hour for two days': { days: 2, spread: 48 },
  'accounts prepared for three weeks and verified, a few each hour for two days': { days: 21, spread: 48 },
  'accounts prepared for three weeks, never verified': { days: 21, spread: 48, verified: false },
}

const attacks = [
  { yes: 62, vote: 'no' },
  { yes: 50, vote: 'yes' },
  { yes: 50, vote: 'no' },
  { yes: 38, vote: 'yes' },
] as const

test.each(Object.entries(ways).flatMap(([way, brigade]) => attacks.map((attack) => ({ way, brigade, ...attack }))))(
  '500 $way, who all say $vote: no turn where $yes of 100 regular voters say yes',
  async ({ brigade, yes, vote }) => {
    const people = await community()
    const { sql } = people
    const vehicle = await settledCar(people, yes)
    const before = await summary(sql, vehicle)
    const expected = yes === 62 ? 'ready' : yes === 50 ? 'undecided' : 'not_ready'
    expect(before).toMatchObject({ verdict: expected, effective_votes: 100 })

    const accounts = await addVoters(sql, 500, brigade)
    const each = brigade.spread ? Math.ceil(accounts.length / brigade.spread) : accounts.length
    for (let hour = 0; hour * each < accounts.length; hour++) {
      const created_at = new Date(Date.now() - (brigade.spread - hour) * 3_600_000)
      await castAll(sql, vehicle, accounts.slice(hour * each, (hour + 1) * each), {
        vote,
        estimated_value: 90000,
        created_at,
      })
      if (!brigade.spread || hour % 12 === 0) await fold(sql)
    }
    const after = await summary(sql, vehicle)
    expect(after.total_votes).toBe(600)
    expect(after.verdict).toBe(before.verdict)
    expect(after.wilson_lower).toBeCloseTo(before.wilson_lower, 10)
    expect(after.median_estimated_value).toBe(20000)
  },
)

test('a burst is held, and counts or is discarded when an operator says so', async () => {
  const people = await community()
  const { sql, service, vehicle } = people
  const settled = await addVoters(sql, 12)
  await castAll(sql, vehicle.id, settled, { vote: 'yes' })
  const newcomers = await addVoters(sql, 25, { days: 10 })
  await castAll(sql, vehicle.id, newcomers.slice(0, 19), { vote: 'no' })
  expect(await summary(sql, vehicle.id)).toMatchObject({ held_votes: 0, effective_votes: 18 })

  await castAll(sql, vehicle.id, newcomers.slice(19), { vote: 'no' })
  const held = { total_votes: 37, no_votes: 25, held_votes: 25, effective_votes: 12, verdict: 'ready' }
  expect(await summary(sql, vehicle.id)).toMatchObject(held)
  const again = newcomers[0] as string
  await sql`delete from auction_votes where vehicle_id = ${vehicle.id} and user_id = ${again}`
  await castAll(sql, vehicle.id, [again], { vote: 'no' })
  expect(await summary(sql, vehicle.id)).toMatchObject(held) // voting anew does not undo it

  expect((await service.rpc('review_held_votes', { vehicle_id: vehicle.id, decision: 'count' })).data).toBe(25)
  expect(await summary(sql, vehicle.id)).toMatchObject({ total_votes: 37, held_votes: 0, effective_votes: 18 })
  await castAll(sql, vehicle.id, await addVoters(sql, 20, { days: 10 }), { vote: 'no' })
  expect(await summary(sql, vehicle.id)).toMatchObject({ total_votes: 57, held_votes: 20 })
  expect((await service.rpc('review_held_votes', { vehicle_id: vehicle.id, decision: 'discard' })).data).toBe(20)
  expect(await summary(sql, vehicle.id)).toMatchObject({ total_votes: 37, held_votes: 0 })
  const wrong = await service.rpc('review_held_votes', { vehicle_id: vehicle.id, decision: 'maybe' })
  expect(wrong.error).toMatchObject({ details: 'decision_is_count_or_discard' })
})

test('a banned member’s votes stop counting at once, past ones too, and stand again after', async () => {
  const { alice, bob, service, sql, vehicle } = await community()
  await sql`update auth.users set (created_at, email_confirmed_at) = (now() - interval '1 year', now() - interval '1 year') where id = ${alice.id}`
  const vote = { vehicle_id: vehicle.id, user_id: alice.id, vote: 'yes', reason: 'Buy it from me', estimated_value: 1 }
  await alice.from('auction_votes').upsert(vote)
  expect(await summary(sql, vehicle.id)).toMatchObject({ total_votes: 1, effective_votes: 1 })

  const counts = async () =>
    (
      await bob
        .from('auction_vote_summary')
        .select('total_votes, effective_votes, avg_estimated_value, last_vote_at')
        .eq('vehicle_id', vehicle.id)
        .single()
    ).data
  await service.rpc('ban_member', { user_id: alice.id, reason: 'Sells votes' })
  expect(await counts()).toEqual({ total_votes: 0, effective_votes: 0, avg_estimated_value: null, last_vote_at: null })
  expect((await bob.from('auction_votes').select().eq('vehicle_id', vehicle.id)).data).toEqual([])
  await alice.from('auction_votes').upsert({ ...vote, vote: 'no' })
  expect(await counts()).toMatchObject({ total_votes: 0 })
  expect((await alice.rpc('my_vote_weight', { vehicle_id: vehicle.id })).data).toMatchObject({
    weight: 0,
    reasons: ['You are banned from voting: Sells votes'],
  })
  expect((await service.rpc('ban_member', { user_id: alice.id, reason: ' ' })).error?.details).toBe(
    'ban_reason_has_1_to_1000_characters',
  )

  await service.rpc('unban_member', { user_id: alice.id })
  expect(await counts()).toMatchObject({ total_votes: 1, effective_votes: 1, avg_estimated_value: 1 })
})

test('a banned member’s vote is not the last vote, neither before the fold nor after', async () => {
  const { alice, bob, service, sql, vehicle } = await community()
  await sql`delete from auction_votes where vehicle_id = ${vehicle.id}`
  await bob.from('auction_votes').insert({ vehicle_id: vehicle.id, user_id: bob.id, vote: 'yes' })
  await fold(sql)
  const last = async () =>
    (await bob.from('auction_vote_summary').select('last_vote_at').eq('vehicle_id', vehicle.id).single()).data
  const before = await last()
  expect(before?.last_vote_at).not.toBeNull()
  await service.rpc('ban_member', { user_id: alice.id, reason: 'Sells votes' })
  onTestFinished(async () => void (await service.rpc('unban_member', { user_id: alice.id })))
  const cast = await alice.from('auction_votes').insert({ vehicle_id: vehicle.id, user_id: alice.id, vote: 'yes' })
  expect(cast.error).toBeNull()
  expect(await last()).toEqual(before)
  await fold(sql)
  expect(await last()).toEqual(before)
})
