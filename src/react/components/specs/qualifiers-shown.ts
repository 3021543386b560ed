import { qualifiersInWords } from '../../../client/qualifiers.ts'
import type { ResearchClaim } from '../../../client/research.ts'
import { specWords } from './spec-names.ts'

export const qualifiersShown = (claim: ResearchClaim) => qualifiersInWords(claim, specWords)
