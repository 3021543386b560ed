import type { PaddockClient } from '../client.ts'
import { unwrap } from '../errors.ts'
import { type Page, type PageOptions, toPage, usualLimit } from './page.ts'

/** Something that an operator did. */
export type OperatorAct = {
  at: string
  /** Null: by the secret key or a command. */
  operator: { id: string; email: string | null } | null
  /** Such as `adjudicate`, `hold_comment`, `suspend_member`. */
  act: string
  /** What it was done to: an id, or a vehicle's id and a question. */
  about: string
  /** `about` in words, as far as it is there still: a car, an email, the beginning of a comment, a title. */
  subject: string
  reason: string | null
}

/**
 * The record of operators' acts, the latest first.
 *
 * @throws {PaddockError} `operators_only`
 */
export async function listOperatorActs(
  client: PaddockClient,
  { limit = usualLimit, after = null }: PageOptions = {},
): Promise<Page<OperatorAct>> {
  const rows = unwrap(
    await client.rpc('operator_acts', { limit, ...(after ? { before: JSON.parse(after) as string } : {}) }),
  )
  return toPage(
    rows,
    limit,
    (row): OperatorAct => ({
      ...{ at: row.at, act: row.act, about: row.about, reason: row.reason, subject: row.subject },
      operator: row.operator_id ? { id: row.operator_id, email: row.operator } : null,
    }),
    (row) => row.at,
  )
}
