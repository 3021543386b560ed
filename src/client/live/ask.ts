import type { PaddockClient } from '../client.ts'
import { about, pause } from './pause.ts'
import type { Versions } from './versions.ts'

/** @returns null where the answer does not come; the next one may */
export async function askForVersions(client: PaddockClient, vehicleIds: readonly string[]): Promise<Versions | null> {
  const { data } = await client.rpc('vehicle_versions', { vehicle_ids: [...vehicleIds] })
  return data as Versions | null
}

const everyMs = 3_000

/** Asks now and every three seconds, for about `ms`; the wait grows while there is no answer. */
export async function askFor(
  ms: number,
  client: PaddockClient,
  vehicleIds: readonly string[],
  onVersions: (versions: Versions) => void,
  signal: AbortSignal,
): Promise<{ answered: boolean }> {
  const until = Date.now() + about(ms)
  let answered = false
  for (let wait = everyMs; !signal.aborted; ) {
    const versions = await askForVersions(client, vehicleIds)
    if (signal.aborted) break
    if (versions) onVersions(versions)
    answered = versions !== null
    wait = answered ? everyMs : Math.min(wait * 2, 30_000)
    const left = until - Date.now()
    if (left <= 0) break
    await pause(Math.min(wait, left), signal)
    if (Date.now() >= until) break
  }
  return { answered }
}
