import type { PaddockClient } from './client.ts'
import type { Json } from './database.generated.ts'
import { unwrap } from './errors.ts'

export type SpecResearch = {
  name: string
  value: string | null
  research: { [key: string]: Json | undefined }
  sources: Json[]
  /** From 0 to 100. */
  confidence: number | null
  expiresAt: string
}

/**
 * Cached research on one spec of a vehicle, such as `engine`. Expired research is never returned.
 *
 * @returns null where nothing fresh is cached
 * @throws {PaddockError}
 */
export async function loadResearch(
  client: PaddockClient,
  vehicleId: string,
  specName: string,
): Promise<SpecResearch | null> {
  const row = unwrap(
    await client
      .from('spec_research_cache')
      .select('spec_name, spec_value, research_data, sources, confidence_score, expires_at')
      .eq('vehicle_id', vehicleId)
      .eq('spec_name', specName)
      .gt('expires_at', new Date().toISOString())
      .maybeSingle(),
  )
  return (
    row && {
      name: row.spec_name,
      value: row.spec_value,
      research: row.research_data as SpecResearch['research'],
      sources: row.sources as Json[],
      confidence: row.confidence_score,
      expiresAt: row.expires_at,
    }
  )
}
