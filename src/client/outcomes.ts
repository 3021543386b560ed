import type { PaddockClient } from './client.ts'
import type { Database, Json } from './database.generated.ts'
import { unwrap } from './errors.ts'
import { displayNames } from './people.ts'

/** What happened to a vehicle, with the evidence for it. */
export type Outcome = {
  id: string
  kind: 'auction_result' | 'appraisal' | 'build_completed' | 'modification_value'
  /** Hammer price (of an unsold lot the highest bid), appraised value, or what the modification added; in `currency`. */
  value: number | null
  currency: string
  /** Of an auction. */
  sold: boolean | null
  modification: string | null
  occurredAt: string
  evidence: Evidence
  /** Null: by the operator, or by somebody whose account is gone. */
  reporter: { id: string; name: string | null } | null
  reportedAt: string
  /** Since when it counts; null while it waits for somebody without an interest in it. */
  confirmedAt: string | null
}

/** One of source and hash is there; the rest where it is known. */
export type Evidence = {
  sourceUrl: string | null
  /** SHA-256 of the kept document, hexadecimal. */
  documentHash: string | null
  /** The source's author and its time, as the source gives them. */
  who: string | null
  when: string | null
  quote: string | null
}

const columns =
  'id, kind, value, currency, sold, modification, occurred_at, evidence, reported_by, created_at, confirmed_at'

/**
 * What is known to have happened to a vehicle, latest first.
 *
 * @throws {PaddockError}
 */
export async function listOutcomes(client: PaddockClient, vehicleId: string): Promise<Outcome[]> {
  const rows = unwrap(
    await client
      .from('vehicle_outcomes')
      .select(columns)
      .eq('vehicle_id', vehicleId)
      .order('occurred_at', { ascending: false })
      .limit(100),
  )
  const names = await displayNames(
    client,
    rows.flatMap((row) => row.reported_by ?? []),
  )
  return rows.map((row) => toOutcome(row, names))
}

type OutcomeRow = Omit<
  Database['public']['Tables']['vehicle_outcomes']['Row'],
  'vehicle_id' | 'known_at' | 'confirmed_by' | 'owner_id' | 'is_public'
>

function toOutcome(row: OutcomeRow, names: Map<string, string>): Outcome {
  return {
    id: row.id,
    kind: row.kind as Outcome['kind'],
    value: row.value,
    currency: row.currency,
    sold: row.sold,
    modification: row.modification,
    occurredAt: row.occurred_at,
    evidence: toEvidence(row.evidence),
    reporter: row.reported_by ? { id: row.reported_by, name: names.get(row.reported_by) ?? null } : null,
    reportedAt: row.created_at,
    confirmedAt: row.confirmed_at,
  }
}

/** The database's constraints promise an object of texts. */
export function toEvidence(evidence: Json): Evidence {
  const fields = evidence as Record<string, string>
  return {
    sourceUrl: fields.source_url ?? null,
    documentHash: fields.document_hash?.replace(/^sha256:/, '') ?? null,
    who: fields.who ?? null,
    when: fields.when ?? null,
    quote: fields.quote ?? null,
  }
}
