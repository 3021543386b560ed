import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql } from 'postgres'
import type { AllowList, Resolve } from '../fetch/index.ts'
import { checkTarget } from '../fetch/target.ts'
import { Crawler, type Visited } from './crawler.ts'
import type { Library } from './library.ts'
import { beginRun, readPlan } from './plan.ts'
import { checkContact, createCrawlFetch, readCrawlSettings } from './settings.ts'

export type { Visited } from './crawler.ts'
export type { Library } from './library.ts'
export { type NewPlan, planCrawl } from './plan.ts'
export { CrawlError } from './settings.ts'
export { sourceLibrary } from './source-library.ts'

export type CrawlOptions = {
  library: Library
  /** Local hosts that may be fetched: `readAllowList(process.env.PADDOCK_FETCH_ALLOW)`. */
  allowed: AllowList
  resolve?: Resolve
  /** Hosts visited at the same time. */
  concurrency?: number
  leaseMs?: number
  signal?: AbortSignal
  onVisit?: (visited: Visited) => void
  report?: (problem: string) => void
}

export type CrawlSummary = {
  runId: string
  pages: number
  bytes: number
  changed: number
  unchanged: number
  refused: number
  failed: number
  /** Null where hosts asked to be left alone for longer than we wait; the run goes on later. */
  endedBy: 'complete' | 'page_budget' | 'byte_budget' | 'stopped' | null
}

/** How long nothing may be due, beyond a lease, before a crawl returns with its run open. */
const patienceMs = 60_000
const defaultLeaseMs = 75_000

/**
 * Crawls one source now, due or not, until its run ends; goes on with a run that was left open by a crash. Others may
 * work on the same run at the same time.
 *
 * @throws {CrawlError} contact_missing
 */
export async function crawlSource(sql: Sql, sourceId: string, options: CrawlOptions): Promise<CrawlSummary> {
  const plan = await readPlan(sql, sourceId)
  if (!plan) throw new Error(`The source ${sourceId} has no crawl plan.`)
  const settings = await readCrawlSettings(sql)
  checkContact(settings, plan.start_urls, options.allowed)
  const runId = await beginRun(sql, plan)
  const isOver = async () => {
    await sql`select app.finish_crawl_runs(${sourceId})`
    const [open] = await sql`select from app.crawl_runs where id = ${runId} and finished_at is null`
    return open === undefined
  }
  await work(sql, { ...options, sourceId, isOver, settings })
  const [summary] = await sql<CrawlSummary[]>`
    select id as "runId", pages, bytes::float8, changed, unchanged, refused, failed, ended_by as "endedBy"
    from app.crawl_runs where id = ${runId}`
  return summary as CrawlSummary
}

type Work = CrawlOptions & {
  sourceId: string | null
  settings: Awaited<ReturnType<typeof readCrawlSettings>>
  isOver: () => Promise<boolean>
}

async function work(sql: Sql, options: Work): Promise<void> {
  const { allowed, resolve, settings, concurrency = 8, leaseMs = defaultLeaseMs, isOver } = options
  const stopping = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, stopping.signal]) : stopping.signal
  const guarded = createCrawlFetch(settings, allowed, resolve)
  const crawler = new Crawler({ ...options, leaseMs, sql, guarded, settings })
  let lastWork = performance.now()
  const one = async () => {
    for (let idleMs = 20; !signal.aborted; ) {
      if (await attempt(crawler, signal, options.report)) {
        idleMs = 20
        lastWork = performance.now()
      } else if ((await isOver()) || performance.now() - lastWork > leaseMs + patienceMs) stopping.abort()
      else {
        await sleep(idleMs, null, { signal }).catch(() => null)
        idleMs = Math.min(idleMs * 2, 1_000)
      }
    }
  }
  try {
    await Promise.all(Array.from({ length: concurrency }, one))
  } finally {
    guarded.close()
  }
}

/** One host that cannot be worked through is no reason to leave the others. */
async function attempt(crawler: Crawler, signal: AbortSignal, report?: (problem: string) => void): Promise<boolean> {
  try {
    return await crawler.turn(signal)
  } catch (error) {
    if (!signal.aborted) report?.(`Crawling failed and goes on: ${(error as Error).message}`)
    return false
  }
}

export type Crawling = { stop: () => Promise<void>; ended: Promise<void> }

/**
 * Crawls every source when it is due, until it is stopped. Several servers may do so on one database: a host is visited by
 * one of them at a time.
 */
export function startCrawling(sql: Sql, options: CrawlOptions & { everyMs?: number }): Crawling {
  const stopping = new AbortController()
  const { signal } = stopping
  const { everyMs = 15_000, report = console.error } = options
  const begun = createRounds(sql, { ...options, everyMs, report })
  const isOver = async () => {
    await begun()
    await sql`select app.finish_crawl_runs()`
    const [open] = await sql`select from app.crawl_runs where finished_at is null limit 1`
    return open === undefined
  }
  const round = async () => {
    if (await isOver()) return
    await work(sql, { ...options, sourceId: null, settings: await readCrawlSettings(sql), isOver, report, signal })
  }
  const run = async () => {
    let said: string | null = null
    while (!signal.aborted) {
      const problem = await round().then(
        () => null,
        (error: unknown) => (error as Error).message,
      )
      if (problem && problem !== said && !signal.aborted) report(`The crawl failed and is tried again: ${problem}`)
      said = problem
      await sleep(everyMs, null, { signal, ref: false }).catch(() => null)
    }
  }
  const running = run()
  return {
    ended: running,
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

/** Begins the runs that are due, at most once every `everyMs`. A source that cannot be crawled is said once. */
function createRounds(sql: Sql, options: { allowed: AllowList; everyMs: number; report: (problem: string) => void }) {
  const { allowed, everyMs, report } = options
  const said = new Set<string>()
  let next = 0
  return async () => {
    if (performance.now() < next) return
    next = performance.now() + everyMs
    const settings = await readCrawlSettings(sql)
    const due = await sql<{ source_id: string }[]>`
      select id as source_id from public.sources where next_crawl_at <= now() order by next_crawl_at limit 100`
    for (const { source_id } of due) {
      try {
        const plan = await readPlan(sql, source_id)
        if (!plan) continue
        for (const url of plan.start_urls) checkTarget(url, allowed)
        checkContact(settings, plan.start_urls, allowed)
        await beginRun(sql, plan)
        said.delete(source_id)
      } catch (error) {
        await sql`update public.sources set last_error = ${(error as Error).message}, next_crawl_at = now() + refetch_every
          where id = ${source_id} and next_crawl_at is not null`
        if (!said.has(source_id)) report(`The source ${source_id} is not crawled: ${(error as Error).message}`)
        said.add(source_id)
      }
    }
  }
}
