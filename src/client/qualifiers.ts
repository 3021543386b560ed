import type { ResearchClaim } from './research.ts'
import type { Words } from './spec-words.ts'

const qualifierWords: Record<string, (value: unknown, words: Words) => string> = {
  rating: (value, { say }) => say(value === 'din' ? 'DIN' : value === 'gross' ? 'gross' : 'net', {}),
  rpm: (value, { say, exact }) => say('at {rpm} rpm', { rpm: exact(Number(value)) }),
  trim: String,
  engine: (value, { say }) => say('with the {engine}', { engine: String(value) }),
  market: (value, { say }) => say('{market} market', { market: String(value) }),
  measure: String,
  condition: (value, { say }) => say('condition {condition}', { condition: String(value) }),
}

/** What a claim holds for: "gross, at 6,000 rpm". */
export const qualifiersInWords = ({ qualifiers }: ResearchClaim, words: Words) =>
  Object.entries(qualifierWords)
    .flatMap(([name, inWords]) => (qualifiers[name] === undefined ? [] : [inWords(qualifiers[name], words)]))
    .join(', ')
