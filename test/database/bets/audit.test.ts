import { afterEach, expect, test, vi } from 'vitest'
import { audit } from '../../../src/server/cli/audit.ts'
import { auditResults } from '../../../src/server/cli/audit-results.ts'
import { runCli } from '../../../src/server/cli/index.ts'
import { byHand } from '../../support/by-hand.ts'
import { community } from '../../support/community.ts'
import { crowd, milestone, placeBet, report, settle } from './questions.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const people = await crowd(3)
const { sql, server, vehicle, service, alice, bob } = people
await Promise.all(
  people.people.map((person, n) =>
    placeBet(person, vehicle, {
      bet_type: 'auction_price',
      prediction: { target_value: 40_000 + 5_000 * n },
      confidence_percent: 70,
      stake_amount: 100,
    }),
  ),
)
await placeBet(alice, vehicle, { ...milestone(), confidence_percent: 80, stake_amount: 33.33 })
await placeBet(bob, vehicle, { ...milestone(), confidence_percent: 20, stake_amount: 66.67 })
await report(service, vehicle, { value: 51_000 })
await settle(people, vehicle)
await byHand(sql, 'fold_standings')

test('everything holds after a settlement, and the command says so', async () => {
  expect((await audit(server.adminUrl)).filter(({ wrong }) => wrong > 0)).toEqual([])
  vi.stubEnv('DATABASE_URL', server.adminUrl)
  const said = vi.spyOn(console, 'log').mockReturnValue()
  expect(await runCli(['audit'])).toBe(0)
  expect(said.mock.calls.flat().join('\n')).toMatch(
    /holds {3}Every transfer sums to zero[\s\S]*All \d+ promises hold\./,
  )
})

test.each([
  [
    'a result is turned round',
    `update bet_questions set result = '{"reached": false}' where bet_type = 'value_milestone'`,
  ],
  [
    'a price is not what the hammer fell at',
    `update bet_questions set result = '{"value": 50000}' where bet_type = 'auction_price'`,
  ],
  ['evidence is taken away', 'update vehicle_outcomes set confirmed_at = null'],
])('%s: a second reading of the evidence finds it', async (_, tamper) => {
  const wrong = async () =>
    sql.begin(async (t) => {
      await t`set local session_replication_role = replica`
      await t.unsafe(tamper)
      const { wrong: found, example } = await auditResults(t as unknown as typeof sql)
      throw new Error(JSON.stringify({ found, example }))
    })
  await expect(wrong()).rejects.toThrow(/"found":[1-9]/)
  expect(await auditResults(sql)).toMatchObject({ wrong: 0 })
})

// Each by a superuser who has switched every trigger and foreign key off.
test.each([
  [
    'an entry is changed',
    'update app.point_entries set amount = amount + 1 where id = (select max(id) from app.point_entries)',
    'Every transfer sums to zero',
  ],
  [
    'an entry is removed',
    'delete from app.point_entries where id = (select max(id) from app.point_entries)',
    'Every transfer sums to zero',
  ],
  [
    'a whole transfer is removed',
    "with t as (delete from app.point_transfers where kind = 'settled' returning id) delete from app.point_entries where transfer_id in (select id from t)",
    'Every settlement is what its bets and its answer come to',
  ],
  [
    'a balance is raised',
    'update app.point_accounts set available = available + 5 where user_id = (select min(user_id::text)::uuid from app.point_accounts)',
    'Every balance is what its entries add up to, and none is below zero',
  ],
  [
    'points are issued twice',
    "with t as (insert into app.point_transfers (kind) values ('opened') returning id), e as (insert into app.point_entries (transfer_id, account, user_id, amount) select t.id, a.account, a.user_id, a.amount from t, (select 'issued' as account, null::uuid as user_id, -1000 as amount union all select 'available', (select min(user_id::text)::uuid from app.point_accounts), 1000) a returning user_id) update app.point_accounts p set available = available + 1000 from e where p.user_id = e.user_id",
    'Everybody got the starting points once',
  ],
  [
    'two payouts are swapped with their entries',
    "with b as (select id, payout, lead(payout, 1, first_payout) over (order by id) as other from (select id, payout, first_value(payout) over (order by id) as first_payout from vehicle_bets where bet_type = 'auction_price' and payout > 0) x) update vehicle_bets v set payout = b.other from b where v.id = b.id",
    'Every settlement is what its bets and its answer come to',
  ],
  [
    'a lost bet is called won',
    "update vehicle_bets set status = 'won' where id = (select min(id::text)::uuid from vehicle_bets where status = 'lost')",
    'Every settlement is what its bets and its answer come to',
  ],
  [
    'a score is improved',
    "update vehicle_bets set score = score / 2 where status = 'lost'",
    'Every settlement is what its bets and its answer come to',
  ],
  [
    'a prediction is rewritten',
    `update vehicle_bets set prediction = '{"target_value": 51000}' where bet_type = 'auction_price'`,
    'Every settlement is what its bets and its answer come to',
  ],
  [
    'an answer is rewritten',
    `update bet_questions set result = '{"value": 90000}' where bet_type = 'auction_price'`,
    'Every settlement is what its bets and its answer come to',
  ],
  [
    'a bet is settled by hand',
    `insert into vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent, question, status, resolved_at, score) select vehicle_id, user_id, bet_type, prediction, 99, 'x', 'won', now(), 0 from vehicle_bets limit 1`,
    'Every settled bet belongs to a settled question',
  ],
  [
    'a stake vanishes from an active bet',
    `insert into vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent, question, stake_amount) select vehicle_id, user_id, bet_type, prediction, 99, 'x', 7 from vehicle_bets limit 1`,
    'What is in escrow is the stakes of active bets',
  ],
  [
    'a place on the leaderboard is bought',
    "update app.forecaster_standings set peer_total = peer_total + 1 where period = 'all' and make = 'all'",
    'The leaderboard is what the settled bets add up to',
  ],
  [
    'somebody is made to look calibrated',
    'update app.calibration_bins set came_true = bets',
    'Calibration is what the settled bets add up to',
  ],
])('%s: found', async (_, tampering, promise) => {
  const broken = await sql
    .begin(async (t) => {
      await t`set local session_replication_role = replica`
      const { count } = await t.unsafe(tampering)
      expect(count).toBeGreaterThan(0)
      throw { found: await t`select promise, example from app.audit() where wrong > 0` }
    })
    .catch((thrown) => thrown.found ?? Promise.reject(thrown))
  expect(broken).toContainEqual({ promise, example: expect.any(String) })
})

test('a reversal that gives back less than was paid is found', async () => {
  const c = await community()
  await placeBet(c.alice, c.vehicle, { ...milestone(), confidence_percent: 80, stake_amount: 30 })
  await placeBet(c.bob, c.vehicle, { ...milestone(), confidence_percent: 20, stake_amount: 30 })
  await report(c.service, c.vehicle, { value: 51_000 })
  await settle(c, c.vehicle)
  const asked = {
    vehicle_id: c.vehicle.id,
    question: 'value_milestone:USD:50000:2030-12-31',
    reason: 'The sale fell through',
  }
  expect((await c.service.rpc('reverse_settlement', asked)).error).toBeNull()
  expect((await audit(server.adminUrl)).filter(({ wrong }) => wrong > 0)).toEqual([])
  const broken = await sql
    .begin(async (t) => {
      await t`set local session_replication_role = replica`
      await t`update app.point_entries e set amount = amount / 2 from app.point_transfers t where t.id = e.transfer_id and t.kind = 'reversed'`
      throw { found: await t`select promise from app.audit() where wrong > 0` }
    })
    .catch((thrown) => thrown.found ?? Promise.reject(thrown))
  expect(broken).toContainEqual({ promise: 'Every reversal is the mirror image of its settlement' })
})

test('the command ends with 1 when a promise is broken, and names it', async () => {
  await sql`update app.point_accounts set available = available + 5 where user_id = ${alice.id}`
  vi.stubEnv('DATABASE_URL', server.adminUrl)
  const said = vi.spyOn(console, 'log').mockReturnValue()
  const failed = vi.spyOn(console, 'error').mockReturnValue()
  try {
    expect(await runCli(['audit'])).toBe(1)
  } finally {
    await sql`update app.point_accounts set available = available - 5 where user_id = ${alice.id}`
  }
  expect(said.mock.calls.flat().join('\n')).toContain(`for instance ${alice.id}`)
  expect(failed.mock.calls.flat().join('\n')).toMatch(/1 of \d+ promises/)
})
