import type { Kind } from '../../indexer/document.ts'
import { documentApplies } from '../subject/subject.ts'
import { inCharacters } from '../text/clean.ts'
import type { Canonical, Car, Passage, Qualifiers, Reading, Value } from '../types.ts'
import { contradictions, type Evidence, type Group, group, weigh } from './claims.ts'
import { coefficients } from './confidence.generated.ts'
import { confidenceOf, featuresOf } from './confidence.ts'

export type Status = 'supported' | 'conflicting' | 'insufficient'

export type Quoted = {
  quote: string
  chunk_id: string
  document_id: string
  page: number | null
  /** In characters of the document's stored text. */
  char_start: number
  char_end: number
  url: string | null
  title: string
  kind: Kind
  authority: number
  author: string | null
  published_at: string | null
  read_at: string
}

export type Claim = {
  value: Value
  unit: string | null
  canonical: Canonical
  qualifiers: Qualifiers
  evidence: Quoted[]
  /** A copy of another source with other digits, or one of copies of which some were altered. */
  suspect: boolean
}

/** Two claims, by their places, that contradict each other. */
export type Conflict = { claims: [number, number]; note: string }
export type Section = { claims: number[] }

/** What the sources say; who asked, when, and how long it holds is added by who stores it. */
export type Finding = {
  status: Status
  spec_name: string
  claims: Claim[]
  conflicts: Conflict[]
  sections: { factory: Section | null; market: Section | null; community: Section | null }
  confidence: { score: number; calibrated: boolean }
}

/** Fewer labels than this make no probability. */
const fewestLabels = 200
const mostClaims = 12
const mostEvidence = 6

/** From verified readings, and all the passages that were looked at, to what is shown. A sheet of another car has the same words with other numbers, and is no copy. */
export function decide(
  car: Car,
  spec: string,
  readings: { reading: Reading; passage: Passage }[],
  passages: Passage[],
): Finding {
  const ofThisCar = passages.filter((passage) => documentApplies(car, passage).applies)
  const groups = group(weigh(readings, ofThisCar)).slice(0, mostClaims)
  const pairs = contradictions(spec, groups)
  const conflicts = pairs.map((claims): Conflict => ({ claims, note: noteOn(groups, claims) }))
  const trusted = groups.filter(({ suspect }) => !suspect)
  const status =
    trusted.length === 0
      ? groups.length > 1
        ? 'conflicting'
        : 'insufficient'
      : conflicts.length > 0
        ? 'conflicting'
        : 'supported'
  const [first] = groups
  const score =
    first && trusted.length > 0
      ? confidenceOf(
          featuresOf(
            first,
            pairs.some((pair) => pair.includes(0)),
          ),
        )
      : 0
  return {
    status,
    spec_name: spec,
    claims: groups.map(claimOf),
    conflicts,
    sections: {
      factory: section(groups, 'factory'),
      market: section(groups, 'market'),
      community: section(groups, 'community'),
    },
    confidence: { score, calibrated: coefficients.labels >= fewestLabels },
  }
}

function claimOf({ lead, evidence, suspect }: Group): Claim {
  const { value, unit, canonical } = lead
  const qualifiers = Object.assign({}, ...evidence.map(({ reading }) => reading.qualifiers).reverse()) as Qualifiers
  return { value, unit, canonical, qualifiers, evidence: evidence.slice(0, mostEvidence).map(quoted), suspect }
}

function quoted({ reading: { quote }, passage }: Evidence): Quoted {
  return {
    quote: passage.text.slice(quote.start, quote.end),
    chunk_id: passage.chunkId,
    document_id: passage.documentId,
    page: passage.page,
    char_start: passage.charStart + inCharacters(passage.text, quote.start),
    char_end: passage.charStart + inCharacters(passage.text, quote.end),
    url: passage.url,
    title: passage.title,
    kind: passage.kind,
    authority: passage.authority,
    author: passage.author,
    published_at: passage.publishedAt,
    read_at: passage.readAt,
  }
}

const sectionOf: Record<Kind, keyof Finding['sections']> = {
  manual: 'factory',
  registry: 'factory',
  dataset: 'factory',
  owner_document: 'factory',
  price_guide: 'market',
  listing: 'market',
  forum: 'community',
  article: 'community',
}

function section(groups: Group[], name: keyof Finding['sections']): Section | null {
  const claims = groups.flatMap(({ evidence }, n) =>
    evidence.some(({ passage }) => sectionOf[passage.kind] === name) ? [n] : [],
  )
  return claims.length > 0 ? { claims } : null
}

/** Why two values may differ, from what is known of how they were measured; never a guess at which is right. */
function noteOn(groups: Group[], [a, b]: [number, number]): string {
  const [x, y] = [groups[a]?.lead.qualifiers.rating, groups[b]?.lead.qualifiers.rating]
  if ((x === undefined) !== (y === undefined))
    return 'One is stated as gross or net, the other does not say. The two are not comparable then.'
  return 'The sources give different values.'
}
