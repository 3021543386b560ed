import { expect, test } from 'vitest'
import { community } from '../../support/community.ts'

const { sql } = await community()

const cdf = async (xs: number[]) => {
  const rows = await sql<{ p: number }[]>`
    select app.normal_cdf(x) as p from unnest(${xs}::float8[]) with ordinality u (x, n) order by n`
  return rows.map(({ p }) => p)
}
const quantile = async (ps: number[]) => {
  const rows = await sql<{ x: number }[]>`
    select app.normal_quantile(p) as x from unnest(${ps}::float8[]) with ordinality u (p, n) order by n`
  return rows.map(({ x }) => x)
}

function expectClose(values: number[], expected: number[], relative: number) {
  expect(values).toHaveLength(expected.length)
  for (const [n, value] of values.entries())
    expect(Math.abs(value / (expected[n] as number) - 1)).toBeLessThan(relative)
}

test('the normal distribution function has the published values, far into both tails', async () => {
  // Abramowitz & Stegun (1964), Handbook of Mathematical Functions, table 26.1 (its P(x), 15 decimals).
  expectClose(
    await cdf([0.5, 1, 2, 3]),
    [0.691462461274013, 0.841344746068543, 0.977249868051821, 0.99865010196837],
    1e-14,
  )
  // Computed with mpmath 1.3 to 40 digits: ncdf(-5), ncdf(-10), ncdf(-30), and where the approximation changes its form.
  expectClose(
    await cdf([-5, -10, -30, -0.66291, -0.66292, -5.6568]),
    [
      2.866515718791939e-7, 7.619853024160525e-24, 4.906713927148187e-198, 0.25369409838973994, 0.25369089593247257,
      7.711064856975553e-9,
    ],
    1e-12,
  )
  expect(await cdf([Number.NEGATIVE_INFINITY, -100, 0, 100, Number.POSITIVE_INFINITY, Number.NaN])).toEqual([
    0,
    0,
    0.5,
    1,
    1,
    Number.NaN,
  ])
})

test('the normal quantile has the values its paper gives for checking', async () => {
  // Wichura (1988), Applied Statistics 37, AS 241: the check values of PPND16.
  expectClose(await quantile([0.25, 0.001, 1e-20]), [-0.6744897501960817, -3.090232306167814, -9.26234008979841], 1e-14)
  expect(await quantile([0, 1, 0.5, -0.1, 1.1])).toEqual([
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    0,
    Number.NaN,
    Number.NaN,
  ])
})

/** Probability that the bet gives to `(low, high]`. */
async function band(
  type: string,
  prediction: object,
  confidence: number,
  low: number,
  high: number,
  placed = '2026-11-24T18:00Z',
) {
  const [row] = await sql`
    select app.component_cdf(d.family, d.origin, d.location, d.scale, ${high}) - app.component_cdf(d.family, d.origin, d.location, d.scale, ${low}) as p
    from app.bet_distribution(${type}, ${sql.json(prediction as never)}, ${confidence}, ${placed}) d`
  return row?.p
}
const epochDay = (day: string) => Date.parse(day) / 86_400_000

test('the band that a claim is about holds exactly its confidence', async () => {
  for (const c of [1, 37.5, 80, 99]) {
    expect(await band('auction_price', { target_value: 50_000 }, c, 50_000 / 1.1, 55_000)).toBeCloseTo(c / 100, 12)
    expect(await band('auction_price', { low: 40_000, high: 90_000 }, c, 40_000, 90_000)).toBeCloseTo(c / 100, 12)
    expect(await band('next_mod_value', { modification: 'x', target_value: -8_000 }, c, -8_800, -7_200)).toBeCloseTo(
      c / 100,
      12,
    )
    expect(await band('next_mod_value', { modification: 'x', target_value: 1_000 }, c, 750, 1_250)).toBeCloseTo(
      c / 100,
      12,
    )
    const placed = epochDay('2026-11-24')
    expect(await band('completion_date', { by_date: '2027-03-04' }, c, placed + 100 / 1.1, placed + 110)).toBeCloseTo(
      c / 100,
      12,
    )
  }
  expect(await band('value_milestone', { target_value: 50_000, by_date: '2030-12-31' }, 70, 0.5, 1)).toBeCloseTo(
    0.7,
    12,
  )
})

test('a confidence of 0 or 100 % still leaves a distribution, and so does a day that is today', async () => {
  expect(await band('auction_price', { target_value: 50_000 }, 100, 50_000 / 1.1, 55_000)).toBeCloseTo(0.99, 12)
  expect(await band('auction_price', { target_value: 50_000 }, 0, 50_000 / 1.1, 55_000)).toBeCloseTo(0.01, 12)
  const placed = epochDay('2026-11-24')
  for (const date of ['2026-11-24', '2025-01-01'])
    expect(await band('completion_date', { date }, 60, placed + 0.5 / 1.1, placed + 0.55)).toBeCloseTo(0.6, 10)
})

test('quantiles give back what the distribution function takes in', async () => {
  const bets: [string, object][] = [
    ['auction_price', { target_value: 50_000 }],
    ['auction_price', { low: 0.01, high: 1_000_000_000 }],
    ['next_mod_value', { modification: 'x', target_value: 0 }],
    ['completion_date', { by_date: '2028-01-01' }],
  ]
  for (const [type, prediction] of bets) {
    const rows = await sql`
      select p, app.component_cdf(d.family, d.origin, d.location, d.scale, app.component_quantile(d.family, d.origin, d.location, d.scale, p)) as back
      from app.bet_distribution(${type}, ${sql.json(prediction as never)}, 75, now()) d, unnest(array[0.001, 0.05, 0.5, 0.9, 0.999]) p`
    for (const { p, back } of rows) expect(back).toBeCloseTo(p, 9)
  }
  const [coin] =
    await sql`select array_agg(app.component_quantile('bernoulli', 0, 0.3, 0, p) order by p) as q from unnest(array[0, 0.7, 0.71, 1]) p`
  expect(coin?.q).toEqual([0, 0, 1, 1])
})

test('a range too narrow for a double is a distribution all the same', async () => {
  const low = '1000.00000000000000000000000000000001'
  const [row] = await sql.unsafe(
    `select d.scale from app.bet_distribution('auction_price', '{"low": ${low}, "high": 1000.1e0}'::jsonb, 50, now()) d
     union all select d.scale from app.bet_distribution('auction_price', '{"low": 1000, "high": ${low}}'::jsonb, 50, now()) d order by 1 limit 1`,
  )
  expect(row?.scale).toBeGreaterThan(0)
})
