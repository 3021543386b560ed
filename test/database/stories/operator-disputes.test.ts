import { expect, test } from 'vitest'
import {
  confirmOutcome,
  decideDispute,
  listHeldVotes,
  listOpenDisputes,
  listSettledQuestions,
  listUnconfirmedOutcomes,
  type OpenDispute,
  reverseSettlement,
  reviewHeldVotes,
} from '../../../src/client/operator/index.ts'
import { byHand } from '../../support/by-hand.ts'
import { type Community, community } from '../../support/community.ts'
import { operator, removeOperator } from '../../support/operators.ts'
import type { Person } from '../../support/people.ts'
import { settleDue } from '../../support/settle.ts'

// Disputes, by who decides them.

const question = 'auction_price:USD'

/** Alice and bob have staked on a price; the lot sold, and alice objects. */
async function disputed(c: Community): Promise<void> {
  const { sql, vehicle, alice, bob } = c
  for (const [person, target] of [
    [alice, 20_000],
    [bob, 30_000],
  ] as const)
    await sql`insert into vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent, stake_amount)
      values (${vehicle.id}, ${person.id}, 'auction_price', ${sql.json({ target_value: target })}, 60, 10)`
  await reportSale(c, 21_000)
  const words = { vehicle_id: vehicle.id, question, reason: 'The lot was withdrawn' }
  expect((await alice.rpc('dispute_settlement', words)).error).toBeNull()
}

const reportSale = async ({ sql, vehicle }: Community, value: number) =>
  await sql`insert into vehicle_outcomes (vehicle_id, kind, value, sold, occurred_at, evidence)
    values (${vehicle.id}, 'auction_result', ${value}, true, now(), '{"source_url": "https://example.com/lot/12"}')`

async function find(olga: Person, vehicleId: string): Promise<OpenDispute> {
  let after: string | null = null
  do {
    const page = await listOpenDisputes(olga, { limit: 1, after })
    const found = page.rows.find((row) => row.vehicleId === vehicleId)
    if (found) return found
    after = page.next
  } while (after)
  throw new Error('The dispute is not listed.')
}

const state = async ({ sql, vehicle }: Community) =>
  (await sql`select state, result, reason from bet_questions where vehicle_id = ${vehicle.id}`)[0]

test('rejected, the proposed answer stands and is paid; reversed, it is disputed again; annulled, the stakes go back', async () => {
  const c = await community()
  const olga = await operator(c)
  await disputed(c)
  const found = await find(olga, c.vehicle.id)
  expect(found).toMatchObject({
    ...{ vehicle: '1971 Datsun PL510', question, round: 1, bets: 2, staked: 20, isOwn: false },
    ...{ result: { value: 21_000 }, disputes: [{ reason: 'The lot was withdrawn', by: { id: c.alice.id } }] },
    ...{ choices: [{ kind: 'auction_result', value: 21_000, result: { value: 21_000 } }] },
  })
  await decideDispute(olga, found, { decision: 'reject' }, 'The sale list says sold')
  await settleDue(c.sql)
  expect(await state(c)).toMatchObject({ state: 'final', result: { value: 21_000 }, reason: 'The sale list says sold' })
  const [latest] = (await listSettledQuestions(olga, { limit: 1 })).rows
  expect(latest).toMatchObject({ vehicleId: c.vehicle.id, bets: 2, staked: 20, isAnnulled: false, isOver: false })
  await reverseSettlement(olga, c.vehicle.id, question, 'The buyer did not pay')
  const again = await find(olga, c.vehicle.id)
  expect(again.result).toBeNull()
  await expect(decideDispute(olga, again, { decision: 'reject' }, 'It stands')).rejects.toMatchObject({
    code: 'an_answer_was_proposed',
  })
  await decideDispute(olga, again, { decision: 'annul' }, 'No sale')
  await settleDue(c.sql)
  expect(await state(c)).toMatchObject({ state: 'annulled' })
  const [bets] =
    await c.sql`select array_agg(payout::float8) as payouts from vehicle_bets where vehicle_id = ${c.vehicle.id}`
  expect(bets?.payouts).toEqual([10, 10])
  const { data: acts } = await olga.rpc('operator_acts', { limit: 3 })
  expect(acts).toMatchObject([{ act: 'adjudicate' }, { act: 'reverse_settlement' }, { act: 'reject_dispute' }])
})

test('of two outcomes that contradict each other the operator names the right one, of this car', async () => {
  const c = await community()
  const olga = await operator(c)
  await disputed(c)
  await reportSale(c, 25_000)
  const found = await find(olga, c.vehicle.id)
  expect(found.choices).toHaveLength(2)
  const right = found.choices.find(({ value }) => value === 25_000)
  await expect(
    decideDispute(olga, found, { decision: 'outcome', outcomeId: c.vehicle.id }, 'A slip'),
  ).rejects.toMatchObject({ code: 'outcome_answers_the_question' })
  await decideDispute(olga, found, { decision: 'outcome', outcomeId: right?.id ?? '' }, 'The catalogue')
  expect(await state(c)).toMatchObject({ state: 'proposed', result: { value: 25_000 } })
})

test('of two operators at once on one dispute the first decides, and what is decided is not decided over', async () => {
  const c = await community()
  const operators = [await operator(c), await operator(c, 'otto')]
  await disputed(c)
  const found = await find(operators[0] as Person, c.vehicle.id)
  const answers = await Promise.allSettled([
    decideDispute(operators[0] as Person, found, { decision: 'reject' }, 'It sold'),
    decideDispute(operators[1] as Person, found, { decision: 'annul' }, 'It did not'),
  ])
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'dispute_is_open' } })
  const over = { vehicle_id: c.vehicle.id, question, outcome_id: null, reason: 'Otherwise' }
  expect((await (operators[1] as Person).rpc('adjudicate', over)).error?.details).toBe('decided_questions_stay_decided')
})

test('who owns the car or bet on it does not decide, and nobody but an operator does', async () => {
  const c = await community()
  await disputed(c)
  const better = await operator(c)
  await c.sql`insert into vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent)
    values (${c.privateVehicle.id}, ${better.id}, 'auction_price', '{"target_value": 1000}', 60)`
  await c.sql`update vehicles set user_id = ${better.id} where id = ${c.vehicle.id}`
  const found = await find(better, c.vehicle.id)
  expect(found.isOwn).toBe(true)
  for (const decision of ['reject', 'annul'] as const)
    await expect(decideDispute(better, found, { decision }, 'Mine')).rejects.toMatchObject({
      code: 'operators_decide_what_they_have_no_part_in',
    })
  const removed = await operator(c, 'rolf')
  await removeOperator(c, removed)
  for (const person of [c.visitor, c.alice, c.bob, c.carol, removed]) {
    const words = { vehicle_id: c.vehicle.id, question, round: 1, decision: 'reject', reason: 'So be it' }
    expect((await person.rpc('decide_dispute', words)).error?.code).toBe('42501')
    expect((await person.rpc('decide_dispute', { ...words, question: 'none' })).error?.code).toBe('42501')
  }
  expect(await state(c)).toMatchObject({ state: 'disputed' })
  const blank = { vehicle_id: c.vehicle.id, question, round: 1, decision: 'reject', reason: ' ' }
  expect((await c.service.rpc('decide_dispute', blank)).error?.details).toBe('acts_have_a_reason')
  expect((await c.service.rpc('decide_dispute', { ...blank, reason: 'So be it' })).error).toBeNull()
})

test('an outcome that the owner reported is confirmed by an operator without a part in it, once, with a reason', async () => {
  const c = await community()
  const olga = await operator(c)
  await c.sql`insert into vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent, stake_amount)
    values (${c.vehicle.id}, ${c.alice.id}, 'auction_price', '{"target_value": 20000}', 60, 10)`
  await c.sql`insert into trusted_reporters (user_id) values (${c.carol.id})`
  const sale = { kind: 'auction_result', sold: true, value: 21_000, occurred_at: new Date().toISOString() }
  const { data, error } = await c.carol
    .from('vehicle_outcomes')
    .insert({
      ...{ ...sale, vehicle_id: c.vehicle.id, reported_by: c.carol.id },
      evidence: { source_url: 'https://example.com/lot/12' },
    })
    .select('id')
    .single()
  expect(error).toBeNull()
  const mine = async (person: Person) =>
    (await listUnconfirmedOutcomes(person, { limit: 200 })).rows.find(({ id }) => id === data?.id)
  expect(await mine(olga)).toMatchObject({
    ...{ vehicle: '1971 Datsun PL510', value: 21_000, isOwn: false, reporter: { id: c.carol.id } },
  })
  const better = await operator(c, 'otto')
  await c.sql`insert into vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent)
    values (${c.vehicle.id}, ${better.id}, 'auction_price', '{"target_value": 1000}', 60)`
  expect((await mine(better))?.isOwn).toBe(true)
  await expect(confirmOutcome(better, data?.id, 'I saw it')).rejects.toMatchObject({
    code: 'outcomes_are_confirmed_by_somebody_else',
  })
  await expect(confirmOutcome(olga, data?.id, '')).rejects.toMatchObject({ code: 'acts_have_a_reason' })
  await confirmOutcome(olga, data?.id, 'The sale list has it')
  expect(await mine(olga)).toBeUndefined()
  expect(await state(c)).toMatchObject({ state: 'proposed', result: { value: 21_000 } })
  expect((await olga.rpc('operator_acts', { limit: 1 })).data).toMatchObject([
    { act: 'confirm_outcome', about: data?.id, reason: 'The sale list has it' },
  ])
})

test('held votes are listed by car, and decided once, with a reason', async () => {
  const c = await community()
  const olga = await operator(c)
  for (const person of [c.alice, c.bob])
    await c.sql`insert into auction_votes (vehicle_id, user_id, vote) values (${c.vehicle.id}, ${person.id}, 'yes')`
  await byHand(c.sql, 'fold_votes')
  await c.sql`update app.ballots set review = 'held' where vehicle_id = ${c.vehicle.id}`
  const { rows } = await listHeldVotes(olga, { limit: 200 })
  expect(rows).toContainEqual(expect.objectContaining({ vehicleId: c.vehicle.id, yes: 2, no: 0, isOwn: false }))
  await expect(reviewHeldVotes(olga, c.vehicle.id, 'discard', '')).rejects.toMatchObject({ code: 'acts_have_a_reason' })
  expect(await reviewHeldVotes(olga, c.vehicle.id, 'discard', 'One hand')).toBe(2)
  expect(await reviewHeldVotes(olga, c.vehicle.id, 'count', 'Late')).toBe(0)
  expect((await olga.rpc('operator_acts', { limit: 1 })).data).toMatchObject([{ reason: 'discard 2: One hand' }])
})
