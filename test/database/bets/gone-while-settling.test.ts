import postgres from 'postgres'
import { describe, expect, test } from 'vitest'
import { addImage, addVehicle, type Community, community, type Image, type Vehicle } from '../../support/community.ts'
import { type Person, signedIn } from '../../support/people.ts'
import { settleDue } from '../../support/settle.ts'
import { balance, evidence, placeBet } from './questions.ts'

// An account, a car or a photo goes while the bets on it are being settled, by who deletes what.

type Scene = Community & { dan: Person; car: Vehicle; photo: Image }

/** Alice and bob are right and wrong about a hammer price, dan has a part too; the result waits to be settled. */
async function scene(): Promise<Scene> {
  const people = await community()
  const { sql, carol, alice, bob, service } = people
  const dan = await signedIn(people.server, 'dan')
  const car = await addVehicle(sql, { user_id: carol.id, year: 1970, make: 'BMW', model: '2002' })
  const photo = await addImage(sql, car)
  for (const [person, price] of [
    [alice, 30_000],
    [bob, 90_000],
    [dan, 31_000],
  ] as const)
    await placeBet(person, car, { bet_type: 'auction_price', prediction: { target_value: price }, stake_amount: 50 })
  const sale = { kind: 'auction_result', value: 30_500, sold: true, occurred_at: new Date().toISOString() }
  const { error } = await service.from('vehicle_outcomes').insert({ vehicle_id: car.id, ...sale, evidence })
  expect(error).toBeNull()
  return { ...people, dan, car, photo }
}

/** Begins to settle, has `remove` begin meanwhile, and lets both come to their ends. */
async function whileSettling({ sql, server, car, dan }: Scene, remove: () => Promise<unknown>): Promise<void> {
  const settler = postgres(server.adminUrl, { max: 1, onnotice: () => {} })
  const isBlocked = async (pid: number) =>
    (await sql`select cardinality(pg_blocking_pids(${pid})) > 0 as blocked`)[0]?.blocked as boolean
  try {
    const [{ pid } = {}] = await settler`select pg_backend_pid() as pid`
    let settled: Promise<unknown> = Promise.resolve()
    let removed: Promise<unknown> = Promise.resolve()
    await sql.begin(async (hold) => {
      await hold`select from app.point_accounts where user_id = ${dan.id} for no key update`
      await sql`update bet_questions set final_at = now() where vehicle_id = ${car.id} and state = 'proposed'`
      let over = false
      settled = settler`select app.settle_due()`.then(() => {
        over = true
      })
      while (!over && !(await isBlocked(pid))) {}
      let gone = false
      removed = remove().then(() => {
        gone = true
      })
      const waiting = async () =>
        (
          await sql`
          select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
        )[0]?.n
      while (!gone && (await waiting()) < (over ? 1 : 2)) {}
    })
    await Promise.all([settled, removed])
    await settleDue(sql)
  } finally {
    await settler.end()
  }
}

/** Nobody's points are in escrow, and all that is kept follows from its rows: transfers, standings, results. */
async function booksAreRight({ sql }: Scene, left: Person[]): Promise<number> {
  let total = 0
  for (const person of left) {
    const [available, escrow] = await balance(person)
    expect(escrow, person.id).toBe(0)
    total += available
  }
  expect(
    await sql`select user_id from app.point_accounts where escrow <> 0 and user_id in ${sql(left.map(({ id }) => id))}`,
  ).toEqual([])
  await sql`select app.fold_standings()`
  expect(await sql`select promise, example from app.audit() where wrong > 0`).toEqual([])
  return Math.round(total * 100) / 100
}

const stateOf = async ({ sql, car }: Scene) =>
  (await sql`select state from bet_questions where vehicle_id = ${car.id}`).map(({ state }) => state)

const inLeaderboard = async ({ sql }: Scene, person: Person) =>
  (
    await sql`select user_id from app.forecaster_standings where user_id = ${person.id} and period = 'all' and make = 'all'`
  ).length

describe('while the bets on a car are settled', () => {
  test('a bettor’s account goes: the others are paid, and nothing of it is left', async () => {
    const given = await scene()
    const { sql, alice, bob, dan } = given
    await whileSettling(given, () => sql`select app.remove_person(${alice.id})`)
    expect(await stateOf(given)).toEqual(['final'])
    // What alice won or lost went with her account; the others neither gained nor lost a hundredth to nobody.
    expect(await booksAreRight(given, [bob, dan])).toBeLessThanOrEqual(3000)
    expect(await sql`select id from vehicle_bets where user_id = ${alice.id}`).toEqual([])
    expect([await inLeaderboard(given, alice), await inLeaderboard(given, bob)]).toEqual([0, 1])
  })

  test('the owner’s account goes: the car stays for those who bet, who are all paid', async () => {
    const given = await scene()
    const { sql, carol, alice, bob, dan, car } = given
    await whileSettling(given, () => sql`select app.remove_person(${carol.id})`)
    expect(await sql`select user_id from vehicles where id = ${car.id}`).toEqual([{ user_id: null }])
    expect(await stateOf(given)).toEqual(['final'])
    expect(await booksAreRight(given, [alice, bob, dan])).toBe(3000)
  })

  test('the owner deletes the car: each stake is paid or goes back, and records that were made stay', async () => {
    const given = await scene()
    const { carol, alice, bob, dan, car } = given
    await whileSettling(given, async () => {
      expect((await carol.from('vehicles').delete().eq('id', car.id)).error).toBeNull()
    })
    expect(await stateOf(given)).toEqual([])
    expect(await booksAreRight(given, [alice, bob, dan])).toBe(3000)
    const paid = (await balance(bob))[0] !== 1000
    expect(await inLeaderboard(given, bob)).toBe(paid ? 1 : 0)
  })

  test('the owner deletes a photo, and another member tries to delete the car: neither changes what is paid', async () => {
    const given = await scene()
    const { carol, alice, bob, dan, car, photo } = given
    await whileSettling(given, async () => {
      expect((await carol.from('vehicle_images').delete().eq('id', photo.id)).error).toBeNull()
      await bob.from('vehicles').delete().eq('id', car.id)
    })
    expect(await stateOf(given)).toEqual(['final'])
    expect(await booksAreRight(given, [alice, bob, dan])).toBe(3000)
    expect((await balance(alice))[0]).toBeGreaterThan((await balance(bob))[0])
  })
})

test('who disputed a result and then leaves: the dispute is decided all the same, and everybody is paid', async () => {
  const given = await scene()
  const { sql, service, alice, bob, dan, car } = given
  const [asked] = await sql`select question, round from bet_questions where vehicle_id = ${car.id}`
  const of = { vehicle_id: car.id, question: asked?.question, round: asked?.round }
  expect(
    (
      await bob.rpc('dispute_settlement', {
        vehicle_id: car.id,
        question: of.question,
        reason: 'The lot was withdrawn',
      })
    ).error,
  ).toBeNull()
  await sql`select app.remove_person(${bob.id})`
  expect(await stateOf(given)).toEqual(['disputed'])
  expect(
    (await service.rpc('decide_dispute', { ...of, decision: 'reject', reason: 'The hammer fell' })).error,
  ).toBeNull()
  await sql`update bet_questions set final_at = now() where vehicle_id = ${car.id} and state = 'proposed'`
  await settleDue(sql)
  expect(await stateOf(given)).toEqual(['final'])
  await booksAreRight(given, [alice, dan])
})
