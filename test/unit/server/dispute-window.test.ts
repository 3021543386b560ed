import { expect, test } from 'vitest'
import { readConfig } from '../../../src/server/config.ts'

const window = (text?: string) => readConfig({ PADDOCK_DISPUTE_WINDOW: text }).disputeWindow

test('the dispute window is 24 hours, or a length of time in words', () => {
  expect(window()).toBe('24 hours')
  expect(window('')).toBe('24 hours')
  for (const text of ['90 minutes', '2 days', '1 day 12 hours', '0 days', '90 days', '36hours', '1.5 hours'])
    expect(window(text)).toBe(text)
})

test.each([
  'soon',
  '24',
  '-1 hours',
  '1e9 days',
  '91 days',
  '2 days and more',
  '2 months',
  "1 day'; drop table",
  'NaN hours',
])('%s is refused in words', (text) => {
  expect(() => window(text)).toThrow(
    `PADDOCK_DISPUTE_WINDOW=${text} is not a length of time such as "24 hours", "90 minutes" or "2 days", from 0 to 90 days.`,
  )
})
