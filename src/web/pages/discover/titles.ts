import type { BetType } from '../../../client/bet-types.ts'
import type { AuctionState } from '../../../client/find.ts'
import { capital } from '../../../react/format.ts'
import { named } from '../../../react/language/say.ts'
import type { FilterName } from './query.ts'

export const auctionTitles: Record<AuctionState, string> = {
  ready: 'Ready for auction',
  undecided: 'Undecided',
  not_ready: 'Not ready',
  sold: 'Sold',
}
export const filterTitles: Record<FilterName, string> = {
  make: 'Make',
  yearFrom: 'From',
  yearTo: 'To',
  body: 'Body',
  tag: 'Photo of',
  place: 'Place',
  question: 'Open question',
  auction: 'Vote',
}

/** As in `client/bet-types.ts`, which a test compares: imported from there, it would be cut out of what each page loads first. */
export const questionTitles: Record<BetType, string> = {
  auction_price: 'Hammer price',
  value_milestone: 'Worth at least',
  completion_date: 'Build complete',
  next_mod_value: 'Next modification',
}

/** A value as people read it: "Engine bay", "Hammer price", "Oregon", "US". */
export function titleOf(name: FilterName, value: string): string {
  if (name === 'question') return named(questionTitles[value as BetType] ?? value)
  if (name === 'auction') return named(auctionTitles[value as AuctionState] ?? value)
  if (name === 'place')
    return value.length <= 3
      ? value.toUpperCase()
      : value.replace(/(?<=^|[\s-])\p{L}/gu, (letter) => letter.toUpperCase())
  return name === 'make' ? value : named(capital(value.replaceAll('_', ' ')), `@${name}`)
}
