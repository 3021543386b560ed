import type { ParsedDocument } from '../../document.ts'

export type ReadPage = {
  text: string
  chunks: ParsedDocument['chunks']
  subject?: ParsedDocument['subject']
  sale?: ParsedDocument['sale']
  publishedAt?: string | null
}

/** ISO dates alone: others are read differently in different countries. */
export const dateOf = (written: string | null | undefined) =>
  /^\d{4}(?:-\d\d(?:-\d\d)?)?/.exec(written ?? '')?.[0] ?? null
