import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Measure } from '../../../src/react/charts/layout/axis.ts'
import {
  type Curve,
  densityOf,
  probabilityBelow,
  type Quantiles,
  quantile,
} from '../../../src/react/charts/layout/curve.ts'
import { layForecast, type Mine } from '../../../src/react/charts/layout/forecast-layout.ts'
import { normalCdf } from '../../../src/react/charts/layout/normal.ts'

/** A lognormal about a median, in 80 points as the database gives it. */
function lognormal(median: number, sigma: number): { curve: Curve; quantiles: Quantiles } {
  const curve: Curve = Array.from({ length: 80 }, (_, n) => {
    const z = -2.9 + (5.8 * n) / 79
    return [median * Math.exp(z * sigma), normalCdf(z)]
  })
  const at = (z: number) => median * Math.exp(z * sigma)
  return {
    curve,
    quantiles: {
      p05: at(-1.644854),
      p10: at(-1.281552),
      p25: at(-0.67449),
      p50: median,
      p75: at(0.67449),
      p90: at(1.281552),
      p95: at(1.644854),
    },
  }
}

const forecast = lognormal(58_400, 0.2157)
const exactly = (value: number): Mine => ({ from: value, to: value })

describe('a curve', () => {
  test('is read both ways', () => {
    expect(quantile(forecast.curve, 0.5)).toBeCloseTo(58_400, -2)
    expect(probabilityBelow(forecast.curve, 58_400)).toBeCloseTo(0.5, 3)
    expect(probabilityBelow(forecast.curve, 1)).toBe(0)
    expect(probabilityBelow(forecast.curve, 1e9)).toBe(1)
  })

  test('has a density that is never negative and holds the probability between two points', () => {
    const [low, high] = [forecast.quantiles.p10, forecast.quantiles.p90]
    const density = densityOf(forecast.curve, low, high, 2_001)
    expect(Math.min(...density.map(([, height]) => height))).toBeGreaterThanOrEqual(0)
    const step = (high - low) / 2_000
    const area = density.reduce((sum, [, height], n) => sum + height * (n === 0 || n === 2_000 ? step / 2 : step), 0)
    expect(area).toBeCloseTo(0.8, 3)
  })

  test('of a lognormal has the lognormal’s density', () => {
    for (const [x, height] of densityOf(forecast.curve, 45_000, 75_000, 31)) {
      const z = Math.log(x / 58_400) / 0.2157
      const exact = Math.exp((-z * z) / 2) / (x * 0.2157 * Math.sqrt(2 * Math.PI))
      expect(height / exact).toBeCloseTo(1, 1)
    }
  })
})

const outlineOf = (path: string) => [...path.matchAll(/([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)])

describe('the chart of a forecast', () => {
  test('shows half and four fifths of the weight between the ends of its bands', () => {
    const { bands, x } = layForecast(640, 'money', forecast, null)
    expect(bands[0].from).toBeCloseTo(x(forecast.quantiles.p25), 6)
    expect(bands[1].to).toBeCloseTo(x(forecast.quantiles.p90), 6)
    expect(bands[0].labels.map(({ text }) => text)).toEqual(['$50,500', '$67,500'])
    expect(bands[1].labels.map(({ text }) => text)).toEqual(['$44,300', '$77,000'])
  })

  test('fills under the line and nowhere above the plot', () => {
    const layout = layForecast(640, 'money', forecast, null)
    for (const { path } of layout.bands) {
      for (const [, y] of outlineOf(path)) expect(y).toBeLessThanOrEqual(layout.base)
    }
    for (const [, y] of outlineOf(layout.curve)) expect(y).toBeGreaterThanOrEqual(20)
  })

  test('puts the needle on my number, and says where it is when it is off the axis', () => {
    const near = layForecast(640, 'money', forecast, exactly(64_000))
    expect(near.mine).toMatchObject({ label: { text: 'Mine $64,000' } })
    expect(near.mine?.x).toBeCloseTo(near.x(64_000), 6)
    const far = layForecast(640, 'money', forecast, exactly(400_000))
    expect(far.mine?.label).toMatchObject({ text: '→ Mine $400,000', anchor: 'end' })
    expect(layForecast(640, 'money', forecast, { from: 52_000, to: 64_000 }).mine).toMatchObject({
      label: { text: 'Mine $52,000 to $64,000' },
    })
  })

  test('counts the chance for a piece of the axis that makes sense of it', () => {
    expect(layForecast(640, 'money', forecast, null).piece).toBe('Chance per $1,000')
    expect(layForecast(640, 'change', lognormal(1_500, 0.3), null).piece).toBe('Chance per $100')
    expect(layForecast(640, 'date', lognormal(21_000, 0.005), null).piece).toBe('Chance per week')
  })

  test('of a few numbers that stand apart is their outline, with a mark for each; of one hill it has none', () => {
    const numbers = [20_000, 20_040, 20_085, 20_120, 20_170]
    const xs = Array.from({ length: 400 }, (_, n) => 19_980 + (n * 220) / 399)
    const curve: Curve = xs.map((at) => [at, numbers.reduce((sum, day) => sum + normalCdf((at - day) / 4) / 5, 0)])
    const quantiles = Object.fromEntries(
      [5, 10, 25, 50, 75, 90, 95].map((of) => [`p${String(of).padStart(2, '0')}`, quantile(curve, of / 100)]),
    ) as Quantiles
    const { marks, x, curve: drawn } = layForecast(700, 'date', { curve, quantiles }, null)
    expect(marks).toHaveLength(5)
    for (const [n, day] of numbers.entries()) expect(Math.abs((marks[n] ?? 0) - x(day))).toBeLessThan(6)
    const heights = drawn.split('L').map((point) => Number(point.split(' ')[1]))
    const summits = heights.filter((y, n) => y < (heights[n - 1] ?? 0) && y <= (heights[n + 1] ?? 0) && y < 180)
    expect(summits.length).toBeLessThanOrEqual(2)
    expect(layForecast(700, 'money', forecast, null).marks).toEqual([])
  })

  test('names months on an axis of days', () => {
    const labels = layForecast(640, 'date', lognormal(21_000, 0.005), null).ticks.map(({ label }) => label)
    expect(labels.length).toBeGreaterThan(1)
    for (const label of labels) expect(label).toMatch(/^([A-Z][a-z]{2,3} )?20\d\d$/)
  })

  test('keeps every label within the box and apart from its neighbour, whatever the width and the forecast', () => {
    const forecasts = fc.record({
      width: fc.integer({ min: 300, max: 1_400 }),
      measure: fc.constantFrom<Measure>('money', 'change'),
      median: fc.integer({ min: 500, max: 5_000_000 }),
      sigma: fc.double({ min: 0.02, max: 1, noNaN: true }),
      mine: fc.option(fc.double({ min: 0.2, max: 5, noNaN: true })),
      answer: fc.option(fc.double({ min: 0.2, max: 5, noNaN: true })),
    })
    fc.assert(
      fc.property(forecasts, ({ width, measure, median, sigma, mine, answer }) => {
        const layout = layForecast(
          width,
          measure,
          lognormal(median, sigma),
          mine === null ? null : exactly(median * mine),
          answer === null ? null : median * answer,
        )
        expect(layout.result === null).toBe(answer === null)
        if (layout.result) {
          expect(layout.result.x).toBeGreaterThanOrEqual(0)
          expect(layout.result.x).toBeLessThanOrEqual(width)
        }
        for (const { labels, from, to } of layout.bands) {
          const [low, high] = labels.map(({ x, text }) => ({ from: x - text.length * 3.8, to: x + text.length * 3.8 }))
          expect(low?.from).toBeGreaterThanOrEqual(-0.1)
          expect(high?.to).toBeLessThanOrEqual(width + 0.1)
          expect(low?.to).toBeLessThan(high?.from ?? 0)
          expect(from).toBeLessThanOrEqual(to)
        }
        if (layout.mine) {
          expect(layout.mine.x).toBeGreaterThanOrEqual(0)
          expect(layout.mine.x).toBeLessThanOrEqual(width)
        }
        expect(layout.ticks.length).toBeGreaterThan(0)
      }),
      { numRuns: 200 },
    )
  })
})
