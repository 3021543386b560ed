import { randomUUID } from 'node:crypto'

export type Size = {
  forecasters: number
  /** Vehicles that are sold, and others that the crowd is measured on. */
  training: number
  test: number
  bettorsEach: number
  /** How many of the sold ones are asked about honesty and splitting. */
  asked: number
  seed: number
}

export type Forecaster = {
  id: string
  /** Standard deviation of their error, in ln(price). */
  spread: number
  /** What they are off by on every vehicle. */
  bias: number
  /** The standard deviation that they believe in. */
  claimed: number
  /** Says whatever comes to mind. */
  wild: boolean
}

export type DrawnBet = {
  person: Forecaster
  value: number
  /** What they say, in percent. */
  confidence: number
  /** What somebody who errs as they do is right to say. */
  honest: number
  stake: number
}

export type Drawn = { id: string; price: number; bets: DrawnBet[] }

/** How far everybody is off together on a vehicle, and how far they reckon to be. */
export type Shared = { error: number; reckoned: number }

const biasSpread = 0.05
export const calm: Shared = { error: 0.04, reckoned: 0.04 }

/** Errors from 4 to 40 %, known to the forecaster within a factor; one in twelve says whatever comes to mind. */
export function drawForecasters(count: number, random: Random): Forecaster[] {
  return Array.from({ length: count }, () => {
    const spread = Math.exp(Math.log(0.04) + random.uniform() * Math.log(10))
    const wild = random.uniform() < 1 / 12
    const bias = biasSpread * random.normal()
    return { id: randomUUID(), spread, bias, claimed: spread * Math.exp(0.35 * random.normal()), wild }
  })
}

/** Vehicles with their prices, and what those who bet on each of them say. Stakes can be shared out evenly among 2, 3, 5 or 10. */
export function drawVehicles(
  count: number,
  people: Forecaster[],
  each: number,
  shared: Shared,
  random: Random,
): Drawn[] {
  return Array.from({ length: count }, () => {
    const price = Math.round(25_000 * Math.exp(0.6 * random.normal()))
    const together = shared.error * random.normal()
    const bets = pick(people, each, random).map((person) => {
      const { spread, bias, claimed, wild } = person
      const guess = wild ? Math.log(5) * (2 * random.uniform() - 1) : bias + spread * random.normal()
      return {
        person,
        value: Math.round((price * Math.exp(together + guess)) / 100) * 100 || 100,
        confidence: wild ? 75 : chanceOfTenPercent(Math.hypot(claimed, shared.reckoned)),
        honest: chanceOfTenPercent(Math.hypot(spread, biasSpread, shared.error)),
        stake: 3 * (1 + Math.floor(10 * random.uniform())),
      }
    })
    return { id: randomUUID(), price, bets }
  })
}

/** In whole percent, that a number with this error is within 10 % of the price. */
function chanceOfTenPercent(spread: number): number {
  return Math.min(Math.max(Math.round(100 * (2 * normalCdf(Math.log(1.1) / spread) - 1)), 1), 99)
}

export type Random = { uniform: () => number; normal: () => number }

/** Mulberry32 with Box and Muller's transform: the same numbers for the same seed. */
export function randomNumbers(seed: number): Random {
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
