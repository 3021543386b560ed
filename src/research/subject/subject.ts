import { clauseAround } from '../text/clauses.ts'
import type { Span } from '../text/sentences.ts'
import type { Car, Passage, Qualifiers } from '../types.ts'
import { carsNamed, makeKey, modelKey } from './cars.ts'
import { engineSaid, isOtherItself } from './engines.ts'
import { partAround, yearsFor } from './model-years.ts'
import { narrowing } from './narrowing.ts'
import { isModified, isNegated } from './negation.ts'

/** Whether a sentence speaks of this car, and for what it says its value holds. `why` names what speaks against it. */
export type Verdict = { applies: true; qualifiers: Qualifiers } | { applies: false; why: Objection }
export type Objection =
  | 'another_make'
  | 'another_model'
  | 'another_year'
  | 'another_trim'
  | 'another_engine'
  | 'negated'
  | 'modified'
  | 'hearsay'

/** The document, or the chunk, says what it is about. What it leaves open is open. */
export function documentApplies(car: Car, { subject, title, heading }: Passage): Verdict {
  if (subject.vehicleId && subject.vehicleId !== car.id) return { applies: false, why: 'another_model' }
  if (subject.vehicleId === car.id) return { applies: true, qualifiers: {} }
  if (subject.make && car.make && !isSameMake(subject.make, car.make)) return { applies: false, why: 'another_make' }
  if (subject.model && car.model && !isSameModel(subject.model, car)) return { applies: false, why: 'another_model' }
  if (car.year && ((subject.yearFrom && car.year < subject.yearFrom) || (subject.yearTo && car.year > subject.yearTo)))
    return { applies: false, why: 'another_year' }
  if (!subject.make && !subject.model) {
    const named = carsNamed([title, ...heading].join(' | '))
    if (named.length > 0 && !named.some((other) => isThisCar(other, car)))
      return { applies: false, why: 'another_model' }
  }
  return { applies: true, qualifiers: {} }
}

const isSameMake = (a: string, b: string) => makeKey(a) === makeKey(b)

/** `'Cuda 340` is a `Cuda`, and a `Barracuda` is its family; `2002tii` is a `2002`, a `2002` is no `2002tii` for sure. */
function isSameModel(named: string, car: Car): boolean {
  const other = modelKey(named)
  const own = modelKey(car.model ?? '')
  if (!own || !other) return true
  return (
    own === other ||
    own.startsWith(other) ||
    own.includes(other) ||
    (other.startsWith(own) && /^(?:\d|coupe|hardtop|convertible|sedan|wagon|gt$)/.test(other.slice(own.length))) ||
    family(own) === family(other)
  )
}

const families: Record<string, string> = {
  cuda: 'barracuda',
  pl510: '510',
  malibu: 'chevelle',
  roadrunner: 'roadrunner',
  f250: 'f250',
}
const family = (key: string) => {
  const stem = key.replace(/(?:340|383|440|426|hemi|sixpack|aar|ss|rt|sw|wagon)$/g, '')
  return families[stem] ?? (stem || key)
}

const isThisCar = (other: { make: string; model: string }, car: Car) =>
  other.model
    ? isSameModel(other.model, car) || modelKey(`${car.model} ${car.trim ?? ''}`).includes(modelKey(other.model))
    : !car.make || isSameMake(other.make, car.make)

/** What is asked: whether the spec is the engine's, whether its value names an engine, and whether the document is known to be about this model, or this very car. */
export type Asked = { ofEngine: boolean; namesEngine: boolean; ofThisModel: boolean; ofThisCar: boolean }

export const askedOf = (spec: string, ofEngine: boolean, { subject }: Passage): Asked => ({
  ofEngine,
  namesEngine: spec === 'displacement' || spec === 'engine',
  ofThisModel: Boolean(subject.model || subject.vehicleId),
  ofThisCar: Boolean(subject.vehicleId),
})

/** What the sentence around a value says of whose it is. */
export function sentenceApplies(car: Car, text: string, sentence: Span, value: Span, asked: Asked): Verdict {
  const clause = clauseAround(text, sentence, value.start)
  if (isNegated(text.slice(clause.start, value.start), text.slice(value.end, clause.end)))
    return { applies: false, why: 'negated' }
  if (!asked.ofThisCar && isModified(text.slice(clause.start, clause.end))) return { applies: false, why: 'modified' }
  const other = otherCar(car, text, sentence, clause, value)
  if (other) return { applies: false, why: other }
  const years = yearsFor(text, sentence, value)
  if (
    car.year &&
    years.length > 0 &&
    !years.some(({ from, to }) => (car.year as number) >= from && (car.year as number) <= to)
  )
    return { applies: false, why: 'another_year' }
  const engine = asked.ofEngine ? engineSaid(car, text, sentence, value) : null
  const isOther = engine !== null && ('other' in engine || !asked.ofThisModel)
  if (isOther || (asked.namesEngine && isOtherItself(car, text.slice(value.start, value.end))))
    return { applies: false, why: 'another_engine' }
  const part = partAround(text, sentence, value)
  const narrowed = narrowing(car, text.slice(Math.max(clause.start, part.start), Math.min(clause.end, part.end)))
  if (!narrowed) return { applies: false, why: 'another_trim' }
  return { applies: true, qualifiers: { ...narrowed, ...(engine && 'name' in engine ? { engine: engine.name } : {}) } }
}

/**
 * The car that a value belongs to is the last one named before it in its clause; without one there, the clause after it up to
 * the next value; without one, the sentence's first. Another car in another clause says nothing of this value.
 */
function otherCar(car: Car, text: string, sentence: Span, clause: Span, value: Span): Objection | null {
  const named = carsNamed(text.slice(sentence.start, sentence.end)).map((one) => ({
    ...one,
    start: one.start + sentence.start,
    end: one.end + sentence.start,
  }))
  if (unnamed.test(text.slice(clause.start, value.start))) return 'another_model'
  if (named.length === 0) return null
  const inClause = named.filter(({ start, end }) => start >= clause.start && end <= clause.end)
  const owner =
    inClause.filter(({ end }) => end <= value.start).at(-1) ??
    inClause.find(({ start }) => start >= value.end && isOwnedAfter(text.slice(value.end, start))) ??
    (inClause.length === 0 ? named[0] : undefined)
  if (!owner || isThisCar(owner, car)) return null
  // "the Challenger's sister, the 'Cuda": both named and this car among them: undecided means no.
  return owner.model ? 'another_model' : 'another_make'
}

/** Other cars that are not named. */
const unnamed =
  /\b(?:rivals?|competitors?|the competition|(?:its|the) (?:sister|sibling|twin|cousin|stablemate|predecessor|successor|replacement)|(?:most|many|other) (?:cars|makers|sedans|coupes|convertibles)|(?:the|a|his|her|my) (?:trailer|tow (?:car|truck|rig)))\b[^,]*$/i

const isOwnedAfter = (between: string) =>
  !/\bthan\b/i.test(between) &&
  /^\s*(?:[\w.@()-]+(?:,\d+)*\s+){0,6}?(?:of|in|for|from|on|by)\s+(?:the|a|an|any|every|most|some)?\s*(?:[\w’'-]+\s+){0,3}$/i.test(
    between,
  )
