import type { BetType } from '../../../../client/bets.ts'
import type { Draft } from './bet-type.ts'

export const emptyDraft = (type: BetType = 'auction_price'): Draft => ({
  type,
  value: null,
  ranged: false,
  low: null,
  high: null,
  byDate: `${new Date().getUTCFullYear() + 1}-12-31`,
  modification: '',
})
