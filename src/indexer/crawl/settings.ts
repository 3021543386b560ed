import type { Sql } from 'postgres'
import { type AllowList, authorityOf, createGuardedFetch, type GuardedFetch, type Resolve } from '../fetch/index.ts'

/** What robots.txt calls us. */
export const productToken = 'PaddockBot'

export type CrawlSettings = {
  /** Between two requests to a host whose robots.txt asks for no pause. */
  pauseMs: number
  /** Before an unreachable robots.txt is asked for again. */
  retryMs: number
  contact: string
}

export async function readCrawlSettings(sql: Sql): Promise<CrawlSettings> {
  const [row] = await sql<CrawlSettings[]>`
    select extract(epoch from app.setting_interval('crawl_delay'))::float8 * 1000 as "pauseMs",
      extract(epoch from app.setting_interval('crawl_retry_after'))::float8 * 1000 as "retryMs",
      coalesce(app.setting('crawler_contact'), '') as contact`
  return row as CrawlSettings
}

/** `PaddockBot/1.0 (+https://example.com/bot)`. Whoever sees us in a log learns whom to write to. */
export const userAgentOf = (contact: string): string => {
  const plain = contact.replace(/[^\x20-\x7e]|[()]/g, '').trim()
  return `${productToken}/1.0${plain ? ` (+${plain})` : ''}`
}

export function createCrawlFetch(settings: CrawlSettings, allowed: AllowList, resolve?: Resolve): GuardedFetch {
  return createGuardedFetch({ userAgent: userAgentOf(settings.contact), allowed, ...(resolve && { resolve }) })
}

/** Something the operator can mend; `code` is stable. */
export class CrawlError extends Error {
  override readonly name = 'CrawlError'
  readonly code: 'contact_missing' | 'invalid_start'

  constructor(code: CrawlError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** @throws {CrawlError} contact_missing, where strangers would be visited without a contact */
export function checkContact({ contact }: CrawlSettings, startUrls: string[], allowed: AllowList): void {
  if (contact.trim() || startUrls.every((url) => allowed.has(authorityOf(new URL(url))))) return
  throw new CrawlError(
    'contact_missing',
    "The crawler names a contact to those it visits. Set one: update app.settings set value = 'https://example.com/bot' where name = 'crawler_contact'.",
  )
}
