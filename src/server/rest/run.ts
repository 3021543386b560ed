import { type Connection, statement } from './connections.ts'
import type { RawRow } from './wire/answers.ts'
import type { Statement } from './wire/session.ts'

/** One request's transaction: settings that end with it, one statement, and what may undo it. */
export type Job = {
  readOnly: boolean
  /** Values of `settingNames`, in that order. */
  settings: readonly string[]
  /** Dates are shown in it; null for the database's own. */
  timezone: string | null
  query: SqlText
  /** An `explain` that tells how many rows to expect; null when nobody asked. */
  estimate: SqlText | null
  /** Looks at the answering row before the commit; what it throws undoes the transaction. */
  verify: ((row: RawRow) => void) | null
  /** Nothing of it stays. */
  rollback: boolean
}

export type SqlText = { text: string; params: readonly string[] }
export type JobResult = { row: RawRow; rows: RawRow[]; plan: string | null }

/** `role` comes last: what is set before it is set with the gateway's own rights. */
export const settingNames = [
  'request.jwt.claims',
  'request.headers',
  'request.cookies',
  'request.method',
  'request.path',
  'search_path',
  'statement_timeout',
  'role',
] as const

const begin = statement('begin', [], false)
const commit = statement('commit', [], false)
const rollback = statement('rollback', [], false)
/** What would fail at the commit fails before a rollback too. */
const checkNow = statement('set constraints all immediate', [], false)

/**
 * The settings and the statement are sent together, and are one transaction: Postgres commits after the last of them,
 * or undoes all at the first error. If the answer must be looked at first, `begin` keeps the transaction open.
 */
export async function runJob(
  connection: Connection,
  mayPrepare: (text: string) => boolean,
  job: Job,
): Promise<JobResult> {
  const { query, estimate, verify, readOnly } = job
  const undone = job.rollback && !readOnly
  const statements = [settingsOf(job)]
  if (estimate) statements.push(statement(estimate.text, estimate.params, false))
  statements.push(statement(query.text, query.params, mayPrepare(query.text)))
  if (!verify && !undone) return read(await connection.ask(statements), estimate !== null)
  try {
    const [, ...answers] = await connection.ask([begin, ...statements])
    const result = read(answers, estimate !== null)
    verify?.(result.row)
    await connection.ask(undone ? [checkNow, rollback] : [commit])
    return result
  } catch (error) {
    await connection.ask([rollback]).catch(() => null)
    throw error
  }
}

function read(answers: RawRow[][], estimated: boolean): JobResult {
  return {
    row: answers.at(-1)?.[0] ?? [],
    rows: answers.at(-1) ?? [],
    plan: estimated ? (answers[1]?.[0]?.[0]?.toString() ?? null) : null,
  }
}

/** `num_nulls` keeps the values from being sent back. */
function settingsSql(readOnly: boolean, timezone: boolean): string {
  const names = timezone ? [...settingNames, 'timezone'] : settingNames
  const values = names.map((name, index) => `set_config('${name}', $${index + 1}, true)`)
  if (readOnly) values.push(`set_config('transaction_read_only', 'on', true)`)
  return `select num_nulls(${values.join(', ')})`
}

const texts = {
  write: [settingsSql(false, false), settingsSql(false, true)],
  read: [settingsSql(true, false), settingsSql(true, true)],
} as const

function settingsOf({ readOnly, settings, timezone }: Job): Statement {
  const [plain, zoned] = readOnly ? texts.read : texts.write
  return timezone === null ? statement(plain, settings) : statement(zoned, [...settings, timezone])
}
