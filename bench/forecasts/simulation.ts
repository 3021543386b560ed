import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'

export type Size = { forecasters: number; training: number; test: number; bettorsEach: number; seed: number }

/** Of one way to read the crowd, over all test vehicles. */
export type Result = {
  name: string
  /** Mean of |ln(forecast / price)|. */
  error: number
  /** Mean CRPS in units of ln(price); of a single number it is its error. */
  crps: number
  /** Share of prices within the 50 and the 80 % band; null for a single number. */
  within50: number | null
  within80: number | null
}

type Forecaster = { id: string; spread: number; bias: number; claimed: number; wild: boolean }
type Vehicle = { id: string; price: number }

/**
 * Forecasters of known skill bet on auction prices of vehicles whose price is known to the simulation. Bets, outcomes, settlement,
 * skill and forecasts are the database's own. The vehicles that are measured have nothing to do with those that skill comes from.
 *
 * @param strengths of skill to compare; 0 is a crowd without it
 */
export async function simulate(sql: Sql, size: Size, strengths: number[]): Promise<Result[]> {
  const random = randomNumbers(size.seed)
  const forecasters = Array.from({ length: size.forecasters }, () => forecaster(random))
  await sql`insert into auth.users (id) select unnest(${forecasters.map(({ id }) => id)}::uuid[])`

  for (const vehicle of await addVehicles(sql, size.training, random)) {
    await bet(sql, vehicle, pick(forecasters, size.bettorsEach, random), random)
    await sql`
      insert into vehicle_outcomes (vehicle_id, kind, value, sold, occurred_at, evidence)
      values (${vehicle.id}, 'auction_result', ${vehicle.price}, true, clock_timestamp(), '{"source_url": "https://example.com/lot"}')`
  }
  await sql`update bet_questions set final_at = now() where state = 'proposed'`
  while ((await sql`select settle_due() as n`)[0]?.n > 0);

  const vehicles = await addVehicles(sql, size.test, random)
  for (const vehicle of vehicles) await bet(sql, vehicle, pick(forecasters, size.bettorsEach, random), random)

  const results: Result[] = []
  for (const strength of strengths) {
    await sql`update app.forecast_settings set skill_strength = ${strength}`
    await foldAll(sql)
    if (results.length === 0) results.push(...(await singleNumbers(sql, vehicles)))
    results.push(await crowd(sql, vehicles, strength))
  }
  return results
}

/** Errors from 4 to 40 %, known to the forecaster within a factor; one in twelve says whatever comes to mind. */
function forecaster(random: Random): Forecaster {
  const spread = Math.exp(Math.log(0.04) + random.uniform() * Math.log(10))
  const wild = random.uniform() < 1 / 12
  return {
    id: randomUUID(),
    spread,
    bias: 0.05 * random.normal(),
    claimed: spread * Math.exp(0.35 * random.normal()),
    wild,
  }
}

async function addVehicles(sql: Sql, count: number, random: Random): Promise<Vehicle[]> {
  const vehicles = Array.from({ length: count }, () => ({
    id: randomUUID(),
    price: Math.round(25_000 * Math.exp(0.6 * random.normal())),
  }))
  await sql`insert into vehicles (id, model) select unnest(${vehicles.map(({ id }) => id)}::uuid[]), 'simulated'`
  return vehicles
}

async function bet(sql: Sql, vehicle: Vehicle, people: Forecaster[], random: Random): Promise<void> {
  const shared = 0.04 * random.normal() // what nobody could know
  const bets = people.map(({ id, spread, bias, claimed, wild }) => {
    const guess = wild ? Math.log(5) * (2 * random.uniform() - 1) : bias + spread * random.normal()
    const confidence = wild ? 0.75 : 2 * normalCdf(Math.log(1.1) / Math.hypot(claimed, 0.04)) - 1
    return {
      user_id: id,
      prediction: { target_value: Math.round((vehicle.price * Math.exp(shared + guess)) / 100) * 100 || 100 },
      confidence_percent: Math.min(Math.max(Math.round(100 * confidence), 1), 99),
    }
  })
  await sql`
    insert into vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent)
    select ${vehicle.id}, b.user_id, 'auction_price', b.prediction, b.confidence_percent
    from jsonb_to_recordset(${sql.json(bets)}) b (user_id uuid, prediction jsonb, confidence_percent numeric)`
}

async function foldAll(sql: Sql): Promise<void> {
  for (;;) {
    await sql`select app.fold_bets()`
    const [left] = await sql`
      select (exists (select from app.bet_changes) or exists (select from app.forecaster_changes)) as some`
    if (!left?.some) return
  }
}

async function singleNumbers(sql: Sql, vehicles: Vehicle[]): Promise<Result[]> {
  const rows = await sql`
    select vehicle_id, avg_predicted_value::float8 as mean, median_predicted_value::float8 as median
    from vehicle_market_sentiment where vehicle_id = any (${vehicles.map(({ id }) => id)}) and bet_type = 'auction_price'`
  const byVehicle = new Map(rows.map((row) => [row.vehicle_id, row]))
  return (['mean', 'median'] as const).map((name) => {
    const error = mean(vehicles.map(({ id, price }) => Math.abs(Math.log(byVehicle.get(id)?.[name] / price))))
    return { name: `plain ${name}`, error, crps: error, within50: null, within80: null }
  })
}

type Forecast = { quantiles: Record<'p10' | 'p25' | 'p50' | 'p75' | 'p90', number>; curve: [number, number][] }

async function crowd(sql: Sql, vehicles: Vehicle[], strength: number): Promise<Result> {
  const rows = await Promise.all(
    vehicles.map(async ({ id, price }) => {
      const [row] = await sql<{ forecast: Forecast }[]>`select vehicle_forecast(${id}, 'auction_price') as forecast`
      if (!row) throw new Error('A call gives one row.')
      const { quantiles, curve } = row.forecast
      return {
        error: Math.abs(Math.log(quantiles.p50 / price)),
        crps: crps(curve, price),
        in50: Number(quantiles.p25 <= price && price <= quantiles.p75),
        in80: Number(quantiles.p10 <= price && price <= quantiles.p90),
      }
    }),
  )
  return {
    name: strength === 0 ? 'crowd, all alike' : `crowd, by skill (${strength})`,
    error: mean(rows.map((row) => row.error)),
    crps: mean(rows.map((row) => row.crps)),
    within50: mean(rows.map((row) => row.in50)),
    within80: mean(rows.map((row) => row.in80)),
  }
}

/** Integral of (F - 1(price <= x))^2 over ln x, between the points of the curve. */
function crps(curve: [number, number][], price: number): number {
  const square = ([x, p]: [number, number]) => (p - (x >= price ? 1 : 0)) ** 2
  return curve.slice(1).reduce((sum, point, n) => {
    const before = curve[n] ?? point
    return sum + ((square(before) + square(point)) / 2) * (Math.log(point[0]) - Math.log(before[0]))
  }, 0)
}

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length

type Random = { uniform: () => number; normal: () => number }

/** Mulberry32 with Box and Muller's transform: the same numbers for the same seed. */
function randomNumbers(seed: number): Random {
  let state = seed
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  }
}

function pick<T>(all: T[], count: number, random: Random): T[] {
  const left = [...all]
  return Array.from({ length: Math.min(count, all.length) }, () => {
    const [one] = left.splice(Math.floor(random.uniform() * left.length), 1)
    return one as T
  })
}

/** Zelen and Severo's approximation, within 7.5e-8. */
function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const tail =
    (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return z < 0 ? tail : 1 - tail
}
