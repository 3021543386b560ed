import type { PaddockClient } from '../client.ts'
import { unwrap } from '../errors.ts'
import { type SourceHealth, type SourceRefusal, sourceRefusals, toSourceHealth } from '../library.ts'
import { type Page, type PageOptions, toPage, usualLimit } from './page.ts'

/**
 * How public sources are, by title.
 *
 * @throws {PaddockError} `operators_only`
 */
export async function listSourceHealth(
  client: PaddockClient,
  { limit = usualLimit, after = null }: PageOptions = {},
): Promise<Page<SourceHealth>> {
  const from = after ? Number(after) : 0
  const rows = unwrap(
    await client
      .rpc('source_health')
      .order('title')
      .order('source_id')
      .range(from, from + limit - 1),
  )
  return toPage(rows, limit, toSourceHealth, () => from + limit)
}

/**
 * What of a source was refused and why, the latest first.
 *
 * @throws {PaddockError} `operators_only`
 */
export async function listSourceRefusals(
  client: PaddockClient,
  sourceId: string,
  { limit = usualLimit, after = null }: PageOptions = {},
): Promise<Page<SourceRefusal>> {
  const from = after ? Number(after) : 0
  return toPage(
    await sourceRefusals(client, sourceId, limit, from),
    limit,
    (row) => row,
    () => from + limit,
  )
}

/** A document that readers see. */
export type CurrentDocument = { id: string; title: string; url: string | null; fetchedAt: string }

/**
 * The documents of a source that are shown, the latest first.
 *
 * @throws {PaddockError}
 */
export async function listSourceDocuments(
  client: PaddockClient,
  sourceId: string,
  { limit = usualLimit, after = null }: PageOptions = {},
): Promise<Page<CurrentDocument>> {
  const from = after ? Number(after) : 0
  const rows = unwrap(
    await client
      .from('source_documents')
      .select('id, title, url, fetched_at')
      .eq('source_id', sourceId)
      .eq('is_current', true)
      .order('fetched_at', { ascending: false })
      .order('id')
      .range(from, from + limit - 1),
  )
  return toPage(
    rows,
    limit,
    ({ id, title, url, fetched_at }): CurrentDocument => ({ id, title, url, fetchedAt: fetched_at }),
    () => from + limit,
  )
}

/** A site for the library. */
export type NewSite = {
  /** Of `sourceKinds`, but for `owner_document`. */
  kind: string
  title: string
  /** Where its crawl starts. */
  url: string
  /** 0 to 1: a factory manual is near 1, an unsigned post near 0; 0.5 unless told. */
  authority?: number
  licence?: string
}

/**
 * Adds a public site to the library; its crawl begins within seconds, and again every day.
 *
 * @returns the source's id
 * @throws {PaddockError} `operators_only`, `site_is_new` where it is there already, `url_is_of_the_web`, `kind_is_known`, `title_is_readable`
 */
export async function addSite(
  client: PaddockClient,
  { kind, title, url, authority, licence }: NewSite,
  reason: string,
): Promise<string> {
  return unwrap(
    await client.rpc('add_site', {
      ...{ kind, title: title.trim(), url: url.trim(), reason: reason.trim() },
      ...(authority === undefined ? {} : { authority }),
      ...(licence?.trim() ? { licence: licence.trim() } : {}),
    }),
  )
}

/**
 * Ends the crawl of a source until somebody says {@link crawlSourceNow}; what it has stays in search.
 *
 * @throws {PaddockError} `operators_only`, `unknown_source`, `source_is_crawled` where it is not, `acts_have_a_reason`
 */
export async function pauseSource(client: PaddockClient, sourceId: string, reason: string): Promise<void> {
  unwrap(await client.rpc('pause_source', { source_id: sourceId, reason: reason.trim() }))
}

/**
 * Crawls a source within seconds, and again as its interval says, also one that was paused.
 *
 * @throws {PaddockError} `operators_only`, `unknown_source`, `source_has_an_address` where it was added as files
 */
export async function crawlSourceNow(client: PaddockClient, sourceId: string, reason: string): Promise<void> {
  unwrap(await client.rpc('crawl_source_now', { source_id: sourceId, reason: reason.trim() }))
}

/**
 * Takes a public document out of search, answers and readers, at once and for good.
 *
 * @throws {PaddockError} `operators_only`, `unknown_document`, `document_is_current` where it is not any more
 */
export async function withdrawDocument(client: PaddockClient, documentId: string, reason: string): Promise<void> {
  unwrap(await client.rpc('withdraw_document', { document_id: documentId, reason: reason.trim() }))
}
