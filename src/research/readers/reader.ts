import type { Span } from '../text/sentences.ts'
import type { Qualifiers, Value } from '../types.ts'

/** A sentence, row or line in the cleaned text of its passage. Offsets are of `text`. */
export type Context = {
  text: string
  sentence: Span
  /** Headings above it, the innermost last, and the title of the document. */
  above: string[]
  /** Who made the car that is asked about, where that is known: gallons differ by country. */
  make: string | null
}

/** A value in a sentence, before anybody has asked whose it is. */
export type Hit = {
  start: number
  end: number
  value: Value
  unit: string | null
  /** Worth of the last printed digit, in `unit`; 0 for texts. */
  step: number
  qualifiers?: Qualifiers
}

export type Reader = (context: Context) => Hit[]

export const inside = ({ text, sentence }: Context) => text.slice(sentence.start, sentence.end)

/** Hits found in the sentence alone, moved to where they are in the text. */
export const moved = (context: Context, hits: Hit[]): Hit[] =>
  hits.map((hit) => ({ ...hit, start: hit.start + context.sentence.start, end: hit.end + context.sentence.start }))
