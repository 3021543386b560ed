import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'

type Crowd = {
  yes: number
  no: number
  /** How long the voters have been members. */
  days?: number
  reason?: string
  /** The nth voter expects this. */
  estimate?: (n: number) => number
}

/** Members who vote on a vehicle, and the fold that weighs what they say. */
export async function vote(
  sql: Sql,
  vehicleId: string,
  { yes, no, days = 200, reason, estimate }: Crowd,
): Promise<void> {
  const voters = Array.from({ length: yes + no }, (_, n) => ({ id: randomUUID(), n }))
  await sql`
    insert into auth.users ${sql(
      voters.map(({ id }) => ({
        id,
        email: `${id}@example.com`,
        email_confirmed_at: new Date(Date.now() - days * 86_400_000),
        created_at: new Date(Date.now() - days * 86_400_000),
      })),
    )}`
  await sql`
    insert into public.auction_votes ${sql(
      voters.map(({ id, n }) => ({
        vehicle_id: vehicleId,
        user_id: id,
        vote: n < yes ? 'yes' : 'no',
        reason: n === 0 ? (reason ?? null) : null,
        estimated_value: estimate?.(n) ?? null,
      })),
    )}`
  await sql`select app.fold_votes()`
}
