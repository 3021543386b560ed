import type { SqlText } from '../run.ts'
import type { RawRow } from '../wire/answers.ts'

/** What the database is asked for one request, and what becomes of its answer. */
export type Work = {
  readOnly: boolean
  query: SqlText
  estimate: SqlText | null
  /** Throws when this is not what was asked for; a change then does not stand. */
  check: ((answer: Answer) => void) | null
  respond: (answer: Answer) => Reply
}

/** Status, headers and body, before the database's own wishes about them. */
export type Reply = { status: number; headers: Record<string, string>; body: Buffer | null }

/** The answering row, column by column as `answerColumns` lists them. */
export type Answer = {
  body: Buffer | null
  /** Rows read or changed. */
  rows: number
  /** All rows there are, when that was asked. */
  total: number | null
  headers: string | null
  status: string | null
  /** Rows that an upsert changed instead of creating. */
  updated: number
  /** The key of the first row created. */
  location: (string | null)[] | null
}

export function readAnswer(row: RawRow, plan: string | null, estimatedAbove: number | null): Answer {
  const [body, rows, total, headers, status, updated, location] = row
  const counted = total ? Number(total.toString()) : null
  return {
    body: body ?? null,
    rows: rows ? Number(rows.toString()) : 0,
    total: plan === null ? counted : estimatedTotal(counted, plannedRows(plan), estimatedAbove),
    headers: headers?.toString() ?? null,
    status: status?.toString() ?? null,
    updated: updated ? Number(updated.toString()) : 0,
    location: location ? (JSON.parse(location.toString()) as (string | null)[]) : null,
  }
}

function plannedRows(plan: string): number {
  const [top] = JSON.parse(plan) as { Plan?: { 'Plan Rows'?: number } }[]
  return top?.Plan?.['Plan Rows'] ?? 0
}

/** A count that stopped at the limit is a lower bound only; beyond it the planner's guess is better. */
function estimatedTotal(counted: number | null, planned: number, limit: number | null): number {
  if (counted === null) return planned
  return limit !== null && counted > limit ? Math.max(counted, planned) : counted
}
