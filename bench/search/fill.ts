import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Sql } from 'postgres'
import type { Generator } from './text.ts'

const perDocument = 100

/** A few makes have much text and many have little: with a million chunks, 1,250 to 35,000 each. */
export const makeOf = (makes: number) => (chunk: number) => {
  const document = Math.floor(chunk / perDocument)
  const share = ((document * 0x9e3779b1) >>> 0) / 4294967296
  return Math.floor(makes * share ** 2)
}

export const chunkId = (n: number) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
const documentId = (n: number) => `00000000-0000-4000-9000-${n.toString(16).padStart(12, '0')}`
export const vehicleId = (make: number) => `00000000-0000-4000-a000-${make.toString(16).padStart(12, '0')}`

/** Puts the generated chunks into the library's tables; returns the seconds that indexing them took. */
export async function fill(sql: Sql, generator: Generator, chunks: number, makes: number): Promise<number> {
  const of = makeOf(makes)
  const [source] = await sql`insert into sources (kind, title) values ('manual', 'A library') returning id`
  const vehicles = Array.from({ length: makes }, (_, make) => ({ id: vehicleId(make), make: `mk${make}x`, model: 'M' }))
  await sql`insert into vehicles ${sql(vehicles)}`
  await copy(
    sql,
    'public.source_documents (id, source_id, key, kind, title, sha256, fetched_at, first_fetched_at, characters, is_public)',
    chunks / perDocument,
    (n) =>
      [documentId(n), source?.id, n, 'manual', 'The', 'a'.repeat(64), '2026-01-01', '2026-01-01', 1, 't'].join('\t'),
  )
  await copy(
    sql,
    'public.source_chunks (id, document_id, source_id, position, char_start, char_end, body, make, is_public)',
    chunks,
    (n) => {
      const body = generator.text(generator.chunk(n))
      const document = documentId(Math.floor(n / perDocument))
      return [chunkId(n), document, source?.id, n % perDocument, 0, body.length, body, `mk${of(n)}x`, 't'].join('\t')
    },
  )
  const begun = performance.now()
  for (;;) {
    const [row] = await sql`select app.index_chunks(20000) as took`
    if (row?.took === 0) break
  }
  const seconds = (performance.now() - begun) / 1000
  await sql`vacuum analyze app.source_index`
  await sql`analyze`
  return seconds
}

async function copy(sql: Sql, target: string, rows: number, row: (n: number) => string): Promise<void> {
  const lines = function* () {
    for (let n = 0; n < rows; n++) yield `${row(n)}\n`
  }
  await pipeline(Readable.from(lines()), await sql.unsafe(`copy ${target} from stdin`).writable())
}

/** The same chunks in the tables of the prototype that the design was measured with. */
export async function fillPeer(sql: Sql, generator: Generator, chunks: number, makes: number): Promise<number> {
  const of = makeOf(makes)
  await sql`insert into sources (id, kind) select n, 1 from generate_series(0, ${makes - 1}) n`
  await sql`insert into source_scopes (source_id, make) select n, 'mk' || n || 'x' from generate_series(0, ${makes - 1}) n`
  await copy(sql, 'source_chunks (id, source_id, ord, body)', chunks, (n) =>
    [n, of(n), n % perDocument, generator.text(generator.chunk(n))].join('\t'),
  )
  const begun = performance.now()
  for (;;) {
    const [row] = await sql`select index_source_chunks(20000) as took`
    if (row?.took === 0) break
  }
  const seconds = (performance.now() - begun) / 1000
  await sql`vacuum analyze source_docs`
  await sql`analyze`
  return seconds
}
