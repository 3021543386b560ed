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

/**
 * Readings as evidence. Copies are found among all that was looked at, also where nothing was read: an altered copy may say something
 * only because it was altered.
 */
export function weigh(readings: { reading: Reading; passage: Passage }[], passages: Passage[]): Evidence[] {
  const voices = copies(readings.map(({ reading, passage }) => textOf(reading, passage)))
  const altered = alteredPassages(passages)
  const evidence = readings.map(({ reading, passage }, n) => ({
    reading,
    passage,
    voice: voices[n] as number,
    suspect: altered.has(passage.chunkId),
  }))
  for (const voice of new Set(voices)) markAltered(evidence.filter((one) => one.voice === voice))
  return evidence
}

/** Chunks that are copies of another source's with other digits; of the most trusted one only where it is clearly more trusted. */
function alteredPassages(passages: Passage[]): Set<string> {
  const groupOf = copies(passages.map(({ text }) => text))
  const groups = Map.groupBy(passages, (_, n) => groupOf[n])
  const altered = new Set<string>()
  for (const alike of groups.values()) {
    const best = mostTrusted(alike)
    if (!best || new Set(alike.map(({ sourceId }) => sourceId)).size < 2) continue
    const isOriginal = isClearlyMoreTrusted(best, alike)
    for (const one of alike) {
      const isSame = one.sourceId === best.sourceId || numbersIn(one.text) === numbersIn(best.text)
      if (!isSame || (!isOriginal && alike.some((other) => numbersIn(other.text) !== numbersIn(best.text))))
        altered.add(one.chunkId)
    }
  }
  return altered
}

const mostTrusted = (alike: Passage[]) =>
  alike.reduce<Passage | undefined>((a, b) => (a && a.authority >= b.authority ? a : b), undefined)
const isClearlyMoreTrusted = (best: Passage, alike: Passage[]) =>
  alike.every(({ sourceId, authority }) => sourceId === best.sourceId || best.authority - authority >= clearlyMore)
const numbersIn = (text: string) => (text.match(/\d+(?:[.,]\d+)*/g) ?? []).join(' ')

/** A short quote is alike by chance; then the passage around it decides. */
const textOf = ({ quote }: Reading, { text }: Passage) => {
  const said = text.slice(quote.start, quote.end)
  return said.split(/\s+/).length >= 8 ? said : text
}

function markAltered(alike: Evidence[]): void {
  const [first] = alike
  const sources = new Set(alike.map(({ passage }) => passage.sourceId))
  if (!first || sources.size < 2 || alike.every((one) => digitsOf(one) === digitsOf(first))) return
  const passages = alike.map(({ passage }) => passage)
  const best = mostTrusted(passages) as Passage
  const original = alike.find(({ passage }) => passage === best) as Evidence
  const isOriginal = isClearlyMoreTrusted(best, passages)
  for (const one of alike) {
    const isSame = one.passage.sourceId === best.sourceId || isSameValue(one.reading, original.reading)
    one.suspect = one.suspect || !isOriginal || !isSame
  }
}

/** The numbers of the quote, in their order. */
const digitsOf = ({ reading: { quote }, passage: { text } }: Evidence) => numbersIn(text.slice(quote.start, quote.end))

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
