import type { ParsedDocument, Refusal } from '../document.ts'
import type { Found } from './queue.ts'

/** What came of a request for one address. */
export type Outcome =
  | { what: 'unchanged'; etag: string | null; lastModified: string | null; found: Found[] }
  | ReadOutcome
  | FailedOutcome

/** Read, and either kept or kept out with a reason. */
export type ReadOutcome = {
  what: 'read'
  status: number
  etag: string | null
  lastModified: string | null
  /** SHA-256 of the text, in hex; null where there is none. */
  sha256: string | null
  documents: ParsedDocument[]
  /** What robots.txt signals, and what holds with the page's own: `ai-input=no|search=yes ai-input=no`. */
  signals: string | null
  refusal: Refusal | null
  /** Of the parts that could not be read while the rest could. */
  partly: Refusal[]
  leadsTo: string | null
  found: Found[]
  /** Redirects on the way, for `found`. */
  redirects: number
}

/** Not to be had for now. */
export type FailedOutcome = {
  what: 'failed'
  status: number | null
  code: string
  reason: string
  retryAfterMs: number | null
  /** Whether the host itself is in trouble, or asks to be left alone. */
  host: boolean
}

export const refused = (
  url: string,
  status: number,
  code: string,
  reason: string,
  more: Partial<ReadOutcome> = {},
): ReadOutcome => ({
  what: 'read',
  status,
  etag: null,
  lastModified: null,
  sha256: null,
  documents: [],
  signals: null,
  refusal: { url, code, reason },
  partly: [],
  leadsTo: null,
  found: [],
  redirects: 0,
  ...more,
})
