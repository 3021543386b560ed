import { change, compactMoney, day, money, month } from '../../format.ts'
import { say } from '../../language/say.ts'

/** What a forecast's numbers are: dollars, dollars more or less, or days since 1970-01-01. */
export type Measure = 'money' | 'change' | 'date'

export type Tick = { at: number; label: string }

/** A number of a forecast in words, rounded to what an estimate can say. */
export function inWords(measure: Measure, x: number): string {
  if (measure === 'date') return day(dateOf(x))
  const rounded = toThreeDigits(x)
  return measure === 'change' ? change(rounded) : money(rounded)
}

/** The same where there is little room. */
export function inShort(measure: Measure, x: number): string {
  if (measure === 'date') return month(dateOf(x))
  return measure === 'change' ? change(toThreeDigits(x)) : compactMoney(x)
}

/** `YYYY-MM-DD` of a day since 1970-01-01, cut to what can be written so. */
export const dateOf = (epochDay: number) =>
  new Date(Math.round(Math.min(Math.max(epochDay, -25_567), 2_932_896)) * 86_400_000).toISOString().slice(0, 10)

export const epochDay = (date: string) => Math.floor(Date.parse(date) / 86_400_000)

const toThreeDigits = (x: number) => Number(x.toPrecision(3))

/** Round numbers within a range, about so many of them; for dates the first days of months. */
export function ticksOf(measure: Measure, from: number, to: number, about: number): Tick[] {
  if (measure === 'date') return monthTicks(from, to, about)
  const step = niceStep((to - from) / about)
  const first = Math.ceil(from / step - 1e-9)
  const last = Math.floor(to / step + 1e-9)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => {
    const at = (first + n) * step
    return { at, label: measure === 'change' ? change(at) : compactMoney(at) }
  })
}

/** The least of 1, 2, 2.5 and 5 times a power of ten that is at least so much. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  const factor = [1, 2, 2.5, 5, 10].find((step) => step * power >= least * (1 - 1e-9)) ?? 10
  return factor * power
}

function monthTicks(from: number, to: number, about: number): Tick[] {
  const months = (to - from) / 30.44
  const step = [1, 2, 3, 6, 12, 24, 60, 120].find((each) => months / each <= about) ?? 240
  const start = new Date(from * 86_400_000)
  const ticks: Tick[] = []
  for (let n = Math.ceil((start.getUTCFullYear() * 12 + start.getUTCMonth()) / step) * step; ; n += step) {
    const at = Date.UTC(Math.floor(n / 12), n % 12) / 86_400_000
    if (at > to) return ticks
    if (at >= from) ticks.push({ at, label: step >= 12 ? String(Math.floor(n / 12)) : month(dateOf(at)) })
  }
}

/** The piece of an axis that a chance is given for, such that the highest is a fair share of one in a hundred or more. */
export function pieceOf(measure: Measure, from: number, to: number): { size: number; name: string } {
  if (measure === 'date') {
    const days = (to - from) / 40
    if (days < 3) return { size: 1, name: say('Chance per day') }
    return days < 16 ? { size: 7, name: say('Chance per week') } : { size: 30, name: say('Chance per 30 days') }
  }
  const size = 10 ** Math.round(Math.log10((to - from) / 50))
  return { size, name: say('Chance per {size}', { size: money(size) }) }
}
