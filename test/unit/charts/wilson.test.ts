import { expect, test } from 'vitest'
import { wilson } from '../../../src/react/charts/layout/wilson.ts'
import fc from '../../support/property.ts'

const votes = fc
  .integer({ min: 1, max: 5_000 })
  .chain((total) => fc.record({ total: fc.constant(total), yes: fc.integer({ min: 0, max: total }) }))
const z = 1.6449

test('the ends of the interval are the shares from which the votes are just z standard errors away', () => {
  fc.assert(
    fc.property(votes, ({ yes, total }) => {
      const { low, high } = wilson(yes, total)
      const share = yes / total
      for (const end of [low, high]) {
        const squared = (share - end) ** 2
        expect(squared).toBeCloseTo((z * z * end * (1 - end)) / total, 9)
      }
      expect(low).toBeLessThanOrEqual(share + 1e-12)
      expect(high).toBeGreaterThanOrEqual(share - 1e-12)
    }),
  )
})

// R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I, method 3.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%i of %i agrees with the published interval', (yes, total, low, high) => {
  const interval = wilson(yes, total, 1.959964)
  expect(interval.low).toBeCloseTo(low, 4)
  expect(interval.high).toBeCloseTo(high, 4)
})

test('no votes leave everything open', () => {
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 })
})
