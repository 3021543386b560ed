import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { expect } from 'vitest'
import type { Person } from '../../support/people.ts'

export const question = 'auction_price:USD'

/** Placed as the person, through the API. */
export async function bet(who: Person, vehicle: { id: string }, value = 50_000, stake = 10): Promise<void> {
  const { error } = await who.from('vehicle_bets').insert({
    ...{ vehicle_id: vehicle.id, user_id: who.id, bet_type: 'auction_price', prediction: { target_value: value } },
    ...{ confidence_percent: 70, stake_amount: stake },
  })
  expect(error).toBeNull()
}

/** The car has sold, as a neutral source says. */
export const sells = (sql: Sql, vehicle: { id: string }, value = 51_000) => sql`
  insert into public.vehicle_outcomes (vehicle_id, kind, value, currency, sold, occurred_at, evidence)
  values (${vehicle.id}, 'auction_result', ${value}, 'USD', true, now(), '{"source_url": "https://example.com/lot/12"}')`

/** As if the dispute window were over. */
export const windowEnds = (sql: Sql, vehicle: { id: string }) =>
  sql`update public.bet_questions set final_at = now() - interval '1 second' where vehicle_id = ${vehicle.id} and state = 'proposed'`

/** Everything that there is to tell, whoever else tells it. */
export async function tellAll(sql: Sql, most = 1000): Promise<void> {
  await expect
    .poll(
      async () => {
        await sql`select app.tell_news(${most})`
        return (
          await sql`select from app.news n where done_at is null and not app.is_set_aside('tell_news', n.id::text)`
        ).length
      },
      { interval: 20 },
    )
    .toBe(0)
}

export const kindsOf = async (sql: Sql, who: { id: string }) =>
  (await sql`select kind from public.notices where user_id = ${who.id} order by created_at, kind`).map(
    ({ kind }) => kind,
  )

/** So many people who have bet on the question, without the way through the API. */
export async function crowd(sql: Sql, vehicle: { id: string }, people: number): Promise<void> {
  await sql`
    with added as (
      insert into auth.users (id, email, email_confirmed_at)
        select gen_random_uuid(), ${randomUUID()} || n || '@example.com', now() from generate_series(1, ${people}) n
        returning id)
    insert into public.vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent, stake_amount)
      select ${vehicle.id}, id, 'auction_price', '{"target_value": 50000}', 70, 10 from added`
}
