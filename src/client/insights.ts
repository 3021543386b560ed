import type { PaddockClient } from './client.ts'
import type { Json } from './database.generated.ts'
import { unwrap } from './errors.ts'

/** Instants; `to` is not part of it. */
export type Period = { from: Date; to: Date }

/** How long photos stay in sight. Times are null where nothing was looked at; low and high are a 95 % interval. */
export type Dwell = { looks: number; median: number | null; low: number | null; high: number | null }

export type Totals = {
  views: number
  /** People by day: who comes on two days is two, for a visitor's hash is good for one day. */
  viewers: number
  /** Looks within 30 minutes of a counted view of the same photo, which are not counted. */
  repeats: number
  /** Logged, not counted. */
  bots: number
  likes: number
  comments: number
  shares: number
  /** In seconds. */
  dwell: Dwell
}

/** One hour or day. */
export type Moment = Pick<Totals, 'views' | 'viewers' | 'likes' | 'comments' | 'shares'> & { startsAt: string }

/** Looks of at least `from` and less than `to` seconds; the last class has no end. */
export type DwellClass = { from: number; to: number | null; looks: number }

/** `unknown` are views that were counted one by one. */
export type DeviceInsight = { device: string; views: number; dwell: Dwell }

export type PhotoInsight = Pick<Totals, 'views' | 'likes' | 'comments' | 'shares' | 'dwell'> & {
  photoId: string
  viewsBefore: number
  /** 0 to 100, as it stands now. */
  engagementScore: number
}

export type Insights = {
  /** What was asked for, in whole hours or days (UTC). */
  from: string
  to: string
  grain: 'hour' | 'day'
  totals: Totals
  /** The same length of time right before. */
  before: Totals
  series: Moment[]
  dwell: DwellClass[]
  devices: DeviceInsight[]
  /** Every photo, by the median time that it holds people. */
  photos: PhotoInsight[]
}

/**
 * What the owner of a vehicle reads about the attention that it gets: by hour for up to three days, else by day.
 *
 * @param period at most 800 days; the last 30 days where none is given
 * @throws {PaddockError} `not_allowed` for anybody but the owner, `unknown_vehicle`, `invalid_period`
 */
export async function loadInsights(client: PaddockClient, vehicleId: string, period?: Period): Promise<Insights> {
  const between = period && { from: period.from.toISOString(), to: period.to.toISOString() }
  const answer = unwrap(await client.rpc('vehicle_insights', { vehicle_id: vehicleId, ...between }))
  return toInsights(answer)
}

type DwellRow = {
  looks: number
  median_dwell_seconds: number | null
  median_low: number | null
  median_high: number | null
}
type Counts = { views: number; likes: number; comments: number; shares: number }
type TotalsRow = Counts & DwellRow & { viewers: number; repeats: number; bots: number }
type Answer = {
  from: string
  to: string
  grain: 'hour' | 'day'
  totals: TotalsRow
  before: TotalsRow
  series: (Counts & { starts_at: string; viewers: number })[]
  dwell: DwellClass[]
  devices: (DwellRow & { device_type: string; views: number })[]
  photos: (Counts & DwellRow & { image_id: string; views_before: number; engagement_score: number })[]
}

function toInsights(json: Json): Insights {
  const answer = json as unknown as Answer
  return {
    from: answer.from,
    to: answer.to,
    grain: answer.grain,
    totals: toTotals(answer.totals),
    before: toTotals(answer.before),
    series: answer.series.map((row) => ({ startsAt: row.starts_at, viewers: row.viewers, ...toCounts(row) })),
    dwell: answer.dwell,
    devices: answer.devices.map((row) => ({ device: row.device_type, views: row.views, dwell: toDwell(row) })),
    photos: answer.photos.map((row) => ({
      photoId: row.image_id,
      viewsBefore: row.views_before,
      engagementScore: row.engagement_score,
      ...toCounts(row),
      dwell: toDwell(row),
    })),
  }
}

const toCounts = ({ views, likes, comments, shares }: Counts): Counts => ({ views, likes, comments, shares })

const toDwell = (row: DwellRow): Dwell => ({
  looks: row.looks,
  median: row.median_dwell_seconds,
  low: row.median_low,
  high: row.median_high,
})

const toTotals = (row: TotalsRow): Totals => ({
  ...toCounts(row),
  viewers: row.viewers,
  repeats: row.repeats,
  bots: row.bots,
  dwell: toDwell(row),
})
