import type { BetType } from '../../../client/bets.ts'
import type { Outcome } from '../../../client/outcomes.ts'
import type { Question } from '../../../client/questions.ts'

/** One question a car each; of the other kinds there are as many as people think of. */
const single: BetType[] = ['auction_price', 'completion_date']

/** The kinds on which the database takes no more bets: the latest round is answered, or a sale is on record without one. */
export function closedTypes(questions: Question[], outcomes: Outcome[]): BetType[] {
  return single.filter((type) => {
    const [latest] = questions.filter((asked) => asked.type === type).sort((a, b) => b.round - a.round)
    if (latest) return latest.state !== 'open' && latest.state !== 'annulled'
    return (
      type === 'auction_price' &&
      outcomes.some(({ kind, sold, confirmedAt }) => kind === 'auction_result' && sold && confirmedAt)
    )
  })
}
