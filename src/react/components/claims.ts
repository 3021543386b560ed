import type { BetType, Claim } from '../../client/bets.ts'
import { day, money } from '../format.ts'

/** The name of each kind of claim, in the order in which they are offered. */
export const claimTitles: Record<BetType, string> = {
  value_milestone: 'Worth at least',
  auction_price: 'Hammer price',
  next_mod_value: 'Next modification',
  completion_date: 'Build complete',
}

/** A claim as the sentence that will turn out true or false. */
export function claimInWords(claim: Claim): string {
  switch (claim.type) {
    case 'value_milestone':
      return `It is worth ${money(claim.prediction.target_value)} or more by ${day(claim.prediction.by_date)}.`
    case 'auction_price':
      return 'low' in claim.prediction
        ? `The hammer price is between ${money(claim.prediction.low)} and ${money(claim.prediction.high)}.`
        : `The hammer price is ${money(claim.prediction.target_value)}, give or take 10\u00a0%.`
    case 'next_mod_value':
      return `${capital(claim.prediction.modification)} changes its value by ${money(claim.prediction.target_value)}, give or take 10\u00a0%.`
    case 'completion_date':
      return 'date' in claim.prediction
        ? `The build is complete around ${day(claim.prediction.date)}.`
        : `The build is complete by ${day(claim.prediction.by_date)}.`
  }
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
