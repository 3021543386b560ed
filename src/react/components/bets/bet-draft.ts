import type { Bet, Claim } from '../../../client/bets.ts'
import type { Draft } from './types/bet-type.ts'
import { emptyDraft } from './types/empty-draft.ts'
import { offeredTypes, viewOf } from './types/index.ts'

export type { Draft } from './types/bet-type.ts'
export { emptyDraft } from './types/empty-draft.ts'

/** The draft that gives a bet again, to be revised. */
export function draftOf({ type, prediction }: Bet): Draft {
  const draft = emptyDraft(type)
  if ('low' in prediction) return { ...draft, ranged: true, low: prediction.low, high: prediction.high }
  return {
    ...draft,
    value: 'target_value' in prediction ? prediction.target_value : null,
    byDate: 'by_date' in prediction ? prediction.by_date : 'date' in prediction ? prediction.date : draft.byDate,
    modification: 'modification' in prediction ? prediction.modification : '',
  }
}

/** The claim that a draft makes; null while something is missing. */
export function claimOf(draft: Draft): Claim | null {
  const prediction = viewOf(draft.type).prediction(draft)
  return prediction && ({ type: draft.type, prediction } as Claim)
}

/** Whether something that was kept in the browser is a draft still. */
export function isDraft(kept: unknown): kept is Draft {
  if (typeof kept !== 'object' || kept === null) return false
  const { type, value, low, high, ranged, byDate, modification } = kept as Record<keyof Draft, unknown>
  const isAmount = (amount: unknown) => amount === null || typeof amount === 'number'
  return (
    offeredTypes.some((offered) => offered === type) &&
    [value, low, high].every(isAmount) &&
    typeof ranged === 'boolean' &&
    typeof byDate === 'string' &&
    typeof modification === 'string'
  )
}
