import type { Sql } from 'postgres'

/** What may change about a vehicle while somebody looks at it. */
export const topics = ['votes', 'bets', 'photos'] as const
export type Topic = (typeof topics)[number]

/** Texts that differ when something of the topic has changed. */
export type Marks = Record<Topic, string | null>

/** With `vehicle`, which differs when who may see it may have changed. */
export type VehicleMarks = Marks & { vehicle: string }

/** The marks of each vehicle that exists. */
export type AllMarks = Map<string, VehicleMarks>

/** @param sql with the database owner's rights */
export async function readMarks(sql: Sql, vehicleIds: string[]): Promise<AllMarks> {
  const rows = await sql<(VehicleMarks & { vehicle_id: string })[]>`
    select vehicle_id, votes, bets, photos, vehicle
    from app.vehicle_marks(string_to_array(${vehicleIds.join()}, ',')::uuid[])` // the pool knows no array types
  return new Map(rows.map(({ vehicle_id, ...marks }) => [vehicle_id, marks]))
}

export const changedTopics = (before: Marks, after: Marks): Topic[] =>
  topics.filter((topic) => before[topic] !== after[topic])
