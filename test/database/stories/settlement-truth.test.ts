import { expect, test } from 'vitest'
import { addVehicle, type Community, community, type Vehicle } from '../../support/community.ts'
import { ago, balance, milestone, placeBet, placedAgo, questionOf, report, settle, tryBet } from '../bets/questions.ts'

// Settlement tells the truth.

/** A car that the server's own job has in hand is passed over: whoever waits for a result asks again. */
async function resultWhenDue(members: Community, car: Vehicle) {
  await members.service.rpc('settle_due')
  return (await questionOf(members, car))?.result
}

test('what is known already is no question: a bet on it is refused in words', async () => {
  const { sql, carol, alice, service } = await community()
  const car = await addVehicle(sql, { user_id: carol.id, year: 1970, make: 'BMW', model: '2002' })
  await report(service, car, { kind: 'appraisal', value: 40_000, occurred_at: ago(20) })
  await report(service, car, { kind: 'build_completed', occurred_at: ago(10) })
  await report(service, car, { kind: 'auction_result', sold: true, value: 41_000, occurred_at: ago(3) })
  for (const bet of [
    milestone(30_000),
    { bet_type: 'completion_date', prediction: { date: '2030-01-01' } },
    { bet_type: 'auction_price', prediction: { target_value: 41_000 } },
  ]) {
    const { error } = await tryBet(alice, car, bet)
    expect(error).toMatchObject({
      code: '23514',
      details: 'result_is_not_known_yet',
      message: expect.stringContaining('on record already'),
    })
  }
  await placeBet(alice, car, milestone(90_000)) // nobody knows that
})

test('a milestone that an earlier valuation had reached is found reached, and bets placed after it was known get their stake back', async () => {
  const members = await community()
  const { sql, carol, alice } = members
  const car = await addVehicle(sql, { user_id: carol.id, year: 1970, make: 'BMW', model: '2002' })
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
  const before = await balance(alice)
  // The question is older than the rule that refuses it: the appraisal was there when the bet was placed.
  await placedAgo(members, 20, alice, car, { ...milestone(30_000, yesterday), stake_amount: 10 })
  await sql`
    insert into vehicle_outcomes (vehicle_id, kind, value, occurred_at, known_at, evidence, created_at)
    values (${car.id}, 'appraisal', 40000, ${ago(60)}, ${ago(60)}, '{"source_url": "https://example.com/a"}', ${ago(60)})`
  await expect.poll(() => resultWhenDue(members, car)).toEqual({ reached: true })
  await settle(members, car)
  expect(await balance(alice)).toEqual(before)
})

test('a build recorded as finished before its first bet is never found unfinished', async () => {
  const members = await community()
  const { sql, carol, alice, service } = members
  const car = await addVehicle(sql, { user_id: carol.id, year: 1970, make: 'BMW', model: '2002' })
  await placedAgo(members, 800, alice, car, { bet_type: 'completion_date', prediction: { date: '2030-01-01' } })
  await sql`alter table vehicle_outcomes disable trigger vehicle_outcomes_answer_questions`
  try {
    await report(service, car, { kind: 'build_completed', occurred_at: ago(900) })
  } finally {
    await sql`alter table vehicle_outcomes enable trigger vehicle_outcomes_answer_questions`
  }
  await expect.poll(() => resultWhenDue(members, car)).toEqual({ date: ago(900).slice(0, 10) })
})

test('members see their bets, stakes, votes and questions on a car that was hidden, change their vote, and dispute', async () => {
  const members = await community()
  const { sql, carol, alice, bob, visitor, service } = members
  const car = await addVehicle(sql, { user_id: carol.id, year: 1970, make: 'BMW', model: '2002' })
  await placeBet(alice, car, { bet_type: 'auction_price', prediction: { target_value: 30_000 }, stake_amount: 25 })
  await alice.from('auction_votes').insert({ vehicle_id: car.id, vote: 'yes' })
  await carol.from('vehicles').update({ is_public: false }).eq('id', car.id)
  expect(
    (await alice.from('auction_votes').update({ vote: 'no' }).eq('vehicle_id', car.id).select('vote')).data,
  ).toEqual([{ vote: 'no' }])
  await report(service, car, { value: 44_000 })

  const of = (person: typeof alice, table: string) => person.from(table).select().eq('vehicle_id', car.id)
  expect((await of(alice, 'vehicle_bets')).data).toEqual([expect.objectContaining({ stake_amount: 25 })])
  expect((await of(alice, 'auction_votes')).data).toHaveLength(1)
  const { data: questions } = await alice.rpc('my_bet_questions', { vehicle_id: car.id })
  expect(questions).toEqual([expect.objectContaining({ state: 'proposed', result: { value: 44_000 } })])
  for (const other of [bob, visitor]) {
    expect((await of(other as typeof alice, 'vehicle_bets')).data).toEqual([])
    expect((await of(other as typeof alice, 'auction_votes')).data).toEqual([])
  }
  expect((await bob.rpc('my_bet_questions', { vehicle_id: car.id })).data).toEqual([])

  expect((await alice.from('auction_votes').delete().eq('vehicle_id', car.id).select('vote')).data).toEqual([
    { vote: 'no' },
  ])
  const { data, error } = await alice.rpc('dispute_settlement', {
    vehicle_id: car.id,
    question: questions[0].question,
    reason: 'It was withdrawn',
  })
  expect(error).toBeNull()
  expect(data).toMatchObject({ state: 'disputed' })
  expect(
    (await bob.rpc('dispute_settlement', { vehicle_id: car.id, question: questions[0].question, reason: 'Me too' }))
      .error?.code,
  ).toBe('PT404')
})

test('who has nothing at stake disputes nothing, and nobody disputes without end', async () => {
  const members = await community()
  const { sql, carol, alice, bob, service } = members
  const car = await addVehicle(sql, { user_id: carol.id, year: 1970, make: 'BMW', model: '2002' })
  const price = { bet_type: 'auction_price', prediction: { target_value: 30_000 } }
  await placeBet(alice, car, { ...price, stake_amount: 5 })
  const idle = await placeBet(bob, car, price)
  await bob.rpc('cancel_bet', { bet_id: idle.id })
  await report(service, car, { value: 44_000 })
  const question = (await questionOf(members, car))?.question
  const dispute = (person: typeof alice) =>
    person.rpc('dispute_settlement', { vehicle_id: car.id, question, reason: 'No' })
  expect((await dispute(bob)).error).toMatchObject({ code: '42501', details: 'disputes_come_from_those_concerned' })
  expect((await questionOf(members, car))?.state).toBe('proposed')
  await sql`update app.settings set value = '0' where name = 'disputes_per_person_day'`
  try {
    expect((await dispute(alice)).error).toMatchObject({ code: 'PT429', details: 'disputes_are_limited' })
  } finally {
    await sql`update app.settings set value = '20' where name = 'disputes_per_person_day'`
  }
  expect((await dispute(alice)).error).toBeNull()
})
