import { expect, test } from 'vitest'
import { addVehicle, type Community, community } from '../../support/community.ts'
import { signedIn } from '../../support/people.ts'
import {
  ago,
  balance,
  dayFromNow,
  evidence,
  milestone,
  placeBet,
  placedAgo,
  questionOf,
  readBet,
  report,
  settle,
  tryBet,
} from './questions.ts'

const price = { bet_type: 'auction_price', prediction: { target_value: 20_000 } }
const now = () => new Date().toISOString()

const tryReport = (client: Community['visitor'], row: Record<string, unknown>) =>
  client
    .from('vehicle_outcomes')
    .insert({ occurred_at: now(), evidence, ...row })
    .select()
    .single()

const trust = async ({ sql }: Community, person: { id: string }) =>
  void (await sql`insert into trusted_reporters (user_id) values (${person.id})`)

test('only the operator and trusted reporters report outcomes', async () => {
  const c = await community()
  const sale = { vehicle_id: c.vehicle.id, kind: 'auction_result', sold: true, value: 21_000 }
  for (const client of [c.visitor, c.alice, c.carol]) {
    expect((await tryReport(client, sale)).error?.code).toBe('42501')
  }
  await trust(c, c.bob)
  const { data } = await tryReport(c.bob, { ...sale, reported_by: c.bob.id })
  expect(data).toMatchObject({ reported_by: c.bob.id, confirmed_at: expect.any(String), known_at: data.occurred_at })
  expect((await tryReport(c.bob, { ...sale, reported_by: c.alice.id })).error?.code).toBe('42501')
  expect((await tryReport(c.service, sale)).data).toMatchObject({ reported_by: null, confirmed_at: expect.any(String) })
})

test('a report by the owner or a bettor counts once somebody without an interest has confirmed it', async () => {
  const c = await community()
  const dora = await signedIn(c.server, 'dora')
  for (const person of [c.bob, c.carol, dora]) await trust(c, person)
  await placeBet(c.bob, c.vehicle, price)
  await placeBet(c.alice, c.vehicle, price)
  const sale = { vehicle_id: c.vehicle.id, kind: 'auction_result', sold: true, value: 21_000 }
  const { data: byOwner } = await tryReport(c.carol, { ...sale, reported_by: c.carol.id })
  expect(byOwner.confirmed_at).toBeNull()
  expect(await questionOf(c, c.vehicle)).toMatchObject({ state: 'open' })

  const confirm = (client: Community['visitor']) => client.rpc('confirm_outcome', { outcome_id: byOwner.id })
  for (const client of [c.alice, c.bob, c.carol]) expect((await confirm(client)).error?.code).toBe('42501')
  expect((await confirm(dora)).data).toMatchObject({ confirmed_by: dora.id })
  expect(await questionOf(c, c.vehicle)).toMatchObject({ state: 'proposed', outcome_id: byOwner.id })
})

test.each([
  ['an unknown kind', { kind: 'rumour', value: 1 }, /outcome_kind_is_known/],
  ['a sale without a price', { kind: 'auction_result', sold: true }, /outcomes_other_than_builds_have_a_value/],
  [
    'an auction that neither sold nor did not',
    { kind: 'auction_result', value: 5 },
    /auction_results_say_whether_it_sold/,
  ],
  ['a negative price', { kind: 'appraisal', value: -5 }, /outcome_value_is_above_0/],
  ['not a number', { kind: 'appraisal', value: 'NaN' }, /outcome_value_is_above_0/],
  ['an appraisal in the future', { kind: 'appraisal', value: 5, occurred_at: '2099-01-01' }, /outcomes_have_happened/],
  [
    'an appraisal of the year 1066',
    { kind: 'appraisal', value: 5, occurred_at: '1066-10-14' },
    /outcomes_have_happened/,
  ],
  [
    'a modification without a name',
    { kind: 'modification_value', value: 5 },
    /modification_values_name_the_modification/,
  ],
  ['a build with a value', { kind: 'build_completed', value: 5 }, /outcomes_other_than_builds_have_a_value/],
  ['no evidence', { kind: 'appraisal', value: 5, evidence: {} }, /evidence needs a source_url or a document_hash/],
  [
    'an address that is none',
    { kind: 'appraisal', value: 5, evidence: { source_url: 'javascript:1' } },
    /source_url must start/,
  ],
  [
    'a short hash',
    { kind: 'appraisal', value: 5, evidence: { document_hash: 'abc' } },
    /document_hash must be a SHA-256/,
  ],
  [
    'evidence of its own shape',
    { kind: 'appraisal', value: 5, evidence: { ...evidence, url: 'x' } },
    /url is not a field/,
  ],
  ['evidence that is a text', { kind: 'appraisal', value: 5, evidence: 'trust me' }, /evidence must be an object/],
])('an outcome with %s is refused in words', async (_, outcome, message) => {
  const { service, vehicle } = await community()
  const { error } = await tryReport(service, { vehicle_id: vehicle.id, ...outcome })
  expect(error?.code).toBe('23514')
  expect(error?.message).toMatch(message)
})

test('a sale answers the price question, closes betting on it, and settles it after the dispute window', async () => {
  const c = await community()
  const right = await placeBet(c.alice, c.vehicle, { ...price, stake_amount: 100, confidence_percent: 90 })
  const wrong = await placeBet(c.bob, c.vehicle, {
    ...{ ...price, stake_amount: 100, confidence_percent: 90 },
    prediction: { low: 50_000, high: 60_000 },
  })
  await report(c.service, c.vehicle, { value: 20_500 })
  expect(await questionOf(c, c.vehicle)).toMatchObject({ state: 'proposed', result: { value: 20_500 } })
  expect((await tryBet(c.alice, c.vehicle, price)).error?.details).toBe('betting_is_open')

  expect((await c.service.rpc('settle_due')).error).toBeNull()
  expect(await readBet(c.sql, right.id)).toMatchObject({ status: 'active' })
  await settle(c, c.vehicle)
  expect(await readBet(c.sql, right.id)).toMatchObject({ status: 'won', resolved_at: expect.any(Date) })
  expect(await readBet(c.sql, wrong.id)).toMatchObject({ status: 'lost' })
  const [mine, theirs] = [await balance(c.alice), await balance(c.bob)]
  expect(mine[0]).toBeGreaterThan(1000)
  expect([mine[0] + theirs[0], mine[1], theirs[1]]).toEqual([2000, 0, 0])
})

test('the dispute window is 24 hours unless the operator sets another', async () => {
  const c = await community()
  await placeBet(c.alice, c.vehicle, price)
  await report(c.service, c.vehicle, { value: 20_500 })
  const { final_at, updated_at } = (await questionOf(c, c.vehicle)) ?? {}
  expect(final_at.getTime() - updated_at.getTime()).toBe(24 * 3_600_000)
})

test('an unsold lot annuls the price question: stakes return, and betting is open for the next auction', async () => {
  const c = await community()
  const bet = await placeBet(c.alice, c.vehicle, { ...price, stake_amount: 100 })
  await c.service.from('bet_closings').insert({ vehicle_id: c.vehicle.id, bet_type: 'auction_price' })
  await report(c.service, c.vehicle, { sold: false, value: 15_000 })
  await settle(c, c.vehicle)
  expect(await questionOf(c, c.vehicle)).toMatchObject({ state: 'annulled', reason: 'It did not sell' })
  expect(await readBet(c.sql, bet.id)).toMatchObject({ status: 'cancelled', score: null, payout: '100.00' })
  expect(await balance(c.alice)).toEqual([1000, 0])
  expect(await placeBet(c.alice, c.vehicle, price)).toMatchObject({ round: 2 })
})

test('a milestone is reached by a sale or an appraisal of at least its value on or before its day', async () => {
  const c = await community()
  const low = await placeBet(c.alice, c.vehicle, milestone(20_000))
  const high = await placeBet(c.alice, c.vehicle, milestone(30_000))
  await report(c.service, c.vehicle, { kind: 'appraisal', value: 25_000 })
  await settle(c, c.vehicle)
  expect(await readBet(c.sql, low.id)).toMatchObject({ status: 'won', score: 0.16000000000000003 })
  expect(await readBet(c.sql, high.id)).toMatchObject({ status: 'active' })
})

test('a milestone whose day has passed is lost by the last valuation, and waits for one that may still come', async () => {
  const c = await community()
  const passed = { prediction: { target_value: 30_000, by_date: dayFromNow(-2) } }
  const bet = await placedAgo(c, 40, c.alice, c.vehicle, { ...passed, stake_amount: 10 })
  await c.service.rpc('settle_due')
  expect(await questionOf(c, c.vehicle)).toMatchObject({ state: 'locked' })

  await report(c.service, c.vehicle, { kind: 'appraisal', value: 25_000, occurred_at: ago(10) })
  await c.service.rpc('settle_due')
  expect(await questionOf(c, c.vehicle)).toMatchObject({ state: 'proposed', result: { reached: false } })
  await settle(c, c.vehicle)
  expect(await readBet(c.sql, bet)).toMatchObject({ status: 'lost', score: 0.36, payout: '10.00' })
})

test('a sale of the last day that is reported late contradicts "not reached", and an adjudicator decides', async () => {
  const c = await community()
  const bet = await placedAgo(c, 40, c.alice, c.vehicle, {
    prediction: { target_value: 30_000, by_date: dayFromNow(-2) },
  })
  await report(c.service, c.vehicle, { kind: 'appraisal', value: 25_000, occurred_at: ago(10) })
  await c.service.rpc('settle_due')
  const sale = await report(c.service, c.vehicle, { value: 31_000, occurred_at: ago(3) })
  expect(await questionOf(c, c.vehicle)).toMatchObject({
    state: 'disputed',
    reason: 'Two outcomes contradict each other.',
  })
  await settle(c, c.vehicle)
  expect(await readBet(c.sql, bet)).toMatchObject({ status: 'active' })

  const { question } = (await questionOf(c, c.vehicle)) ?? {}
  const decided = { vehicle_id: c.vehicle.id, question, outcome_id: sale, reason: 'Sold in time' }
  expect((await c.service.rpc('adjudicate', decided)).data).toMatchObject({
    state: 'proposed',
    result: { reached: true },
  })
  await c.service.rpc('settle_due')
  expect(await readBet(c.sql, bet)).toMatchObject({ status: 'won' })
})

test('a milestone that nobody has valued 30 days after its day is annulled', async () => {
  const c = await community()
  const bet = await placedAgo(c, 90, c.alice, c.vehicle, {
    prediction: { target_value: 30_000, by_date: dayFromNow(-32) },
    stake_amount: 25,
  })
  for (const _ of ['locks it', 'proposes it']) await c.service.rpc('settle_due')
  await settle(c, c.vehicle)
  expect(await questionOf(c, c.vehicle)).toMatchObject({ state: 'annulled', reason: 'Nobody has valued it by then' })
  expect(await readBet(c.sql, bet)).toMatchObject({ status: 'cancelled', payout: '25.00', score: null })
})

test('a finished build answers the completion question, and one unfinished at the horizon is settled as that', async () => {
  const c = await community()
  const build = { bet_type: 'completion_date', prediction: { by_date: dayFromNow(1) } }
  const near = await placedAgo(c, 50, c.alice, c.vehicle, build)
  await report(c.service, c.vehicle, { kind: 'build_completed' })
  await settle(c, c.vehicle)
  expect(await readBet(c.sql, near)).toMatchObject({ status: 'won' })

  const other = await addVehicle(c.sql, { user_id: c.carol.id, year: 1969, make: 'Dodge', model: 'Charger' })
  const never = await placedAgo(c, 800, c.alice, other, { ...build, prediction: { by_date: dayFromNow(-400) } })
  await c.service.rpc('settle_due')
  expect(await questionOf(c, other)).toMatchObject({ state: 'proposed', result: { unfinished_on: expect.any(String) } })
  await settle(c, other)
  expect(await readBet(c.sql, never)).toMatchObject({ status: 'lost', score: expect.any(Number) })
})

test('a modification is settled by its name, however it is spelt', async () => {
  const c = await community()
  const mod = { bet_type: 'next_mod_value', prediction: { modification: 'Side  Pipes', target_value: -400 } }
  const bet = await placeBet(c.alice, c.vehicle, mod)
  const other = await placeBet(c.alice, c.vehicle, {
    ...mod,
    prediction: { modification: 'Exhaust', target_value: 100 },
  })
  await report(c.service, c.vehicle, { kind: 'modification_value', modification: ' side pipes', value: -600 })
  await settle(c, c.vehicle)
  expect(await readBet(c.sql, bet.id)).toMatchObject({ status: 'won' })
  expect(await readBet(c.sql, other.id)).toMatchObject({ status: 'active' })
})

test('a sale in another currency annuls the question instead of comparing what cannot be compared', async () => {
  const c = await community()
  const bet = await placeBet(c.alice, c.vehicle, { ...price, currency: 'EUR', stake_amount: 5 })
  await report(c.service, c.vehicle, { value: 20_000 })
  await settle(c, c.vehicle)
  expect(await readBet(c.sql, bet.id)).toMatchObject({ status: 'cancelled', payout: '5.00' })
})

test('a bet placed when the outcome could be known is void: not scored, and its stake returns', async () => {
  const c = await community()
  const before = await placedAgo(c, 3, c.alice, c.vehicle, { ...price, stake_amount: 100 })
  const after = await placeBet(c.bob, c.vehicle, { ...price, stake_amount: 100 })
  await report(c.service, c.vehicle, { value: 20_000, occurred_at: ago(1) })
  await settle(c, c.vehicle)
  expect(await readBet(c.sql, before)).toMatchObject({ status: 'won', payout: '100.00' })
  expect(await readBet(c.sql, after.id)).toMatchObject({ status: 'cancelled', score: null, payout: '100.00' })
})

test('an old result, entered for the record, answers no question of today', async () => {
  const c = await community()
  await placeBet(c.alice, c.vehicle, price)
  await report(c.service, c.vehicle, { value: 9_000, occurred_at: '2019-05-01T00:00:00Z' })
  expect(await questionOf(c, c.vehicle)).toMatchObject({ state: 'open' })
})

test('a second report that agrees changes nothing; one that does not makes it a dispute', async () => {
  const c = await community()
  await placeBet(c.alice, c.vehicle, price)
  await report(c.service, c.vehicle, { value: 20_000 })
  await report(c.service, c.vehicle, { value: 20_000 })
  expect(await questionOf(c, c.vehicle)).toMatchObject({ state: 'proposed' })
  await report(c.service, c.vehicle, { value: 25_000 })
  expect(await questionOf(c, c.vehicle)).toMatchObject({ state: 'disputed' })
  expect((await c.visitor.from('vehicle_outcomes').select().eq('vehicle_id', c.vehicle.id)).data).toHaveLength(3)
})
