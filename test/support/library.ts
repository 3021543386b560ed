import { createHash } from 'node:crypto'
import type { Sql } from 'postgres'
import type { Chunk, ParsedDocument } from '../../src/indexer/document.ts'
import { type Stored, storeDocument, type Target } from '../../src/indexer/store.ts'

export type Library = { sourceId: string; documentId: string }

type NewSource = { kind?: string; title?: string; authority?: number; vehicle_id?: string; subject?: object }

export async function addSource(sql: Sql, source: NewSource = {}): Promise<string> {
  const { subject = {}, ...rest } = source
  const row = { kind: rest.vehicle_id ? 'owner_document' : 'manual', title: 'Shop manual', ...rest }
  const [added] = await sql`insert into public.sources ${sql({ ...row, subject: subject as never })} returning id`
  return added?.id
}

/** A document of one paragraph a chunk. */
export function parsed(paragraphs: string[], more: Partial<ParsedDocument> = {}): ParsedDocument {
  let text = ''
  const chunks: Chunk[] = []
  for (const paragraph of paragraphs) {
    const start = text.length
    text += paragraph
    chunks.push({ start, end: text.length, heading: [] })
    text += '\n\n'
  }
  return {
    ...{
      url: null,
      kind: 'manual',
      title: 'Shop manual',
      language: 'en',
      author: null,
      publishedAt: null,
      text,
      chunks,
    },
    ...{ subject: {}, signals: { search: null, aiInput: null, aiTrain: null }, links: [] },
    ...more,
  }
}

/** Stores it with the digest of its text, as a fetch of just now. */
export async function put(sql: Sql, target: Target, document: ParsedDocument): Promise<Stored> {
  const sha256 = createHash('sha256').update(document.text).digest('hex')
  return await storeDocument(sql, target, document, { sha256, fetchedAt: new Date() })
}

/** A public manual with one line on a page. */
export async function addDocument(sql: Sql): Promise<Library> {
  const sourceId = await addSource(sql)
  const document = parsed(['Torque the head bolts to 65 ft-lb.'], {
    pages: [{ number: 1, width: 612, height: 792, start: 0, end: 36, readable: true }],
  })
  for (const chunk of document.chunks) {
    chunk.page = 1
    chunk.lines = [{ start: 0, end: 34, rect: [72, 72, 200, 12] }]
  }
  const { documentId } = await put(sql, { sourceId }, document)
  return { sourceId, documentId }
}

/** Until all that is stored can be found: what the server's job does every second. */
export async function indexed(sql: Sql): Promise<void> {
  for (;;) {
    await sql`select app.index_chunks(20000)`
    const [{ waiting } = { waiting: true }] = await sql`
      select exists (select from app.source_pending) or exists (select from app.source_leaving) as waiting`
    if (!waiting) return
  }
}
