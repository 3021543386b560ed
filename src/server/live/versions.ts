import type { Sql } from 'postgres'
import { ApiError } from '../api-error.ts'
import type { FetchInProcess } from '../fetch-in-process.ts'

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

/**
 * The versions of those that whoever sent the request may see, by the policies of `vehicles`.
 *
 * @throws {ApiError} as `/rest/v1` refuses
 */
export async function visibleVersions(
  fetchInProcess: FetchInProcess,
  { url, headers }: Request,
  ids: readonly string[],
): Promise<Map<string, Versions>> {
  const { origin, searchParams } = new URL(url)
  const token = headers.get('authorization')
  const response = await fetchInProcess(`${origin}/rest/v1/rpc/vehicle_versions`, {
    method: 'POST',
    headers: {
      apikey: headers.get('apikey') ?? searchParams.get('apikey') ?? '',
      ...(token ? { authorization: token } : {}),
      'content-type': 'application/json',
    },
    body: JSON.stringify({ vehicle_ids: ids }),
  })
  if (response.ok) return new Map(Object.entries((await response.json()) as Record<string, Versions>))
  const { code, message, hint } = (await response.json()) as { code: string; message: string; hint: string | null }
  throw new ApiError(response.status, code, message, { hint })
}

export const changedTopics = (before: Versions, after: Versions): Topic[] =>
  topics.filter((topic) => before[topic] !== after[topic])
