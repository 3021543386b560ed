import type { Period } from '../../client/insights.ts'
import { say } from '../language/say.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Periods that end now, in whole hours or whole days (UTC). All but the year are whole weeks, so that weekdays compare. */
export const periods = [
  { id: '1d', title: '24 hours', words: 'the 24 hours before', unit: hourMs, length: 24 },
  { id: '7d', title: '7 days', words: 'the seven days before', unit: dayMs, length: 7 },
  { id: '4w', title: '4 weeks', words: 'the four weeks before', unit: dayMs, length: 28 },
  { id: '8w', title: '8 weeks', words: 'the eight weeks before', unit: dayMs, length: 56 },
  { id: '1y', title: '12 months', words: 'the year before', unit: dayMs, length: 365 },
] as const

export type PeriodId = (typeof periods)[number]['id']

/** What somebody chose: one that ends now, or days from one to another, both included. */
export type Choice = PeriodId | { from: string; to: string }

export const usualChoice: PeriodId = '4w'

/**
 * @param now the running hour or day is part of a period that ends now
 * @returns null where the days chosen are none, in the wrong order, in the future or too many
 */
export function periodOf(choice: Choice, now = Date.now()): Period | null {
  if (typeof choice === 'object') return between(choice.from, choice.to, now)
  const { unit, length } = periods.find(({ id }) => id === choice) ?? periods[2]
  const to = (Math.floor(now / unit) + 1) * unit
  return { from: new Date(to - length * unit), to: new Date(to) }
}

const mostDays = 800

function between(from: string, to: string, now: number): Period | null {
  const start = Date.parse(`${from}T00:00:00Z`)
  const end = Date.parse(`${to}T00:00:00Z`) + dayMs
  const fits = start < end && end <= (Math.floor(now / dayMs) + 1) * dayMs && end - start <= mostDays * dayMs
  return fits ? { from: new Date(start), to: new Date(end) } : null
}

/** What the period before is called in a sentence. */
export const beforeInWords = (choice: Choice) =>
  say((typeof choice === 'string' && periods.find(({ id }) => id === choice)?.words) || 'as many days before')
