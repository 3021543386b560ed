import type { OpenDispute } from '../../../client/operator/disputes.ts'
import { questionInWords } from '../../../react/components/bets/claims.ts'

type Asked = Pick<
  OpenDispute,
  'question' | 'round' | 'type' | 'currency' | 'targetValue' | 'byDate' | 'modification' | 'result' | 'reason'
>

/** A question as it is worded everywhere else. */
export const titleOf = ({
  question,
  round,
  type,
  currency,
  targetValue,
  byDate,
  modification,
  result,
  reason,
}: Asked) =>
  questionInWords({
    ...{ question, round, type, currency, targetValue, byDate, modification, result, reason, state: 'disputed' },
    ...{ outcomeId: null, closedAt: null, finalAt: null, settledAt: null, createdAt: '' },
  })
