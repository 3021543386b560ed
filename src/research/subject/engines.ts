import { isCapacity } from '../text/capacities.ts'
import { quantities } from '../text/quantities.ts'
import type { Span } from '../text/sentences.ts'
import type { Car } from '../types.ts'
import { toCanonical } from '../units.ts'

/** An engine that a text names by its size, in cubic inches, or by a maker's code (then its size is null). */
export type EngineNamed = { cubicInches: number | null; code: string; start: number; end: number }

/** Sizes of the engines that the car may have, from what its owner wrote; empty where nothing says. */
export const fittedSizes = (car: Car): number[] =>
  [car.engine, car.trim, car.model].flatMap((words) =>
    enginesNamed(words ?? '').flatMap(({ cubicInches }) => cubicInches ?? []),
  )

/** Two sizes of one engine differ by rounding: 195.4 is a 196, 5.7 L is a 350. */
export const isSameSize = (a: number, b: number) => Math.abs(a - b) <= Math.max(1.5, 0.012 * a)

const codePattern = /(?<![\w./-])(?:[A-Z]\d{2}[A-Z]{0,2}|[A-Z]{1,2}\d{2}[A-Z]?|\d{2}GF|LS\d|L\d{2})(?![\w./-])/g

/** Engines by their size (`340 cu in`, `5.7 L`), bare American sizes (`the 440`, `V-266`), and codes (`L18`, `M10`). */
export function enginesNamed(text: string): EngineNamed[] {
  const found: EngineNamed[] = quantities(text, 'volume').flatMap(({ value, unit, start, end }) => {
    if (typeof value !== 'number' || isCapacity(text, start, end)) return []
    const cubicInches = toCanonical(value, unit) / 16.387064
    return cubicInches >= 30 && cubicInches <= 550 ? [{ cubicInches, code: '', start, end }] : []
  })
  for (const match of text.matchAll(nicknamed)) {
    const cubicInches = sizeOfName[match[0].toUpperCase().replace('-', '')] ?? 426
    found.push({ cubicInches, code: '', start: match.index, end: match.index + match[0].length })
  }
  const isFree = (start: number) => !found.some((other) => other.start <= start && other.end > start)
  for (const match of text.matchAll(bare)) {
    const { n, typed } = match.groups ?? {}
    const size = Number(n ?? typed)
    if ((typed === undefined && !known.has(size)) || !isFree(match.index)) continue
    found.push({ cubicInches: size, code: '', start: match.index, end: match.index + match[0].length })
  }
  return found.sort((a, b) => a.start - b.start)
}

export const engineCodes = (text: string): EngineNamed[] =>
  [...text.matchAll(codePattern)].map((match) => ({
    cubicInches: null,
    code: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }))

/** Engines that go by a name or an order code which belongs to one size, where no size stands beside it. */
const sizeOfName: Readonly<Record<string, number>> = {
  ...{ LS5: 454, LS6: 454, L88: 427, L71: 427, L72: 427, ZL1: 427, L78: 396, L34: 396, L35: 396 },
  ...{ L79: 327, L76: 327, L84: 327, L75: 327, L48: 350, L46: 350, L82: 350, LT1: 350 },
}
const nicknamed =
  /(?<!\d{3}[\s-])(?<![\w-])(?:(?<=\b(?:the|a|with|optional|street)\s)(?:426\s)?Hemi(?!\s?Orange|\w)|(?:LS[56]|L[78]\d|L3[45]|L4[68]|ZL-?1|LT-?1)(?![\w-]))(?!\s+\d{3}\b)/gi

const follows = String.raw`V-?8|Hemi|Six[\s-]Pack|Six[\s-]Barrel|engine|motor|Magnum|Wedge|four-?barrel|small[\s-]block|big[\s-]block|block|Commando|Interceptor|Cobra|Turbo|cars?\b|with|was|is|has|had|made|makes|produced|and|or|of|at|in|develops|delivers|makes|gets|Duster|powered|\d{2,3}\s?(?:hp|bhp|horsepower|PS|kW|lb)`
const bare = new RegExp(
  String.raw`(?<![\w.,$€£#/@-])(?:(?:V|[46])-(?<typed>\d{3})(?!\d)|(?<n>1[4-9]\d|[2-4]\d\d|5[0-1]\d)(?:-?(?:4|6|2)\s?(?:bbl|barrel|V)\b)?(?=(?:[\s-]+(?:${follows})|[),;.](?!\d)|\s*$|['’]s\b|-powered)))(?!\s*(?:hp|horsepower|lb|pounds|rpm|mm|kg|PS|kW|inches|in\b|cc|km))`,
  'gi',
)

/** American engines that go by their cubic inches. */
const known = new Set([
  151, 170, 194, 196, 198, 200, 215, 225, 230, 232, 240, 250, 258, 260, 265, 266, 273, 283, 289, 292, 300, 302, 304,
  305, 307, 318, 326, 327, 330, 340, 345, 348, 350, 351, 352, 354, 360, 361, 383, 389, 390, 392, 396, 400, 401, 402,
  403, 406, 409, 410, 413, 421, 425, 426, 427, 428, 429, 430, 440, 454, 455, 460, 472, 500,
])

/**
 * Whose engine a value is said of: the last one named before it in the sentence, or the one that follows as in `300 hp from the
 * 350`. `other` where the car has another, and where the sentence lists several codes of which none is known to be the car's;
 * the engine's name where the car's own is not known; null where the sentence names none, or the car's.
 */
export function engineSaid(
  car: Car,
  text: string,
  sentence: Span,
  value: Span,
): { other: true } | { name: string } | null {
  const words = text.slice(sentence.start, sentence.end)
  const [start, end] = [value.start - sentence.start, value.end - sentence.start]
  const codes = new Set(engineCodes(words).map(({ code }) => code))
  if (codes.size > 1 && ![...codes].some((code) => (car.engine ?? '').includes(code))) return { other: true }
  const named = enginesNamed(words).filter((one) => !(one.start < end && one.end > start))
  const isSize = enginesNamed(words.slice(start, end)).length > 0 // "1,595 cc (97.3 cu in)" says it twice
  const owner =
    (isSize ? undefined : named.find((one) => one.start >= end && /^\s*\($/.test(words.slice(end, one.start)))) ?? // "335 hp (383)"
    named.filter((one) => one.end <= start).at(-1) ??
    named.find((one) => one.start >= end && ownedAfter.test(words.slice(end, one.start)))
  if (!owner) return null
  const sizes = fittedSizes(car)
  if (sizes.length === 0) return { name: words.slice(owner.start, owner.end) }
  return sizes.some((size) => isSameSize(size, owner.cubicInches ?? 0)) ? null : { other: true }
}

const ownedAfter = /^\s*(?:[\w.,@()-]+\s+){0,5}(?:of|in|for|from|with)\s+(?:the|a|an)?\s*$/i

/** The value is itself the name of an engine that the car does not have. */
export function isOtherItself(car: Car, value: string): boolean {
  const sizes = fittedSizes(car)
  const named = /^\d{3}\b/.test(value) ? enginesNamed(value) : []
  return (
    sizes.length > 0 &&
    named.length > 0 &&
    !named.some((one) => sizes.some((size) => isSameSize(size, one.cubicInches ?? 0)))
  )
}
