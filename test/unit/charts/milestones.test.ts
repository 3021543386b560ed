import { expect, test } from 'vitest'
import { niceStep, ticksOf } from '../../../src/react/charts/layout/axis.ts'
import { normalCdf, normalQuantile } from '../../../src/react/charts/layout/normal.ts'
import { stepsOf } from '../../../src/react/charts/MilestoneChart.tsx'

test('milestones fall by steps: the line reaches each at its own height, and ends at the last', () => {
  const milestones = [
    { value: 50, probability: 0.8 },
    { value: 70, probability: 0.4 },
  ]
  const path = stepsOf(
    milestones,
    (value) => value,
    (probability) => 100 - probability * 100,
    1_000,
  )
  expect(path).toMatch(/^M\d+ 20(\.0+\d*)?V/)
  expect(path.replace(/\.0+\d*/g, '')).toMatch(/V(20|19)H50V60H70$/)
})

test('steps of an axis are round numbers', () => {
  expect([0.03, 7, 1_700, 2_400, 99].map(niceStep)).toEqual([0.05, 10, 2_000, 2_500, 100])
  expect(ticksOf('money', 30_000, 100_000, 4).map(({ label }) => label)).toEqual(['$40k', '$60k', '$80k', '$100k'])
  expect(ticksOf('change', -1_000, 1_000, 4).map(({ label }) => label)).toEqual([
    '−$1,000',
    '−$500',
    '$0',
    '+$500',
    '+$1,000',
  ])
})

// M. Abramowitz, I. A. Stegun, "Handbook of Mathematical Functions", table 26.1.
test.each([
  [0, 0.5],
  [1, 0.8413447],
  [1.96, 0.9750021],
  [-2.5, 0.0062097],
])('the normal distribution at %f is %f, both ways', (x, probability) => {
  expect(normalCdf(x)).toBeCloseTo(probability, 6)
  expect(normalQuantile(probability)).toBeCloseTo(x, 4)
})
