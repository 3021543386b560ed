import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { dayFromNow } from '../bets/questions.ts'

export type Step =
  | { do: 'bet'; who: number; type: number; size: number; confidence: number; daysAgo: number }
  | { do: 'cancel'; who: number; nth: number }
  | { do: 'sell'; price: number; daysAgo: number }
  | { do: 'withdraw' }
  | { do: 'settle' }
  | { do: 'reverse' }
  | { do: 'reopen' }
  | { do: 'goPrivate' }
  | { do: 'goPublic' }
  | { do: 'changeHands'; who: number }
  | { do: 'leave'; who: number }
  | { do: 'fold' }

const secondsInDay = 86_400

/** A vehicle, its owner and seven others, and what they do. */
export class History {
  readonly vehicle = { id: randomUUID() }
  readonly #people = Array.from({ length: 8 }, () => randomUUID())
  readonly #sql: Sql

  private constructor(sql: Sql) {
    this.#sql = sql
  }

  static async begin(sql: Sql): Promise<History> {
    const history = new History(sql)
    await sql`insert into auth.users (id) select unnest(${history.#people}::uuid[])`
    await sql`insert into vehicles (id, user_id, model) values (${history.vehicle.id}, ${history.#person(0)}, 'PL510')`
    return history
  }

  /** What the database refuses, such as a bet on a closed question, is part of history too. */
  async take(step: Step): Promise<void> {
    try {
      await this.#take(step)
    } catch (error) {
      if (!['23514', '23503', 'PT404', '42501'].includes((error as { code?: string }).code ?? '')) throw error
    }
  }

  async #take(step: Step): Promise<unknown> {
    const [sql, { id }] = [this.#sql, this.vehicle]
    switch (step.do) {
      case 'bet':
        return await this.#bet(step)
      case 'cancel':
        return await this.#cancel(this.#person(step.who), step.nth)
      case 'sell':
        return await sql`
          insert into vehicle_outcomes (vehicle_id, kind, value, sold, occurred_at, evidence)
          values (${id}, 'auction_result', ${step.price}, true, now() - make_interval(days => ${step.daysAgo}),
                  '{"source_url": "https://example.com/lot/12"}')`
      case 'withdraw':
        return await sql`
          insert into vehicle_outcomes (vehicle_id, kind, sold, occurred_at, evidence)
          values (${id}, 'auction_result', false, now(), '{"source_url": "https://example.com/lot/13"}')`
      case 'settle':
        await sql`update bet_questions set final_at = now() where vehicle_id = ${id} and state = 'proposed'`
        return await sql`select settle_due()`
      case 'reverse':
        return await sql`select app.reverse_settlement(${id}, 'auction_price:USD', 'It fell through')`
      case 'reopen':
        return await sql`select app.reopen_betting(${id}, 'auction_price:USD')`
      case 'goPrivate':
        return await sql`update vehicles set is_public = false where id = ${id}`
      case 'goPublic':
        return await sql`update vehicles set is_public = true where id = ${id}`
      case 'changeHands':
        return await sql`update vehicles set user_id = ${this.#person(step.who)} where id = ${id}`
      case 'leave':
        return await sql`delete from auth.users where id = ${this.#person(step.who)}`
      case 'fold':
        return await sql`select app.fold_bets()`
    }
  }

  async #bet({ who, type, size, confidence, daysAgo }: Extract<Step, { do: 'bet' }>): Promise<void> {
    const claims = [
      ['auction_price', { target_value: 5_000 + 1_000 * size }],
      ['auction_price', { low: 5_000 + 500 * size, high: 9_000 + 1_000 * size }],
      ['completion_date', { by_date: dayFromNow(5 + 20 * size) }],
      ['next_mod_value', { modification: 'Side pipes', target_value: 250 * (size - 8) }],
      ['value_milestone', { target_value: 10_000 + 5_000 * (size % 6), by_date: dayFromNow(size % 2 ? 400 : 800) }],
      ['value_milestone', { target_value: 10_000 + 5_000 * (size % 6), by_date: dayFromNow(-30) }],
    ] as const
    const [bet_type, prediction] = claims[type % claims.length] ?? claims[0]
    const sql = this.#sql
    await sql`
      insert into vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent, created_at)
      values (${this.vehicle.id}, ${this.#person(who)}, ${bet_type}, ${sql.json(prediction)}, ${confidence},
              now() - make_interval(secs => ${daysAgo * secondsInDay}))`
  }

  async #cancel(person: string, nth: number): Promise<void> {
    await this.#sql.begin(async (tx) => {
      const bets = await tx`select id from vehicle_bets
        where vehicle_id = ${this.vehicle.id} and user_id = ${person} and status = 'active' order by created_at, id`
      const bet = bets[nth % Math.max(bets.length, 1)]
      if (!bet) return
      await tx`select set_config('request.jwt.claims', ${JSON.stringify({ sub: person, role: 'authenticated' })}, true)`
      await tx`select app.cancel_bet(${bet.id})`
    })
  }

  #person(n: number): string {
    return this.#people[n % this.#people.length] ?? ''
  }
}
