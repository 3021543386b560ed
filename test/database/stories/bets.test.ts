import { describe, expect, test } from 'vitest'
import { community } from '../../support/community.ts'

const claim = {
  bet_type: 'value_milestone',
  prediction: { target_value: 50000, by_date: '2027-12-31' },
  confidence_percent: 75,
}

test('a bet is placed with the stake of 0 that clients in the field send, and read back at once', async () => {
  const { alice, vehicle } = await community()
  const { data, error } = await alice
    .from('vehicle_bets')
    .insert({ ...claim, vehicle_id: vehicle.id, user_id: alice.id, stake_amount: 0 })
    .select()
    .single()
  expect(error).toBeNull()
  expect(data).toMatchObject({ ...claim, user_id: alice.id, status: 'active', resolved_at: null, stake_amount: 0 })
})

test.each([
  ['without a prediction', {}],
  ['with null for one', { prediction: null }],
])('a bet %s hears what a prediction is', async (_, prediction) => {
  const { alice, vehicle } = await community()
  const bet = { bet_type: 'auction_price', confidence_percent: 60, vehicle_id: vehicle.id, user_id: alice.id }
  const { error } = await alice.from('vehicle_bets').insert({ ...bet, ...prediction })
  expect(error).toMatchObject({
    code: '23514',
    message: expect.stringContaining('prediction must be an object such as'),
  })
})

test('nobody bets as somebody else', async () => {
  const { alice, bob, vehicle } = await community()
  const { error } = await bob.from('vehicle_bets').insert({ ...claim, vehicle_id: vehicle.id, user_id: alice.id })
  expect(error?.code).toBe('42501')
})

test.each([
  ['already won', { status: 'won' }],
  ['already settled', { resolved_at: '2026-01-01T00:00:00Z' }],
  ['backdated', { created_at: '2020-01-01T00:00:00Z' }],
  ['under a chosen id', { id: '00000000-0000-4000-8000-000000000001' }],
  ['in the owner’s name', { owner_id: '00000000-0000-4000-8000-000000000001' }],
])('nobody places a bet %s', async (_, extra) => {
  const { alice, vehicle, sql } = await community()
  const { error } = await alice.from('vehicle_bets').insert({ ...claim, vehicle_id: vehicle.id, ...extra })
  expect(error?.code).toBe('42501')
  expect(await sql`select from vehicle_bets where vehicle_id = ${vehicle.id}`).toHaveLength(0)
})

test('a bettor cannot mark the own bet won, rewrite it, move it to another vehicle or remove it', async () => {
  const { alice, vehicle, privateVehicle, sql } = await community()
  await alice.from('vehicle_bets').insert({ ...claim, vehicle_id: vehicle.id })
  const bets = () => alice.from('vehicle_bets')
  for (const change of [{ status: 'won' }, { confidence_percent: 99 }, { vehicle_id: privateVehicle.id }]) {
    expect((await bets().update(change).eq('vehicle_id', vehicle.id)).error?.code).toBe('42501')
  }
  expect((await bets().delete().eq('vehicle_id', vehicle.id)).error?.code).toBe('42501')
  expect(await sql`select status, confidence_percent from vehicle_bets where vehicle_id = ${vehicle.id}`).toEqual([
    { status: 'active', confidence_percent: '75.00' },
  ])
})

describe('a prediction that cannot be read is refused in words, and the sentiment stays readable', () => {
  test.each([
    [
      'value_milestone',
      { target_value: '50,000', by_date: '2027-12-31' },
      /target_value must be a number without quotes/,
    ],
    ['value_milestone', { target_value: 50000 }, /by_date is missing/],
    ['value_milestone', { target_value: -5, by_date: '2027-12-31' }, /target_value must be at least 0.01/],
    ['value_milestone', { target_value: 50000, by_date: '2027-02-31' }, /by_date must be a day/],
    ['value_milestone', { target_value: 50000, by_date: '1066-10-14' }, /by_date must be a day/],
    ['value_milestone', { target_value: 50000, by_date: '2027-12-31', note: 'x' }, /note is not a field/],
    ['auction_price', { low: 9, high: 5 }, /low must be below high/],
    ['auction_price', { low: 9 }, /high is missing/],
    ['auction_price', { target_value: null }, /target_value must be a number/],
    ['completion_date', { by_date: 20271231 }, /by_date must be a day/],
    ['next_mod_value', { modification: '  ', target_value: 5 }, /modification must be a text/],
    ['auction_price', [50000], /prediction must be an object/],
    ['auction_price', 'fifty', /prediction must be an object/],
  ])('%s %j', async (bet_type, prediction, message) => {
    const { alice, visitor, vehicle } = await community()
    const { error, status } = await alice
      .from('vehicle_bets')
      .insert({ vehicle_id: vehicle.id, bet_type, prediction, confidence_percent: 50 })
    expect(status).toBe(400)
    expect(error?.message).toMatch(message)
    expect((await visitor.from('vehicle_market_sentiment').select().eq('vehicle_id', vehicle.id)).data).toEqual([])
  })

  test('1e400, a number that no double holds', async () => {
    const { alice, vehicle, server } = await community()
    const body = `{"vehicle_id":"${vehicle.id}","bet_type":"auction_price","prediction":{"target_value":1e400},"confidence_percent":50}`
    const headers = {
      apikey: server.keys.publishableKey,
      authorization: `Bearer ${alice.token}`,
      'content-type': 'application/json',
    }
    const answer = await fetch(`${server.url}/rest/v1/vehicle_bets`, { method: 'POST', headers, body })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      code: '23514',
      message: expect.stringMatching(/target_value must be at least 0.01 and at most/),
    })
  })

  test('ten megabytes', async () => {
    const { alice, vehicle } = await community()
    const prediction = { modification: 'x'.repeat(10_000_000), target_value: 1 }
    const { error } = await alice
      .from('vehicle_bets')
      .insert({ vehicle_id: vehicle.id, bet_type: 'next_mod_value', prediction, confidence_percent: 50 })
    expect(error).not.toBeNull()
  })
})

test.each([[-1], [100.01], [150]])('a confidence of %d percent is refused', async (confidence_percent) => {
  const { alice, vehicle } = await community()
  const { error } = await alice.from('vehicle_bets').insert({ ...claim, vehicle_id: vehicle.id, confidence_percent })
  expect(error).toMatchObject({
    code: '23514',
    message: expect.stringContaining('confidence_is_from_0_to_100_percent'),
  })
})

test('all four claims are taken, and the last of a thousand bets by one person weighs as much as one by another', async () => {
  const { alice, bob, vehicle, service } = await community()
  const bet = (user_id: string, bet_type: string, prediction: object) => ({
    vehicle_id: vehicle.id,
    user_id,
    bet_type,
    prediction,
    confidence_percent: 60,
  })
  const { error } = await service
    .from('vehicle_bets')
    .insert([
      bet(alice.id, 'completion_date', { date: '2027-05-01' }),
      bet(alice.id, 'next_mod_value', { modification: 'Side pipes', target_value: -400 }),
      bet(alice.id, 'value_milestone', { target_value: 80000, by_date: '2027-12-31' }),
      bet(bob.id, 'auction_price', { low: 10000, high: 20000 }),
      ...Array.from({ length: 1000 }, () => bet(alice.id, 'auction_price', { target_value: 95000 })),
    ])
  expect(error).toBeNull()
  const { data } = await bob
    .from('vehicle_market_sentiment')
    .select('bet_type, total_bets, avg_confidence, avg_predicted_value')
    .eq('vehicle_id', vehicle.id)
    .order('bet_type')
  expect(data).toEqual([
    { bet_type: 'auction_price', total_bets: 2, avg_confidence: 60, avg_predicted_value: 55000 },
    { bet_type: 'completion_date', total_bets: 1, avg_confidence: 60, avg_predicted_value: null },
    { bet_type: 'next_mod_value', total_bets: 1, avg_confidence: 60, avg_predicted_value: -400 },
    { bet_type: 'value_milestone', total_bets: 1, avg_confidence: 60, avg_predicted_value: 80000 },
  ])
})
