import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../support/fresh-database.ts'
import fc from '../../support/property.ts'
import { weighed } from './acts.ts'
import { act, gather, tried } from './crowd.ts'
import { watchWaits } from './wait-log.ts'

/** `ROUNDS=100 SEED=7 vitest ...` goes on for minutes, elsewhere. */
const rounds = Number(process.env.ROUNDS ?? 2)
const hands = 10
const workers = 3

let database: FreshDatabase
let many: Sql
let deadlocks: () => Promise<string[]>
beforeAll(async () => {
  database = await freshDatabase()
  const { sql } = database
  deadlocks = await watchWaits(sql)
  await sql`update app.settings set value = '1000000' where name like 'pace\\_%'`
  await sql`update app.settlement_settings set dispute_window = '0'`
  many = postgres(database.adminUrl, { max: hands + workers, onnotice: () => {} })
})
afterAll(async () => {
  await many?.end()
  await database?.drop()
})

/** A tag that a client deletes is locked before its photo, whose value it changes; of a photo that goes it is the other way. */
const isOfTags = /value_tags|relation "image_tags"/

const pick = fc.record({ person: fc.nat(1000), other: fc.nat(1000), car: fc.nat(1000), n: fc.nat(1000) })
const name = fc.oneof(...weighed.map(({ weight, arbitrary }) => ({ weight, arbitrary: fc.constant(arbitrary) })))
const step = fc.tuple(name, pick)

test('whatever people do at once while jobs run, no two wait for each other', { timeout: 3_600_000 }, async () => {
  const { sql } = database
  const jobs = (await sql`select name from app.jobs`).map(({ name }) => name as string)
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 500, maxLength: 500 }), async (steps) => {
      const crowd = await gather(sql)
      const failed: string[] = []
      const note = (problem: string | null) => problem && failed.push(problem)
      const left = [...steps]
      let working = hands
      const hand = async () => {
        for (let next = left.pop(); next && !failed.length; next = left.pop()) note(await act(many, crowd, ...next))
        working--
      }
      const worker = async (first: number) => {
        for (let turn = first; working > 0; turn++) {
          await makeDue(sql)
          await many`select app.run_job(${jobs[turn % jobs.length] as string})`
        }
      }
      const renew = async () => {
        while (working > 0) note(await tried('replace', crowd.replace))
      }
      await Promise.all([
        ...Array.from({ length: hands }, hand),
        ...Array.from({ length: workers }, (_, n) => worker(n * 5)),
        renew(),
      ])
      const met = (await deadlocks()).filter((each) => !isOfTags.test(each))
      expect([...failed, ...met].join('\n\n')).toBe('')
    }),
    {
      numRuns: rounds,
      endOnFailure: true,
      // what was done at once is not done at once again: the steps tell nobody anything
      asyncReporter: async ({ failed, errorInstance }) => {
        if (failed) throw errorInstance
      },
    },
  )
  const [met] = await sql`
    select exists (select from public.vehicle_bets) as bets, exists (select from app.gone_ids) as gone`
  expect(met).toEqual({ bets: true, gone: true })
})

/** What jobs would do later they do now. Rows that somebody holds are left alone. */
async function makeDue(sql: Sql): Promise<void> {
  await sql`update app.vehicle_finder set ranked_at = '-infinity' where vehicle_id in (
    select f.vehicle_id from app.vehicle_finder f for update skip locked limit 10)`
  await sql`update app.ballots set weigh_again_at = now() where (vehicle_id, user_id) in (
    select b.vehicle_id, b.user_id from app.ballots b for update skip locked limit 10)`
}
