import type { Sql } from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../support/fresh-database.ts'
import fc from '../../support/property.ts'
import { History, type Step } from './history.ts'
import { betsOn, expectedCurve, expectedMilestones, expectedSentiment } from './model.ts'
import { type Forecast, foldAll } from './support.ts'

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

const who = fc.nat(7)
const bet = fc.record({
  do: fc.constant('bet'),
  who,
  type: fc.nat(5),
  size: fc.nat(20),
  confidence: fc.integer({ min: 0, max: 100 }),
  daysAgo: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 })),
})
const step = fc.oneof(
  { weight: 14, arbitrary: bet },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cancel'), who, nth: fc.nat(5) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('fold') }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('sell'),
      price: fc.integer({ min: 5_000, max: 30_000 }),
      daysAgo: fc.nat(3),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('withdraw', 'settle', 'settle', 'reverse', 'reopen', 'goPrivate', 'goPublic'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('changeHands', 'leave'), who }) },
) as fc.Arbitrary<Step>

const types = ['auction_price', 'completion_date', 'next_mod_value', 'value_milestone']

test('after any history, forecast and sentiment are what the bets say when they are read from scratch', {
  timeout: 600_000,
}, async () => {
  const { sql } = database
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const history = await History.begin(sql)
      for (const each of steps) await history.take(each)
      const unfolded = await shown(sql, history)
      await foldAll(sql)
      const folded = await shown(sql, history)

      const bets = await betsOn(sql, history.vehicle)
      for (const type of types) {
        await expectForecast(sql, history, type, bets, folded[type])
        expectClose(unfolded[type], folded[type])
        await expectSentiment(sql, history, type, bets)
      }
      expect(await shownFromScratch(sql, history)).toEqual(await rounded(sql, history))
    }),
    { numRuns: 20, endOnFailure: true },
  )
})

const read = async (sql: Sql, { vehicle }: History, type: string): Promise<Forecast> => {
  const [row] = await sql`select app.vehicle_forecast(${vehicle.id}, ${type}, null, null) as forecast`
  return row?.forecast
}

async function shown(sql: Sql, history: History): Promise<Record<string, Forecast>> {
  const all: Record<string, Forecast> = {}
  for (const type of types) all[type] = await read(sql, history, type)
  return all
}

/** Before and after the fold: the same people, and the same numbers but for the order in which they were added. */
function expectClose(unfolded: Forecast | undefined, folded: Forecast | undefined): void {
  expect(unfolded?.people).toBe(folded?.people)
  for (const [name, value] of Object.entries(folded?.quantiles ?? {})) {
    const before = unfolded?.quantiles[name as 'p50']
    if (typeof value === 'number') expect(Math.abs(Number(before) - value)).toBeLessThan(0.02 + Math.abs(value) * 1e-5)
    else expect(before).toBe(value)
  }
}

const ends: Record<string, [number, number]> = { next_mod_value: [-9.8e8, 9.8e8], completion_date: [10_958, 47_600] }

const epochDay = (x: number | string) => (typeof x === 'string' ? Date.parse(x) / 86_400_000 : x)

async function expectForecast(
  sql: Sql,
  { vehicle }: History,
  type: string,
  bets: Awaited<ReturnType<typeof betsOn>>,
  forecast: Forecast | undefined,
): Promise<void> {
  if (type === 'value_milestone') {
    const { people, points } = expectedMilestones(bets)
    expect(forecast?.people).toBe(people)
    expect(forecast?.curve.map(([x]) => x)).toEqual(points.map(({ target }) => target))
    for (const [n, { probability }] of points.entries()) expect(forecast?.curve[n]?.[1]).toBeCloseTo(1 - probability, 5)
    return
  }
  const [kept] = await sql`select anchor from app.crowds where vehicle_id = ${vehicle.id} and bet_type = ${type}`
  const expected = expectedCurve(bets, type, kept?.anchor ?? 0)
  expect(forecast).toMatchObject({
    people: expected?.people ?? 0,
    topic: expected?.topic ?? null,
    round: expected?.round ?? null,
  })
  if (!expected) return
  expect(Math.abs((forecast?.agreement ?? 0) - expected.agreement)).toBeLessThan(0.005)
  // Days are shown whole, and far from the anchor half a percent apart. The outermost cells take what lies beyond the grid.
  const [lowest, highest] = ends[type] ?? [1.02, 9.8e8]
  const near = (x: number, p: number) => {
    const width =
      type === 'completion_date' ? 1 + Math.abs(x - kept?.anchor) * 0.005 : Math.max(Math.abs(x) * 0.0001, 0.02)
    if (x > lowest) expect(p).toBeGreaterThanOrEqual(expected.cdf(x - width) - 0.004)
    if (x < highest) expect(p).toBeLessThanOrEqual(expected.cdf(x + width) + 0.004)
  }
  for (const [x, p] of forecast?.curve ?? []) near(epochDay(x), p)
  for (const [name, x] of Object.entries(forecast?.quantiles ?? {}))
    near(epochDay(x as number | string), Number(name.slice(1)) / 100)
}

async function expectSentiment(sql: Sql, { vehicle }: History, type: string, bets: Awaited<ReturnType<typeof betsOn>>) {
  const [row] = await sql`
    select total_bets::int, total_people::int, avg_confidence::float8, avg_predicted_value::float8,
           jsonb_build_array(p10_predicted_value, p25_predicted_value, median_predicted_value, p75_predicted_value, p90_predicted_value) as bands
    from vehicle_market_sentiment where vehicle_id = ${vehicle.id} and bet_type = ${type}`
  const expected = expectedSentiment(bets, type)
  if (expected.people === 0) return expect(row).toBeUndefined()
  expect(row).toMatchObject({ total_bets: expected.bets, total_people: expected.people })
  expect(Math.abs(row?.avg_confidence - expected.confidence)).toBeLessThan(0.0501)
  if (expected.value === null) expect(row?.avg_predicted_value).toBeNull()
  else expect(Math.abs(row?.avg_predicted_value - expected.value)).toBeLessThan(0.00501)
  for (const [n, value] of expected.quantiles.entries())
    if (value === null) expect(row?.bands[n]).toBeNull()
    else expect(Math.abs(row?.bands[n] - value)).toBeLessThan(0.00501)
}

/** All that is kept of the vehicle, with sums cut to nine digits. */
async function rounded(sql: Sql, { vehicle }: History) {
  return await sql`
    select topic, round, people, to_char(weight, '9.99999999EEEE') as weight, to_char(weight_sq, '9.99999999EEEE') as weight_sq,
           forecast - 'movement' as forecast
    from app.crowds where vehicle_id = ${vehicle.id} order by topic, round`
}

/** The same when nothing is kept and everybody is marked, without a trace. */
async function shownFromScratch(sql: Sql, history: History) {
  const stop = Symbol('roll back')
  let found: unknown
  await sql
    .begin(async (tx) => {
      const { id } = history.vehicle
      for (const table of ['bettors', 'bet_sentiments', 'crowds'])
        await tx`delete from app.${tx(table)} where vehicle_id = ${id}`
      await tx`insert into app.bet_changes (vehicle_id, bet_type, user_id)
        select distinct vehicle_id, bet_type, user_id from vehicle_bets where vehicle_id = ${id}`
      await tx`select app.fold_bets()`
      found = await rounded(tx as unknown as Sql, history)
      throw stop
    })
    .catch((error) => {
      if (error !== stop) throw error
    })
  return found
}
