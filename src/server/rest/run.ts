import type { ReservedSql, Sql } from 'postgres'
import { isLost } from './database-error.ts'

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
  verify: ((row: AnswerRow) => void) | null
}

export type SqlText = { text: string; params: readonly string[] }
/** Each column as the database sent it. */
export type AnswerRow = readonly (Buffer | null)[]
export type JobResult = { row: AnswerRow; plan: string | null }

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
const typeText = 25
/** Postgres infers the type from where the parameter stands, and the driver leaves the value as it is. */
const typeUnknown = 705

/**
 * Runs a job on one reserved connection. `begin`, the settings, the statement and `commit` are sent without waiting
 * in between, unless the answer must be looked at first. After an error Postgres skips everything up to the commit,
 * which then is a rollback, so the connection is always handed back clean.
 */
export async function runJob(sql: Sql, mayPrepare: (text: string) => boolean, job: Job): Promise<JobResult> {
  const connection = await sql.reserve()
  let lost = false
  try {
    return await runOn(connection, mayPrepare, job)
  } catch (error) {
    lost = isLost(error)
    throw error
  } finally {
    // A lost connection has gone back to the pool by itself, to be opened anew.
    if (!lost) connection.release()
  }
}

async function runOn(connection: ReservedSql, mayPrepare: (text: string) => boolean, job: Job): Promise<JobResult> {
  const ask = ({ text, params }: SqlText, prepare = mayPrepare(text)) =>
    send(connection, text, params, typeUnknown, prepare)
  const end = (word: 'commit' | 'rollback') => send(connection, word, [], typeText, false)

  const begun = send(connection, job.readOnly ? 'begin read only' : 'begin', [], typeText, false)
  const applied =
    job.timezone === null
      ? send(connection, applySettings, job.settings, typeText, true)
      : send(connection, applyTimezoneToo, [...job.settings, job.timezone], typeText, true)
  const estimated = job.estimate && ask(job.estimate, false)
  const answered = ask(job.query)
  const committed = job.verify ? null : end('commit')
  try {
    await begun
    await applied
    const plan = estimated ? ((await estimated)[0]?.[0]?.toString() ?? null) : null
    const row = (await answered)[0] ?? []
    job.verify?.(row)
    await (committed ?? end('commit'))
    return { row, plan }
  } catch (error) {
    if (!isLost(error)) await (committed ?? end('rollback')).catch(() => null)
    throw error
  }
}

/** Sends at once; a failure waits, silently, until somebody asks for the result. */
function send(
  connection: ReservedSql,
  text: string,
  params: readonly string[],
  type: number,
  prepare: boolean,
): Promise<readonly AnswerRow[]> {
  const values = params.map((value) => connection.typed(value, type))
  const result: Promise<readonly AnswerRow[]> = connection.unsafe(text, values, { prepare }).raw()
  result.catch(() => null)
  return result
}

function settingsSql(names: readonly string[]): string {
  return `select ${names.map((name, index) => `set_config('${name}', $${index + 1}, true)`).join(', ')}`
}
