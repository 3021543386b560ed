import { describe, expect, test } from 'vitest'
import { medianAt } from '../../../src/react/charts/DwellChart.tsx'
import { line, scale, ticksUpTo } from '../../../src/react/charts/layout/scale.ts'
import { barWidth, stride } from '../../../src/react/charts/ViewsChart.tsx'
import { dwellBins } from '../../../src/react/insights/dwell.ts'
import { beforeInWords, periodOf } from '../../../src/react/insights/periods.ts'
import { busiest, changeOf, meanOfSeven, stepsOf } from '../../../src/react/insights/series.ts'
import { change, changeInWords, range, seconds } from '../../../src/react/insights/words.ts'
import { insightsOf } from './insights.ts'

const nbsp = '\u00a0'

describe('the geometry of charts', () => {
  test.each([
    [742, [0, 200, 400, 600, 800]],
    [226, [0, 100, 200, 300]],
    [10, [0, 5, 10]],
    [3, [0, 1, 2, 3]],
    [0, [0, 1]],
    [1_250_000, [0, 500_000, 1_000_000, 1_500_000]],
  ])('%i fits under round ticks from zero', (largest, ticks) => {
    expect(ticksUpTo(largest)).toEqual(ticks)
  })

  test('values lie between the ends of their scale, and a scale of no length does not divide by zero', () => {
    const y = scale(0, 800, 256, 44)
    expect([y(0), y(400), y(800)]).toEqual([256, 150, 44])
    expect(scale(5, 5, 0, 100)(5)).toBe(0)
  })

  test('a line goes through its points', () => {
    expect(
      line([
        [0, 1.26],
        [10, 2],
      ]),
    ).toBe('M0 1.3L10 2')
  })

  test('bars never touch, and are seen however many there are', () => {
    expect(barWidth(20)).toBe(12)
    expect(barWidth(2)).toBe(1)
    expect(barWidth(0.5)).toBe(1)
  })

  test.each([
    [28, 'day', 900, 7],
    [7, 'day', 900, 1],
    [56, 'day', 320, 14],
    [24, 'hour', 900, 3],
    [24, 'hour', 320, 6],
    [800, 'day', 320, 200],
  ] as const)('%i labels by %s on %i px: each %ith', (length, grain, width, every) => {
    expect(stride(length, grain, width)).toBe(every)
  })

  test('the median stands within its bin, and in the middle of the open one', () => {
    const bins = dwellBins([])
    expect(medianAt(bins, 7, 40, 20)).toBe(40 + 3.5 * 20)
    expect(medianAt(bins, 400, 40, 20)).toBe(40 + 10.5 * 20)
  })
})

describe('the figures of a period', () => {
  test('classes of the database fall into bins of two seconds, and all that is longer into one', () => {
    const bins = dwellBins(insightsOf([1]).dwell)
    expect(bins).toHaveLength(11)
    expect(bins[0]).toEqual({ from: 0, to: 2, looks: 10, share: 0.2 })
    expect(bins[1]).toEqual({ from: 2, to: 4, looks: 30, share: 0.6 })
    expect(bins[9]).toMatchObject({ from: 18, to: 20, looks: 5 })
    expect(bins[10]).toEqual({ from: 20, to: null, looks: 5, share: 0.1 })
    expect(dwellBins([]).every(({ share }) => share === 0)).toBe(true)
  })

  test('the mean of seven days begins on the seventh', () => {
    expect(meanOfSeven([7, 7, 7, 7, 7, 7, 7, 14])).toEqual([null, null, null, null, null, null, 7, 8])
  })

  test('a week is told by day, eight weeks by week, a year by month, a day by six hours', () => {
    expect(stepsOf(insightsOf(Array(7).fill(3)))).toHaveLength(7)
    const weeks = stepsOf(insightsOf([...Array(28).fill(10), ...Array(28).fill(20)]))
    expect(weeks.map(({ views }) => views)).toEqual([70, 70, 70, 70, 140, 140, 140, 140])
    expect(weeks.map(({ change }) => change)).toEqual([null, 0, 0, 0, 1, 0, 0, 0])
    expect(weeks[1]?.startsAt).toBe('2026-04-13T00:00:00.000Z')
    const months = stepsOf(insightsOf(Array(365).fill(1)))
    expect(months.slice(0, 3).map(({ views }) => views)).toEqual([25, 31, 30])
    expect(months.at(-1)?.endsAt).toBe('2027-04-06T00:00:00.000Z')
    expect(stepsOf(insightsOf(Array(24).fill(2), 'hour')).map(({ views }) => views)).toEqual([12, 12, 12, 12])
  })

  test('steps add up to the whole, whatever the length of the period', () => {
    for (const days of [1, 20, 21, 22, 27, 56, 140, 141, 365, 800]) {
      const insights = insightsOf(Array.from({ length: days }, (_, day) => day % 11))
      const sum = stepsOf(insights).reduce((total, { views }) => total + views, 0)
      expect(sum, `${days} days`).toBe(insights.totals.views)
    }
  })

  test('the busiest day is the first of the best, and none where nobody looked', () => {
    expect(busiest(insightsOf([1, 9, 9]).series)?.startsAt).toBe('2026-04-07T00:00:00.000Z')
    expect(busiest(insightsOf([0, 0]).series)).toBeNull()
  })

  test('a change is a share of what was before, and nothing where there was nothing', () => {
    expect(changeOf(111, 100)).toBeCloseTo(0.11)
    expect(changeOf(5, 0)).toBeNull()
    expect(changeOf(5, null)).toBeNull()
  })
})

describe('periods', () => {
  const now = Date.parse('2026-11-24T10:20:30Z')

  test('days end with today and hours with this one, in UTC', () => {
    expect(periodOf('4w', now)).toEqual({ from: new Date('2026-10-28'), to: new Date('2026-11-25') })
    expect(periodOf('1d', now)).toEqual({ from: new Date('2026-11-23T11:00Z'), to: new Date('2026-11-24T11:00Z') })
  })

  test('days that were chosen are both part of it', () => {
    expect(periodOf({ from: '2026-11-01', to: '2026-11-01' }, now)).toEqual({
      from: new Date('2026-11-01'),
      to: new Date('2026-11-02'),
    })
  })

  test.each([
    { from: '2026-11-02', to: '2026-11-01' },
    { from: '2026-11-02', to: '2026-11-25' },
    { from: '2023-01-01', to: '2026-11-01' },
    { from: '', to: '2026-11-01' },
    { from: 'yesterday', to: 'today' },
  ])('%o is no period', (days) => {
    expect(periodOf(days, now)).toBeNull()
  })

  test('every period has words for the one before', () => {
    expect(beforeInWords('8w')).toBe('the eight weeks before')
    expect(beforeInWords({ from: '2026-11-01', to: '2026-11-02' })).toBe('as many days before')
  })
})

describe('words', () => {
  test('changes have a sign of their own', () => {
    expect([change(0.556), change(-0.23), change(0), change(null)]).toEqual([
      `+56${nbsp}%`,
      `−23${nbsp}%`,
      `±0${nbsp}%`,
      '–',
    ])
    expect(changeInWords(0.14, 'the week before')).toBe(`14${nbsp}% more than in the week before.`)
    expect(changeInWords(-0.5, 'the week before')).toBe(`50${nbsp}% fewer than in the week before.`)
    expect(changeInWords(0.001, 'the week before')).toBe('As many as in the week before.')
    expect(changeInWords(null, 'the week before')).toBe('There was nothing in the week before to compare it with.')
  })

  test('seconds have one decimal, and an interval its unit once', () => {
    expect(seconds(7)).toBe(`7.0${nbsp}s`)
    expect(range({ looks: 3, median: 9.8, low: 8.71, high: 10.9 })).toBe(`8.7 to 10.9${nbsp}s`)
    expect(range({ looks: 0, median: null, low: null, high: null })).toBeNull()
  })
})
