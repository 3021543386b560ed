import { createHash } from 'node:crypto'
import { basename, relative } from 'node:path'
import type { Sql } from 'postgres'
import { readFetched } from './connectors/index.ts'
import { CrawlError, type CrawlOptions, crawlSource, planCrawl, sourceLibrary } from './crawl/index.ts'
import type { Fetched, Hints, Kind, Refusal, Subject } from './document.ts'
import { isFetchError } from './fetch/index.ts'
import type { PublicData } from './public-data.ts'
import { filesOf, type Part, partsOf, readParts } from './read-file.ts'
import { storeDocument } from './store.ts'

/** What the operator says about a source. */
export type NewSource = {
  kind: Kind
  title?: string
  subject: Subject
  /** From 0 to 1; without one, what sources of the kind usually deserve. */
  authority?: number
}

export type Added = { sourceId: string; documents: number; chunks: number; refused: Refusal[] }
export type Progress = (done: number, total: number | null, name: string) => void

/** Factory papers are trusted most, an unsigned post least. The operator may say otherwise of each source. */
export const usualAuthority: Record<Kind, number> = {
  manual: 0.95,
  registry: 0.9,
  dataset: 0.85,
  owner_document: 0.8,
  price_guide: 0.7,
  article: 0.6,
  listing: 0.5,
  forum: 0.35,
}

/** Adds a source to the database, without any document. @returns its id */
export async function insertSource(
  sql: Sql,
  { kind, title, subject, authority }: NewSource,
  name: string,
  url: string | null,
): Promise<string> {
  const { vehicleId = null, ...about } = subject
  const [row] = await sql<{ id: string }[]>`
    insert into public.sources (kind, title, url, authority, subject, vehicle_id)
    values (${kind}, ${title ?? name}, ${url}, ${authority ?? usualAuthority[kind]}, ${sql.json(about as never)}, ${vehicleId})
    returning id`
  return (row as { id: string }).id
}

/** Reads a file, or each file of a folder, into a new source and indexes it at once. A file that cannot be read is refused with its reason. */
export async function addFiles(
  sql: Sql,
  path: string,
  source: NewSource,
  onProgress: Progress = () => {},
): Promise<Added> {
  const files = await filesOf(path)
  const sourceId = await insertSource(sql, source, basename(path), null)
  const refused: Refusal[] = []
  for (const [n, file] of files.entries()) {
    const name = relative(path, file) || basename(path)
    onProgress(n, files.length, name)
    refused.push(...(await addFile(sql, sourceId, source, file, name)))
  }
  await indexAll(sql)
  return { sourceId, refused, ...(await sizeOf(sql, sourceId)) }
}

/** What adding would do: every file is read, nothing is stored. */
export async function tryFiles(path: string, source: NewSource): Promise<Omit<Added, 'sourceId'>> {
  const result = { documents: 0, chunks: 0, refused: [] as Refusal[] }
  for (const file of await filesOf(path)) {
    for await (const part of readParts(file, relative(path, file) || basename(path), hintsOf(source))) {
      if ('refused' in part) result.refused.push(part.refused)
      else {
        result.documents += 1
        result.chunks += part.document.chunks.length
      }
    }
  }
  return result
}

async function addFile(sql: Sql, sourceId: string, source: NewSource, file: string, name: string): Promise<Refusal[]> {
  const refused: Refusal[] = []
  let stored = 0
  for await (const part of readParts(file, name, hintsOf(source))) {
    if ('refused' in part) refused.push(part.refused)
    else refused.push(...(await storePart(sql, sourceId, name, stored++, part)))
  }
  await noteRefusals(sql, sourceId, name, refused)
  return refused
}

/** Stores what one body holds. @returns what of it was refused */
export async function addBody(sql: Sql, sourceId: string, source: NewSource, fetched: Fetched): Promise<Refusal[]> {
  const refused: Refusal[] = []
  let stored = 0
  for (const part of partsOf(await readFetched(fetched, hintsOf(source)), fetched)) {
    if ('refused' in part) refused.push(part.refused)
    else refused.push(...(await storePart(sql, sourceId, fetched.url, stored++, part)))
  }
  return refused
}

/** For the source's health, where the operator finds them later. */
async function noteRefusals(sql: Sql, sourceId: string, item: string, refused: Refusal[]): Promise<void> {
  if (refused.length > 0) await sql`select app.note_source_refusals(${sourceId}, ${item}, ${sql.json(refused)})`
}

async function storePart(
  sql: Sql,
  sourceId: string,
  url: string,
  nth: number,
  { document, sha256, fetchedAt }: Exclude<Part, { refused: Refusal }>,
): Promise<Refusal[]> {
  try {
    await storeDocument(sql, { sourceId, key: nth === 0 ? url : `${url}#${nth + 1}` }, document, { sha256, fetchedAt })
    return []
  } catch (error) {
    return [{ url, code: 'not_stored', reason: `It could not be stored: ${(error as Error).message}` }]
  }
}

/** Crawls an address into a new source, as far as `depth` links below it, and indexes what was found. */
export async function addAddress(
  sql: Sql,
  url: string,
  source: NewSource,
  depth: number,
  options: Omit<CrawlOptions, 'library'>,
): Promise<Added> {
  const sourceId = await insertSource(sql, source, new URL(url).hostname, url)
  try {
    await planCrawl(sql, sourceId, { startUrls: [url], maxDepth: depth })
    return await crawlAgain(sql, sourceId, options)
  } catch (error) {
    await sql`delete from public.sources s where s.id = ${sourceId} and not exists (select from public.source_documents d where d.source_id = s.id)`
    throw error
  }
}

/**
 * Adds public data: what can be read without a network at once, and what its service answers by a crawl, so that it is asked again when it is due.
 * Where the service cannot be had, what was read without it stays, and the reason is told.
 */
export async function addPublicData(
  sql: Sql,
  data: PublicData,
  source: NewSource,
  options: Omit<CrawlOptions, 'library'>,
): Promise<Added> {
  const sourceId = await insertSource(sql, source, data.title, data.urls[0] ?? null)
  const refused = [...data.offline.refused]
  for (const [n, document] of data.offline.documents.entries()) {
    const sha256 = createHash('sha256').update(document.text).digest('hex')
    refused.push(...(await storePart(sql, sourceId, data.name, n, { document, sha256, fetchedAt: new Date() })))
  }
  await noteRefusals(sql, sourceId, data.name, refused)
  try {
    await planCrawl(sql, sourceId, { startUrls: data.urls, maxDepth: 0 }, data.every)
    const added = await crawlAgain(sql, sourceId, options)
    return { ...added, refused: [...refused, ...added.refused] }
  } catch (error) {
    const [some] = await sql`select from public.source_documents d where d.source_id = ${sourceId} limit 1`
    if (!some) await sql`delete from public.sources where id = ${sourceId}`
    if (!some || !(error instanceof CrawlError || isFetchError(error))) throw error
    await indexAll(sql)
    const reason = `The service was not asked: ${error.message}`
    refused.push({ url: data.urls[0] ?? data.name, code: error.code, reason })
    await noteRefusals(sql, sourceId, data.name, refused)
    return { sourceId, refused, ...(await sizeOf(sql, sourceId)) }
  }
}

/** Crawls a source that is there already. */
export async function crawlAgain(sql: Sql, sourceId: string, options: Omit<CrawlOptions, 'library'>): Promise<Added> {
  const refused: Refusal[] = []
  await crawlSource(sql, sourceId, {
    ...options,
    library: sourceLibrary(async (fetched, hints) => {
      const read = await readFetched(fetched, hints)
      refused.push(...read.refused)
      return read
    }),
  })
  await indexAll(sql)
  return { sourceId, refused: await refusalsOf(sql, sourceId, refused), ...(await sizeOf(sql, sourceId)) }
}

/** What of a crawl's addresses was refused, with those that a connector refused inside a page. */
async function refusalsOf(sql: Sql, sourceId: string, inside: Refusal[]): Promise<Refusal[]> {
  const pages = await sql<Refusal[]>`
    select url, refusal_code as code, coalesce(refusal_reason, refusal_code) as reason
    from app.crawl_urls where source_id = ${sourceId} and refusal_code is not null order by url limit 1000`
  return [...pages, ...inside.filter(({ url }) => !pages.some((page) => page.url === url))]
}

/** Until search finds everything that was stored. */
export async function indexAll(sql: Sql): Promise<void> {
  for (;;) {
    const [row] = await sql<{ left: boolean }[]>`
      select app.index_chunks(20000), exists (select from app.source_pending) as left`
    if (!row?.left) return
  }
}

async function sizeOf(sql: Sql, sourceId: string): Promise<{ documents: number; chunks: number }> {
  const [row] = await sql<{ documents: number; chunks: number }[]>`
    select count(*)::int as documents, coalesce(sum(chunks), 0)::int as chunks
    from public.source_documents where source_id = ${sourceId} and is_current`
  return { documents: row?.documents ?? 0, chunks: row?.chunks ?? 0 }
}

const hintsOf = ({ kind, title, subject }: NewSource): Hints => ({ kind, subject, ...(title ? { title } : {}) })
