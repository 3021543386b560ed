import { expect, test } from 'vitest'
import {
  cancelBet,
  createPaddock,
  ensureSession,
  loadForecast,
  loadSentiment,
  placeBet,
  skipForecast,
} from '../../../src/client/index.ts'
import { byHand } from '../../support/by-hand.ts'
import { community } from '../../support/community.ts'
import { settleDue } from '../../support/settle.ts'

test('a person sees the crowd after giving a number of their own, or after choosing to skip that', async () => {
  const { vehicle, server } = await community()
  const visitor = () => createPaddock(server.url, server.keys.publishableKey)
  const [one, two, outsider] = [visitor(), visitor(), visitor()]
  const claim = { type: 'auction_price', prediction: { target_value: 21_000 }, confidencePercent: 60 } as const
  expect(await loadForecast(one, vehicle.id, 'auction_price')).toMatchObject({ blind: false, people: 0, curve: [] })

  const bet = await placeBet(one, vehicle.id, claim)
  const own = await loadForecast(one, vehicle.id, 'auction_price')
  expect(own).toMatchObject({ blind: false, people: 1, currency: 'USD', modification: null, agreement: 1 })
  if (own.blind) throw new Error('kept back from who has bet')
  expect(own.quantiles.p50).toBeCloseTo(21_000, -2)
  expect(own.curve.length).toBeGreaterThan(40)

  await ensureSession(two)
  expect(await loadForecast(two, vehicle.id, 'auction_price')).toEqual({ blind: true, people: 1 })
  expect(await loadForecast(outsider, vehicle.id, 'auction_price')).toEqual({ blind: true, people: 1 })
  expect(await loadForecast(outsider, vehicle.id, 'auction_price', { skipped: true })).toMatchObject({ blind: false })
  await skipForecast(two, vehicle.id, 'auction_price')
  await skipForecast(two, vehicle.id, 'auction_price')
  expect(await loadForecast(two, vehicle.id, 'auction_price')).toMatchObject({ blind: false, people: 1 })

  await placeBet(two, vehicle.id, { ...claim, prediction: { target_value: 30_000 } })
  await cancelBet(one, bet.id)
  expect(await loadForecast(one, vehicle.id, 'auction_price')).toEqual({ blind: true, people: 1 })
})

test('once betting is over everybody sees the crowd, and then what came of it', async () => {
  const { vehicle, server, sql, service } = await community()
  const one = createPaddock(server.url, server.keys.publishableKey)
  const outsider = createPaddock(server.url, server.keys.publishableKey)
  await placeBet(one, vehicle.id, {
    ...{ type: 'auction_price', prediction: { target_value: 21_000 }, confidencePercent: 60 },
  })
  expect(await loadForecast(outsider, vehicle.id, 'auction_price')).toEqual({ blind: true, people: 1 })

  const sale = { kind: 'auction_result', value: 23_000, sold: true, occurred_at: new Date().toISOString() }
  const evidence = { source_url: 'https://example.com/lot/12' }
  expect(
    (await service.from('vehicle_outcomes').insert({ vehicle_id: vehicle.id, ...sale, evidence })).error,
  ).toBeNull()
  const proposed = await loadForecast(outsider, vehicle.id, 'auction_price')
  expect(proposed).toMatchObject({ blind: false, people: 1, closed: true, result: null })

  await sql`update bet_questions set final_at = now() where vehicle_id = ${vehicle.id}`
  await settleDue(sql)
  const settled = await loadForecast(outsider, vehicle.id, 'auction_price')
  expect(settled).toMatchObject({ people: 1, closed: true, result: { value: 23_000 } })
})

test('a modification is named, or the one with the most people is meant', async () => {
  const { vehicle, server } = await community()
  const bettor = createPaddock(server.url, server.keys.publishableKey)
  await placeBet(bettor, vehicle.id, {
    type: 'next_mod_value',
    prediction: { modification: 'Five-speed: close ratio', target_value: 1500 },
    confidencePercent: 70,
  })
  expect(await loadForecast(bettor, vehicle.id, 'next_mod_value')).toMatchObject({
    people: 1,
    currency: 'USD',
    modification: 'five-speed: close ratio',
  })
  const asked = { modification: ' five-speed:  CLOSE ratio' }
  expect(await loadForecast(bettor, vehicle.id, 'next_mod_value', asked)).toMatchObject({ people: 1 })
  expect(await loadForecast(bettor, vehicle.id, 'next_mod_value', { modification: 'Side pipes' })).toMatchObject({
    people: 0,
  })
})

test('the sentiment has the median and the quantiles of what people name, and none of dates', async () => {
  const { vehicle, server, sql } = await community()
  for (const value of [10_000, 20_000, 30_000, 40_000, 900_000]) {
    const bettor = createPaddock(server.url, server.keys.publishableKey)
    await placeBet(bettor, vehicle.id, {
      type: 'auction_price',
      prediction: { target_value: value },
      confidencePercent: 50,
    })
    if (value === 10_000)
      await placeBet(bettor, vehicle.id, {
        type: 'completion_date',
        prediction: { by_date: '2030-06-30' },
        confidencePercent: 50,
      })
  }
  await byHand(sql, 'fold_bets')
  const visitor = createPaddock(server.url, server.keys.publishableKey)
  expect(await loadSentiment(visitor, vehicle.id)).toMatchObject([
    {
      ...{ type: 'auction_price', people: 5, averageValue: 200_000, medianValue: 30_000 },
      quantiles: { p10: 14_000, p25: 20_000, p75: 40_000, p90: 556_000 },
    },
    {
      ...{ type: 'completion_date', averageValue: null, medianValue: null },
      quantiles: { p10: null, p25: null, p75: null, p90: null },
    },
  ])
})
