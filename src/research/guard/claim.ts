import { documentApplies } from '../subject/subject.ts'
import type { Car, Passage, Reading } from '../types.ts'
import { findQuote } from './quote.ts'
import { readAgain } from './reparse.ts'
import type { Stating } from './reply.ts'

/** Why a claim is not shown. `misattributed`: the quote stands elsewhere in the index; `made_up`: nowhere. */
export type Failure = 'unknown_chunk' | 'quote_not_found' | 'misattributed' | 'made_up' | 'not_said' | 'not_of_this_car'
export type Checked = { reading: Reading; passage: Passage } | { failure: Failure }

/** Holds a model's claim against the text it names. What passes is our own reading of the quote. */
export function checkClaim(car: Car, spec: string, given: ReadonlyMap<string, Passage>, claim: Stating): Checked {
  const passage = given.get(claim.chunk_id)
  if (!passage) return { failure: 'unknown_chunk' }
  const quote = findQuote(passage.text, claim.quote)
  if (!quote) return { failure: 'quote_not_found' }
  if (!documentApplies(car, passage).applies) return { failure: 'not_of_this_car' }
  const reading = readAgain(car, spec, passage, quote, { value: claim.value, unit: claim.unit })
  return typeof reading === 'string' ? { failure: reading } : { reading, passage }
}

/** Looks a lost quote up in the whole index: it stands in another chunk, or nowhere. */
export async function whereabouts(
  quote: string,
  isIndexed: (quote: string) => Promise<boolean>,
): Promise<'misattributed' | 'made_up'> {
  return (await isIndexed(quote.trim())) ? 'misattributed' : 'made_up'
}
