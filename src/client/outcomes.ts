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
  /** What its reporter says of it. */
  note: string | null
  /** Null: by the operator, or by somebody whose account is gone. */
  reporter: { id: string; name: string | null } | null
  reportedAt: string
  /** Since when it counts; null while it waits for somebody without an interest in it. */
  confirmedAt: string | null
  /** An operator has found that it does not count; seen by the owner and its reporter alone. */
  declined: { at: string; reason: string } | null
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
  'id, kind, value, currency, sold, modification, occurred_at, evidence, note, reported_by, created_at, confirmed_at, declined_at, declined_for'

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
    note: row.note,
    reporter: row.reported_by ? { id: row.reported_by, name: names.get(row.reported_by) ?? null } : null,
    reportedAt: row.created_at,
    confirmedAt: row.confirmed_at,
    declined: row.declined_at === null ? null : { at: row.declined_at, reason: row.declined_for ?? '' },
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

/** It waits for somebody without an interest in it. */
export const awaitsConfirmation = ({ confirmedAt, declined }: Pick<Outcome, 'confirmedAt' | 'declined'>) =>
  confirmedAt === null && declined === null

/** An owner's word that their build is complete. */
export type BuildReport = {
  /** Made by the caller (`crypto.randomUUID()`). */
  id: string
  /** `YYYY-MM-DD`; not after today. */
  finishedOn: string
  /** What shows it: an address, or the SHA-256 of one of the car's own documents, which others do not see. */
  evidence: { sourceUrl: string } | { documentHash: string }
  /** At most 1,000 characters, seen by whoever sees the car. */
  note?: string | null
}

/**
 * Says that the build of one's own car is complete. It is shown at once and counts once somebody without an interest in it has confirmed it;
 * then it answers what people have bet on. The same call again is harmless.
 *
 * @throws {PaddockError} `unknown_vehicle`, `not_your_vehicle`, `outcomes_have_happened`, `build_is_reported_already`,
 * `build_is_complete_already`, `keep_your_account_first`, `evidence_is_well_formed`, `unknown_document`
 * @example
 * await reportBuild(client, vehicleId, { id: crypto.randomUUID(), finishedOn: '2026-11-20', evidence: { sourceUrl: 'https://example.com/thread/7' } })
 */
export async function reportBuild(client: PaddockClient, vehicleId: string, report: BuildReport): Promise<void> {
  const { id, finishedOn, evidence, note } = report
  unwrap(
    await client.rpc('report_build', {
      ...{ vehicle_id: vehicleId, outcome_id: id, finished_on: finishedOn },
      evidence: 'sourceUrl' in evidence ? { source_url: evidence.sourceUrl } : { document_hash: evidence.documentHash },
      ...(note?.trim() && { note }),
    }),
  )
}

/**
 * Takes back one's own report of a completed build, while it has answered nothing.
 *
 * @throws {PaddockError} `unknown_outcome`, `only_builds_are_taken_back`, `outcome_answers_a_question`
 */
export async function withdrawOutcome(client: PaddockClient, vehicleId: string, outcomeId: string): Promise<void> {
  unwrap(await client.rpc('withdraw_outcome', { vehicle_id: vehicleId, outcome_id: outcomeId }))
}
