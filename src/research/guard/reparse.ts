import { isSameValue } from '../decide/compare.ts'
import type { Context } from '../readers/reader.ts'
import { readerOf, readingOf } from '../readings.ts'
import { specs } from '../specs.ts'
import { askedOf, sentenceApplies } from '../subject/subject.ts'
import { cleaned } from '../text/clean.ts'
import { type Span, sentences } from '../text/sentences.ts'
import type { Car, Passage, Reading, Value } from '../types.ts'
import { canonicalOf, unitNamed } from '../units.ts'
import { isInstruction } from './instructions.ts'

export type Stated = { value: Value; unit: string | null }

/**
 * Reads a quoted stretch again, by ourselves, and returns what it says where that is what was claimed: the same value in a
 * unit of the same kind, as far as it was printed. What is returned is our reading, never the claim.
 */
export function readAgain(
  car: Car,
  spec: string,
  passage: Passage,
  quote: Span,
  stated: Stated,
): Reading | 'not_said' | 'not_of_this_car' {
  const text = cleaned(passage.text)
  let objected = false
  for (const sentence of sentences(text)) {
    if (sentence.end <= quote.start || sentence.start >= quote.end) continue
    if (isInstruction(text.slice(sentence.start, sentence.end))) continue
    const context: Context = { text, sentence, above: [...passage.heading, passage.title], make: car.make }
    for (const hit of readerOf(spec)(context)) {
      if (hit.start < quote.start || hit.end > quote.end) continue
      const reading = readingOf(spec, text, sentence, hit, {})
      if (!isClaimed(reading, stated)) continue
      const verdict = sentenceApplies(
        car,
        text,
        sentence,
        hit,
        askedOf(spec, specs.get(spec)?.ofEngine ?? false, passage),
      )
      if (!verdict.applies) objected = true
      else return { ...reading, qualifiers: { ...verdict.qualifiers, ...reading.qualifiers } }
    }
  }
  return objected ? 'not_of_this_car' : 'not_said'
}

/** A claim in another unit may be rounded as its own digits are, and no further than what was read. */
function isClaimed(reading: Reading, { value, unit }: Stated): boolean {
  if (typeof reading.value === 'string')
    return typeof value === 'string' && isSameValue(reading, { ...reading, canonical: { value, unit: null } })
  if (typeof value === 'string') return false
  const name = unit === null ? reading.unit : (unitNamed(unit) ?? unit)
  const canonical = name === null ? { value, unit: null } : canonicalOf(value, name)
  if (canonical.unit !== reading.canonical.unit) return false
  const claimed: Reading = {
    ...reading,
    value,
    unit: name,
    canonical,
    slack: reading.unit === name ? 0 : slackOf(value, name),
  }
  return reading.unit === name ? isEqual(reading.value, value) : isSameValue(reading, claimed)
}

const isEqual = (a: Value, b: Value) => JSON.stringify(a) === JSON.stringify(b)

function slackOf(value: Exclude<Value, string>, unit: string | null): number {
  const number = typeof value === 'number' ? value : value.low
  const decimals = /\.(\d+)$/.exec(String(number))?.[1]?.length ?? 0
  const step = canonicalOf(10 ** -decimals, unit ?? '').value
  return typeof step === 'number' ? step / 2 : 0
}
