import type { Sql } from 'postgres'

/** What may change about a vehicle while somebody looks at it. */
export const topics = ['votes', 'bets', 'photos'] as const
export type Topic = (typeof topics)[number]

/** Texts that differ when something of the topic has changed. */
export type Versions = Record<Topic, string | null>

/** With `vehicle`, which differs when who may see it may have changed. */
export type VehicleVersions = Versions & { vehicle: string }

/** The versions of each vehicle that exists. */
export type AllVersions = Map<string, VehicleVersions>

/** @param sql with the database owner's rights */
export async function readVersions(sql: Sql, vehicleIds: string[]): Promise<AllVersions> {
  const rows = await sql<(VehicleVersions & { vehicle_id: string })[]>`
    select vehicle_id, votes, bets, photos, vehicle
    from app.vehicle_versions(string_to_array(${vehicleIds.join()}, ',')::uuid[])` // the pool knows no array types
  return new Map(rows.map(({ vehicle_id, ...versions }) => [vehicle_id, versions]))
}

export const changedTopics = (before: Versions, after: Versions): Topic[] =>
  topics.filter((topic) => before[topic] !== after[topic])
