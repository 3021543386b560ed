import { expect, test } from 'vitest'
import { betTypes } from '../../../src/client/bet-types.ts'
import { addressOf, hasWords, readAddress } from '../../../src/web/pages/discover/query.ts'
import { questionTitles, titleOf } from '../../../src/web/pages/discover/titles.ts'

test('a question is called as its bet type is', () => {
  expect(questionTitles).toEqual(Object.fromEntries(Object.entries(betTypes).map(([type, { label }]) => [type, label])))
})

test.each([
  ['tag', 'engine_bay', 'Engine bay'],
  ['place', 'us', 'US'],
  ['place', 'new york', 'New York'],
  ['place', 'österreich', 'Österreich'],
  ['question', 'auction_price', 'Hammer price'],
  ['question', 'odd', 'odd'],
  ['auction', 'not_ready', 'Not ready'],
] as const)('%s %s is read as %s', (name, value, title) => {
  expect(titleOf(name, value)).toBe(title)
})

test('an address that is read and written is the same one', () => {
  const address =
    '/?q=cuda&make=Plymouth&from=1960&to=1970&vote=ready&tag=engine_bay&place=us&body=coupe&question=auction_price&sort=attention&view=grid'
  expect(addressOf(readAddress(address.slice(1)))).toBe(address)
})

test('signs are no words', () => {
  expect(['?!', '🚗', ' ', '1', 'é', '日'].map(hasWords)).toEqual([false, false, false, true, true, true])
})
