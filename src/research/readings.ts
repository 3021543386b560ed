import { isInstruction } from './guard/instructions.ts'
import type { Context, Hit, Reader } from './readers/reader.ts'
import { wordReader } from './readers/words.ts'
import { specs } from './specs.ts'
import { askedOf, documentApplies, type Objection, sentenceApplies } from './subject/subject.ts'
import { cleaned } from './text/clean.ts'
import { quoteAround, type Span, sentences } from './text/sentences.ts'
import type { Canonical, Car, Passage, Qualifiers, Reading, Value } from './types.ts'
import { canonicalOf, toCanonical } from './units.ts'

/** What was read in a passage for a spec, and what was read but is not said of this car. */
export type Read = { passage: Passage; readings: Reading[]; objections: Objection[] }

export const readerOf = (spec: string): Reader => specs.get(spec)?.read ?? wordReader(spec)

/** Reads a passage for a spec of a car, without a model. Text that is hidden from people is not read. */
export function readPassage(car: Car, spec: string, passage: Passage): Read {
  const applies = documentApplies(car, passage)
  if (!applies.applies) return { passage, readings: [], objections: [applies.why] }
  const text = cleaned(passage.text)
  const read = readerOf(spec)
  const readings: Reading[] = []
  const objections: Objection[] = []
  for (const sentence of sentences(text)) {
    if (isQuestion(text, sentence) || isInstruction(text.slice(sentence.start, sentence.end))) continue
    const context: Context = { text, sentence, above: [...passage.heading, passage.title], make: car.make }
    for (const hit of read(context)) {
      if (isQuoted(passage, hit)) continue
      const verdict = sentenceApplies(
        car,
        text,
        sentence,
        hit,
        askedOf(spec, specs.get(spec)?.ofEngine ?? false, passage),
      )
      if (verdict.applies) readings.push(readingOf(spec, text, sentence, hit, verdict.qualifiers))
      else objections.push(verdict.why)
    }
  }
  return { passage, readings: once(readings), objections }
}

/** A question states nothing. */
const isQuestion = (text: string, { start, end }: Span) => /\?["”’)]*$/.test(text.slice(start, end))

/** What a post quotes is the other's word; it counts where that one wrote it. */
const isQuoted = ({ quoted }: Passage, { start, end }: Span) =>
  (quoted ?? []).some((span) => span.start < end && span.end > start)

export function readingOf(spec: string, text: string, sentence: Span, hit: Hit, more: Qualifiers): Reading {
  const quote = quoteAround(text, sentence, hit)
  const step = isApproximate(text, sentence, hit) ? roundStep(hit) : hit.step
  return {
    spec,
    start: hit.start,
    end: hit.end,
    quote,
    value: hit.value,
    unit: hit.unit,
    canonical: canonical(hit.value, hit.unit),
    slack: slackOf(step, hit.unit),
    qualifiers: { ...more, ...hit.qualifiers },
  }
}

function canonical(value: Value, unit: string | null): Canonical {
  return unit === null ? { value, unit } : canonicalOf(value, unit)
}

function slackOf(step: number, unit: string | null): number {
  if (unit === null) return step / 2
  try {
    return toCanonical(step, unit) / 2
  } catch {
    return step / 2 // ratios and currencies are compared as they are
  }
}

const isApproximate = (text: string, { start }: Span, hit: Hit) =>
  /(?:\b(?:about|approx(?:imately)?\.?|roughly|around|nearly|almost|some|over|more than|less than|under|just over|just under|circa|ca\.?|close to|up to)|~|±)\s*(?:US)?[$€£]?\s*$/i.test(
    text.slice(Math.max(start, hit.start - 24), hit.start),
  )

/** `about 3,600` may be anything that rounds to it. */
function roundStep({ value, step }: Hit): number {
  const number = typeof value === 'number' ? value : 0
  if (!Number.isInteger(number) || number === 0) return step
  let zeros = 1
  while (number % (zeros * 10) === 0) zeros *= 10
  return Math.max(step, zeros)
}

/** One sentence that says the same twice says it once, as it is most exactly printed: `8 ft (96 in)`. */
function once(readings: Reading[]): Reading[] {
  const seen = new Set<string>()
  const byExactness = [...readings].sort((a, b) => a.slack - b.slack)
  return byExactness.filter(({ quote, canonical: { value, unit }, qualifiers }) => {
    const key = JSON.stringify([quote.start, value, unit, qualifiers])
    return !seen.has(key) && seen.add(key)
  })
}
