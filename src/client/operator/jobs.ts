import type { PaddockClient } from '../client.ts'
import { unwrap } from '../errors.ts'
import { type Page, type PageOptions, toPage, usualLimit } from './page.ts'

/** What the database does by itself, and how it last went; times are to within a minute. */
export type JobHealth = {
  name: string
  /** A Postgres interval, such as `00:00:01`. */
  every: string
  lastRunAt: string | null
  lastSuccessAt: string | null
  /** Null when the last run went well. */
  lastError: string | null
}

/**
 * Every job, those that failed last first.
 *
 * @throws {PaddockError} `operators_only`
 */
export async function listJobs(client: PaddockClient): Promise<JobHealth[]> {
  const rows = unwrap(await client.rpc('job_health'))
  return rows.map((row) => ({
    ...{ name: row.name, every: row.every, lastRunAt: row.last_run_at },
    ...{ lastSuccessAt: row.last_success_at, lastError: row.last_error },
  }))
}

/**
 * Runs a job at once, within what one request may take.
 *
 * @returns its error; null when it went well
 * @throws {PaddockError} `operators_only`, `unknown_job`, `acts_have_a_reason`
 */
export async function runJobNow(client: PaddockClient, name: string, reason: string): Promise<string | null> {
  return unwrap(await client.rpc('run_job_now', { name, reason: reason.trim() })) as string | null
}

/** Something that a job could not do; the rest went on. */
export type SetAside = {
  work: string
  /** What it was done to: an id, or a vehicle's id and a question. */
  item: string
  error: string
  tries: number
  firstFailedAt: string
  lastFailedAt: string
  nextTryAt: string
}

/**
 * What is set aside, the longest first.
 *
 * @throws {PaddockError} `operators_only`
 */
export async function listSetAside(
  client: PaddockClient,
  { limit = usualLimit, after = null }: PageOptions = {},
): Promise<Page<SetAside>> {
  const from = after ? Number(after) : 0
  const rows = unwrap(
    await client
      .rpc('failed_work')
      .order('first_failed_at')
      .order('work')
      .order('item')
      .range(from, from + limit - 1),
  )
  return toPage(
    rows,
    limit,
    (row): SetAside => ({
      ...{ work: row.work, item: row.item, error: row.error, tries: row.tries, nextTryAt: row.next_try_at },
      ...{ firstFailedAt: row.first_failed_at, lastFailedAt: row.last_failed_at },
    }),
    () => from + limit,
  )
}

/**
 * Has the next run of its job try an item again, or without one all items of the work.
 *
 * @returns how many are due now
 * @throws {PaddockError} `operators_only`, `item_is_set_aside` where nothing is any more, `acts_have_a_reason`
 */
export async function retryWork(
  client: PaddockClient,
  { work, item }: { work: string; item?: string },
  reason: string,
): Promise<number> {
  return unwrap(await client.rpc('retry_work', { work, reason: reason.trim(), ...(item ? { item } : {}) }))
}
