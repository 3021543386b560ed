import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../support/fresh-database.ts'
import fc from '../../support/property.ts'
import { foldAll } from './doors.ts'
import { History, type Step } from './history.ts'
import { expectRollupsToEqualLedger } from './recompute.ts'

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

const who = fc.constantFrom('alice', 'bob', 'carol', 'visitor', 'phone', 'bot', 'service')
const photo = fc.nat(3)
const seconds = fc.nat(900).map((tenths) => tenths / 10)
const look = fc.record({
  photo,
  /** Steps of seven minutes, so that the running clock does not move anything over the half hour. */
  sevens: fc.nat(30),
  seconds: fc.option(seconds, { nil: undefined }),
  device: fc.constantFrom('mobile', 'tablet', 'desktop', 'other', undefined),
  viewer: fc.nat(2),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('batch'), who, looks: fc.array(look, { maxLength: 12 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('sendAgain'),
      nth: fc.nat(20),
      mixedWith: fc.array(look, { maxLength: 3 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('single'), who, photo, times: fc.constantFrom(1, 1, 2, 12) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('detail'),
      who,
      photo,
      seconds: seconds,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('like', 'unlike', 'comment', 'share'), who, photo }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('hide', 'show', 'remove', 'goPrivate', 'goPublic'), photo }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('fold'), folders: fc.integer({ min: 1, max: 3 }) }) },
) as fc.Arbitrary<Step>

test('after any history, ledger, rollups and counters say the same, and what the rules say', {
  timeout: 600_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const { sql } = database
      const history = await History.begin(sql)
      for (const each of steps) await history.take(each)
      await history.settle()
      await foldAll(sql)

      expect(await history.ledger()).toEqual(history.expectedLedger())
      expect(await history.counts()).toEqual(history.expectedCounts())
      await expectRollupsToEqualLedger(sql, history.vehicleIds)
    }),
    { numRuns: 30, endOnFailure: true },
  )
})

test('an event keeps its id when it is sent again from elsewhere', async () => {
  const { sql } = database
  const history = await History.begin(sql)
  const id = randomUUID()
  await history.take({ do: 'batch', who: 'visitor', looks: [{ photo: 0, sevens: 1, viewer: 0, id }] })
  await history.take({ do: 'batch', who: 'phone', looks: [{ photo: 0, sevens: 1, viewer: 0, id }] })
  await foldAll(sql)
  const counts = Object.values(await history.counts()).map(({ views }) => views)
  expect(counts.sort()).toEqual([0, 0, 0, 1])
})
