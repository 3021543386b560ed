import type { Bet, BetType, Claim } from '../../../client/bets.ts'

/** A claim while it is filled in. */
export type Draft = {
  type: BetType
  value: number | null
  /** A price as a range. */
  ranged: boolean
  low: number | null
  high: number | null
  byDate: string
  modification: string
}

export const emptyDraft = (type: BetType = 'auction_price'): Draft => ({
  type,
  value: null,
  ranged: false,
  low: null,
  high: null,
  byDate: yearsAhead(1),
  modification: '',
})

/** The draft that gives a bet again, to be revised. */
export function draftOf(bet: Bet): Draft {
  const draft = emptyDraft(bet.type)
  switch (bet.type) {
    case 'value_milestone':
      return { ...draft, value: bet.prediction.target_value, byDate: bet.prediction.by_date }
    case 'auction_price':
      return 'low' in bet.prediction
        ? { ...draft, ranged: true, low: bet.prediction.low, high: bet.prediction.high }
        : { ...draft, value: bet.prediction.target_value }
    case 'next_mod_value':
      return { ...draft, value: bet.prediction.target_value, modification: bet.prediction.modification }
    case 'completion_date':
      return { ...draft, byDate: 'date' in bet.prediction ? bet.prediction.date : bet.prediction.by_date }
  }
}

/** The claim that a draft makes; null while something is missing. */
export function claimOf({ type, value, ranged, low, high, byDate, modification }: Draft): Claim | null {
  switch (type) {
    case 'value_milestone':
      return value && byDate ? { type, prediction: { target_value: value, by_date: byDate } } : null
    case 'auction_price':
      if (ranged) return low && high && low < high ? { type, prediction: { low, high } } : null
      return value ? { type, prediction: { target_value: value } } : null
    case 'next_mod_value':
      return value !== null && modification.trim()
        ? { type, prediction: { modification: modification.trim(), target_value: value } }
        : null
    case 'completion_date':
      return byDate ? { type, prediction: { by_date: byDate } } : null
  }
}

/** What the sentence will say, while its number is missing. */
export const prompts: Record<BetType, string> = {
  value_milestone: 'It is worth … or more by …',
  auction_price: 'The hammer price is …',
  next_mod_value: 'The next modification changes its value by …',
  completion_date: 'The build is complete around …',
}

export function daysAhead(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}

function yearsAhead(years: number): string {
  return `${new Date().getUTCFullYear() + years}-12-31`
}
