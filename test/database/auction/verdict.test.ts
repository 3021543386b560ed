import { expect, test } from 'vitest'
import { byHand } from '../../support/by-hand.ts'
import { addVehicle, community } from '../../support/community.ts'
import { addVoters, castAll, summary } from './voters.ts'

test('ten regular voters in favour are a verdict, and nine are not', async () => {
  const { sql, vehicle } = await community()
  const voters = await addVoters(sql, 10)
  await castAll(sql, vehicle.id, voters.slice(0, 9), { vote: 'yes' })
  expect(await summary(sql, vehicle.id)).toMatchObject({ verdict: 'undecided', effective_votes: 9, votes_needed: 1 })

  await castAll(sql, vehicle.id, voters.slice(9), { vote: 'yes' })
  const after = await summary(sql, vehicle.id)
  expect(after).toMatchObject({ verdict: 'ready', effective_votes: 10, effective_yes: 10, votes_needed: 0 })
  expect(after.wilson_lower).toBeCloseTo(10 / (10 + 1.6449 ** 2), 12)
  expect(after.verdict_reason).toBe('100 % say yes; it is 95 % sure that more than 78.7 % of the community does.')
})

test('the same the other way round is not_ready; in between it is undecided and says how many votes are missing', async () => {
  const { sql, vehicle, carol } = await community()
  const voters = await addVoters(sql, 20)
  await castAll(sql, vehicle.id, voters, { vote: 'no' })
  expect(await summary(sql, vehicle.id)).toMatchObject({ verdict: 'not_ready', votes_needed: 0 })

  const other = await addVehicle(sql, { user_id: carol.id, year: 1975, make: 'Saab', model: '99' })
  await castAll(sql, other.id, voters.slice(0, 12), { vote: 'yes' })
  await castAll(sql, other.id, voters.slice(12), { vote: 'no' })
  const undecided = await summary(sql, other.id)
  expect(undecided).toMatchObject({ verdict: 'undecided', effective_votes: 20 })
  // 60 % of n pass one half from n > z^2 / (4 x 0.1^2) = 67.6 on
  expect(undecided.votes_needed).toBe(48)
})

test.each([
  [{ days: 0.5 }, 10, 'newcomer'],
  [{ days: 3 }, 25, 'newcomer'],
  [{ days: 20 }, 50, 'newcomer'],
  [{ days: 31 }, 100, 'regular'],
  [{ days: 400, verified: false }, 10, 'newcomer'],
])('an account of %j weighs %i hundredths as a %s', async (who, weight, cohort) => {
  const { sql, vehicle } = await community()
  const voters = await addVoters(sql, 1, who)
  await castAll(sql, vehicle.id, voters, { vote: 'yes' })
  await summary(sql, vehicle.id)
  expect(await sql`select weight, cohort from app.ballots where vehicle_id = ${vehicle.id}`).toEqual([
    { weight, cohort },
  ])
})

test('the voter is told what the vote weighs, and why', async () => {
  const { alice, carol, sql, vehicle, privateVehicle } = await community()
  const weight = async (person: typeof alice, id = vehicle.id) =>
    (await person.rpc('my_vote_weight', { vehicle_id: id })).data

  expect(await weight(alice)).toEqual({
    ...{ weight: 0.1, cohort: 'newcomer' },
    reasons: [
      'Your account is less than a day old, counted from when it was confirmed: a vote weighs 0.1 on the first day, 0.25 in the first week, 0.5 until the account is 30 days old, and 1 from then on.',
    ],
  })
  await sql`update auth.users set (created_at, email_confirmed_at) = (now() - interval '2 years', now() - interval '2 years') where id in ${sql([alice.id, carol.id])}`
  expect(await weight(alice)).toEqual({ weight: 1, cohort: 'regular', reasons: ['Your vote weighs in full.'] })
  await addVehicle(sql, { user_id: alice.id, year: 1972, make: ' datsun ', model: '240Z' })
  expect(await weight(alice)).toMatchObject({ weight: 1, cohort: 'maker' })
  expect(await weight(carol)).toMatchObject({ weight: 0, reasons: [expect.stringContaining('your own vehicle')] })
  expect(await weight(alice, privateVehicle.id)).toBeNull()
})

test('an account that grows older weighs more, without voting again', async () => {
  const { sql, vehicle } = await community()
  const [voter] = await addVoters(sql, 1, { days: 6.9 })
  await castAll(sql, vehicle.id, [voter as string], { vote: 'yes' })
  expect(await summary(sql, vehicle.id)).toMatchObject({ total_votes: 1 })
  const ballot = async () => (await sql`select weight from app.ballots where vehicle_id = ${vehicle.id}`)[0]?.weight
  expect(await ballot()).toBe(25)

  await sql`update auth.users set created_at = created_at - interval '1 day', email_confirmed_at = email_confirmed_at - interval '1 day' where id = ${voter as string}`
  await sql`update app.ballots set weigh_again_at = now() where vehicle_id = ${vehicle.id}`
  await byHand(sql, 'tend_auctions')
  expect(await ballot()).toBe(50)
})

test('an owner’s vote is counted and marked, and weighs nothing', async () => {
  const { carol, sql, vehicle } = await community()
  await sql`update auth.users set (created_at, email_confirmed_at) = (now() - interval '1 year', now() - interval '1 year') where id = ${carol.id}`
  await carol
    .from('auction_votes')
    .upsert({ vehicle_id: vehicle.id, user_id: carol.id, vote: 'yes', estimated_value: 1 })
  expect(await sql`select by_owner from auction_votes where vehicle_id = ${vehicle.id}`).toEqual([{ by_owner: true }])
  expect(await summary(sql, vehicle.id)).toMatchObject({
    ...{ total_votes: 1, yes_votes: 1, avg_estimated_value: 1 },
    ...{ effective_votes: 0, median_estimated_value: null, verdict: 'undecided' },
  })

  // Sold to somebody else, the vote becomes one like any other.
  const [buyer] = await addVoters(sql, 1)
  await sql`update vehicles set user_id = ${buyer as string} where id = ${vehicle.id}`
  expect(await summary(sql, vehicle.id)).toMatchObject({ total_votes: 1, effective_votes: 1 })
})

test('a verdict needs each cohort that is large enough to be asked', async () => {
  const { sql, vehicle } = await community()
  await castAll(sql, vehicle.id, await addVoters(sql, 40), { vote: 'yes' })
  const owners = await addVoters(sql, 5)
  for (const owner of owners) await addVehicle(sql, { user_id: owner, year: 1970, make: 'Datsun', model: '1600' })
  await castAll(sql, vehicle.id, owners.slice(0, 4), { vote: 'no' })
  expect(await summary(sql, vehicle.id)).toMatchObject({ verdict: 'ready' }) // four are too few to be asked

  await castAll(sql, vehicle.id, owners.slice(4), { vote: 'no' })
  const blocked = await summary(sql, vehicle.id)
  expect(blocked).toMatchObject({ verdict: 'undecided', effective_votes: 45, votes_needed: null })
  expect(blocked.verdict_reason).toBe('88.9 % say yes, but owners of the make see it the other way.')
  expect(blocked.cohorts).toEqual([
    { cohort: 'regular', effective_votes: 40, yes_percent: 100 },
    { cohort: 'maker', effective_votes: 5, yes_percent: 0 },
  ])
})

test('newcomers weigh at most half of the regular voters, and nothing from fifty on', async () => {
  const { sql } = await community()
  const judge = async (settled: number, newcomers: number) =>
    (
      await sql`select effective_votes, verdict from app.judge(${settled * 100}, ${settled * 100}, 0, 0, ${newcomers * 100}, 0)`
    )[0]
  expect(await judge(0, 400)).toEqual({ effective_votes: 0, verdict: 'undecided' })
  expect(await judge(8, 400)).toEqual({ effective_votes: 12, verdict: 'undecided' })
  expect(await judge(20, 4)).toEqual({ effective_votes: 24, verdict: 'ready' })
  expect(await judge(40, 400)).toEqual({ effective_votes: 50, verdict: 'undecided' })
  expect(await judge(50, 400)).toEqual({ effective_votes: 50, verdict: 'ready' })
})

test('a private ballot is counted, and neither shown nor given away', async () => {
  const { alice, bob, carol, visitor, sql, vehicle } = await community()
  await alice.from('auction_votes').upsert({
    vehicle_id: vehicle.id,
    user_id: alice.id,
    vote: 'no',
    reason: 'Rust',
    estimated_value: 9000,
    is_private: true,
  })
  for (const person of [bob, carol, visitor]) {
    expect((await person.from('auction_votes').select().eq('vehicle_id', vehicle.id)).data).toEqual([])
  }
  expect((await alice.from('auction_votes').select('vote').eq('vehicle_id', vehicle.id)).data).toEqual([{ vote: 'no' }])
  expect(await summary(sql, vehicle.id)).toMatchObject({
    ...{ total_votes: 1, no_votes: 1, avg_estimated_value: null, median_estimated_value: null },
  })

  await castAll(sql, vehicle.id, await addVoters(sql, 4), { vote: 'yes', estimated_value: 20000 })
  expect(await summary(sql, vehicle.id)).toMatchObject({ avg_estimated_value: 20000, median_estimated_value: 20000 })
  await bob.from('useful_reasons').insert({ vehicle_id: vehicle.id, voter_id: alice.id, user_id: bob.id })
  expect(await sql`select from useful_reasons where vehicle_id = ${vehicle.id}`).toHaveLength(0)
})

test('estimates in another currency count as votes and stay out of the money', async () => {
  const { sql, vehicle } = await community()
  const voters = await addVoters(sql, 6)
  await castAll(sql, vehicle.id, voters.slice(0, 3), { vote: 'yes', estimated_value: 30000 })
  await castAll(sql, vehicle.id, voters.slice(3), { vote: 'yes', estimated_value: 3, currency: 'EUR' })
  expect(await summary(sql, vehicle.id)).toMatchObject({
    ...{ total_votes: 6, avg_estimated_value: 30000, median_estimated_value: 30000 },
  })
})

test('median and band lie within half a percent of the exact ones', async () => {
  const { sql, vehicle } = await community()
  const voters = await addVoters(sql, 301)
  const values = voters.map((_, n) => Math.round(15000 * Math.exp(((n * 7919) % 301) / 300)))
  await sql`
    insert into auction_votes (vehicle_id, user_id, vote, estimated_value)
    select ${vehicle.id}, u, 'yes', v from unnest(${voters}::uuid[], ${values}::numeric[]) x (u, v)`
  const {
    p25_estimated_value: low,
    median_estimated_value: middle,
    p75_estimated_value: high,
  } = await summary(sql, vehicle.id)
  const sorted = [...values].sort((a, b) => a - b)
  for (const [told, exact] of [
    [low, sorted[75]],
    [middle, sorted[150]],
    [high, sorted[225]],
  ] as [number, number][]) {
    expect(Math.abs(told / exact - 1)).toBeLessThan(0.005)
  }
})

test('a hundred votes within a second: the sixty-first is refused, and the account weighs a quarter for a day', async () => {
  const { alice, sql, vehicle } = await community()
  await sql`update auth.users set (created_at, email_confirmed_at) = (now() - interval '1 year', now() - interval '1 year') where id = ${alice.id}`
  const cast = (n: number) =>
    alice.from('auction_votes').upsert({ vehicle_id: vehicle.id, user_id: alice.id, vote: n % 2 ? 'yes' : 'no' })
  const answers = []
  for (let n = 0; n < 100; n++) answers.push(await cast(n))
  const refused = answers.filter(({ error }) => error)
  expect(refused.length).toBeGreaterThanOrEqual(20) // 40, unless a minute has turned in between
  expect(refused[0]).toMatchObject({
    status: 429,
    error: { message: 'More than 60 votes and changes within a minute.', details: 'votes_are_at_most_60_a_minute' },
  })
  const { data } = await alice.rpc('my_vote_weight', { vehicle_id: vehicle.id })
  expect(data).toMatchObject({ weight: 0.25, reasons: [expect.stringContaining('more than 30 times within a minute')] })
})

test('every change is kept, and the history takes no correction', async () => {
  const { alice, sql, vehicle } = await community()
  const vote = { vehicle_id: vehicle.id, user_id: alice.id }
  await alice.from('auction_votes').upsert({ ...vote, vote: 'no', reason: 'Too early' })
  await alice.from('auction_votes').upsert({ ...vote, vote: 'yes', reason: 'Ready' })
  await alice.from('auction_votes').upsert({ ...vote, vote: 'yes', reason: 'Ready' }) // says nothing new
  await alice.from('auction_votes').delete().eq('vehicle_id', vehicle.id)
  const history = () =>
    sql`select action, vote, reason from app.auction_vote_history where vehicle_id = ${vehicle.id} order by id`
  expect(await history()).toEqual([
    { action: 'cast', vote: 'no', reason: 'Too early' },
    { action: 'changed', vote: 'yes', reason: 'Ready' },
    { action: 'withdrawn', vote: 'yes', reason: 'Ready' },
  ])
  await expect(sql`update app.auction_vote_history set vote = 'no'`).rejects.toThrow('only ever appended to')
  await expect(sql`delete from app.auction_vote_history`).rejects.toThrow('only ever appended to')

  await sql`delete from auth.users where id = ${alice.id}`
  await sql`select app.forget_gone_voters()`
  expect(await sql`select user_id, reason from app.auction_vote_history where vehicle_id = ${vehicle.id}`).toEqual(
    Array(3).fill({ user_id: null, reason: null }),
  )
})
