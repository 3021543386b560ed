const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 })
const numbers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

export const money = (value: number) => dollars.format(value).replace('-', '−')

export const count = (value: number) => numbers.format(value)

/** A share from 0 to 1 as whole percent; the space does not break. */
export const percent = (share: number) => `${Math.round(share * 100)}\u00a0%`

/** A calendar day such as `2027-12-31`, or the day of a timestamp, in UTC. */
export const day = (value: string) => days.format(new Date(value))

export const plural = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** How long ago, in the largest unit that fits: "2 days ago", "just now". */
export function timeAgo(timestamp: string, now = Date.now()): string {
  const seconds = (now - Date.parse(timestamp)) / 1000
  const unit = units.find(([, size]) => seconds >= size)
  return unit ? relative.format(-Math.floor(seconds / unit[1]), unit[0]) : 'just now'
}

/** A public name, or what somebody without one is called. */
export const nameOf = (person: { name: string | null }) => person.name ?? 'A visitor'
