import type { PaddockClient } from './client.ts'
import { unwrap } from './errors.ts'
import { ensureSession } from './session.ts'

/** What can be followed: a car, a question of it (all milestones in a currency are one), or a person. */
export type Followed = { vehicleId: string; question?: string } | { personId: string }

export type Follow = {
  id: string
  /** Null where a person is followed. */
  vehicleId: string | null
  /** The forecast that is followed, such as `auction_price:USD`; null for the whole car, or a person. */
  question: string | null
  personId: string | null
  createdAt: string
}

/**
 * What the signed-in person follows, newest first; nobody else reads it. What is hidden from them meanwhile is left out.
 *
 * @throws {PaddockError} `not_allowed` when signed out
 */
export async function listFollows(client: PaddockClient): Promise<Follow[]> {
  const rows = unwrap(
    await client
      .from('follows')
      .select('id, vehicle_id, question, person_id, created_at')
      .order('created_at', { ascending: false })
      .order('id')
      .limit(1000),
  )
  return rows.map((row) => ({
    ...{ id: row.id, vehicleId: row.vehicle_id, question: row.question },
    ...{ personId: row.person_id, createdAt: row.created_at },
  }))
}

/**
 * Follows a car, a question or a person. A visitor gets an account on the way; following twice is following once.
 *
 * @throws {PaddockError} `unknown_vehicle`, `unknown_question`, `unknown_person`, `nobody_follows_themselves`,
 *   `follows_are_limited`, `too_many_follows`
 * @example
 * await follow(client, { vehicleId, question: 'auction_price:USD' })
 */
export async function follow(client: PaddockClient, what: Followed): Promise<void> {
  await ensureSession(client)
  unwrap(await client.rpc('follow', named(what)))
}

/**
 * Stops following; also what is hidden by now. A second time changes nothing.
 *
 * @throws {PaddockError} `not_signed_in`
 */
export async function unfollow(client: PaddockClient, what: Followed): Promise<void> {
  unwrap(await client.rpc('unfollow', named(what)))
}

const named = (what: Followed) =>
  'personId' in what
    ? { person_id: what.personId }
    : { vehicle_id: what.vehicleId, ...(what.question ? { question: what.question } : {}) }

/** Whether a follow is of this. */
export const isFollowOf = (follow: Follow, what: Followed): boolean =>
  'personId' in what
    ? follow.personId === what.personId
    : follow.vehicleId === what.vehicleId && follow.question === (what.question ?? null)
