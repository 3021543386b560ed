import { setTimeout as sleep } from 'node:timers/promises'
import type { Library } from '../indexer/crawl/library.ts'
import type { AllowList } from '../indexer/fetch/target.ts'
import { openLasting } from './postgres/lasting.ts'

export type CrawlJob = {
  /** Starts nothing more, and lets go of what is under way: another server, or the next start, goes on with it. */
  stop: () => Promise<void>
}

export type CrawlJobOptions = {
  allowed: AllowList
  /** In place of the indexer's connectors. */
  read?: Library['read']
  everyMs?: number
}

/** Hosts visited at the same time by one server. */
const concurrency = 4

/**
 * Crawls the sources that are due. What crawls is loaded with the first source that is: a server without sources need not
 * have it in memory.
 */
export function startCrawl(adminUrl: string, { allowed, read, everyMs = 15_000 }: CrawlJobOptions): CrawlJob {
  const stopping = new AbortController()
  const { signal } = stopping
  const sql = openLasting(adminUrl, {
    max: concurrency + 2,
    idle_timeout: 60,
    onnotice: () => {},
    connection: { application_name: 'paddock crawl' },
  })

  const isDue = async () => {
    const [answer] = await sql<{ due: boolean }[]>`
      select exists (select from public.sources where next_crawl_at <= now())
        or exists (select from app.crawl_runs where finished_at is null) as due`
    return answer?.due ?? false
  }

  const run = async () => {
    while (!signal.aborted && !(await isDue().catch(() => false)))
      await sleep(everyMs, null, { signal, ref: false }).catch(() => null)
    if (signal.aborted) return
    const { sourceLibrary, startCrawling } = await import('../indexer/crawl/index.ts')
    const library = sourceLibrary(read ?? (await import('../indexer/connectors/index.ts')).readFetched)
    const crawling = startCrawling(sql, { library, allowed, concurrency, everyMs })
    signal.addEventListener('abort', () => void crawling.stop(), { once: true })
    await crawling.ended
  }

  const running = run()
  return {
    stop: async () => {
      stopping.abort()
      await running
      await sql.end({ timeout: 5 })
    },
  }
}
