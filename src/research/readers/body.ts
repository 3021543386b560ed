import { quantities } from '../text/quantities.ts'
import { toCanonical } from '../units.ts'
import { labelledNumbers } from './labelled.ts'
import { type Hit, inside, moved, type Reader } from './reader.ts'

/** Weight of the whole car, with what was weighed: curb, shipping, dry, gross. */
export const weight: Reader = (context) => {
  const sentence = inside(context)
  const hits = quantities(sentence, 'mass').flatMap((quantity): Hit[] => {
    const heavy = typeof quantity.value === 'number' ? quantity.value : quantity.value.low
    const kg = toCanonical(heavy, quantity.unit)
    if (kg < 250 || kg > 6_000) return []
    const before =
      sentence
        .slice(Math.max(0, quantity.start - 70), quantity.start)
        .split(/[;|]/)
        .at(-1) ?? ''
    const around = `${before} ${sentence.slice(quantity.end, quantity.end + 40).split(/[;|]/)[0]}`
    if (!(weighed.test(around) || isHeavyCar(sentence, quantity)) || isOfPart.test(before)) return []
    if (
      /\b(?:payload|towing|trailer|gvw|gross vehicle|axle load|on the front|on the rear|valve|spring)\b/i.test(around)
    )
      return []
    const measure = /\b(curb|kerb|shipping|dry|unladen)\b/i.exec(around)?.[1]?.toLowerCase().replace('kerb', 'curb')
    return [{ ...quantity, ...(measure ? { qualifiers: { measure } } : {}) }]
  })
  return [
    ...moved(context, hits),
    ...labelledNumbers(context, /^(?:(?:curb|kerb|shipping|dry|unladen)\s+)?weight\b/i, 'lb'),
  ]
}

/** `a 5,060-lb convertible`. */
const isHeavyCar = (sentence: string, { start, end }: { start: number; end: number }) =>
  /\d-(?:lb|pound|kg)/i.test(sentence.slice(start, end)) &&
  /^\.?\s+(?:\w+[\s-]){0,2}(?:cars?|coup[eé]|convertible|sedan|saloon|hardtop|wagon|roadster|machine|cruiser|truck|pickup)\b/i.test(
    sentence.slice(end),
  )

const weighed =
  /\bweigh(?:s|ed|ing|t)?\b|\b(?:curb|kerb|shipping|dry|unladen)\b|\btips? the scales?\b|\bleergewicht\b|\bpeso\b|\bpoids\b/i
const isOfPart =
  /\b(?:engine|motor|block|gearbox|transmission|transaxle|axle|hood|bonnet|doors?|heads?|body|shell|frame|chassis|wheels?|tires?|tyres?|trailer|battery|seats?|top|bumpers?|driver|passengers?|(?<!V-?)\d{3})\s+(?:alone\s+|itself\s+|only\s+)?(?:weigh(?:s|ed|ing)?|tips?)\b[^;,]*$/i

const lengthOf =
  (word: RegExp, label: RegExp, least: number, most: number, other: RegExp): Reader =>
  (context) => {
    const sentence = inside(context)
    const hits = quantities(sentence, 'length').filter(({ value, unit, start, end }) => {
      if (typeof value !== 'number') return false
      const mm = toCanonical(value, unit)
      if (mm < least || mm > most) return false
      return nearest(sentence, start, end, word) < Math.min(61, nearest(sentence, start, end, other))
    })
    return [...moved(context, hits), ...labelledNumbers(context, label, 'in')]
  }

/** How far the nearest such word is, Infinity without one. A word after the number counts as further, beyond a comma as much further. */
function nearest(sentence: string, start: number, end: number, word: RegExp): number {
  let least = Number.POSITIVE_INFINITY
  for (const match of sentence.matchAll(new RegExp(word.source, 'gi'))) {
    const isBefore = match.index + match[0].length <= start
    if (isBefore && /^\s*[:=(]?\s*$/.test(sentence.slice(match.index + match[0].length, start))) return 0
    if (!isBefore && /^\s*[:=]/.test(sentence.slice(match.index + match[0].length))) continue // the label of the next
    const between = isBefore ? sentence.slice(match.index + match[0].length, start) : sentence.slice(end, match.index)
    least = Math.min(
      least,
      between.length * (isBefore ? 1 : 2) + (/[,;|]/.test(between) ? 30 : 0) + (/\d/.test(between) ? 30 : 0),
    )
  }
  return least
}

const wheelbaseWord = /\b(?:wheel[\s-]?base|radstand|empattement)\b/
const otherLengths =
  /\b(?:width|height|track|tread|wide|high|clearance|bore|stroke|overhang|diameter|wheels?|rims?|tires?|tyres?)\b/
export const wheelbase = lengthOf(
  wheelbaseWord,
  /^(?:wheel[\s-]?base|radstand|passo|empattement)\b/i,
  1_000,
  5_000,
  new RegExp(`${otherLengths.source}|\\b(?:overall length|length|long)\\b`),
)
export const length = lengthOf(
  /\b(?:overall length|length|overall|long|bumper[\s-]to[\s-]bumper)\b/,
  /^(?:overall )?length\b/i,
  2_000,
  7_500,
  new RegExp(`${otherLengths.source}|${wheelbaseWord.source}`),
)
