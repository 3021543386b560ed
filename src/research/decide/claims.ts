import { specs } from '../specs.ts'
import type { Passage, Reading } from '../types.ts'
import { areComparable, isSameValue } from './compare.ts'
import { copies } from './copies.ts'

/** One reading with the passage it stands in. `voice` is the same for copies of one text; `suspect` says that a copy was altered. */
export type Evidence = { reading: Reading; passage: Passage; voice: number; suspect: boolean }

/** A value with all that says so. */
export type Group = { lead: Reading; evidence: Evidence[]; suspect: boolean }

/** By how much the best of altered copies must be trusted more than the rest to be taken for the original. */
const clearlyMore = 0.15

/** Readings as evidence: copies are found, and of copies whose values differ the altered ones are marked. */
export function weigh(readings: { reading: Reading; passage: Passage }[]): Evidence[] {
  const voices = copies(readings.map(({ reading, passage }) => textOf(reading, passage)))
  const evidence = readings.map(({ reading, passage }, n) => ({
    reading,
    passage,
    voice: voices[n] as number,
    suspect: false,
  }))
  for (const voice of new Set(voices)) markAltered(evidence.filter((one) => one.voice === voice))
  return evidence
}

/** A short quote is alike by chance; then the passage around it decides. */
const textOf = ({ quote }: Reading, { text }: Passage) => {
  const said = text.slice(quote.start, quote.end)
  return said.split(/\s+/).length >= 8 ? said : text
}

function markAltered(alike: Evidence[]): void {
  const [first] = alike
  if (!first || specs.get(first.reading.spec)?.varies) return
  const documents = new Set(alike.map(({ passage }) => passage.documentId))
  if (
    documents.size < 2 ||
    alike.every(({ reading }) => isSameValue(reading, first.reading) || !areComparable(reading, first.reading))
  )
    return
  const best = alike.reduce((a, b) => (b.passage.authority > a.passage.authority ? b : a))
  const rest = alike.filter(({ passage }) => passage.sourceId !== best.passage.sourceId)
  const isOriginal = rest.every(({ passage }) => best.passage.authority - passage.authority >= clearlyMore)
  for (const one of alike) {
    one.suspect = !(
      isOriginal &&
      (one.passage.sourceId === best.passage.sourceId || isSameValue(one.reading, best.reading))
    )
  }
}

/** Evidence by what it says: the most trusted first. A suspect value stands apart from the same value said by somebody else. */
export function group(evidence: Evidence[]): Group[] {
  const groups: Group[] = []
  const byTrust = [...evidence].sort(
    (a, b) =>
      Number(a.suspect) - Number(b.suspect) ||
      b.passage.authority - a.passage.authority ||
      a.reading.slack - b.reading.slack,
  )
  for (const one of byTrust) {
    const same = groups.find(({ lead }) => areComparable(lead, one.reading) && isSameValue(lead, one.reading))
    if (same) same.evidence.push(one)
    else groups.push({ lead: one.reading, evidence: [one], suspect: one.suspect })
  }
  return groups.sort((a, b) => Number(a.suspect) - Number(b.suspect) || support(b) - support(a))
}

/** Trust of the independent voices that say so: of each its best. A forum as a whole counts as one voice, and at most a half. */
export function support({ evidence }: Group): number {
  return independent(evidence).reduce((sum, trust) => sum + trust, 0)
}

export function independent(evidence: Evidence[]): number[] {
  const best = new Map<string, number>()
  for (const { passage, voice } of evidence) {
    const key = passage.kind === 'forum' ? `source ${passage.sourceId}` : `voice ${voice}`
    const trust = passage.kind === 'forum' ? Math.min(0.5, passage.authority) : passage.authority
    best.set(key, Math.max(best.get(key) ?? 0, trust))
  }
  return [...best.values()].sort((a, b) => b - a)
}

/** Pairs of groups, by their places, that cannot both be right. */
export function contradictions(spec: string, groups: Group[]): [number, number][] {
  const { varies = false, choice = false } = specs.get(spec) ?? {}
  if (varies) return []
  const pairs: [number, number][] = []
  groups.forEach((a, n) => {
    groups.slice(n + 1).forEach((b, m) => {
      if (a.suspect || b.suspect || !areComparable(a.lead, b.lead)) return
      if (choice && !(isOfTheCarItself(a) && isOfTheCarItself(b))) return
      pairs.push([n, n + 1 + m])
    })
  })
  return pairs
}

/** Said of this very car, by its own papers, rather than of the model. */
const isOfTheCarItself = ({ evidence }: Group) => evidence.some(({ passage }) => passage.subject.vehicleId)
