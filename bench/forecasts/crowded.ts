import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'

export type Crowded = { id: string; bets: number }

/** A vehicle with so many people's bets on its auction price, each person's latest, folded. People are added where there are too few. */
export async function crowdedVehicle(sql: Sql, bets: number): Promise<Crowded> {
  const id = randomUUID()
  await sql`insert into auth.users (id) select bench_person(n) from generate_series(1, ${bets}) n on conflict do nothing`
  await sql`insert into app.point_accounts (user_id, person_id, available)
    select bench_person(n), bench_person(n), 1000 from generate_series(1, ${bets}) n on conflict do nothing`
  await sql`insert into vehicles (id, model) values (${id}, 'crowded')`
  // What a bet asks the database while it is placed is measured elsewhere: here it only has to be there.
  await sql.begin(async (tx) => {
    await tx`alter table vehicle_bets disable trigger user`
    await tx`insert into bet_questions (vehicle_id, question, bet_type, currency, is_public)
      values (${id}, 'auction_price:USD', 'auction_price', 'USD', true)`
    await tx`insert into vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent, question, is_public, created_at)
      select ${id}, bench_person(n), 'auction_price',
             jsonb_build_object('target_value', round((20000 * exp(0.5 * (random() + random() - 1)))::numeric, -2)),
             20 + round((random() * 75)::numeric), 'auction_price:USD', true, now() - random() * interval '200 days'
      from generate_series(1, ${bets}) n`
    await tx`insert into app.bet_changes (vehicle_id, bet_type, user_id, is_public)
      select vehicle_id, bet_type, user_id, true from vehicle_bets where vehicle_id = ${id}`
    await tx`alter table vehicle_bets enable trigger user`
  })
  return { id, bets }
}

export async function foldAll(sql: Sql): Promise<void> {
  for (;;) {
    const [row] = await sql`select app.fold_bets() as n`
    if (row?.n === 0) return
  }
}

/** What the view says, taken from the bets. */
export const sentimentFromRows = (sql: Sql, { id }: Crowded) => sql`
  select bet_type, sum(bets), count(*), round(avg(confidence), 1), round(avg(value), 2),
         percentile_cont(array[0.1, 0.25, 0.5, 0.75, 0.9]) within group (order by value::float8)
  from (select bet_type, user_id, count(*) as bets, avg(confidence_percent) as confidence, avg(predicted_value) as value
        from vehicle_bets where vehicle_id = ${id} and status <> 'cancelled' group by 1, 2) people
  group by bet_type`

/** What the forecast says, taken from the bets by the functions of the fold. */
export const forecastFromRows = (sql: Sql, { id }: Crowded) => sql`
  select app.forecast_of(app.crowd_with(app.kept_crowd(${id}, 'auction_price', 'auction_price:USD', -1::smallint),
    array(select c from app.crowd_changes('{}', array(
      select n from app.bettors_now(${id}, 'auction_price', array(select user_id from vehicle_bets where vehicle_id = ${id})) n)) c)), null)`

/** The least that could be called aggregating the rows: their mean and median. */
export const meanOfRows = (sql: Sql, { id }: Crowded) => sql`
  select avg(predicted_value), percentile_cont(0.5) within group (order by predicted_value::float8)
  from vehicle_bets where vehicle_id = ${id} and bet_type = 'auction_price' and status <> 'cancelled'`
