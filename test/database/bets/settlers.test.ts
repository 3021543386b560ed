import postgres, { type Sql } from 'postgres'
import { expect, test } from 'vitest'
import { addVehicle, community } from '../../support/community.ts'
import { settleDue } from '../../support/settle.ts'

const { sql, server, carol } = await community()
const [ann, ben, cleo, dan] = [1, 2, 3, 4].map((n) => `00000000-0000-4000-8000-00000000000${n}`) as [
  string,
  string,
  string,
  string,
]

/** Twelve questions on as many vehicles, due one after the other, with staked bets of these people. */
async function dueQuestions(bettors: string[][]): Promise<void> {
  for (const [n, people] of bettors.entries()) {
    const { id } = await addVehicle(sql, { user_id: carol.id, year: 1971, make: 'Datsun', model: `510 ${n}` })
    await sql`
      insert into vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent, stake_amount)
      select ${id}, p, 'auction_price', '{"target_value": 30000}', 60, 10 from unnest(${people}::uuid[]) p`
    await sql`
      update bet_questions set state = 'proposed', result = '{"value": 30000}', closed_at = now(), outcome_known_at = now(),
             final_at = now() - interval '1 day' + ${n} * interval '1 minute'
      where vehicle_id = ${id}`
  }
}

type Settler = { pid: number; sql: Sql; warnings: string[]; settled: Promise<number> }

async function settler(): Promise<Settler> {
  const warnings: string[] = []
  const own = postgres(server.adminUrl, { max: 1, onnotice: ({ message }) => warnings.push(`${message}`) })
  const [backend] = await own`select pg_backend_pid() as pid`
  const settled = own`select app.settle_due() as n`.then(([row]) => row?.n as number)
  return { pid: backend?.pid, sql: own, warnings, settled }
}

/** Until it has settled, or waits for somebody's lock. */
async function doneOrWaiting({ pid, settled }: Settler): Promise<void> {
  let done = false
  settled.finally(() => {
    done = true
  })
  while (!done) {
    const [blocked] = await sql`select cardinality(pg_blocking_pids(${pid})) > 0 as blocked`
    if (blocked?.blocked) return
  }
}

test('two settlers with the same people in other questions never wait for each other in a circle', async () => {
  await sql`insert into auth.users (id) select unnest(${[ann, ben, cleo, dan]}::uuid[])`
  // In the order in which they are due, ben comes before ann; the last but one has both.
  await dueQuestions([[ben], [cleo], [ann], ...Array.from({ length: 7 }, () => [dan]), [ann, ben], [dan]])

  const settlers: Settler[] = []
  await sql.begin(async (hold) => {
    await hold`select from app.point_accounts where user_id = ${cleo} for no key update`
    for (let n = 0; n < 2; n++) {
      const next = await settler()
      settlers.push(next)
      await doneOrWaiting(next)
    }
  })

  await Promise.all(settlers.map((s) => s.settled))
  await Promise.all(settlers.map((s) => s.sql.end()))
  expect(settlers.flatMap(({ warnings }) => warnings)).toEqual([])
  await settleDue(sql)
  expect(await sql`select distinct state from bet_questions`).toEqual([{ state: 'final' }])
  expect(await sql`select promise, example from app.audit() where wrong > 0`).toEqual([])
})
