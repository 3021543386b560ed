import type { Sql } from 'postgres'
import { honesty, type Reported } from './honesty.ts'
import { addAccounts, foldAll, place, sell } from './market.ts'
import { calm, drawForecasters, drawVehicles, randomNumbers, type Shared, type Size } from './people.ts'
import { crowd, type Reading, singleNumbers } from './reading.ts'
import { type Split, splitting } from './splitting.ts'

export type Found = {
  /** Ways to read the crowd on vehicles that no skill was earned on. */
  readings: Reading[]
  /** The crowd by skill, narrowed by more and by less, on the vehicles that skill was earned on and on several kinds of others. */
  narrowed: { vehicles: string; readings: Reading[] }[]
  honesty: Reported[]
  splitting: Split[]
}

/** How far the mixture may be narrowed; 1 leaves it. */
export const narrowings = [1, 0.667, 0.5, 0.333]

/** Other vehicles than those that skill comes from; where it says how many bet on each, there are half as many again. */
const others: [string, Shared, number?][] = [
  ['others like them', calm],
  ['40 people each, all off by the same 10 %, which nobody reckons with', { error: 0.1, reckoned: 0.04 }, 40],
  ['40 people each, all off by the same 30 %, which everybody reckons with', { error: 0.3, reckoned: 0.3 }, 40],
  ['5 people each', calm, 5],
  ['1 person each', calm, 1],
]

/**
 * Forecasters of known skill bet on auction prices of vehicles whose price is known to the simulation. Bets, outcomes, settlement,
 * ledger, skill and forecasts are the database's own. The vehicles that are measured have nothing to do with those that skill comes from.
 *
 * @param thorough whether narrowing is measured, too, on several kinds of vehicles
 */
export async function simulate(sql: Sql, size: Size, thorough = true): Promise<Found> {
  const random = randomNumbers(size.seed)
  const people = drawForecasters(size.forecasters, random)
  await addAccounts(
    sql,
    people.map(({ id }) => id),
  )
  const sold = drawVehicles(size.training, people, size.bettorsEach, calm, random)
  const kinds = others.slice(0, thorough ? others.length : 1).map(([name, shared, bettors]) => ({
    name,
    drawn: drawVehicles(bettors ? 1.5 * size.test : size.test, people, bettors ?? size.bettorsEach, shared, random),
  }))
  const measured = kinds[0]?.drawn ?? []

  await place(sql, sold)
  for (const { drawn } of kinds) await place(sql, drawn)
  await foldAll(sql)
  const alike = [...(await singleNumbers(sql, measured)), await crowd(sql, measured, 'crowd, all alike')]

  await sell(sql, sold)
  await foldAll(sql)
  const narrowed = []
  for (const { name, drawn } of thorough ? [{ name: 'those that skill comes from', drawn: sold }, ...kinds] : []) {
    const readings = []
    for (const share of narrowings) readings.push(await crowd(sql, drawn, String(share), share))
    narrowed.push({ vehicles: name, readings })
  }
  return {
    readings: [
      ...alike,
      await crowd(sql, measured, 'crowd, by skill, not narrowed', 1),
      await crowd(sql, measured, 'crowd, by skill'),
    ],
    narrowed,
    honesty: await honesty(sql, sold.slice(0, size.asked)),
    splitting: await splitting(sql, sold.slice(0, size.asked)),
  }
}
