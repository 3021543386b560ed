import { expect, test } from 'vitest'
import type { Claim } from '../../../src/client/bets.ts'
import { claimInWords } from '../../../src/react/components/bets/claims.ts'
import { parseMoney } from '../../../src/react/components/shared/MoneyField.tsx'
import { day, money, percent, timeAgo } from '../../../src/react/format.ts'

const nbsp = '\u00a0'

test.each<[Claim, string]>([
  [
    { type: 'value_milestone', prediction: { target_value: 50_000, by_date: '2027-12-31' } },
    'It is worth $50,000 or more by 31 December 2027.',
  ],
  [
    { type: 'auction_price', prediction: { target_value: 58_400 } },
    `The hammer price is $58,400, give or take 10${nbsp}%.`,
  ],
  [
    { type: 'auction_price', prediction: { low: 52_000, high: 64_000 } },
    'The hammer price is between $52,000 and $64,000.',
  ],
  [
    { type: 'next_mod_value', prediction: { modification: 'period exhaust', target_value: -500 } },
    'Period exhaust changes its value by −$500, give or take $250.',
  ],
  [
    { type: 'completion_date', prediction: { by_date: '2027-05-31' } },
    `The build is complete around 31 May 2027, give or take 10${nbsp}% of the days until then.`,
  ],
  [
    { type: 'completion_date', prediction: { date: '2027-05-31' } },
    `The build is complete around 31 May 2027, give or take 10${nbsp}% of the days until then.`,
  ],
])('a claim %o is a sentence', (claim, sentence) => {
  expect(claimInWords(claim)).toBe(sentence)
})

test.each([
  ['50000', 50_000],
  ['50,000', 50_000],
  [' $50 000 ', 50_000],
  ['0', null],
  ['-5', null],
  ['2000000000', null],
  ['fifty', null],
  ['', null],
  ['5e3', null],
  ['58k', 58_000],
  ['$58.5K', 58_500],
  ['58,5k', 58_500],
  ['1.25m', 1_250_000],
  ['58.000', 58_000],
  ['1.250.000', 1_250_000],
  ['58’000', 58_000],
  ['58 000 €', 58_000],
  ['€58.000,00', 58_000],
  ['$58,000.49', 58_000],
  ['58,0', 58],
  ['1,250.000', null],
  ['58,00,000', null],
  ['58..000', null],
  ['58,0000', null],
  ['$', null],
  ['k', null],
])('"%s" typed as money is %s', (text, amount) => {
  expect(parseMoney(text)).toBe(amount)
})

test('a change in value may be below zero', () => {
  expect(parseMoney('-1,500', true)).toBe(-1_500)
  expect(parseMoney('−1,500', true)).toBe(-1_500)
  expect(parseMoney('0', true)).toBe(0)
})

test('numbers, days and times read as people write them', () => {
  expect(money(-1_100)).toBe('−$1,100')
  expect(percent(0.555)).toBe(`56${nbsp}%`)
  expect(day('2027-12-31')).toBe('31 December 2027')
  const now = Date.parse('2026-11-22T12:00:00Z')
  expect(timeAgo('2026-11-22T11:59:40Z', now)).toBe('just now')
  expect(timeAgo('2026-11-21T11:00:00Z', now)).toBe('yesterday')
  expect(timeAgo('2026-11-20T11:00:00Z', now)).toBe('2 days ago')
})
