import { expect, test } from 'vitest'
import { createComparison, type Versions } from '../../../src/client/live/versions.ts'

const at = (votes: string): Versions => ({ car: { votes, bets: 'b', photos: 'p' } })

function compare(last: Versions, since: Versions) {
  const told: string[] = []
  let time = 0
  const see = createComparison(
    last,
    since,
    ({ topics }) => told.push(topics.join()),
    () => time,
  )
  const later = (ms: number) => {
    time += ms
  }
  return { told, see, later }
}

test('of a page that says what it knew, a change is told however soon, and no change however late', () => {
  const { told, see } = compare({}, at('1'))
  see(at('2'))
  expect(told).toEqual(['votes'])
  const late = compare({}, at('1'))
  late.later(10_000)
  late.see(at('1'))
  expect(late.told).toEqual([])
})

test('what an earlier watch has seen counts for more than what the page began with', () => {
  const { told, see } = compare(at('2'), at('1'))
  see(at('2'))
  expect(told).toEqual([])
})

test('where nothing is known, first versions that come late may hide a change of anything', () => {
  const { told, see, later } = compare({}, {})
  later(501)
  see(at('1'))
  expect(told).toEqual(['votes,bets,photos'])
})
