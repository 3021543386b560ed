import { createHash } from 'node:crypto'
import type { Sql } from 'postgres'
import type { Fetched, Hints, Subject } from '../document.ts'
import { storeDocument } from '../store.ts'
import type { Library } from './library.ts'

/** The library of `public.sources`: what was read becomes versions of documents, what is gone is retracted until it is back. */
export function sourceLibrary(read: Library['read']): Library {
  return {
    read,
    hints: async (sql, sourceId) => {
      const [source] = await sql<{ kind: Hints['kind']; title: string; subject: Subject; vehicle_id: string | null }[]>`
        select kind, title, subject, vehicle_id from public.sources where id = ${sourceId}`
      if (!source) throw new Error(`There is no source ${sourceId}.`)
      const { kind, title, subject, vehicle_id } = source
      return { kind, title, subject: { ...subject, ...(vehicle_id && { vehicleId: vehicle_id }) } }
    },
    keep: async (tx, sourceId, url, documents, fetched) => {
      const origin = originOf(fetched)
      const keys = documents.map((_, i) => keyOf(url, i))
      for (const [i, document] of documents.entries())
        await storeDocument(tx, { sourceId, key: keyOf(url, i) }, { ...document, url: document.url ?? url }, origin)
      await retract(tx, sourceId, url, keys)
    },
    hide: (tx, sourceId, url) => retract(tx, sourceId, url, []),
  }
}

/** An address may have several documents, such as the tables of one file. */
const keyOf = (url: string, position: number) => (position === 0 ? url : `${url}#${position + 1}`)

function originOf({ body, headers, fetchedAt }: Fetched) {
  const sha256 = createHash('sha256').update(body).digest('hex')
  return { sha256, etag: headers.etag ?? null, lastModified: headers['last-modified'] ?? null, fetchedAt }
}

/** Whatever this address has beyond these keys. */
async function retract(tx: Sql, sourceId: string, url: string, keys: string[]): Promise<void> {
  await tx`
    select app.retract_document(d.id, 'gone') from public.source_documents d
    where d.id in (select app.documents_at(${sourceId}, ${url})) and not ${tx.json(keys)}::jsonb ? d.key`
}
