import type { PaddockClient } from './client.ts'
import type { Database, Json } from './database.generated.ts'
import { unwrap } from './errors.ts'

/** What the operator says of a source; years are inclusive. */
export type NewSource = {
  kind: string
  title: string
  /** Where a crawl starts; the server begins it within seconds, and again every `refetchEvery`. */
  url?: string
  /** 0 to 1; 0.5 neither lifts nor lowers a hit. */
  authority?: number
  licence?: string
  subject?: { make?: string; model?: string; yearFrom?: number; yearTo?: number; trim?: string; engine?: string }
  /** Private to this vehicle's owner. */
  vehicleId?: string
  crawl?: {
    startUrls?: string[]
    hosts?: string[]
    pathPrefix?: string
    maxPages?: number
    maxBytes?: number
    maxDepth?: number
  }
  /** A Postgres interval, such as `6 hours`. */
  refetchEvery?: string
}

/**
 * Adds a source. For the operator: the client has the secret key. Files are added with `npx paddock sources add`, or `store_document`.
 *
 * @returns its id
 * @throws {PaddockError} `not_allowed` for everybody else; the name of a broken rule, such as `kind_is_known`, `crawl_is_a_plan`
 */
export async function addSource(client: PaddockClient, source: NewSource): Promise<string> {
  const { url, vehicleId, subject = {}, crawl = {}, refetchEvery = '1 hour', ...rest } = source
  const { id } = unwrap(
    await client
      .from('sources')
      .insert({
        ...rest,
        subject: subject as Json,
        crawl: crawl as Json,
        ...(vehicleId ? { vehicle_id: vehicleId } : {}),
        ...(url || crawl.startUrls
          ? { url: url ?? null, refetch_every: refetchEvery, next_crawl_at: new Date().toISOString() }
          : {}),
      })
      .select('id')
      .single(),
  )
  return id
}

export type SourceHealth = {
  sourceId: string
  title: string
  kind: string
  url: string | null
  documents: number
  chunks: number
  /** Chunks that are stored and not yet found. */
  waiting: number
  /** Chunks that could not be indexed. */
  unindexed: number
  refused: number
  /** Pages that are refused now, and whose last good version is still shown. */
  keptThoughRefused: number
  reasons: { code: string; items: number; example: string; reason: string }[]
  lastCrawlAt: string | null
  /** `complete`, `page_budget`, `byte_budget`, `stopped`; null while it is on its way, and where there was none. */
  lastCrawlEndedBy: string | null
  /** Of the last crawl: what was asked for, and what could not be had. */
  pages: number | null
  failed: number | null
  nextCrawlAt: string | null
  lastError: string | null
}

/**
 * How sources are, for operators; with the secret key, owners' papers too.
 *
 * @throws {PaddockError} `not_allowed` for everybody else
 */
export async function sourceHealth(client: PaddockClient, sourceId?: string): Promise<SourceHealth[]> {
  const rows = unwrap(await client.rpc('source_health', sourceId ? { of_source: sourceId } : {}))
  return rows.map(toSourceHealth)
}

type HealthRow = Database['public']['Functions']['source_health']['Returns'][number]

export const toSourceHealth = (row: HealthRow): SourceHealth => ({
  ...{
    sourceId: row.source_id,
    title: row.title,
    kind: row.kind,
    url: row.url,
    documents: row.documents,
    chunks: row.chunks,
  },
  ...{
    waiting: row.waiting,
    unindexed: row.unindexed,
    refused: row.refused,
    keptThoughRefused: row.kept_though_refused,
  },
  ...{ lastCrawlAt: row.last_crawl_at, nextCrawlAt: row.next_crawl_at, lastError: row.last_error },
  ...{ lastCrawlEndedBy: row.last_crawl_ended_by, pages: row.pages, failed: row.failed },
  reasons: row.reasons as SourceHealth['reasons'],
})

export type SourceRefusal = { url: string; code: string; reason: string; at: string | null; kept: boolean }

/**
 * What of a source was refused and why, the latest first.
 *
 * @throws {PaddockError} `not_allowed` for everybody but the operator
 */
export async function sourceRefusals(
  client: PaddockClient,
  sourceId: string,
  limit = 100,
  offset = 0,
): Promise<SourceRefusal[]> {
  return unwrap(await client.rpc('source_refusals', { of_source: sourceId, limit, offset }))
}
