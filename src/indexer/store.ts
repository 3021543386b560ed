import type { ISql } from 'postgres'
import type { Chunk, Line, ParsedDocument } from './document.ts'
import { characterOffsets, storable } from './offsets.ts'

/** What was fetched: the digest of its bytes in hexadecimal, and what the server said of it. */
export type Origin = { sha256: string; etag?: string | null; lastModified?: string | null; fetchedAt: Date }

export type Target = {
  sourceId: string
  /** What versions of this document have in common in its source; its address, unless given. */
  key?: string
}

export type Stored = {
  documentId: string
  /** `unchanged`: the same bytes, so only the time of the fetch was noted. `retracted`: withdrawn, so not stored. */
  status: 'stored' | 'unchanged' | 'retracted'
}

/** A connection or a pool, of the role that may store: the owner of the database or the service role. */
type Connection = ISql & { begin?: <T>(work: (sql: ISql) => Promise<T>) => Promise<T> }

const chunksPerCall = 5_000

/**
 * Stores a document and its chunks as a new version, which hides the version before it; all of it or nothing.
 * In a transaction of the caller's own it becomes part of that. Search finds it once `app.index_chunks()` has run.
 *
 * @example
 * await storeDocument(sql, { sourceId }, parsed, { sha256, fetchedAt: new Date() })
 * @throws a database error: `unknown_source` in its detail, or the name of a broken constraint
 */
export async function storeDocument(
  sql: Connection,
  target: Target,
  parsed: ParsedDocument,
  origin: Origin,
): Promise<Stored> {
  const { first, rest } = inCalls(parsed, target, origin)
  if (sql.begin && parsed.chunks.length > chunksPerCall)
    return await sql.begin((transaction) => store(transaction, first, rest))
  return await store(sql, first, rest)
}

async function store(sql: ISql, first: object, rest: Iterable<object[]>): Promise<Stored> {
  const [row] = await sql<{ stored: { document_id: string; status: Stored['status'] } }[]>`
    select app.store_document(${sql.json(first as never)}) as stored`
  if (!row) throw new Error('app.store_document answered nothing')
  const { document_id: documentId, status } = row.stored
  if (status === 'stored')
    for (const chunks of rest) await sql`select app.store_chunks(${documentId}, ${sql.json(chunks as never)})`
  return { documentId, status }
}

/** A document as app.store_document takes it, whole: offsets in characters. For a document of a person, which has no source yet. */
export function toStored(parsed: ParsedDocument, origin: Origin): object {
  const { first, rest } = inCalls(parsed, { sourceId: '' }, origin)
  const { chunks, source_id: _, ...document } = first as { chunks: object[]; source_id: string }
  return { ...document, chunks: [...chunks, ...[...rest].flat()] }
}

/** The calls after the first are made one by one, so that no more chunks are held twice than one call takes. */
function inCalls(parsed: ParsedDocument, target: Target, origin: Origin): { first: object; rest: Iterable<object[]> } {
  const { links: _, chunks, pages, sale, ...document } = parsed
  const at = characterOffsets(parsed.text)
  const from = (n: number) => chunks.slice(n, n + chunksPerCall).map((chunk) => toCharacters(chunk, at))
  const first = {
    ...document,
    source_id: target.sourceId,
    key: target.key,
    sha256: origin.sha256,
    etag: origin.etag ?? null,
    lastModified: origin.lastModified ?? null,
    fetchedAt: origin.fetchedAt.toISOString(),
    sale: sale && { ...sale, start: at(sale.start), end: at(sale.end) },
    pages: pages?.map((page) => ({ ...page, start: at(page.start), end: at(page.end) })),
    chunks: from(0),
  }
  const rest = function* () {
    for (let n = chunksPerCall; n < chunks.length; n += chunksPerCall) yield storable(from(n))
  }
  return { first: storable(first), rest: rest() }
}

function toCharacters(chunk: Chunk, at: (offset: number) => number): object {
  const { lines, quoted, ...rest } = chunk
  return {
    ...rest,
    start: at(chunk.start),
    end: at(chunk.end),
    lines: lines?.map((line: Line) => [at(line.start), at(line.end), ...line.rect]),
    quoted: quoted?.map((span) => ({ ...span, start: at(span.start), end: at(span.end) })),
  }
}
