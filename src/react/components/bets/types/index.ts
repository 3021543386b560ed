import type { BetType } from '../../../../client/bets.ts'
import { auctionPrice } from './auction-price.tsx'
import type { BetTypeView } from './bet-type.ts'
import { completionDate } from './completion-date.tsx'
import { nextModValue } from './next-mod-value.tsx'
import { valueMilestone } from './value-milestone.tsx'

/** In the order in which the form offers them. */
const views: { [T in BetType]: BetTypeView<T> } = {
  auction_price: auctionPrice,
  value_milestone: valueMilestone,
  next_mod_value: nextModValue,
  completion_date: completionDate,
}

export const offeredTypes = Object.keys(views) as BetType[]

/** What people read and fill in of a type. Its prediction is the type's own. */
export const viewOf = (type: BetType): BetTypeView<BetType> => views[type] as unknown as BetTypeView<BetType>
