import { expect, test } from 'vitest'
import { community } from '../../support/community.ts'
import { balance, milestone, placeBet, readBet, tryBet } from './questions.ts'

const historyOf = async (sql: Awaited<ReturnType<typeof community>>['sql'], vehicle: { id: string }) => [
  ...(await sql`select status, confidence_percent::int, superseded_by is not null as superseded
    from vehicle_bets where vehicle_id = ${vehicle.id} order by created_at, id`),
]

test('a bettor who bets on the same question again revises the bet, and the first is kept', async () => {
  const { alice, vehicle, sql } = await community()
  const first = await placeBet(alice, vehicle, { confidence_percent: 60, stake_amount: 100 })
  const second = await placeBet(alice, vehicle, {
    ...milestone(50000.0),
    confidence_percent: 70,
    stake_amount: 250,
  })
  expect(await readBet(sql, first.id)).toMatchObject({
    status: 'cancelled',
    superseded_by: second.id,
    payout: '100.00',
  })
  expect(second).toMatchObject({ status: 'active', superseded_by: null, payout: null })
  expect(await balance(alice)).toEqual([750, 250])
})

test('questions differ by target, by date, by modification and by currency', async () => {
  const { alice, vehicle } = await community()
  const mod = (modification: string) => ({
    bet_type: 'next_mod_value',
    prediction: { modification, target_value: 500 },
  })
  const price = { bet_type: 'auction_price', prediction: { target_value: 9000 } }
  const bets = [
    milestone(),
    milestone(60_000),
    milestone(50_000, '2031-12-31'),
    mod('Side pipes'),
    mod(' side  PIPES '),
    price,
    { ...price, currency: 'EUR' },
  ]
  for (const bet of bets) await placeBet(alice, vehicle, bet)
  const { data } = await alice
    .from('vehicle_bets')
    .select('question')
    .match({ vehicle_id: vehicle.id, status: 'active' })
  expect(data?.map(({ question }) => question).sort()).toEqual([
    'auction_price:EUR',
    'auction_price:USD',
    'next_mod_value:USD:side pipes',
    'value_milestone:USD:50000:2030-12-31',
    'value_milestone:USD:50000:2031-12-31',
    'value_milestone:USD:60000:2030-12-31',
  ])
})

test('a bettor revises a bet by its id, changing only what is named, and cancels it', async () => {
  const { alice, vehicle, sql } = await community()
  const first = await placeBet(alice, vehicle, { confidence_percent: 60, stake_amount: 100 })
  const { data: second } = await alice.rpc('revise_bet', { bet_id: first.id, confidence_percent: 80 })
  expect(second).toMatchObject({ confidence_percent: 80, stake_amount: 100, prediction: first.prediction })
  const { data: third } = await alice.rpc('revise_bet', {
    bet_id: second.id,
    prediction: { target_value: 70000, by_date: '2031-06-30' },
    stake_amount: 40,
  })
  expect(third).toMatchObject({
    confidence_percent: 80,
    stake_amount: 40,
    question: 'value_milestone:USD:70000:2031-06-30',
  })
  expect(await balance(alice)).toEqual([960, 40])

  expect((await alice.rpc('revise_bet', { bet_id: first.id })).error).toMatchObject({
    code: '23514',
    message: 'This bet is revised already.',
    details: 'bet_is_active',
  })
  const { data: cancelled } = await alice.rpc('cancel_bet', { bet_id: third.id })
  expect(cancelled).toMatchObject({ status: 'cancelled', payout: 40, superseded_by: null })
  expect((await alice.rpc('cancel_bet', { bet_id: third.id })).error?.details).toBe('bet_is_active')
  expect(await balance(alice)).toEqual([1000, 0])
  expect(await historyOf(sql, vehicle)).toHaveLength(3)
})

test('nobody revises or cancels the bet of somebody else, and a wrong revision leaves the bet as it is', async () => {
  const { alice, bob, visitor, vehicle, sql } = await community()
  const bet = await placeBet(alice, vehicle, { stake_amount: 100 })
  expect((await bob.rpc('cancel_bet', { bet_id: bet.id })).error?.code).toBe('PT404')
  expect((await bob.rpc('revise_bet', { bet_id: bet.id, confidence_percent: 1 })).error?.code).toBe('PT404')
  expect((await visitor.rpc('cancel_bet', { bet_id: bet.id })).error?.code).toBe('42501')
  const wrong = { bet_id: bet.id, prediction: { target_value: 'lots', by_date: '2030-12-31' } }
  expect((await alice.rpc('revise_bet', wrong)).error?.message).toMatch(/target_value must be a number/)
  expect(await readBet(sql, bet.id)).toMatchObject({ status: 'active', confidence_percent: '60.00' })
  expect(await balance(alice)).toEqual([900, 100])
})

test('a claim whose day has passed is taken without a stake and marked late; with a stake it is refused', async () => {
  const { alice, vehicle, sql } = await community()
  const late = milestone(50_000, '2025-12-31')
  for (const _ of ['once', 'twice'])
    expect(await placeBet(alice, vehicle, late)).toMatchObject({ late: true, status: 'active' })
  expect(
    await placeBet(alice, vehicle, { bet_type: 'completion_date', prediction: { date: '2020-02-29' } }),
  ).toMatchObject({
    late: true,
  })
  expect((await tryBet(alice, vehicle, { ...late, stake_amount: 5 })).error).toMatchObject({
    code: '23514',
    message: '2025-12-31 has passed, so this claim carries no stake.',
    details: 'late_claims_carry_no_stake',
  })
  const today = new Date().toISOString().slice(0, 10)
  expect(await placeBet(alice, vehicle, milestone(50_000, today))).toMatchObject({ late: false })
  expect(await sql`select question from bet_questions where vehicle_id = ${vehicle.id}`).toEqual([
    { question: `value_milestone:USD:50000:${today}` },
  ])
})

test('an owner’s bet is kept and marked, and carries no stake; who becomes the owner later is marked then', async () => {
  const { alice, carol, vehicle, sql } = await community()
  expect(await placeBet(carol, vehicle)).toMatchObject({ by_owner: true })
  expect((await tryBet(carol, vehicle, { stake_amount: 1 })).error?.details).toBe('owners_bet_without_a_stake')
  const bet = await placeBet(alice, vehicle, { stake_amount: 10 })
  expect(bet.by_owner).toBe(false)
  await sql`update vehicles set user_id = ${alice.id} where id = ${vehicle.id}`
  expect(
    await sql`select user_id = ${carol.id} as carols, by_owner from vehicle_bets where vehicle_id = ${vehicle.id} order by 1`,
  ).toEqual([
    { carols: false, by_owner: true },
    { carols: true, by_owner: true },
  ])
})

test('a person has at most 20 active bets on a vehicle, also when they race', async () => {
  const { alice, vehicle, privateVehicle, carol, sql } = await community()
  const tries = await Promise.all(
    Array.from({ length: 24 }, (_, n) => tryBet(alice, vehicle, milestone(1000 * (n + 1)))),
  )
  expect(tries.filter(({ error }) => error === null)).toHaveLength(20)
  expect(tries.find(({ error }) => error)?.error).toMatchObject({
    code: '23514',
    details: 'active_bets_are_at_most_20',
  })
  const [taken] =
    await sql`select count(*)::int as n from vehicle_bets where vehicle_id = ${vehicle.id} and status = 'active'`
  expect(taken).toEqual({ n: 20 })
  await placeBet(carol, privateVehicle)
  const { data } = await alice
    .from('vehicle_bets')
    .select('id')
    .match({ vehicle_id: vehicle.id, status: 'active' })
    .limit(1)
  await alice.rpc('cancel_bet', { bet_id: data?.[0]?.id })
  await placeBet(alice, vehicle, milestone(99_000))
})

test('racing bets on one question leave one active, and all stakes but its own have returned', async () => {
  const { alice, vehicle, sql } = await community()
  const tries = await Promise.all(Array.from({ length: 20 }, (_, n) => tryBet(alice, vehicle, { stake_amount: n + 1 })))
  expect(tries.map(({ error }) => error)).toEqual(tries.map(() => null))
  const active = await sql`select stake_amount from vehicle_bets where vehicle_id = ${vehicle.id} and status = 'active'`
  expect(active).toHaveLength(1)
  const stake = Number(active[0]?.stake_amount)
  expect(await balance(alice)).toEqual([1000 - stake, stake])
})

test('more than 60 bets a minute are too many for one person, and for that person only', async () => {
  const { alice, bob, vehicle, sql } = await community()
  await sql`insert into vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent)
    select ${vehicle.id}, ${alice.id}, 'auction_price', jsonb_build_object('target_value', n), 50 from generate_series(1, 60) n`
  const { error, status } = await tryBet(alice, vehicle)
  expect({ status, code: error?.code, details: error?.details }).toEqual({
    status: 429,
    code: 'PT429',
    details: 'bets_are_at_most_60_a_minute',
  })
  await placeBet(bob, vehicle)
})

test('betting closes when the auction goes live, for new bets, revisions and cancellations alike', async () => {
  const { alice, service, vehicle } = await community()
  const price = { bet_type: 'auction_price', prediction: { target_value: 9000 } }
  const bet = await placeBet(alice, vehicle, { ...price, stake_amount: 50 })
  const closing = { vehicle_id: vehicle.id, bet_type: 'auction_price', closes_at: new Date(Date.now() + 3_600_000) }
  expect((await service.from('bet_closings').insert(closing)).error).toBeNull()
  await placeBet(alice, vehicle, { ...price, stake_amount: 60 })

  await service.from('bet_closings').upsert({ ...closing, closes_at: new Date(Date.now() - 1000) })
  expect((await tryBet(alice, vehicle, price)).error).toMatchObject({
    code: '23514',
    message: expect.stringMatching(/^Betting on this question closed on \d{4}-/),
    details: 'betting_is_open',
  })
  const { data } = await alice
    .from('vehicle_bets')
    .select('id')
    .match({ vehicle_id: vehicle.id, status: 'active' })
    .single()
  expect((await alice.rpc('cancel_bet', { bet_id: data?.id })).error?.details).toBe('betting_is_open')
  expect((await alice.rpc('revise_bet', { bet_id: data?.id })).error?.details).toBe('betting_is_open')
  expect(bet.status).toBe('active')
  await placeBet(alice, vehicle)
})

test.each([
  ['NaN', 'NaN'],
  ['less than nothing', -1],
  ['more than anybody has', 100_000.01],
  ['Infinity', 'Infinity'],
])('a stake of %s is refused', async (_, stake_amount) => {
  const { alice, vehicle } = await community()
  const { error } = await tryBet(alice, vehicle, { stake_amount: stake_amount as number })
  expect(['23514', '22003']).toContain(error?.code)
  expect(await balance(alice)).toEqual([1000, 0])
})

test('a currency is three capital letters', async () => {
  const { alice, vehicle } = await community()
  expect((await tryBet(alice, vehicle, { currency: 'euro' })).error?.message).toMatch(
    /currency_is_three_capital_letters/,
  )
})

test('a bet is never rewritten, not even behind the API', async () => {
  const { alice, vehicle, sql, service } = await community()
  const bet = await placeBet(alice, vehicle)
  await expect(sql`update vehicle_bets set confidence_percent = 99 where id = ${bet.id}`).rejects.toThrow(
    /never rewritten/,
  )
  expect((await service.from('vehicle_bets').update({ status: 'won' }).eq('id', bet.id)).error?.code).toBe('42501')
})
