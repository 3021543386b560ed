import { setTimeout as pause } from 'node:timers/promises'
import type { Sql } from 'postgres'

/** Until every vehicle is described and ranked, by this or by the server's own job, which others leave alone. */
export async function rankAll(sql: Sql): Promise<void> {
  await sql`update app.vehicle_finder set ranked_at = '-infinity'`
  for (;;) {
    await sql`select app.rank_due_vehicles(), app.count_finder_terms()`
    const [due] = await sql`select from app.vehicle_finder where ranked_at = '-infinity' limit 1`
    if (!due) return
    await pause(50)
  }
}
