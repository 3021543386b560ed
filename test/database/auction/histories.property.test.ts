import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addVehicle } from '../../support/community.ts'
import { type FreshDatabase, freshDatabase } from '../../support/fresh-database.ts'
import { expectPlainCounts, expectSummaries } from './recompute.ts'
import { addVoters, fold } from './voters.ts'

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
  await database.sql`update app.auction_settings set burst_votes = 5`
})
afterAll(() => database.drop())

const people = 24
const person = fc.nat(people - 1)
const car = fc.nat(2)
const ballot = fc.record({
  vote: fc.constantFrom('yes', 'yes', 'no'),
  estimated_value: fc.option(fc.integer({ min: 1, max: 9_000_000 }).map((cents) => cents / 100)),
  currency: fc.constantFrom('USD', 'USD', 'USD', 'EUR'),
  is_private: fc.boolean(),
})
const step = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('vote' as const),
      car,
      voters: fc.array(person, { minLength: 1, maxLength: 12 }),
      ballot,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('withdraw' as const), car, person }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('ban' as const, 'unban' as const), person }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('deleteAccount' as const, 'verify' as const), person }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('age' as const), person, days: fc.integer({ min: 1, max: 40 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('sell' as const), car, person }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('hide' as const, 'show' as const), car, person }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('review' as const), car, decision: fc.constantFrom('count', 'discard') }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('fold' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

test('after any history, summaries are what counting everything anew gives', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 40 }), async (steps) => {
      const { sql } = database
      const voters = [
        ...(await addVoters(sql, 12)),
        ...(await addVoters(sql, 6, { days: 10 })),
        ...(await addVoters(sql, 6, { days: 200, verified: false })),
      ]
      const cars: string[] = []
      for (const make of ['Datsun', 'Datsun', 'Saab']) {
        cars.push(
          (await addVehicle(sql, { user_id: voters[cars.length] as string, year: 1970, make, model: 'One' })).id,
        )
      }
      for (const each of steps) {
        await take(each, voters, cars)
        if (each.do !== 'fold') await expectPlainCounts(sql, cars)
      }
      await fold(sql)
      await sql`update app.ballots set weigh_again_at = now() where vehicle_id in ${sql(cars)}`
      await sql`select app.tend_auctions()`
      await fold(sql)
      await expectSummaries(sql, cars)
      // What is told is also what adding up the ballots gives, to the last hundredth.
      expect(await drift()).toEqual([])
    }),
    { numRuns: 15, endOnFailure: true },
  )
})

async function take(each: Step, voters: string[], cars: string[]): Promise<void> {
  const { sql } = database
  const who = 'person' in each ? (voters[each.person] as string) : ''
  const where = 'car' in each ? (cars[each.car] as string) : ''
  switch (each.do) {
    case 'vote': {
      const there = await sql<
        { id: string }[]
      >`select id from auth.users where id in ${sql(each.voters.map((n) => voters[n] as string))}`
      const folding = sql`select app.fold_votes()`.execute() // beside the votes
      await Promise.all(
        there.map(({ id }) => {
          const row = { vehicle_id: where, user_id: id, ...each.ballot }
          return sql`
            insert into public.auction_votes ${sql(row)}
            on conflict (vehicle_id, user_id) do update set vote = excluded.vote, estimated_value = excluded.estimated_value,
              currency = excluded.currency, is_private = excluded.is_private`
        }),
      )
      await folding
      return
    }
    case 'withdraw':
      return void (await sql`delete from public.auction_votes where vehicle_id = ${where} and user_id = ${who}`)
    case 'ban':
      return void (await sql`select app.ban_member(id, 'Sells votes') from auth.users where id = ${who}`)
    case 'unban':
      return void (await sql`select app.unban_member(user_id) from app.banned_members where user_id = ${who}`)
    case 'deleteAccount':
      return void (await sql`delete from auth.users where id = ${who}`)
    case 'verify':
      return void (await sql`update auth.users set email_confirmed_at = now() where id = ${who}`)
    case 'age':
      return void (await sql`update auth.users set created_at = created_at - make_interval(days => ${each.days}),
        email_confirmed_at = email_confirmed_at - make_interval(days => ${each.days}) where id = ${who}`)
    case 'sell':
      return void (await sql`update public.vehicles set user_id = (select id from auth.users where id = ${who}) where id = ${where}`)
    case 'hide':
    case 'show':
      return void (await sql`
        update public.auction_votes set is_private = ${each.do === 'hide'} where vehicle_id = ${where} and user_id = ${who}`)
    case 'review':
      return void (await sql`select app.review_held_votes(${where}, ${each.decision})`)
    case 'fold':
      return await fold(sql)
  }
}

const drift = () => database.sql`
  select t.vehicle_id from app.vote_tallies t
  left join (
    select vehicle_id, sum(counted) as votes, sum(counted * yes) as yes, sum(weight) as weight, sum(weight * yes) as weight_yes, sum(held) as held,
      count(valued) as valued, coalesce(sum(cents), 0) as cents
    from app.ballots group by vehicle_id
  ) b on b.vehicle_id = t.vehicle_id
  where (t.total_votes, t.yes_votes, t.regular_weight + t.maker_weight + t.newcomer_weight, t.regular_yes + t.maker_yes + t.newcomer_yes, t.held_votes,
         t.valued, t.cents)
    is distinct from (coalesce(b.votes, 0), coalesce(b.yes, 0), coalesce(b.weight, 0), coalesce(b.weight_yes, 0), coalesce(b.held, 0),
                      coalesce(b.valued, 0), coalesce(b.cents, 0))`
