import { currentTime } from './clock.ts'

const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 })
const numbers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })
const hundredths = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const months = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' })
const compact = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  notation: 'compact',
  maximumSignificantDigits: 3,
})
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

export const money = (value: number) => dollars.format(value).replace('-', '−')

/** Dollars where there is little room: "$58k", "$1.25m". */
export const compactMoney = (value: number) =>
  compact.format(value).replace('-', '−').replace('K', 'k').replace('M', 'm').replace('B', 'bn')

/** Dollars more or less: "+$1,500", "−$500", "$0". */
export const change = (value: number) => (value > 0 ? `+${money(value)}` : money(value))

/** Points with their sign, to the hundredth where they have one: "+8.25", "−12", "0". */
export const pointsChange = (value: number) =>
  `${value > 0 ? '+' : ''}${hundredths.format(value)}`.replace('-', '−').replace(/^\+?−?0$/, '0')

/** Points as they are held: "1,000", "987.5". */
export const points = (value: number) => hundredths.format(value)

export const count = (value: number) => numbers.format(value)

/** A share from 0 to 1 as whole percent; the space does not break. */
export const percent = (share: number) => `${Math.round(share * 100)}\u00a0%`

/** A calendar day such as `2027-12-31`, or the day of a timestamp, in UTC. */
export const day = (value: string) => days.format(new Date(value))

/** "May 2027", of a day such as `2027-05-31`, in UTC. */
export const month = (value: string) => months.format(new Date(value))

const rules = new Intl.PluralRules('en-US')

/** A number with the word that it counts: "1 vote", "1,204 votes". */
export const plural = (n: number, one: string, many = `${one}s`) =>
  `${count(n)} ${rules.select(n) === 'one' ? one : many}`

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** How long ago, in the largest unit that fits: "2 days ago", "just now". */
export function timeAgo(timestamp: string, now = currentTime()): string {
  const seconds = (now - Date.parse(timestamp)) / 1000
  const unit = units.find(([, size]) => seconds >= size)
  return unit ? relative.format(-Math.floor(seconds / unit[1]), unit[0]) : 'just now'
}

/** How long until then, in the largest unit that fits: "in 5 hours", "in a moment"; "now" once it has passed. */
export function timeUntil(timestamp: string, now = currentTime()): string {
  const seconds = (Date.parse(timestamp) - now) / 1000
  if (seconds <= 0) return 'now'
  const unit = units.find(([, size]) => seconds >= size)
  return unit ? relative.format(Math.floor(seconds / unit[1]), unit[0]) : 'in a moment'
}

/** A public name, or what somebody without one is called. */
export const nameOf = (person: { name: string | null }) => person.name ?? 'A visitor'

/** Money in any currency, in whole units: "€48,000", "$48,000". */
export function moneyIn(currency: string, value: number): string {
  const format =
    moneyFormats[currency] ?? new Intl.NumberFormat('en-US', { style: 'currency', currency, maximumFractionDigits: 0 })
  moneyFormats[currency] = format
  return format.format(value).replace('-', '−')
}

const moneyFormats: Record<string, Intl.NumberFormat> = {}

/** The sign that stands before an amount: "$", "€", "CHF". */
export const currencySign = (currency: string) => moneyIn(currency, 0).replace(/[\s\d]/g, '')

export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
