import { describe, expect, test } from 'vitest'
import type { Bet } from '../../../src/client/bets.ts'
import { PaddockError } from '../../../src/client/errors.ts'
import type { Calibration } from '../../../src/client/forecasters.ts'
import type { Question } from '../../../src/client/questions.ts'
import { claimOf, draftOf, emptyDraft } from '../../../src/react/components/bets/bet-draft.ts'
import {
  canDispute,
  fateOf,
  payoutInWords,
  scoreInWords,
  stateInWords,
} from '../../../src/react/components/bets/bet-words.ts'
import { mineOf, resultInWords, sameQuestion } from '../../../src/react/components/bets/claims.ts'
import {
  contradictionInWords,
  movementInWords,
  peopleInWords,
  standingInWords,
} from '../../../src/react/components/bets/forecast-words.ts'
import {
  brierInWords,
  calibrationSummary,
  periodsUntil,
  ratingInWords,
} from '../../../src/react/components/forecasters/forecaster-words.ts'
import { atField } from '../../../src/react/components/shared/field-errors.ts'

const nbsp = '\u00a0'
const now = Date.parse('2026-11-22T12:00:00Z')

const milestone: Bet = {
  type: 'value_milestone',
  prediction: { target_value: 50_000, by_date: '2027-12-31' },
  id: 'a',
  vehicleId: 'v',
  question: 'value_milestone:USD:50000:2027-12-31',
  round: 1,
  confidencePercent: 70,
  stake: 50,
  status: 'active',
  placedAt: '2026-11-01T00:00:00Z',
  resolvedAt: null,
  late: false,
  byOwner: false,
  supersededBy: null,
  score: null,
  skillScore: null,
  payout: null,
}

const open: Question = {
  question: milestone.question,
  round: 1,
  type: 'value_milestone',
  currency: 'USD',
  targetValue: 50_000,
  byDate: '2027-12-31',
  modification: null,
  state: 'open',
  result: null,
  outcomeId: null,
  closedAt: null,
  finalAt: null,
  settledAt: null,
  reason: null,
  createdAt: '2026-11-01T00:00:00Z',
}

describe('a question says how far it is', () => {
  const proposed: Question = {
    ...open,
    state: 'proposed',
    result: { reached: true },
    finalAt: '2026-11-22T17:30:00Z',
  }
  test.each<[Question, string]>([
    [open, 'Open.'],
    [
      { ...open, state: 'locked', closedAt: '2026-11-20T00:00:00Z' },
      'Closed to bets since 20 November 2026. Nobody has reported an answer yet.',
    ],
    [proposed, 'It was worth that much. Final in 5 hours, unless it is disputed.'],
    [{ ...proposed, finalAt: '2026-11-22T11:59:00Z' }, 'It was worth that much. Being settled.'],
    [
      { ...proposed, state: 'disputed', reason: 'The lot was another car.' },
      'Disputed: The lot was another car. The operator decides.',
    ],
    [
      { ...proposed, state: 'final', settledAt: '2026-11-22T00:00:00Z' },
      'It was worth that much. Settled on 22 November 2026.',
    ],
    [
      { ...proposed, state: 'annulled', result: { void: 'It did not sell' }, reason: 'It did not sell' },
      'Annulled: It did not sell. Every stake went back.',
    ],
  ])('%#', (question, words) => {
    expect(stateInWords(question, now)).toBe(words)
  })

  test('and it can be disputed only while the window is open', () => {
    expect(canDispute(proposed, now)).toBe(true)
    expect(canDispute({ ...proposed, finalAt: '2026-11-22T11:00:00Z' }, now)).toBe(false)
    expect(canDispute({ ...proposed, state: 'final' }, now)).toBe(false)
  })
})

test('answers are sentences', () => {
  expect(resultInWords({ value: 61_000 }, 'auction_price')).toBe('The hammer fell at $61,000.')
  expect(resultInWords({ value: -500 }, 'next_mod_value')).toBe('It changed the value by −$500.')
  expect(resultInWords({ date: '2027-05-01' }, 'completion_date')).toBe('The build was complete on 1 May 2027.')
  expect(resultInWords({ unfinished_on: '2028-11-22' }, 'completion_date')).toContain('still not complete')
  expect(resultInWords({ reached: false }, 'value_milestone')).toBe('It was not worth that much by then.')
})

describe('a bet says what became of it', () => {
  const settledAt = '2026-11-22T10:00:00+00:00'
  const cancelled: Bet = { ...milestone, status: 'cancelled', resolvedAt: '2026-11-22T10:00:00Z', payout: 50 }
  test('void, taken back and replaced are told apart', () => {
    expect(fateOf(cancelled, { ...open, state: 'annulled', settledAt })).toBe('Void, not settled')
    expect(fateOf(cancelled, open)).toBe('Taken back')
    expect(fateOf({ ...cancelled, supersededBy: 'b' }, open)).toBe('Replaced by a later bet')
    expect(fateOf({ ...milestone, late: true }, undefined)).toBe('Late: its day had passed already')
    expect(fateOf({ ...milestone, status: 'won' }, open)).toBe('Came true')
  })

  test('with its points and its score', () => {
    const won: Bet = { ...milestone, status: 'won', payout: 58.25, score: 0.09, skillScore: 0.64 }
    expect(payoutInWords(won)).toBe('50 staked, 58.25 back: +8.25 points.')
    expect(payoutInWords({ ...won, payout: 41.5 })).toBe('50 staked, 41.5 back: −8.5 points.')
    expect(payoutInWords({ ...won, payout: 50 })).toBe('50 points staked, all of it back.')
    expect(payoutInWords({ ...won, stake: 0, payout: 0 })).toBeNull()
    expect(scoreInWords(won)).toBe(`Brier score 0.09, where 0 is perfect. 64${nbsp}% better than the baseline.`)
    const price: Bet = {
      ...won,
      type: 'auction_price',
      prediction: { target_value: 60_000 },
      score: 2_340.4,
      skillScore: -0.5,
    }
    expect(scoreInWords(price)).toBe(`Off by $2,340, certainty included (CRPS). 50${nbsp}% worse than the baseline.`)
  })
})

test('a draft gives back the claim it was made from, and none while something is missing', () => {
  const range: Bet = { ...milestone, type: 'auction_price', prediction: { low: 52_000, high: 64_000 } }
  expect(claimOf(draftOf(range))).toEqual({ type: 'auction_price', prediction: { low: 52_000, high: 64_000 } })
  expect(claimOf(draftOf(milestone))).toEqual({ type: 'value_milestone', prediction: milestone.prediction })
  expect(claimOf({ ...emptyDraft('auction_price'), ranged: true, low: 5, high: 5 })).toBeNull()
  expect(claimOf({ ...emptyDraft('next_mod_value'), modification: '  ', value: 0 })).toBeNull()
})

test('a claim replaces the one that asks the same, however it is spelled', () => {
  expect(sameQuestion({ type: 'value_milestone', prediction: milestone.prediction }, milestone)).toBe(true)
  expect(
    sameQuestion({ type: 'value_milestone', prediction: { target_value: 60_000, by_date: '2027-12-31' } }, milestone),
  ).toBe(false)
  const exhaust: Bet = {
    ...milestone,
    type: 'next_mod_value',
    prediction: { modification: 'Period  exhaust', target_value: 1 },
  }
  expect(
    sameQuestion({ type: 'next_mod_value', prediction: { modification: 'period exhaust ', target_value: 9 } }, exhaust),
  ).toBe(true)
})

test('a day is a place on the axis of days', () => {
  expect(mineOf({ type: 'completion_date', prediction: { by_date: '1970-01-11' } })).toEqual({ from: 10, to: 10 })
  expect(mineOf({ type: 'auction_price', prediction: { low: 1, high: 3 } })).toEqual({ from: 1, to: 3 })
})

test('refusals stand at their field, in the form’s own words', () => {
  const day = new PaddockError('invalid_prediction', 'By_date must be a day such as "2027-06-30", from 2000 to 2100.')
  expect(atField(day)).toEqual({
    field: 'byDate',
    message: 'The day must be a day such as "2027-06-30", from 2000 to 2100.',
  })
  const stake = new PaddockError('stake_is_within_the_balance', 'The stake of 900 is above your balance of 640 points.')
  expect(atField(stake)).toEqual({ field: 'stake', message: stake.message })
  expect(atField(new PaddockError('betting_is_open', 'Betting has closed.'))).toEqual({
    field: null,
    message: 'Betting has closed.',
  })
  expect(atField(null)).toBeNull()
})

describe('a forecast says', () => {
  test('honestly, who stands behind it', () => {
    expect(peopleInWords(0, null)).toBe('Nobody has said a number yet.')
    expect(peopleInWords(1, 1)).toContain('one person’s number')
    expect(peopleInWords(3, 0.7)).toContain('3 people, the latest bet of each.')
  })

  test('where mine stands, how it moved, and what does not fit', () => {
    expect(standingInWords('money', 0.66)).toBe(`Yours is higher than 66${nbsp}% of what the crowd expects.`)
    expect(standingInWords('date', 0.66, true)).toContain('The middle of yours is later')
    const first = { day: '2026-10-01', p25: 1, p50: 50_000, p75: 2, people: 2 }
    const last = { day: '2026-11-01', p25: 1, p50: 56_600, p75: 2, people: 5 }
    expect(movementInWords('money', [first, last])).toBe('Up $6,600 since 1 October 2026, from 2 to 5 people.')
    expect(movementInWords('date', [first, { ...last, p50: 49_990 }])).toBe('10 days earlier since 1 October 2026.')
    expect(movementInWords('money', [first])).toContain('has not moved yet')
    expect(
      contradictionInWords({
        kind: 'milestones',
        target: 50_000,
        probability: 0.4,
        higherTarget: 60_000,
        higherProbability: 0.7,
      }),
    ).toBe(`$60,000 or more is held likelier (70${nbsp}%) than $50,000 or more (40${nbsp}%). Both cannot be.`)
  })
})

describe('a forecaster', () => {
  const calibration = (claims: number, confidence: number, cameTrue: number): Calibration => ({
    claims,
    confidence,
    cameTrue,
    brier: null,
    reliability: null,
    resolution: null,
    uncertainty: null,
    withinBins: null,
    logScore: null,
    sharpness: null,
    bins: [],
  })
  test('is called surer than right only where that is more than chance', () => {
    expect(calibrationSummary(calibration(100, 0.8, 0.6))).toContain('Surer than right.')
    expect(calibrationSummary(calibration(100, 0.6, 0.8))).toContain('Righter than sure.')
    expect(calibrationSummary(calibration(100, 0.8, 0.75))).toContain('As often right as sure')
    expect(calibrationSummary(calibration(5, 0.9, 0))).toContain('Too few')
  })
  test('has a score in words', () => {
    expect(brierInWords(0.125)).toBe(`Brier score 0.125, 50${nbsp}% better than saying 50${nbsp}% every time.`)
    expect(ratingInWords(0.05567)).toBe('+5.57')
    expect(ratingInWords(-0.0175)).toBe('−1.75')
  })
  test('can be ranked by the periods that have been', () => {
    const periods = periodsUntil(new Date('2026-02-10T00:00:00Z')).map(({ value }) => value)
    expect(periods).toEqual(['all', '2026', '2025', '2026-Q1', '2025-Q4', '2025-Q3', '2025-Q2'])
  })
})
