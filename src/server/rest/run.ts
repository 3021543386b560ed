import { ask, type Connection, type RawRow, typeText, typeUnknown } from './connections.ts'

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
}

export type SqlText = { text: string; params: readonly string[] }
export type JobResult = { row: RawRow; plan: string | null }

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

const applySettings = settingsSql(settingNames)
const applyTimezoneToo = settingsSql([...settingNames, 'timezone'])

/**
 * `begin`, the settings, the statement and `commit` are sent without waiting in between, unless the answer must be
 * looked at first. After an error Postgres skips everything up to the commit, which then is a rollback, so the
 * connection is always handed back clean.
 */
export async function runJob(
  connection: Connection,
  mayPrepare: (text: string) => boolean,
  job: Job,
): Promise<JobResult> {
  const { query, estimate, verify, settings, timezone } = job
  const begun = ask(connection, job.readOnly ? 'begin read only' : 'begin')
  const applied =
    timezone === null
      ? ask(connection, applySettings, settings, typeText, true)
      : ask(connection, applyTimezoneToo, [...settings, timezone], typeText, true)
  const estimated = estimate && ask(connection, estimate.text, estimate.params, typeUnknown)
  const answered = ask(connection, query.text, query.params, typeUnknown, mayPrepare(query.text))
  const committed = verify ? null : ask(connection, 'commit')
  try {
    await begun
    await applied
    const plan = estimated ? ((await estimated)[0]?.[0]?.toString() ?? null) : null
    const row = (await answered)[0] ?? []
    verify?.(row)
    await (committed ?? ask(connection, 'commit'))
    return { row, plan }
  } catch (error) {
    await (committed ?? ask(connection, 'rollback')).catch(() => null)
    throw error
  }
}

/** `num_nulls` keeps the values from being sent back. */
function settingsSql(names: readonly string[]): string {
  return `select num_nulls(${names.map((name, index) => `set_config('${name}', $${index + 1}, true)`).join(', ')})`
}
