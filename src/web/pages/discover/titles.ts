import { type BetType, betTypes } from '../../../client/bet-types.ts'
import type { AuctionState, FindSort } from '../../../client/find.ts'
import { capital } from '../../../react/format.ts'
import type { FilterName, View } from './query.ts'

export const sortTitles: Record<FindSort, string> = {
  newest: 'Newest',
  attention: 'Most looked at',
  movement: 'Forecast moved most',
  readiness: 'Nearest to auction',
}
export const auctionTitles: Record<AuctionState, string> = {
  ready: 'Ready for auction',
  undecided: 'Undecided',
  not_ready: 'Not ready',
  sold: 'Sold',
}
export const viewTitles: Record<View, string> = { feed: 'Feed', grid: 'Grid', technical: 'Technical' }
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

/** A value as people read it: "Engine bay", "Hammer price", "Oregon", "US". */
export function titleOf(name: FilterName, value: string): string {
  if (name === 'question') return betTypes[value as BetType]?.label ?? value
  if (name === 'auction') return auctionTitles[value as AuctionState] ?? value
  if (name === 'place')
    return value.length <= 3
      ? value.toUpperCase()
      : value.replace(/(?<=^|[\s-])\p{L}/gu, (letter) => letter.toUpperCase())
  return name === 'make' ? value : capital(value.replaceAll('_', ' '))
}
