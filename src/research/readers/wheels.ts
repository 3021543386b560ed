import { parseNumber } from '../text/numbers.ts'
import { nearest } from './nearest.ts'
import { type Hit, inside, moved, type Reader } from './reader.ts'

/**
 * Wheels by diameter and width in inches, whichever is printed first: `15 x 7 in`, `5½ J x 14`, `6JJ-15`; or the diameter alone, as in
 * `15-inch steel wheels`. The value is written one way, `15x7`.
 */
export const wheels: Reader = (context) => {
  const sentence = inside(context)
  const isOfWheel = (start: number, end: number) =>
    nearest(sentence, start, end, wheel) < Math.min(46, nearest(sentence, start, end, tyre))
  const hits: Hit[] = []
  for (const { 0: match, index, groups = {} } of sentence.matchAll(size)) {
    const [a, b] = [parseNumber(groups.a ?? ''), parseNumber(groups.b ?? '')]
    const end = index + match.length
    if (!a || !b || !isOfWheel(index, end)) continue
    const [diameter, width] = a.value > b.value ? [a.value, b.value] : [b.value, a.value]
    if (!isRim(diameter, width)) continue
    hits.push({ start: index, end, value: `${diameter}x${width}`, unit: null, step: 0 })
  }
  for (const { 0: match, index, groups = {} } of sentence.matchAll(alone)) {
    const end = index + match.length
    if (hits.some((hit) => hit.start < end && hit.end > index)) continue
    hits.push({ start: index, end, value: `${groups.n}-inch`, unit: null, step: 0 })
  }
  return moved(context, hits)
}

const wheel = /\b(?:wheels?|rims?|felgen?|cerchi|jantes?)\b/
const tyre = /\b(?:tires?|tyres?|spokes?|steering|bolts?|lug|pulley|brakes?|drums?|discs?)\b/

/** Widths come in halves; diameters are whole, but for those of lorries. */
const isRim = (diameter: number, width: number) =>
  diameter >= 10 && diameter <= 24 && (diameter * 2) % 1 === 0 && width >= 3 && width <= 14 && (width * 4) % 1 === 0

const number = String.raw`(?:\d{1,2}[ -]1\/2|\d{1,2}\s?½|\d{1,2}(?:\.(?:0|5|25|75))?)`
const size = new RegExp(
  String.raw`(?<![\w.,/$-])(?<a>${number})(?:\s?-?(?:inch(?:es)?|in\.?|["”″]))?\s?(?:JJ?|JK|K|L)?\s?(?:[x×]|by|(?<=[JK]\s?)-)\s?(?<b>${number})(?![\d.]*\d)(?:\s?(?:JJ?|JK|K|L)\b)?(?:[\s-]?(?:inch(?:es)?|in\b\.?|["”″]))?(?!\s*[x×])`,
  'gi',
)
const alone =
  /(?<![\w.,/$x×-])(?<n>1[0-9]|2[0-2])(?:[\s-]?inch|["”″])\s+(?:(?!tires?\b|tyres?\b|brake|disc|drum|steering)[\w’'-]+\s+){0,3}?(?:wheels?|rims?)\b(?!\s+(?:cover|base|cylinder|well))/gi

/** A diameter alone is the same wheel as one of that diameter with its width. */
export function isSameWheel(a: string, b: string): boolean {
  const [x, y] = [a, b].map((text) => /^(?<diameter>[\d.]+)(?:x(?<width>[\d.]+))?/.exec(text)?.groups ?? {})
  return x?.diameter === y?.diameter && (x?.width === undefined || y?.width === undefined || x.width === y.width)
}
