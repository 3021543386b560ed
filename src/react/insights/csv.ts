import type { Insights } from '../../client/insights.ts'
import type { Photo } from '../../client/photos.ts'
import { photoName } from './words.ts'

type Cell = string | number | null

/** RFC 4180, with lines ended as it says. A text that a spreadsheet would run as a formula gets an apostrophe before it. */
export function toCsv(header: string[], rows: Cell[][]): string {
  return [header, ...rows].map((row) => `${row.map(toCell).join(',')}\r\n`).join('')
}

function toCell(value: Cell): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A line for each hour or day (UTC). */
export function seriesCsv({ grain, series }: Insights): string {
  const rows = series.map(({ startsAt, views, viewers, likes, comments, shares }) => [
    grain === 'day' ? startsAt.slice(0, 10) : startsAt,
    views,
    viewers,
    likes,
    comments,
    shares,
  ])
  return toCsv([grain, 'views', 'viewers', 'likes', 'comments', 'shares'], rows)
}

/** A line for each photo, in the order of the ranking. */
export function photosCsv({ photos }: Insights, all: Photo[]): string {
  const rows = photos.map((each, place) => [
    each.photoId,
    photoName(
      all.find(({ id }) => id === each.photoId),
      place,
    ),
    each.views,
    each.viewsBefore,
    each.dwell.looks,
    each.dwell.median,
    each.dwell.low,
    each.dwell.high,
    each.likes,
    each.comments,
    each.shares,
    each.engagementScore,
  ])
  const header =
    'photo_id,photo,views,views_before,looks,median_seconds,median_low,median_high,likes,comments,shares,engagement_score'
  return toCsv(header.split(','), rows)
}
