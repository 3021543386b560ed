import { clauseAround } from '../text/clauses.ts'
import { quantities } from '../text/quantities.ts'
import type { Span } from '../text/sentences.ts'
import type { Car, Passage, Qualifiers } from '../types.ts'
import { toCanonical } from '../units.ts'
import { carsNamed, makeKey, modelKey } from './cars.ts'
import { yearsNamed } from './years.ts'

/** Whether a sentence speaks of this car, and for what it says its value holds. `why` names what speaks against it. */
export type Verdict = { applies: true; qualifiers: Qualifiers } | { applies: false; why: Objection }
export type Objection =
  | 'another_make'
  | 'another_model'
  | 'another_year'
  | 'another_trim'
  | 'another_engine'
  | 'negated'
  | 'hearsay'

/** Sizes of the engines that the car may have, in cubic inches, with the words that name the one it has. */
type Fitted = { cubicInches: number[]; words: string[] }

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

/** What the sentence around a value says of whose it is. */
export function sentenceApplies(car: Car, text: string, sentence: Span, value: Span, ofEngine: boolean): Verdict {
  const clause = clauseAround(text, sentence, value.start)
  const words = text.slice(clause.start, clause.end)
  const before = text.slice(clause.start, value.start)
  if (isNegated(before, text.slice(value.end, clause.end))) return { applies: false, why: 'negated' }
  const other = otherCar(car, text, sentence, clause, value)
  if (other) return { applies: false, why: other }
  const years = yearsOf(text, sentence, clause, value)
  if (
    car.year &&
    years.length > 0 &&
    !years.some(({ from, to }) => (car.year as number) >= from && (car.year as number) <= to)
  )
    return { applies: false, why: 'another_year' }
  if (ofEngine && isOtherItself(car, text.slice(value.start, value.end)))
    return { applies: false, why: 'another_engine' }
  if (ofEngine && isOtherEngine(car, words, value.start - clause.start, value.end - clause.start))
    return { applies: false, why: 'another_engine' }
  const trim = trimOf(words)
  if (trim && car.trim && !modelKey(`${car.model} ${car.trim}`).includes(modelKey(trim)))
    return { applies: false, why: 'another_trim' }
  if (trim && !car.trim && !modelKey(car.model ?? '').includes(modelKey(trim)))
    return { applies: true, qualifiers: { ...marketOf(words), trim } }
  return { applies: true, qualifiers: marketOf(words) }
}

/** `not 340`, `never had 10.5:1`, `rather than 275 hp`, `instead of`, `contrary to`; and a value that is then denied. */
function isNegated(before: string, after: string): boolean {
  return (
    /\b(?:not|never|n[’']t|no longer|neither|nor|rather than|instead of|contrary to|wrongly|incorrectly|mistaken(?:ly)?|erroneous(?:ly)?|myth|false(?:ly)?|unlike|without|replac(?:ed|ing)|formerly|previously|used to be|down from|up from|would have|could have|should have been|supposed to|rumou?r\w*)\b(?:(?!\b(?:but|it is|it was)\b)[^;]){0,40}$/i.test(
      before,
    ) ||
    /^[^;,.]{0,30}\b(?:is (?:a )?(?:wrong|myth|false|incorrect|error)|are wrong|was (?:never|not)|is not|isn[’']t|never existed|a typo|misprint)\b/i.test(
      after,
    )
  )
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

const isOwnedAfter = (between: string) =>
  /^\s*(?:[\w.,@()-]+\s+){0,6}?(?:of|in|for|from|on|by)\s+(?:the|a|an|any|every|most|some)?\s*(?:[\w’'-]+\s+){0,3}$/i.test(
    between,
  )

/** Years in the clause narrow its value; where it has none, those before it in the sentence do. Dates of print and sale do not. */
function yearsOf(text: string, sentence: Span, clause: Span, value: Span) {
  const near = (span: Span) =>
    yearsNamed(text.slice(span.start, span.end)).filter(
      ({ start, end }) =>
        !isDate(
          text.slice(Math.max(0, span.start + start - 24), span.start + start),
          text.slice(span.start + end, span.start + end + 12),
        ) && !(span.start + start < value.end && span.start + end > value.start),
    )
  const own = near(clause)
  if (own.length > 0) {
    // Several years in one clause: the nearest before the value, else the nearest after it.
    const before = own.filter(({ end }) => clause.start + end <= value.start)
    const after = own.filter(({ start }) => clause.start + start >= value.end)
    const pick = before.at(-1) ?? after[0]
    return pick ? own.filter(({ start }) => start === pick.start) : own
  }
  const earlier = near({ start: sentence.start, end: clause.start })
  const last = earlier.at(-1)
  return last ? earlier.filter(({ start }) => start === last.start) : []
}

const isDate = (before: string, after: string) =>
  /\b(?:printed|published|revised|edition|copyright|©|sold|auctioned|restored|rebuilt|bought|purchased|dated|since|measured|tested|posted|written|wrote|January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?(?:\s+(?:in|on|\d{1,2},?))?\s*$/i.test(
    before,
  ) || /^\s*(?:auction|edition|reprint|restoration|catalog)/i.test(after)

/** The engines that the clause names by size are others than the car's, and the nearest of them is what the value belongs to. */
function isOtherEngine(car: Car, words: string, start: number, end: number): boolean {
  const fitted = fittedEngine(car)
  if (fitted.cubicInches.length === 0) return false
  const named = enginesNamed(words).filter((one) => !(one.start < end && one.end > start))
  const owner =
    named.filter((one) => one.end <= start).at(-1) ??
    named.find(
      (one) =>
        one.start >= end &&
        /^\s*(?:[\w.,@()-]+\s+){0,5}(?:of|in|for|from|with)\s+(?:the|a|an)?\s*$/i.test(words.slice(end, one.start)),
    )
  return owner !== undefined && !fitted.cubicInches.some((size) => isSameSize(size, owner.cubicInches))
}

/** The value is the name of an engine that the car does not have. */
function isOtherItself(car: Car, value: string): boolean {
  const fitted = fittedEngine(car).cubicInches
  const named = /^(?:\d{3})\b/.test(value) ? enginesNamed(value) : []
  return (
    fitted.length > 0 &&
    named.length > 0 &&
    !named.some((one) => fitted.some((size) => isSameSize(size, one.cubicInches)))
  )
}

const isSameSize = (a: number, b: number) => Math.abs(a - b) <= Math.max(1.5, 0.012 * a)

export function fittedEngine(car: Car): Fitted {
  const words = [car.engine ?? '', car.trim ?? '', car.model ?? ''].filter(Boolean)
  const sizes = words.flatMap((word) => enginesNamed(word).map(({ cubicInches }) => cubicInches))
  return { cubicInches: sizes, words }
}

type EngineNamed = { cubicInches: number; start: number; end: number }

/** Engines by their size: `340 cu in`, `5.7 L`, and bare three-digit American sizes (`the 440`, `a 383`). */
export function enginesNamed(text: string): EngineNamed[] {
  const found: EngineNamed[] = quantities(text, 'volume').flatMap(({ value, unit, start, end }) => {
    if (typeof value !== 'number') return []
    const cubicInches = toCanonical(value, unit) / 16.387064
    return cubicInches >= 30 && cubicInches <= 550 ? [{ cubicInches, start, end }] : []
  })
  for (const match of text.matchAll(
    /(?<![\w.,$€£#/@-])(?<n>1[4-9]\d|[2-4]\d\d|5[0-1]\d)(?:-?(?:4|6|2)\s?(?:bbl|barrel|V)\b)?(?=[\s-]+(?:V-?8|Hemi|Six[\s-]Pack|Six[\s-]Barrel|engine|motor|Magnum|Wedge|four-?barrel|small[\s-]block|big[\s-]block|block|Commando|Interceptor|Cobra|Turbo|cars?\b|with|was|is|has|had|made|makes|produced|and|or|,)|[),;.]|\s*$|['’]s\b)/gi,
  )) {
    const n = Number(match.groups?.n)
    if (!known.has(n) || found.some(({ start, end }) => start <= match.index && end >= match.index)) continue
    found.push({ cubicInches: n, start: match.index, end: match.index + match[0].length })
  }
  return found.sort((a, b) => a.start - b.start)
}

/** American engines that go by their cubic inches. */
const known = new Set([
  151, 170, 194, 198, 200, 215, 225, 230, 232, 240, 250, 258, 260, 265, 273, 283, 289, 292, 300, 302, 305, 307, 318,
  326, 327, 330, 340, 345, 348, 350, 351, 352, 354, 360, 361, 383, 389, 390, 392, 396, 400, 401, 402, 403, 406, 409,
  410, 413, 421, 425, 426, 427, 428, 429, 430, 440, 454, 455, 460, 472, 500,
])

/** A trim or body that the clause narrows its value to: `the convertible weighs`, `tii models`. */
function trimOf(words: string): string | null {
  const match =
    /(?<![\w-])(?:only (?:the|on|for|in) )?(?<trim>R\/T|Z\/?28|AAR|T\/A|Gran Coupe|tii|Superbird|LS6|L78|Boss \d{3}|Mach 1|Shelby|Judge|SSS|station wagon|wagon|convertible)(?![\w-])/.exec(
      words,
    )
  return match?.groups?.trim ?? null
}

function marketOf(words: string): Qualifiers {
  const match =
    /\b(?:(?<us>U\.?S\.?(?:[\s-](?:market|spec|version|models?|cars)))|(?<eu>European?(?:[\s-](?:market|spec|version|models?|cars)))|(?<jp>(?:Japanese|home)[\s-]market)|(?<ca>California (?:cars|models|emissions|spec)|California-spec)|(?<cd>Canadian (?:cars|models|market)))/i.exec(
      words,
    )
  const groups = match?.groups ?? {}
  const market = groups.us
    ? 'US'
    : groups.eu
      ? 'Europe'
      : groups.jp
        ? 'Japan'
        : groups.ca
          ? 'California'
          : groups.cd
            ? 'Canada'
            : null
  return market ? { market } : {}
}
