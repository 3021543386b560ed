import { readFile } from 'node:fs/promises'
import type { Sql } from 'postgres'
import type { Kind, Subject } from '../../indexer/document.ts'
import { mediaTypeOf } from '../../indexer/media-type.ts'

type Entry = { file: string; kind: Kind; title: string; subject: Subject }

const folder = new URL('./library/', import.meta.url)

/**
 * The starter library: rows of the Auto MPG data set, and documents that were written for the demo and say so. They disagree in places,
 * as real ones do. Nothing is added where there is any source already.
 */
export async function addStarterLibrary(sql: Sql): Promise<void> {
  const [some] = await sql`select from public.sources limit 1`
  if (some) return
  // Loaded when it is needed: readers of every format take tens of megabytes, and the demo is filled once.
  const { addBody, indexAll, insertSource } = await import('../../indexer/add-source.ts')
  const entries = JSON.parse(await readFile(new URL('index.json', folder), 'utf8')) as Entry[]
  for (const { file, kind, title, subject } of entries) {
    const source = { kind, title, subject }
    const body = new Uint8Array(await readFile(new URL(file, folder)))
    const sourceId = await insertSource(sql, source, title, null)
    const fetched = { url: file, mediaType: mediaTypeOf(file), charset: null, body, headers: {}, fetchedAt: new Date() }
    const [refused] = await addBody(sql, sourceId, source, fetched)
    if (refused) throw new Error(`${file} of the starter library could not be read: ${refused.reason}`)
  }
  await indexAll(sql)
}
