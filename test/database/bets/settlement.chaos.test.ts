import postgres from 'postgres'
import { expect, test } from 'vitest'
import { addVehicle, community } from '../../support/community.ts'
import { evidence } from './questions.ts'

const { sql, server, carol } = await community()
const kills = 50

/** Six questions of ten bets each, answered and due. */
async function dueQuestions(): Promise<string[]> {
  const vehicles: string[] = []
  for (let n = 0; n < 6; n++) {
    const { id } = await addVehicle(sql, { user_id: carol.id, year: 1971, make: 'Datsun', model: `510 ${n}` })
    vehicles.push(id)
  }
  await sql`insert into auth.users (id, email) select gen_random_uuid(), 'chaos-' || n || '@example.com' from generate_series(1, 10) n`
  await sql`
    insert into vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent, stake_amount)
    select v, u.id, 'auction_price', jsonb_build_object('target_value', 30000 + 1000 * row_number() over ()), 60, 33.33
    from unnest(${vehicles}::uuid[]) v, auth.users u where u.email like 'chaos-%'`
  for (const vehicle_id of vehicles)
    await sql`insert into vehicle_outcomes ${sql({ vehicle_id, kind: 'auction_result', value: 48_000, sold: true, occurred_at: new Date(), evidence: sql.json(evidence) } as never)}`
  await makeDue(vehicles)
  return vehicles
}

const makeDue = (vehicles: string[]) =>
  sql`update bet_questions set final_at = now() where vehicle_id = any (${vehicles}::uuid[]) and state = 'proposed'`

/** What is in escrow, available and issued; it only moves between them. */
async function points(): Promise<number> {
  const [row] = await sql`select sum(available + escrow - owed)::float8 as total from app.point_accounts`
  return row?.total
}

/** Settles on a connection of its own, which is cut after so many milliseconds. True when it was cut before it was done. */
async function settleUntilKilled(afterMs: number): Promise<boolean> {
  const settler = postgres(server.adminUrl, { max: 1, onnotice: () => {} })
  try {
    const [backend] = await settler`select pg_backend_pid() as pid`
    const work = settler`select app.settle_due()`.then(
      () => false,
      () => true,
    )
    await new Promise((resolve) => setTimeout(resolve, afterMs))
    await sql`select pg_terminate_backend(${backend?.pid}, 10000)` // and wait until it has let go of its questions
    return await work
  } finally {
    await settler.end({ timeout: 0 })
  }
}

test(`a settler that is killed ${kills} times loses no point and makes none`, async () => {
  const vehicles = await dueQuestions()
  const before = await points()
  const started = performance.now()
  await sql
    .begin(async (t) => {
      await t`select app.settle_due()`
      throw new Error('only to see how long it takes')
    })
    .catch(() => {})
  let span = performance.now() - started // kills fall anywhere in it; narrowed when work got done before

  let cut = 0
  while (cut < kills) {
    if (await settleUntilKilled(Math.random() * span)) cut++
    else span *= 0.9
    expect(await points()).toBe(before)
    const [half] = await sql`
      select count(*)::int as count from bet_questions q
      where vehicle_id = any (${vehicles}::uuid[])
        and (select count(distinct b.status = 'active') from vehicle_bets b where b.vehicle_id = q.vehicle_id and b.question = q.question) > 1`
    expect(half?.count).toBe(0)
    for (const vehicle of vehicles) {
      const [final] = await sql`select question from bet_questions where vehicle_id = ${vehicle} and state = 'final'`
      if (!final) continue
      await sql`select reverse_settlement(${vehicle}, ${final.question}, 'once more')`
      const [outcome] = await sql`select id from vehicle_outcomes where vehicle_id = ${vehicle}`
      await sql`select adjudicate(${vehicle}, ${final.question}, ${outcome?.id}, 'once more')`
    }
  }
  await Promise.all([1, 2, 3].map(() => sql`select app.settle_due()`))
  // The server settles too, and a question that it holds at this moment is passed over by us.
  await expect
    .poll(async () => {
      await sql`select app.settle_due()`
      return await sql`select state, count(*)::int from bet_questions where vehicle_id = any (${vehicles}::uuid[]) group by 1`
    })
    .toEqual([{ state: 'final', count: vehicles.length }])
  expect(await points()).toBe(before)
  expect(
    await sql`
    select vehicle_id, question, round, version from app.point_transfers where kind = 'settled' group by 1, 2, 3, 4 having count(*) > 1`,
  ).toEqual([])
  expect(await sql`select promise, example from app.audit() where wrong > 0`).toEqual([])
})
