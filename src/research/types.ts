import type { Kind, Subject } from '../indexer/document.ts'

/** The car that a question is about. What is null or absent is unknown, and narrows nothing. */
export type Car = {
  id: string
  year: number | null
  make: string | null
  model: string | null
  trim: string | null
  /** As the owner writes it: `340`, `L16`, `5.7 litre V8`. */
  engine: string | null
  vin: string | null
  chassis: string | null
}

/** A chunk of an indexed document, as search returns it; `text` is the stored text of the chunk, never changed. */
export type Passage = {
  chunkId: string
  documentId: string
  sourceId: string
  kind: Kind
  /** From 0 to 1. */
  authority: number
  title: string
  url: string | null
  page: number | null
  heading: string[]
  text: string
  /** Where the chunk begins in the stored text of its document, in characters. */
  charStart: number
  publishedAt: string | null
  readAt: string
  subject: Subject
  /** Who wrote it, where the document says so: a poster, a house. */
  author: string | null
  /** False where the publisher forbids that a model reads it. */
  aiInput: boolean | null
  /** Stretches of `text` (UTF-16 code units) in which somebody else is quoted. */
  quoted?: { start: number; end: number; author?: string }[]
}

/** A number, a range, or a text such as `4-speed manual`. */
export type Value = number | string | { low: number; high: number }

export type Canonical = { value: Value; unit: string | null }

/** What narrows a value: gross or net, at what speed, for which years, trim, engine, gearbox, market, condition. */
export type Qualifiers = {
  rating?: 'gross' | 'net' | 'din'
  rpm?: number
  years?: [from: number, to: number]
  trim?: string
  engine?: string
  transmission?: string
  market?: string
  measure?: string
  condition?: string
  currency?: string
}

/** What a reader found in a passage: a value and the stretch of text that says it (UTF-16 code units of `text`). */
export type Reading = {
  spec: string
  /** The stretch that holds the value itself. */
  start: number
  end: number
  /** The sentence, row or line around it, which is what is quoted. */
  quote: { start: number; end: number }
  value: Value
  unit: string | null
  canonical: Canonical
  /** Half of the last printed digit, in the canonical unit: what the value may be off by and still be the same. 0 for texts. */
  slack: number
  qualifiers: Qualifiers
}
