import { expect, test } from 'vitest'
import { crowd, placeBet } from '../bets/questions.ts'
import { foldAll, forecast, priceBet, timeless } from './support.ts'

test('a forecast shows each bet at once, and says the same once it is folded', async () => {
  const c = await crowd(5)
  const read = () => timeless(c.visitor, c.vehicle, 'auction_price')
  expect(await read()).toEqual({
    ...{
      people: 0,
      mean: null,
      curve: [],
      agreement: null,
      movement: [],
      contradictions: [],
      topic: null,
      round: null,
    },
    quantiles: { p05: null, p10: null, p25: null, p50: null, p75: null, p90: null, p95: null },
  })
  for (const [n, person] of c.people.entries()) {
    await placeBet(person, c.vehicle, priceBet(20_000 + 1000 * n))
    expect((await read()).people).toBe(n + 1)
  }
  const fresh = await read()
  await foldAll(c.sql)
  expect(await read()).toEqual(fresh)
  expect(fresh.quantiles.p50).toBeGreaterThan(21_000)
  expect(fresh.quantiles.p50).toBeLessThan(23_000)
})

test('a private vehicle has a forecast for its owner only, and is not told apart from one that does not exist', async () => {
  const { alice, visitor, carol, service, privateVehicle } = await crowd(0)
  for (const [stranger, id] of [
    [alice, privateVehicle.id],
    [visitor, privateVehicle.id],
    [visitor, '00000000-0000-4000-8000-000000000000'],
  ] as const) {
    const { error } = await stranger.rpc('vehicle_forecast', { vehicle_id: id, bet_type: 'auction_price' })
    expect(error).toMatchObject({ code: 'PT404', details: 'unknown_vehicle' })
  }
  expect((await forecast(carol, privateVehicle, 'auction_price')).people).toBe(0)
  expect((await forecast(service, privateVehicle, 'auction_price')).people).toBe(0)
})

test('a type of bet that does not exist is named', async () => {
  const { visitor, vehicle } = await crowd(0)
  const { error } = await visitor.rpc('vehicle_forecast', { vehicle_id: vehicle.id, bet_type: 'lottery' })
  expect(error).toMatchObject({ code: '23514', details: 'bet_type_is_known', message: 'lottery is not a type of bet.' })
})
