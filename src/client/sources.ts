import type { PaddockClient } from './client.ts'
import { refusal, unwrap } from './errors.ts'
import { isUuid } from './ids.ts'

/** What documents are: a word a kind, from the factory's own paper to what somebody wrote in a forum. */
export const sourceKinds = [
  'manual',
  'registry',
  'dataset',
  'price_guide',
  'listing',
  'article',
  'forum',
  'owner_document',
] as const

export type Source = { id: string; kind: string; title: string; url: string | null; licence: string | null }

/**
 * The sources that the caller may see, by title.
 *
 * @param limit at most this many, 100 unless told
 * @throws {PaddockError}
 */
export async function listSources(client: PaddockClient, limit = 100): Promise<Source[]> {
  return unwrap(
    await client.from('sources').select('id, kind, title, url, licence').order('title').order('id').limit(limit),
  )
}

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
  {
    vehicleId,
    kinds,
    limit = 10,
    offset = 0,
  }: { vehicleId?: string; kinds?: string[]; limit?: number; offset?: number } = {},
): Promise<SourceHit[]> {
  const rows = unwrap(
    await client.rpc('search_sources', {
      query,
      limit,
      offset,
      ...(vehicleId ? { vehicle_id: vehicleId } : {}),
      ...(kinds ? { kinds } : {}),
    }),
  )
  return rows.map(
    ({ chunk_id, document_id, char_start, char_end, published_at, kind, title, url, page, heading, snippet }) => ({
      ...{
        chunkId: chunk_id,
        documentId: document_id,
        charStart: char_start,
        charEnd: char_end,
        publishedAt: published_at,
      },
      ...{ kind, title, url, page, heading, snippet },
    }),
  )
}

/** A page of a PDF: its size in points, and its stretch of the text. One that is not readable has no text of its own. */
export type DocumentPage = {
  number: number
  width: number
  height: number
  start: number
  end: number
  readable: boolean
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
  /** Empty where the document has none. */
  pages: DocumentPage[]
  licence: string | null
}

/**
 * A document with its stored text, for whoever may see it.
 *
 * @throws {PaddockError} `unknown_document`
 */
export async function openDocument(client: PaddockClient, documentId: string): Promise<SourceDocument> {
  if (!isUuid(documentId)) throw refusal('unknown_document')
  const [found, text] = await Promise.all([
    client
      .from('source_documents')
      .select('id, title, kind, url, author, published_at, fetched_at, pages, source:sources(licence)')
      .eq('id', documentId)
      .maybeSingle(),
    client.rpc('document_text', { document_id: documentId }),
  ])
  const row = unwrap(found)
  if (!row) throw refusal('unknown_document')
  const { published_at, fetched_at, pages, source, ...rest } = row
  return {
    ...rest,
    publishedAt: published_at,
    readAt: fetched_at,
    text: unwrap(text) ?? '',
    pages: (pages ?? []) as DocumentPage[],
    licence: source?.licence ?? null,
  }
}

/** A line of a PDF's page, in points from the page's top left corner. */
export type DocumentLine = {
  page: number
  pageWidth: number
  pageHeight: number
  start: number
  end: number
  x: number
  y: number
  width: number
  height: number
}

/** Where a stretch of a PDF's text stands; empty for other documents. */
export async function documentLines(
  client: PaddockClient,
  documentId: string,
  from: number,
  to: number,
): Promise<DocumentLine[]> {
  const rows = unwrap(await client.rpc('document_lines', { document_id: documentId, char_start: from, char_end: to }))
  return rows.map(({ page, x, y, width, height, ...rest }) => ({
    ...{ page, x, y, width, height, pageWidth: rest.page_width, pageHeight: rest.page_height },
    ...{ start: rest.line_start, end: rest.line_end },
  }))
}
