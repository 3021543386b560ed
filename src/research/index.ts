export {
  type Claim,
  type Conflict,
  decide,
  type Finding,
  type Quoted,
  type Section,
  type Status,
} from './decide/answer.ts'
export { findQuote } from './guard/quote.ts'
export { readAgain, type Stated } from './guard/reparse.ts'
export { type Read, readPassage } from './readings.ts'
export { type Spec, specNamed, specs } from './specs.ts'
export type { Canonical, Car, Passage, Qualifiers, Reading, Value } from './types.ts'

import { decide, type Finding } from './decide/answer.ts'
import { readAll } from './read-all.ts'
import type { Car, Passage } from './types.ts'

/** Researches a spec over passages, without a model: read, ask whose it is, weigh, decide. */
export function researchWithoutModel(car: Car, spec: string, passages: Passage[]): Finding {
  return decide(car, spec, readAll(car, spec, passages), passages)
}
