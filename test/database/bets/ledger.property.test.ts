import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type { Sql, TransactionSql } from 'postgres'
import { expect, test } from 'vitest'
import { addVehicle, community } from '../../support/community.ts'
import { evidence } from './questions.ts'

const { sql } = await community()

type Step =
  | { do: 'bet'; person: number; car: number; kind: number; confidence: number; stake: number }
  | { do: 'cancel' | 'leave'; person: number }
  | { do: 'outcome'; car: number; value: number }
  | { do: 'adjudicate' | 'reverse' | 'reopen' | 'sell' | 'scrap'; car: number }
  | { do: 'settle' | 'fold' }

const person = fc.nat({ max: 4 })
const car = fc.nat({ max: 1 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('bet' as const),
      person,
      car,
      kind: fc.nat({ max: 3 }),
      confidence: fc.integer({ min: 0, max: 10_000 }).map((c) => c / 100),
      stake: fc.oneof(
        fc.constant(0),
        fc.integer({ min: 1, max: 60_000 }).map((s) => s / 100),
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('cancel' as const, 'cancel', 'cancel', 'leave'), person }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('outcome' as const), car, value: fc.integer({ min: 1, max: 90_000 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('adjudicate' as const, 'reverse', 'reverse', 'reopen', 'sell', 'scrap'),
      car,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('settle' as const, 'settle', 'fold') }) },
)

const claims = [
  ['auction_price', { target_value: 40_000 }],
  ['auction_price', { low: 20_000, high: 70_000 }],
  ['value_milestone', { target_value: 50_000, by_date: '2030-12-31' }],
  ['next_mod_value', { modification: 'side pipes', target_value: 1_000 }],
] as const

/** Somebody's request, as the gateway would make it; a refusal leaves everything as it was. */
async function tried(work: (t: TransactionSql) => Promise<unknown>, userId?: string): Promise<void> {
  try {
    await sql.begin(async (t) => {
      if (userId)
        await t`select set_config('request.jwt.claims', ${JSON.stringify({ sub: userId, role: 'authenticated' })}, true)`
      await work(t)
    })
  } catch (error) {
    const { code } = error as { code?: string }
    if (!['23514', '23503', '42501', 'PT404', 'PT409', '23505'].includes(code ?? '')) throw error
  }
}

async function take(t: Step, people: string[], cars: string[]): Promise<void> {
  const vehicle = 'car' in t ? (cars[t.car] as string) : ''
  const who = 'person' in t ? (people[t.person] as string) : ''
  const questions = async () =>
    await sql`select question from bet_questions where vehicle_id = ${vehicle} order by question`
  switch (t.do) {
    case 'bet': {
      const [type, prediction] = claims[t.kind] as (typeof claims)[number]
      return await tried(
        (x) => x`insert into vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent, stake_amount)
                 values (${vehicle}, ${who}, ${type}, ${x.json(prediction)}, ${t.confidence}, ${t.stake})`,
      )
    }
    case 'cancel': {
      const [bet] =
        await sql`select id from vehicle_bets where user_id = ${who} and status = 'active' order by created_at limit 1`
      return await tried((x) => x`select cancel_bet(${bet?.id ?? randomUUID()})`, who)
    }
    case 'leave':
      return await tried((x) => x`delete from auth.users where id = ${who}`)
    case 'outcome':
      return await tried(
        (x) => x`insert into vehicle_outcomes (vehicle_id, kind, value, sold, occurred_at, evidence)
                 values (${vehicle}, 'auction_result', ${t.value}, true, now(), ${x.json(evidence)})`,
      )
    case 'adjudicate':
      for (const { question } of await questions()) {
        const [outcome] = await sql`select id from vehicle_outcomes where vehicle_id = ${vehicle} order by id limit 1`
        await tried((x) => x`select adjudicate(${vehicle}, ${question}, ${outcome?.id ?? null}, 'looked at')`)
      }
      return
    case 'reverse':
      for (const { question } of await questions())
        await tried((x) => x`select reverse_settlement(${vehicle}, ${question}, 'wrong')`)
      return
    case 'reopen':
      for (const { question } of await questions())
        await tried((x) => x`select reopen_betting(${vehicle}, ${question})`)
      return
    case 'sell':
      return await tried(
        (x) => x`update vehicles set user_id = ${people[0] as string}, make = 'Nissan' where id = ${vehicle}`,
      )
    case 'scrap':
      return await tried((x) => x`delete from vehicles where id = ${vehicle}`)
    case 'settle':
      await sql`update bet_questions set final_at = now() where state = 'proposed'`
      return void (await sql`select app.settle_due()`)
    case 'fold':
      return void (await sql`select app.fold_standings(7)`)
  }
}

async function newPeople(s: Sql, count: number): Promise<string[]> {
  const rows = await s<{ id: string }[]>`
    insert into auth.users (id, email) select gen_random_uuid(), gen_random_uuid() || '@example.com' from generate_series(1, ${count}) returning id`
  return rows.map(({ id }) => id)
}

test('whatever happens, in whatever order: the ledger sums to zero, no balance is below it, and all of it can be replayed', async () => {
  const settled = { count: 0 }
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 45 }), async (steps) => {
      const people = await newPeople(sql, 5)
      const [owner = ''] = await newPeople(sql, 1)
      const cars: string[] = []
      for (const model of ['510', '240Z'])
        cars.push((await addVehicle(sql, { user_id: owner, year: 1971, make: 'Datsun', model })).id)
      for (const one of steps) await take(one, people, cars)

      const [ledger] = await sql`
        select coalesce(sum(amount), 0)::float8 as total, (select coalesce(min(least(available, escrow, owed)), 0)::float8 from app.point_accounts) as least
        from app.point_entries`
      expect(ledger).toMatchObject({ total: 0, least: expect.toSatisfy((least: number) => least >= 0) })
      expect(await sql`select promise, example from app.audit() where wrong > 0`).toEqual([])
      const [{ count } = { count: 0 }] =
        await sql`select count(*)::int from vehicle_bets where vehicle_id = any (${cars}) and status in ('won', 'lost')`
      settled.count += count
    }),
    { numRuns: 30, seed: 20261124, endOnFailure: true },
  )
  expect(settled.count).toBeGreaterThan(10) // the histories do get as far as settlements
})
