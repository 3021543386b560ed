import type { Sql } from 'postgres'
import { asIf, mean } from './market.ts'
import type { Drawn } from './people.ts'

/** Of one way to read a crowd, over vehicles whose prices are known. */
export type Reading = {
  name: string
  /** Mean of |ln(forecast / price)|. */
  error: number
  /** Mean CRPS in units of ln(price); of a single number it is its error. */
  crps: number
  /** Share of prices within the 50 and the 80 % band; null for a single number. */
  within50: number | null
  within80: number | null
}

/** Mean and median of the numbers, as the sentiment has them. */
export async function singleNumbers(sql: Sql, drawn: Drawn[]): Promise<Reading[]> {
  const rows = await sql`
    select vehicle_id, avg_predicted_value::float8 as mean, median_predicted_value::float8 as median
    from vehicle_market_sentiment where vehicle_id = any (${drawn.map(({ id }) => id)}) and bet_type = 'auction_price'`
  const byVehicle = new Map(rows.map((row) => [row.vehicle_id, row]))
  return (['mean', 'median'] as const).map((name) => {
    const error = mean(drawn.map(({ id, price }) => Math.abs(Math.log(byVehicle.get(id)?.[name] / price))))
    return { name: `plain ${name}`, error, crps: error, within50: null, within80: null }
  })
}

type Quantiles = Record<'p10' | 'p25' | 'p50' | 'p75' | 'p90', number>
type Curve = { vehicle_id: string; quantiles: Quantiles; curve: [number, number][] }

/** The crowd as it is kept, read with a narrowing of its own where one is given, on the whole grid. */
export async function crowd(sql: Sql, drawn: Drawn[], name: string, narrowest?: number): Promise<Reading> {
  const rows = await asIf(sql, async (tx) => {
    await tx`set local session_replication_role = replica` // nobody needs to be weighed again
    if (narrowest) await tx`update app.forecast_settings set narrowest = ${narrowest}`
    return await tx<Curve[]>`
      select c.vehicle_id, app.curve_forecast(c) -> 'quantiles' as quantiles,
             (select jsonb_agg(jsonb_build_array(p.u, p.below) order by p.cell) from app.crowd_curve(c) p) as curve
      from app.crowds c where c.vehicle_id = any (${drawn.map(({ id }) => id)}::uuid[]) and c.bet_type = 'auction_price'`
  })
  const byVehicle = new Map(rows.map((row) => [row.vehicle_id, row]))
  const read = drawn.map(({ id, price }) => {
    const { quantiles, curve } = byVehicle.get(id) ?? missing(id)
    return {
      error: Math.abs(Math.log(quantiles.p50 / price)),
      crps: crps(curve, Math.log(price)),
      in50: Number(quantiles.p25 <= price && price <= quantiles.p75),
      in80: Number(quantiles.p10 <= price && price <= quantiles.p90),
    }
  })
  return {
    name,
    error: mean(read.map((row) => row.error)),
    crps: mean(read.map((row) => row.crps)),
    within50: mean(read.map((row) => row.in50)),
    within80: mean(read.map((row) => row.in80)),
  }
}

function missing(id: string): never {
  throw new Error(`There is no crowd for ${id}`)
}

/** Integral of (F(u) - 1(y <= u))^2, the steps of the grid being small. */
function crps(curve: [number, number][], y: number): number {
  const square = ([u, p]: [number, number]) => (p - (u >= y ? 1 : 0)) ** 2
  return curve.slice(1).reduce((sum, point, n) => {
    const before = curve[n] ?? point
    return sum + ((square(before) + square(point)) / 2) * (point[0] - before[0])
  }, 0)
}
