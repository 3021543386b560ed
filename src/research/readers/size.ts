import { parseNumber } from '../text/numbers.ts'
import { quantities } from '../text/quantities.ts'
import type { Qualifiers } from '../types.ts'
import { toCanonical, unitNamed } from '../units.ts'
import { labelledNumbers } from './labelled.ts'
import { besideValue, nearest } from './nearest.ts'
import { type Hit, inside, moved, type Reader } from './reader.ts'

type Measure = {
  word: RegExp
  label: RegExp
  /** Millimetres that a car can have. */
  least: number
  most: number
  /** Words that a number nearer to them belongs to. */
  other: RegExp
  /** Of a part, or of something else than the car. */
  not?: RegExp
  qualify?: (before: string, after: string) => Qualifiers
}

const lengthOf =
  ({ word, label, least, most, other, not, qualify }: Measure): Reader =>
  (context) => {
    const sentence = inside(context)
    const isPossible = (value: number, unit: string) => {
      const mm = toCanonical(value, unit)
      return mm >= least && mm <= most
    }
    const hits = quantities(sentence, 'length').flatMap((quantity): Hit[] => {
      const { value, unit, start, end } = quantity
      if (typeof value !== 'number' || !isPossible(value, unit)) return []
      if (nearest(sentence, start, end, word) >= Math.min(61, nearest(sentence, start, end, other))) return []
      const { before, after } = besideValue(sentence, start, end)
      if (not?.test(`${before} ${after}`)) return []
      const qualifiers = qualify?.(before, after)
      return [{ ...quantity, ...(qualifiers ? { qualifiers } : {}) }]
    })
    const labelled = labelledNumbers(context, label, 'in').filter(
      ({ value, unit }) => typeof value === 'number' && unit !== null && isPossible(value, unit),
    )
    return [...moved(context, hits), ...labelled]
  }

const ofParts = 'tread|clearance|bore|stroke|overhang|diameter|wheels?|rims?|tires?|tyres?'
const openings = 'seats?|doors?|trunk|boot|hood|bonnet|windows?|sill|bumper'
const sizes = 'width|height|track|wide|high'
const lengths = 'overall length|length|long'
const wheelbaseWord = String.raw`wheel[\s-]?base|radstand|empattement`
const words = (...all: string[]) => new RegExp(String.raw`\b(?:${all.join('|')})\b`)

export const wheelbase = lengthOf({
  word: words(wheelbaseWord),
  label: /^(?:wheel[\s-]?base|radstand|passo|empattement)\b/i,
  least: 1_000,
  most: 5_000,
  other: words(sizes, ofParts, lengths),
})

const oneLength = lengthOf({
  word: words('overall length|length|overall|long', String.raw`bumper[\s-]to[\s-]bumper`),
  label: /^(?:overall )?length\b/i,
  least: 2_000,
  most: 7_500,
  other: words(sizes, ofParts, wheelbaseWord),
})
const room = 'track|tread|cargo|load|bed|box|shoulder|hip|leg|head|elbow|interior|inside|garage|trailer|road|room'
const notOfTheBody = new RegExp(
  String.raw`\b(?:${room}|${ofParts}|${openings})[\s-]+(?:\w+[\s-]+)?(?:width|height|wide|high)\b|\b(?:garage|ceiling|trailer|gate)\b`,
  'i',
)

const oneWidth = lengthOf({
  word: words('overall width|width|wide|breite|larghezza|largeur'),
  label: /^(?:overall |body )?(?:width|breite)\b/i,
  least: 1_100,
  most: 2_600,
  other: words('height|high|track', ofParts, room, lengths, wheelbaseWord),
  not: notOfTheBody,
})
const oneHeight = lengthOf({
  word: words('overall height|height|high|höhe|hauteur|altezza'),
  label: /^(?:overall |body )?(?:height|höhe)\b/i,
  least: 800,
  most: 2_600,
  other: words('width|wide|track|deck|ride', ofParts, room, lengths, wheelbaseWord),
  not: notOfTheBody,
})

/** `L x W x H 4,120 x 1,560 x 1,400 mm`: three numbers under their three letters or words, in that order. */
const outer =
  (place: 0 | 1 | 2): Reader =>
  (context) => {
    const sentence = inside(context)
    const hits = [...sentence.matchAll(outerSize)].flatMap(({ 0: match, index, groups = {} }): Hit[] => {
      const printed = [groups.a ?? '', groups.b ?? '', groups.c ?? '']
      const unit = unitNamed(groups.unit ?? '')
      const number = parseNumber(printed[place] as string)
      if (!unit || !number) return []
      const from =
        index +
        match.lastIndexOf(printed[place] as string, place === 0 ? match.lastIndexOf(printed[1] as string) : undefined)
      return [
        {
          start: from,
          end: place === 2 ? index + match.length : from + (printed[place] as string).length,
          ...number,
          unit,
        },
      ]
    })
    return moved(context, hits)
  }
const by = String.raw`\s*(?:[x×/]|by)\s*`
const n = String.raw`\d[\d,.]*\d`
const outerSize = new RegExp(
  String.raw`\b(?:length|L)${by}(?:width|W)${by}(?:height|H)\b[^\d]{0,14}(?<a>${n})${by}(?<b>${n})${by}(?<c>${n})\s*(?<unit>mm|cm|in(?:ches)?\b\.?)`,
  'gi',
)

const both =
  (one: Reader, place: 0 | 1 | 2): Reader =>
  (context) => [...one(context), ...outer(place)(context)]
export const length = both(oneLength, 0)
export const width = both(oneWidth, 1)
export const height = both(oneHeight, 2)

export const groundClearance = lengthOf({
  word: words(String.raw`(?:ground|road|minimum|min\.?)[\s-]+clearance|garde au sol|bodenfreiheit`),
  label: /^(?:(?:min(?:imum)?\.? )?(?:ground|road) )?clearance\b/i,
  least: 60,
  most: 400,
  other: words(sizes, 'axle to ground', lengths, wheelbaseWord),
})

/** Between the wheels of one axle; with the axle, where it is said. */
const oneTrack = lengthOf({
  word: words('track|tread|spurweite|voie'),
  label: /^(?:(?:front|rear) )?(?:wheel )?(?:track|tread)(?: width)?\b/i,
  least: 900,
  most: 2_000,
  other: words('width|height|wide|high|overhang|wear|pattern', lengths, wheelbaseWord),
  not: /\b(?:race|off|on|onto|around|at|down)\s(?:the\s|a\s)?track\b/i,
  qualify: (before, after) => axleOf(before) ?? axleOf(after) ?? {},
})

/** The axle named last. */
function axleOf(text: string): Qualifiers | null {
  const named = [...text.matchAll(/\b(front|rear|back)\b/gi)].at(-1)?.[1]?.toLowerCase()
  return named ? { measure: named === 'front' ? 'front' : 'rear' } : null
}

/** `track, front/rear: 57.5/56.7 in`, and `track front 1,280 mm, rear 1,300 mm`, where the word stands once. */
export const track: Reader = (context) => {
  const sentence = inside(context)
  const hits: Hit[] = []
  for (const { 0: match, index, groups = {} } of trackOfBoth.flatMap((both) => [...sentence.matchAll(both)])) {
    const unit = unitNamed(groups.unit ?? '')
    for (const [measure, printed] of [
      ['front', groups.front ?? ''],
      ['rear', groups.rear ?? ''],
    ] as const) {
      const number = parseNumber(printed)
      const mm = number && unit ? toCanonical(number.value, unit) : 0
      if (!number || mm < 900 || mm > 2_000) continue
      const start = index + (measure === 'front' ? match.indexOf(printed) : match.lastIndexOf(printed))
      hits.push({ start, end: start + printed.length, ...number, unit, qualifiers: { measure } })
    }
  }
  const rest = oneTrack(context).filter(
    ({ start }) => !hits.some((hit) => Math.abs(hit.start + context.sentence.start - start) < 3),
  )
  return [...moved(context, hits), ...rest]
}
const trackOfBoth = [
  String.raw`\b(?:track|tread)\b[^\d]{0,24}\bfront\s*(?:[/&,]|and)\s*rear\b[^\d]{0,16}(?<front>${n})\s*(?:mm|in\.?|inches|["”])?\s*(?:[/&,x×]|and)\s*(?<rear>${n})\s*(?<unit>mm|cm|in(?:ches)?\b\.?|["”″])`,
  String.raw`\b(?:track|tread)\b[^\d]{0,10}\bfront\b[^\d]{0,12}(?<front>${n})\s*(?:mm|cm|in(?:ches)?\b\.?|["”″])?[^\d]{0,30}\brear\b[^\d]{0,12}(?<rear>${n})\s*(?<unit>mm|cm|in(?:ches)?\b\.?|["”″])`,
].map((pattern) => new RegExp(pattern, 'gi'))
