import type { Sql, TransactionSql } from 'postgres'
import type { Drawn } from './people.ts'

type Database = Sql | TransactionSql

/** A bet of the simulation as it is placed: several accounts may be one person's. */
export type Placed = { account: string; value: number; confidence: number; stake: number }

export async function addAccounts(sql: Database, ids: string[]): Promise<void> {
  await sql`insert into auth.users (id) select unnest(${ids}::uuid[])`
}

/** Adds the vehicles and places the bets on them an hour ago, by the database's own rules. */
export async function place(
  sql: Database,
  drawn: Drawn[],
  placed: (vehicle: Drawn) => Placed[] = asDrawn,
): Promise<void> {
  await sql`insert into vehicles (id, model) select unnest(${drawn.map(({ id }) => id)}::uuid[]), 'simulated'`
  for (const vehicle of drawn)
    await sql`
      insert into vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent, stake_amount, created_at)
      select ${vehicle.id}, b.account, 'auction_price', jsonb_build_object('target_value', b.value), b.confidence, b.stake,
             now() - interval '1 hour'
      from jsonb_to_recordset(${sql.json(placed(vehicle))}) b (account uuid, value numeric, confidence numeric, stake numeric)`
}

export const asDrawn = ({ bets }: Drawn): Placed[] =>
  bets.map(({ person, value, confidence, stake }) => ({ account: person.id, value, confidence, stake }))

/** The vehicles are sold at their prices, nobody disputes it, and all questions are settled. */
export async function sell(sql: Database, drawn: Drawn[]): Promise<void> {
  await sql`
    insert into vehicle_outcomes (vehicle_id, kind, value, sold, occurred_at, evidence)
    select v.id, 'auction_result', v.price, true, clock_timestamp(), '{"source_url": "https://example.com/lot"}'
    from jsonb_to_recordset(${sql.json(drawn.map(({ id, price }) => ({ id, price })))}) v (id uuid, price numeric)`
  await sql`update bet_questions set final_at = now() where state = 'proposed'`
  while ((await sql`select settle_due() as n`)[0]?.n > 0);
}

export async function foldAll(sql: Sql): Promise<void> {
  for (;;) {
    await sql`select app.fold_bets()`
    const [left] = await sql`
      select (exists (select from app.bet_changes) or exists (select from app.forecaster_changes)) as some`
    if (!left?.some) return
  }
}

/** Does something in a transaction that is rolled back, and gives what it found. */
export async function asIf<T>(sql: Sql, work: (sql: TransactionSql) => Promise<T>): Promise<T> {
  let found: { what: T } | undefined
  const stop = Symbol('roll back')
  await sql
    .begin(async (tx) => {
      found = { what: await work(tx) }
      throw stop
    })
    .catch((error: unknown) => {
      if (error !== stop) throw error
    })
  if (!found) throw new Error('Nothing was found.')
  return found.what
}

export const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length
