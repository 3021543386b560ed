import type { PaddockClient } from './client.ts'
import { refusal, unwrap } from './errors.ts'
import { isUuid } from './ids.ts'

export type SourceHit = {
  chunkId: string
  documentId: string
  kind: string
  title: string
  url: string | null
  page: number | null
  heading: string | null
  /** The stretch of the stored text from `charStart` to `charEnd`, in characters. */
  snippet: string
  charStart: number
  charEnd: number
  publishedAt: string | null
}

/**
 * Finds words in the library of sources, best first. With a vehicle: in what is about it, and in its own documents for its owner.
 *
 * @throws {PaddockError} `limit_is_from_1_to_50`, `offset_is_from_0_to_200`, `unknown_kind`, `unknown_vehicle`
 */
export async function searchSources(
  client: PaddockClient,
  query: string,
  { vehicleId, kinds, limit = 10, offset = 0 }: { vehicleId?: string; kinds?: string[]; limit?: number; offset?: number } = {},
): Promise<SourceHit[]> {
  const rows = unwrap(
    await client.rpc('search_sources', {
      query,
      limit,
      offset,
      ...(vehicleId ? { vehicle_id: vehicleId } : {}),
      ...(kinds ? { kinds } : {}),
    }),
  ) as HitRow[]
  return rows.map(({ chunk_id, document_id, char_start, char_end, published_at, kind, title, url, page, heading, snippet }) => ({
    ...{ chunkId: chunk_id, documentId: document_id, charStart: char_start, charEnd: char_end, publishedAt: published_at },
    ...{ kind, title, url, page, heading, snippet },
  }))
}

type HitRow = {
  chunk_id: string
  document_id: string
  kind: string
  title: string
  url: string | null
  page: number | null
  heading: string | null
  snippet: string
  char_start: number
  char_end: number
  published_at: string | null
}

export type SourceDocument = {
  id: string
  title: string
  kind: string
  url: string | null
  author: string | null
  publishedAt: string | null
  readAt: string
  /** Offsets count its characters, not its UTF-16 units. */
  text: string
}

/**
 * A document with its stored text, for whoever may see it.
 *
 * @throws {PaddockError} `unknown_document`
 */
export async function openDocument(client: PaddockClient, documentId: string): Promise<SourceDocument> {
  if (!isUuid(documentId)) throw refusal('unknown_document')
  const [found, text] = await Promise.all([
    client.from('source_documents').select('id, title, kind, url, author, published_at, fetched_at').eq('id', documentId).maybeSingle(),
    client.rpc('document_text', { document_id: documentId }),
  ])
  const row = unwrap(found)
  if (!row) throw refusal('unknown_document')
  const { published_at, fetched_at, ...rest } = row
  return { ...rest, publishedAt: published_at, readAt: fetched_at, text: unwrap(text) ?? '' }
}

/** A line of a PDF's page, in points from the page's top left corner. */
export type DocumentLine = { page: number; pageWidth: number; pageHeight: number; start: number; end: number; x: number; y: number; width: number; height: number }

/** Where a stretch of a PDF's text stands; empty for other documents. */
export async function documentLines(client: PaddockClient, documentId: string, from: number, to: number): Promise<DocumentLine[]> {
  const rows = unwrap(await client.rpc('document_lines', { document_id: documentId, char_start: from, char_end: to })) as {
    [name: string]: number
  }[]
  return rows.map((row) => ({
    ...{ page: row.page ?? 1, pageWidth: row.page_width ?? 612, pageHeight: row.page_height ?? 792 },
    ...{ start: row.line_start ?? 0, end: row.line_end ?? 0, x: row.x ?? 0, y: row.y ?? 0, width: row.width ?? 0, height: row.height ?? 0 },
  }))
}
