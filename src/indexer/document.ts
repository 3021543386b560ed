/**
 * What a connector makes of something that was read, and what the store keeps of it.
 *
 * Offsets here count UTF-16 code units of `text`, as JavaScript does. The store turns them into characters (code points),
 * which is what Postgres counts: `substring(text from char_start + 1 for char_end - char_start)`.
 */
export const kinds = [
  'manual',
  'article',
  'forum',
  'price_guide',
  'listing',
  'dataset',
  'registry',
  'owner_document',
] as const
export type Kind = (typeof kinds)[number]

/** What a document or chunk is about; whatever is absent is not narrowed. Years are inclusive. */
export type Subject = {
  make?: string
  model?: string
  yearFrom?: number
  yearTo?: number
  trim?: string
  engine?: string
  vehicleId?: string
}

/** One line of a PDF page: its part of `text`, and its rectangle in points from the page's top left corner. */
export type Line = { start: number; end: number; rect: [x: number, y: number, width: number, height: number] }

/** A page of a paged document. Where `readable` is false it has no text layer, such as a scan. */
export type Page = { number: number; width: number; height: number; start: number; end: number; readable: boolean }

/** A stretch of `text` that is found and quoted: a section, a post, a row with its header. Chunks do not overlap. */
export type Chunk = {
  start: number
  end: number
  page?: number
  /** Titles from the outermost heading down to this chunk's own. */
  heading: string[]
  lines?: Line[]
  /** Of one post or listing, where it differs from the document's. */
  author?: string
  publishedAt?: string
  url?: string
  subject?: Subject
  /** Parts of the chunk that quote somebody else: who, where it is known. A quoted sentence counts for whom it quotes. */
  quoted?: { start: number; end: number; author?: string }[]
  /** Values that a structured source gives as such (JSON-LD, a row of a data set). */
  fields?: Record<string, string | number | boolean | null>
}

/**
 * What a listing says its vehicle was sold or offered for. `bid`: so much at most, and not sold; `named`: it is not said which.
 * `day`: when it was sold or bidding ended, ISO 8601; of an offer its last day. `start` and `end`: where `text` says so.
 */
export type Sale = {
  state: 'sold' | 'bid' | 'asked' | 'named'
  price: number
  /** ISO 4217: a price without one is not a sale. */
  currency: string
  day: string | null
  place: string | null
  start: number
  end: number
}

/** What the publisher signals about use: `false` forbids, `null` is silent. */
export type Signals = { search: boolean | null; aiInput: boolean | null; aiTrain: boolean | null }

export type ParsedDocument = {
  /** The canonical address, or null for what has none, such as an upload. */
  url: string | null
  kind: Kind
  title: string
  language: string | null
  author: string | null
  /** ISO 8601, as far as it is known: `1970`, `1970-09` or a full date. */
  publishedAt: string | null
  text: string
  chunks: Chunk[]
  pages?: Page[]
  subject: Subject
  /** Of a listing of one vehicle that names a price. */
  sale?: Sale
  signals: Signals
  /** Addresses that it links to, absolute, for a crawl to go on. */
  links: string[]
}

/** Why something was not indexed. `code` is stable snake_case, `reason` is a sentence for the operator. */
export type Refusal = { url: string; code: string; reason: string }

/** Something that was fetched or read from a file, whole and within its bounds. */
export type Fetched = {
  url: string
  mediaType: string
  charset: string | null
  body: Uint8Array
  headers: Record<string, string>
  fetchedAt: Date
}

/** What the operator said when adding the source; the connector's own findings refine it. */
export type Hints = { kind: Kind; title?: string; subject: Subject }

/** Reads one format. A refusal is an answer: nothing is thrown for bad input. */
export type Connector = {
  name: string
  accepts: (fetched: Fetched, hints: Hints) => boolean
  read: (fetched: Fetched, hints: Hints) => Promise<{ documents: ParsedDocument[]; refused: Refusal[] }>
}
