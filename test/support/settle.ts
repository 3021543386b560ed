import { setTimeout as pause } from 'node:timers/promises'
import type { Sql } from 'postgres'

/** Settles what is due, however often the server's own folds and settler have a vehicle in hand, which others leave alone. */
export async function settleDue(sql: Sql): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    await sql`select app.settle_due()`
    const due =
      await sql`select from public.bet_questions where state = 'proposed' and final_at <= now() limit 1 for update`
    if (due.length === 0) return
    await pause(25)
  }
  throw new Error('There is still something to settle after 10 s.')
}
