import type { Sql } from 'postgres'
import type { Fetched, Hints, ParsedDocument, Refusal } from '../document.ts'

/** What a crawl needs of the rest of the indexer: it reads what was fetched and keeps what was read. */
export type Library = {
  /** What the operator said about the source. */
  hints: (sql: Sql, sourceId: string) => Promise<Hints>
  read: (fetched: Fetched, hints: Hints) => Promise<{ documents: ParsedDocument[]; refused: Refusal[] }>
  /** Keeps the documents of one address in place of what it had before. In the caller's transaction. */
  keep: (sql: Sql, sourceId: string, url: string, documents: ParsedDocument[], fetched: Fetched) => Promise<void>
  /** Hides what an address had: it is gone, or may not be shown any more. In the caller's transaction. */
  hide: (sql: Sql, sourceId: string, url: string, reason: string) => Promise<void>
}
