import { expect, test } from 'vitest'
import { type OutcomeOnRecord, resultFault, type SettledQuestion } from '../../../src/server/cli/audit-results.ts'

const question: SettledQuestion = {
  ...{ vehicle: 'v', question: 'q', type: 'value_milestone', currency: 'USD', target: 30_000, byDay: '2026-05-01' },
  ...{ modification: null, result: { reached: true }, outcomeId: 'a', settledOn: '2026-06-01' },
}
const appraisal: OutcomeOnRecord = {
  ...{ id: 'a', vehicle: 'v', kind: 'appraisal', value: 40_000, currency: 'USD', sold: null, modification: null },
  ...{ day: '2026-04-01', reportedOn: '2026-04-02' },
}
const built = { ...appraisal, kind: 'build_completed', value: null, day: '2026-03-01' }

test.each<[string, Partial<SettledQuestion>, OutcomeOnRecord[], string | null]>([
  ['a milestone that was reached', {}, [appraisal], null],
  ['one that was not', { result: { reached: false } }, [{ ...appraisal, value: 20_000 }], null],
  ['one said not to be, with a valuation above it', { result: { reached: false } }, [appraisal], 'it says not reached'],
  ['one said to be, by a valuation below it', {}, [{ ...appraisal, value: 20_000 }], 'does not reach'],
  ['by a valuation after its day', {}, [{ ...appraisal, day: '2026-05-02' }], 'does not reach'],
  ['in another currency', {}, [{ ...appraisal, currency: 'EUR' }], 'does not reach'],
  [
    'found not reached too early',
    { result: { reached: false }, settledOn: '2026-05-01' },
    [{ ...appraisal, value: 1 }],
    'before its day',
  ],
  ['evidence that is gone', {}, [], 'not on record'],
  ['a void', { result: { void: 'It did not sell' } }, [appraisal], null],
  ['a build on its day', { type: 'completion_date', result: { date: '2026-03-01' } }, [built], null],
  ['a build on another', { type: 'completion_date', result: { date: '2026-03-02' } }, [built], 'it says 2026-03-02'],
  [
    'unfinished, though finished before',
    { type: 'completion_date', outcomeId: null, result: { unfinished_on: '2026-05-01' } },
    [built],
    'finished on 2026-03-01',
  ],
  [
    'unfinished',
    { type: 'completion_date', outcomeId: null, result: { unfinished_on: '2026-05-01' } },
    [{ ...built, day: '2026-05-02' }],
    null,
  ],
  [
    'a modification by another name in other letters',
    { type: 'next_mod_value', modification: 'Five  Speed', result: { value: 40_000 } },
    [{ ...appraisal, kind: 'modification_value', modification: ' five speed' }],
    null,
  ],
  [
    'a hammer price',
    { type: 'auction_price', result: { value: 40_000 } },
    [{ ...appraisal, kind: 'auction_result', sold: true }],
    null,
  ],
  [
    'another price than the hammer’s',
    { type: 'auction_price', result: { value: 41_000 } },
    [{ ...appraisal, kind: 'auction_result', sold: true }],
    'it says 41000',
  ],
  [
    'a price of what was not sold',
    { type: 'auction_price', result: { value: 40_000 } },
    [{ ...appraisal, kind: 'auction_result', sold: false }],
    'no sale',
  ],
])('%s', (_, change, outcomes, fault) => {
  const found = resultFault({ ...question, ...change }, outcomes)
  if (fault === null) expect(found).toBeNull()
  else expect(found).toContain(fault)
})
