import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../support/fresh-database.ts'

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

/**
 * Wilson's interval without continuity correction for k of 10, printed by R 3.6.2 (prop.test with correct = FALSE), as SciPy's
 * tests of binomtest(...).proportion_ci(method='wilson') give it: scipy/stats/tests/test_morestats.py.
 * A confidence of 0.95 on one side has the z of these votes.
 */
test.each([
  { k: 3, sides: 2, confidence: 0.95, lower: 0.1077913, upper: 0.6032219 },
  { k: 3, sides: 2, confidence: 0.99, lower: 0.07956632, upper: 0.6799753 },
  { k: 3, sides: 1, confidence: 0.95, lower: 0.1268766, upper: 0.5583002 },
  { k: 3, sides: 1, confidence: 0.99, lower: 0.08974147, upper: 0.6507187 },
  { k: 0, sides: 2, confidence: 0.95, lower: 0, upper: 0.2775328 },
  { k: 0, sides: 1, confidence: 0.95, lower: 0, upper: 0.212942 },
  { k: 10, sides: 2, confidence: 0.95, lower: 0.7224672, upper: 1 },
])('$k of 10 with $confidence on $sides sides: $lower to $upper', async ({ k, sides, confidence, lower, upper }) => {
  const [row] = await database.sql`
    select w.lower, w.upper from app.wilson(${k}, 10, app.normal_quantile(${1 - (1 - confidence) / sides})) w`
  expect(Math.abs(row?.lower - lower)).toBeLessThan(1e-7)
  expect(Math.abs(row?.upper - upper)).toBeLessThan(1e-7)
})

/** R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3: to the four digits that are printed. */
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%i of %i lies between %f and %f', async (k, n, lower, upper) => {
  const [row] = await database.sql`select w.lower, w.upper from app.wilson(${k}, ${n}, app.normal_quantile(0.975)) w`
  expect(row?.lower).toBeCloseTo(lower, 4)
  expect(row?.upper).toBeCloseTo(upper, 4)
})

test('without votes it is the whole range; z is 1.6449 unless another is given', async () => {
  const [none] = await database.sql`select w.lower, w.upper from app.wilson(0, 0) w`
  expect(none).toEqual({ lower: 0, upper: 1 })
  const [all] = await database.sql`select w.lower from app.wilson(10, 10) w`
  expect(all?.lower).toBeCloseTo(10 / (10 + 1.6449 ** 2), 14)
})
