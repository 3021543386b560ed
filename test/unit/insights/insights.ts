import type { Dwell, Insights, Moment, Totals } from '../../../src/client/insights.ts'

const timed: Dwell = { looks: 10, median: 5.5, low: 5.2, high: 5.9 }
const totals: Totals = {
  views: 120,
  viewers: 60,
  repeats: 7,
  bots: 3,
  likes: 4,
  comments: 2,
  shares: 1,
  dwell: timed,
}

const unit = { day: 86_400_000, hour: 3_600_000 }

/** Hours or days with so many views each, from 6 April 2026, and what else there is to tell of them. */
export function insightsOf(views: number[], grain: 'day' | 'hour' = 'day', others: Partial<Insights> = {}): Insights {
  const start = Date.parse('2026-04-06T00:00:00Z')
  const at = (place: number) => new Date(start + place * unit[grain]).toISOString()
  const series: Moment[] = views.map((count, place) => ({
    startsAt: at(place),
    views: count,
    viewers: Math.ceil(count / 2),
    likes: place % 2,
    comments: 0,
    shares: 0,
  }))
  return {
    from: at(0),
    to: at(views.length),
    grain,
    totals: { ...totals, views: views.reduce((sum, count) => sum + count, 0) },
    before: { ...totals, views: 100 },
    series,
    dwell: [
      { from: 0, to: 1, looks: 0 },
      { from: 1, to: 2, looks: 10 },
      { from: 2, to: 3, looks: 20 },
      { from: 3, to: 4, looks: 10 },
      { from: 18, to: 20, looks: 5 },
      { from: 20, to: 30, looks: 3 },
      { from: 60, to: null, looks: 2 },
    ],
    devices: [
      { device: 'mobile', views: 75, dwell: timed },
      { device: 'desktop', views: 25, dwell: { ...timed, median: 9.1 } },
    ],
    photos: [
      {
        photoId: 'a',
        views: 80,
        viewsBefore: 100,
        likes: 1,
        comments: 0,
        shares: 2,
        engagementScore: 54.2,
        dwell: timed,
      },
      {
        photoId: 'b',
        views: 40,
        viewsBefore: 0,
        likes: 0,
        comments: 1,
        shares: 0,
        engagementScore: 12,
        dwell: { looks: 0, median: null, low: null, high: null },
      },
    ],
    ...others,
  }
}
