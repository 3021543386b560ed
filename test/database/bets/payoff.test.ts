import { expect, test } from 'vitest'
import type { Claim } from '../../../src/client/bets.ts'
import { payoff } from '../../../src/react/components/bets/payoff.ts'
import { community } from '../../support/community.ts'
import { dayFromNow } from './questions.ts'

const cases: [Claim, object][] = [
  [{ type: 'value_milestone', prediction: { target_value: 50_000, by_date: '2030-12-31' } }, { reached: true }],
  [{ type: 'auction_price', prediction: { target_value: 60_000 } }, { value: 60_000 }],
  [{ type: 'auction_price', prediction: { low: 50_000, high: 72_000 } }, { value: 60_000 }],
  [{ type: 'next_mod_value', prediction: { modification: 'exhaust', target_value: 4_000 } }, { value: 4_000 }],
  [
    { type: 'completion_date', prediction: { by_date: dayFromNow(200) } },
    { date: dayFromNow(200), opened: dayFromNow(0), horizon: dayFromNow(730) },
  ],
]

test.each(cases)(
  'what the form promises for %o is what settlement pays against the baseline',
  async (claim, result) => {
    const { sql } = await community()
    for (const percent of [20, 55, 90]) {
      const [row] = await sql`
      select s.wager_score, s.skill_score
      from app.bet_score(${claim.type}, ${sql.json(claim.prediction)}, ${percent}, now(), ${sql.json(result as never)}) s`
      const loss = 1 - row?.wager_score
      const baseline = loss / (1 - row?.skill_score)
      // Of two with a stake of 100 each, one as good as the baseline, by m (1 + w - W) of section 44.
      expect(payoff(claim, percent / 100, 100).right).toBeCloseTo(
        50 * (baseline - loss),
        claim.type === 'completion_date' ? 0 : 3,
      )
    }
  },
)

test('a milestone that does not come true costs what settlement takes', () => {
  const [claim] = cases[0] as [Claim, object]
  expect(payoff(claim, 0.7, 100).wrong).toBeCloseTo(50 * (0.25 - 0.49), 9)
  expect(payoff(claim, 0.5, 100)).toEqual({ right: 0, wrong: 0 })
})
