import { expect, test } from 'vitest'
import { crowd, milestone, placeBet } from '../bets/questions.ts'
import { foldAll, forecast, priceBet } from './support.ts'

test('the owner’s bet and late claims count in the sentiment, not in the forecast', async () => {
  const { alice, carol, visitor, vehicle } = await crowd(0)
  await placeBet(alice, vehicle, priceBet(20_000))
  await placeBet(carol, vehicle, priceBet(90_000))
  await placeBet(alice, vehicle, milestone(50_000, '2025-12-31'))
  const price = await forecast(visitor, vehicle, 'auction_price')
  expect(price.people).toBe(1)
  expect(price.quantiles.p50).toBeCloseTo(20_000, -2)
  expect((await forecast(visitor, vehicle, 'value_milestone')).people).toBe(0)
  const { data } = await visitor
    .from('vehicle_market_sentiment')
    .select()
    .eq('vehicle_id', vehicle.id)
    .order('bet_type')
  expect(data).toMatchObject([
    { bet_type: 'auction_price', total_people: 2, avg_predicted_value: 55_000 },
    { bet_type: 'value_milestone', total_people: 1, avg_predicted_value: 50_000 },
  ])
})

test('milestones become one falling curve, and what contradicts itself or the price is reported', async () => {
  const { people, visitor, vehicle, sql } = await crowd(4)
  const [one, two, three, four] = people as [
    (typeof people)[0],
    (typeof people)[0],
    (typeof people)[0],
    (typeof people)[0],
  ]
  for (const person of [one, two]) {
    await placeBet(person, vehicle, { ...milestone(40_000), confidence_percent: 20 })
    await placeBet(person, vehicle, priceBet(30_000, 90))
  }
  for (const person of [three, four]) await placeBet(person, vehicle, { ...milestone(50_000), confidence_percent: 80 })
  await foldAll(sql)
  const told = await forecast(visitor, vehicle, 'value_milestone')
  expect(told.people).toBe(4)
  expect(told.curve).toEqual([
    [40_000, 0.5],
    [50_000, 0.5],
  ])
  expect(told.contradictions).toEqual([
    {
      ...{ kind: 'milestones', target_value: 40_000, probability: 0.2 },
      ...{ higher_target_value: 50_000, higher_probability: 0.8 },
    },
    {
      kind: 'milestone_and_price',
      target_value: 50_000,
      milestone_probability: 0.8,
      price_probability: expect.any(Number),
    },
  ])
  expect((await forecast(visitor, vehicle, 'auction_price')).contradictions).toEqual(told.contradictions)
})

test('one wild number moves the average, not the median; the bands say where the others are', async () => {
  const { people, visitor, vehicle, sql } = await crowd(5)
  const numbers = [20_000, 21_000, 22_000, 23_000, 900_000_000]
  for (const [n, person] of people.entries()) await placeBet(person, vehicle, priceBet(numbers[n] ?? 0))
  await foldAll(sql)
  const { data } = await visitor.from('vehicle_market_sentiment').select().eq('vehicle_id', vehicle.id).single()
  expect(data).toMatchObject({
    ...{ total_bets: 5, median_predicted_value: 22_000, p25_predicted_value: 21_000, p75_predicted_value: 23_000 },
    avg_predicted_value: 180_017_200,
  })
})

test('who has done well in ten settled bets weighs more, and nobody does once skill is switched off', async () => {
  const { alice, bob, visitor, vehicle, sql } = await crowd(0)
  await placeBet(alice, vehicle, priceBet(20_000))
  await placeBet(bob, vehicle, priceBet(40_000))
  await foldAll(sql)
  const alike = await forecast(visitor, vehicle, 'auction_price')

  await sql`with car as (insert into vehicles (model) select 'sold' from generate_series(1, 12) returning id)
    insert into vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent)
    select id, ${alice.id}, 'auction_price', '{"target_value": 10000}', 90 from car`
  await sql`update vehicle_bets set status = 'won', resolved_at = now(), skill_score = 0.9
    where user_id = ${alice.id} and vehicle_id <> ${vehicle.id}`
  await sql`insert into app.forecaster_changes (user_id) values (${alice.id})`
  await foldAll(sql)
  const bySkill = await forecast(visitor, vehicle, 'auction_price')
  expect(Number(bySkill.quantiles.p50)).toBeLessThan(Number(alike.quantiles.p50) - 1_000)

  await sql`update app.forecast_settings set skill_strength = 0`
  await foldAll(sql)
  expect((await forecast(visitor, vehicle, 'auction_price')).quantiles).toEqual(alike.quantiles)
  await sql`update app.forecast_settings set skill_strength = 4`
})

test('people who disagree are narrowed about the same median; one person, and people who agree, are not', async () => {
  const { people, visitor, vehicle, sql } = await crowd(5)
  const read = async () => {
    await foldAll(sql)
    const { p10, p50, p90 } = (await forecast(visitor, vehicle, 'auction_price')).quantiles
    return { median: Number(p50), width: Math.log(Number(p90) / Number(p10)) }
  }
  const unnarrowed = async () => {
    await sql`update app.forecast_settings set narrowest = 1`
    const wide = await read()
    await sql`update app.forecast_settings set narrowest = default`
    return wide
  }
  const [first, ...rest] = people
  if (!first) throw new Error('nobody')
  await placeBet(first, vehicle, priceBet(20_000, 80))
  expect(await read()).toEqual(await unnarrowed())
  for (const person of rest) await placeBet(person, vehicle, priceBet(20_000, 80))
  expect(await read()).toEqual(await unnarrowed())

  const numbers = [17_000, 18_500, 21_500, 23_000]
  for (const [n, person] of rest.entries()) await placeBet(person, vehicle, priceBet(numbers[n] ?? 0, 80))
  const [narrowed, wide] = [await read(), await unnarrowed()]
  expect(narrowed.width).toBeLessThan(0.8 * wide.width)
  expect(narrowed.median).toBeCloseTo(wide.median, -1)
})
