import type { Dwell } from '../../client/insights.ts'
import { percent } from '../format.ts'

const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const longDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' })
const month = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })
const tenths = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** "6 Apr", in UTC. */
export const dayMonth = (at: string) => shortDay.format(new Date(at))
/** "6 April", in UTC. */
export const dayMonthLong = (at: string) => longDay.format(new Date(at))
/** "April 2027", in UTC. */
export const monthYear = (at: string) => month.format(new Date(at))
/** "18:00", in UTC. */
export const hour = (at: string) => clock.format(new Date(at))

/** The last moment of a period whose end is not part of it. */
export const lastOf = (to: string) => new Date(Date.parse(to) - 1).toISOString()

/** 0.11 is "+11 %", null is a dash. */
export function change(share: number | null): string {
  if (share === null) return '–'
  const rounded = Math.round(share * 100)
  return `${rounded > 0 ? '+' : rounded < 0 ? '−' : '±'}${percent(Math.abs(share))}`
}

/** "14 % more than before", for a sentence. */
export function changeInWords(share: number | null, before: string): string {
  if (share === null) return `There was nothing in ${before} to compare it with.`
  const rounded = Math.round(share * 100)
  if (rounded === 0) return `As many as in ${before}.`
  return `${percent(Math.abs(share))} ${rounded > 0 ? 'more' : 'fewer'} than in ${before}.`
}

/** Seconds with a tenth; the space does not break. */
export const seconds = (value: number) => `${tenths.format(value)}\u00a0s`

/** "8.7 to 10.9 s"; null where nothing was looked at. */
export const range = ({ low, high }: Dwell) =>
  low === null || high === null ? null : `${tenths.format(low)} to ${seconds(high)}`

const devices: Record<string, string> = {
  mobile: 'Phone',
  tablet: 'Tablet',
  desktop: 'Desktop',
  other: 'Other',
  unknown: 'Not told',
}
export const deviceName = (device: string) => devices[device] ?? device

/** What is seen on a photo: the first line of its caption, or which one it is. */
export const photoName = (photo: { caption: string | null } | undefined, place: number) =>
  photo?.caption?.split('\n')[0] || `Photo ${place + 1}`
