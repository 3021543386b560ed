import type { PaddockClient } from '../client.ts'
import { unwrap } from '../errors.ts'
import { type Outcome, toEvidence } from '../outcomes.ts'
import { displayNames } from '../people.ts'
import { type Page, type PageOptions, placeIn, toPage, usualLimit } from './page.ts'

/** An outcome that counts once somebody without an interest in it has confirmed it. */
export type UnconfirmedOutcome = Omit<Outcome, 'confirmedAt' | 'declined'> & {
  vehicleId: string
  vehicle: string
  /** The operator reported it, owns the car or has bet on it, and may not confirm it. */
  isOwn: boolean
}

/**
 * Outcomes that wait for a confirmation, those that have waited longest first.
 *
 * @throws {PaddockError} `operators_only`
 */
export async function listUnconfirmedOutcomes(
  client: PaddockClient,
  { limit = usualLimit, after = null }: PageOptions = {},
): Promise<Page<UnconfirmedOutcome>> {
  const rows = unwrap(await client.rpc('unconfirmed_outcomes', { limit, ...placeIn(after) }))
  const names = await displayNames(
    client,
    rows.flatMap((row) => row.reported_by ?? []),
  )
  return toPage(
    rows,
    limit,
    (row): UnconfirmedOutcome => ({
      ...{ id: row.id, vehicleId: row.vehicle_id, vehicle: row.vehicle, kind: row.kind as Outcome['kind'] },
      ...{ value: row.value === null ? null : Number(row.value), currency: row.currency, sold: row.sold },
      ...{ modification: row.modification, occurredAt: row.occurred_at, evidence: toEvidence(row.evidence) },
      note: row.note,
      reporter: row.reported_by ? { id: row.reported_by, name: names.get(row.reported_by) ?? null } : null,
      ...{ reportedAt: row.reported_at, isOwn: row.is_own },
    }),
    ({ reported_at, id }) => ({ reported_at, id }),
  )
}

/**
 * Lets an outcome count: it then answers the questions that it bears on, and their dispute windows begin.
 *
 * @param reason 1 to 1000 characters, such as where the evidence was seen
 * @throws {PaddockError} `reporters_are_trusted`, `outcomes_are_confirmed_by_somebody_else`, `unknown_outcome`, `acts_have_a_reason`
 */
export async function confirmOutcome(client: PaddockClient, outcomeId: string, reason: string): Promise<void> {
  unwrap(await client.rpc('confirm_outcome', { outcome_id: outcomeId, reason: reason.trim() }))
}

/**
 * Says that a report does not count. Its reporter is told why, and may enter another.
 *
 * @param reason 1 to 1000 characters, which its reporter reads
 * @throws {PaddockError} `operators_only`, `operators_decide_what_they_have_no_part_in`, `unknown_outcome`, `outcome_is_decided`, `acts_have_a_reason`
 */
export async function declineOutcome(client: PaddockClient, outcomeId: string, reason: string): Promise<void> {
  unwrap(await client.rpc('decline_outcome', { outcome_id: outcomeId, reason: reason.trim() }))
}
