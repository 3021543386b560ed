import { currentTime } from './clock.ts'
import { byLanguage, dateFormat, language, numberFormat } from './language/language.ts'
import { say } from './language/say.ts'

export { count } from './language/language.ts'

const hundredths = numberFormat({ maximumFractionDigits: 2 })
const compact = numberFormat({ style: 'currency', currency: 'USD', notation: 'compact', maximumSignificantDigits: 3 })
const relative = byLanguage(({ tag }) => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }))

export const money = (value: number) => moneyIn('USD', value)

/** Dollars where there is little room: "$58k", "$1.25m". */
export const compactMoney = (value: number) =>
  compact(value).replace('-', '−').replace(/K$/, 'k').replace(/M$/, 'm').replace(/B$/, 'bn')

/** Dollars more or less: "+$1,500", "−$500", "$0". */
export const change = (value: number) => (value > 0 ? `+${money(value)}` : money(value))

/** Points with their sign, to the hundredth where they have one: "+8.25", "−12", "0". */
export const pointsChange = (value: number) =>
  `${value > 0 ? '+' : ''}${hundredths(value)}`.replace('-', '−').replace(/^\+?−?0$/, '0')

/** Points as they are held: "1,000", "987.5". */
export const points = (value: number) => hundredths(value)

/** A share from 0 to 1 as whole percent; the space does not break. */
export const percent = (share: number) => `${Math.round(share * 100)}\u00a0%`

/** A calendar day such as `2027-12-31`, or the day of a timestamp, in UTC. */
export const day = dateFormat({ day: 'numeric', month: 'long', year: 'numeric' })

/** "May 2027", of a day such as `2027-05-31`, in UTC. */
export const month = dateFormat({ month: 'short', year: 'numeric' })

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
  return unit ? relative().format(-Math.floor(seconds / unit[1]), unit[0]) : say('just now')
}

/** How long until then, in the largest unit that fits: "in 5 hours", "in a moment"; "now" once it has passed. */
export function timeUntil(timestamp: string, now = currentTime()): string {
  const seconds = (Date.parse(timestamp) - now) / 1000
  if (seconds <= 0) return say('now')
  const unit = units.find(([, size]) => seconds >= size)
  return unit ? relative().format(Math.floor(seconds / unit[1]), unit[0]) : say('in a moment')
}

/** A public name, or what somebody without one is called. */
export const nameOf = (person: { name: string | null }) => person.name ?? say('A visitor')

/** Money in any currency, in whole units: "€48,000", "$48,000". */
export function moneyIn(currency: string, value: number): string {
  moneyFormats[currency] ??= numberFormat({ style: 'currency', currency, maximumFractionDigits: 0 })
  return moneyFormats[currency](value).replace('-', '−')
}

const moneyFormats: Record<string, (value: number) => string> = {}

/** The sign that stands before an amount: "$", "€", "CHF". */
export const currencySign = (currency: string) => moneyIn(currency, 0).replace(/[\s\d]/g, '')

export const capital = (text: string) => text.charAt(0).toLocaleUpperCase(language().tag) + text.slice(1)
