import { type BetType, betTypes } from '../../../../client/bet-types.ts'

/** How far from its number a claim may be off and still come true, in the number's units. */
export function toleranceOf(type: BetType, value: number): number {
  const { share, least } = betTypes[type].tolerance
  return Math.max(Math.abs(value) * share, least)
}
