import type { Dwell } from '../../client/insights.ts'
import { percent } from '../format.ts'
import { dateFormat, numberFormat } from '../language/language.ts'
import { say } from '../language/say.ts'

const tenths = numberFormat({ minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** "6 Apr", in UTC. */
export const dayMonth = dateFormat({ day: 'numeric', month: 'short' })
/** "6 April", in UTC. */
export const dayMonthLong = dateFormat({ day: 'numeric', month: 'long' })
/** "April 2027", in UTC. */
export const monthYear = dateFormat({ month: 'long', year: 'numeric' })
/** "18:00", in UTC. */
export const hour = dateFormat({ hour: '2-digit', minute: '2-digit' })

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
  if (share === null) return say('There was nothing in {before} to compare it with.', { before })
  const rounded = Math.round(share * 100)
  if (rounded === 0) return say('As many as in {before}.', { before })
  return rounded > 0
    ? say('{share} more than in {before}.', { share: percent(share), before })
    : say('{share} fewer than in {before}.', { share: percent(-share), before })
}

/** Seconds with a tenth; the space does not break. */
export const seconds = (value: number) => `${tenths(value)}\u00a0s`

/** "8.7 to 10.9 s"; null where nothing was looked at. */
export const range = ({ low, high }: Dwell) =>
  low === null || high === null ? null : say('{low} to {high}', { low: tenths(low), high: seconds(high) })

const devices: Record<string, string> = {
  mobile: 'Phone',
  tablet: 'Tablet',
  desktop: 'Desktop',
  other: 'Other',
  unknown: 'Not told',
}
export const deviceName = (device: string) => say(devices[device] ?? device)

/** What is seen on a photo: the first line of its caption, or which one it is. */
export const photoName = (photo: { caption: string | null } | undefined, place: number) =>
  photo?.caption?.split('\n')[0] || say('Photo {place}', { place: place + 1 })
