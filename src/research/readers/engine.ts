import { isCapacity } from '../text/capacities.ts'
import { parseNumber } from '../text/numbers.ts'
import { counts, quantities } from '../text/quantities.ts'
import { toCanonical } from '../units.ts'
import { labelledNumbers, pairs } from './labelled.ts'
import { type Hit, inside, moved, type Reader } from './reader.ts'

/** Displacement of an engine: volumes that an engine can have, and that no word beside them makes a tank, a sump or a boot. */
export const displacement: Reader = (context) => {
  const sentence = inside(context)
  const volumes = quantities(sentence, 'volume').filter(({ value, unit, start, end }) => {
    if (typeof value !== 'number') return false
    const cc = toCanonical(value, unit)
    if (cc < 80 || cc > 17_000) return false
    return !isCapacity(sentence, start, end) && (unit !== 'L' || isEngineNear(sentence, start, end))
  })
  return [
    ...moved(context, volumes),
    ...labelledNumbers(
      context,
      /^(?:(?:engine|piston)\s+)?(?:displ?(?:acement)?\.?|capacity|cubic capacity|engine size|cid|hubraum|cilindrata|cylindrée)\b/i,
      'cu in',
    ),
  ]
}

/** Litres are engines only in an engine's company, or hyphenated as in `5.7-litre`. */
const isEngineNear = (sentence: string, start: number, end: number) =>
  /\d[\s-]?L\b/.test(sentence.slice(start, end)) ||
  /\b(?:engine|v-?\d{1,2}|displac\w+|motor|block|inline|straight|flat|boxer|hemi|bore|litre\s+(?:six|four|eight)|i[46]|four|six|twelve)\b|-lit(?:er|re)/i.test(
    `${sentence.slice(Math.max(0, start - 50), start)} ${sentence.slice(start, end + 30)}`,
  )

export const cylinders: Reader = (context) => {
  const sentence = inside(context)
  const hits: Hit[] = counts(sentence, 'cylinders?|cyl\\b\\.?|pots').map((count) => ({ ...count, unit: null, step: 0 }))
  for (const match of sentence.matchAll(layoutPattern)) {
    const { vee = '', line = '', lineword = '' } = match.groups ?? {}
    const n = Number(vee || line) || sizes[lineword.toLowerCase()] || 0
    if (n >= 1 && n <= 16)
      hits.push({ start: match.index, end: match.index + match[0].length, value: n, unit: null, step: 0 })
  }
  return [
    ...moved(
      context,
      hits.filter(({ value }) => typeof value === 'number' && value >= 1 && value <= 16),
    ),
    ...labelledNumbers(context, /^(?:no\.? of |number of )?cyl(?:inder)?s?\b/i, null),
  ]
}

const sizes: Record<string, number> = { two: 2, twin: 2, three: 3, four: 4, five: 5, six: 6, eight: 8, twelve: 12 }
const layoutPattern =
  /(?<![\w-])(?:v[\s-]?(?<vee>4|6|8|10|12|16)|(?:inline|straight|slant|flat|boxer|in-line)[\s-]?(?:(?<line>[234568]|12)|(?<lineword>twin|two|three|four|five|six|eight|twelve)))(?![\w-]*\d)/gi

/** Compression ratios: `10.5:1`, `10.5 to 1`; under a label alone or beside the word. */
export const compression: Reader = (context) => {
  const sentence = inside(context)
  const hits = ratios(sentence).filter(
    ({ value, start, end }) =>
      value >= 5 &&
      value <= 16 &&
      isCompression.test(`${sentence.slice(Math.max(0, start - 60), start)} ${sentence.slice(end, end + 30)}`),
  )
  for (const match of sentence.matchAll(
    /\bcompression ratio\s+(?:of|is|was|at)\s+(?<n>1?\d\.\d{1,2})(?![\d.]*\s*(?::|to\b|-))/gi,
  )) {
    const number = parseNumber(match.groups?.n ?? '')
    const end = match.index + match[0].length
    if (number && number.value >= 5) hits.push({ start: end - (match.groups?.n ?? '').length, end, ...number })
  }
  const labelled = labelledNumbers(context, /^(?:compression|comp\.?|verdichtung)(?: ratio)?\b/i, ':1')
  return [
    ...moved(
      context,
      hits.map((hit) => ({ ...hit, unit: ':1' })),
    ),
    ...labelled,
  ]
}

const isCompression =
  /\bcompression\b|\bcomp\.?(?: ratio)?(?=\W|$)|\bc\.r\.|\bCR\b|\bcompressed\b|\bverdichtung\b|\bcompressione\b/i

export function ratios(sentence: string): { start: number; end: number; value: number; step: number }[] {
  return [
    ...sentence.matchAll(/(?<![\w.,:/])(\d{1,2}(?:[.,]\d{1,3})?)\s*(?::\s?1(?:\.0)?|[\s-]to[\s-](?:1|one))(?![\d:])/gi),
  ].flatMap((match) => {
    const number = parseNumber(match[1] ?? '')
    return number ? [{ start: match.index, end: match.index + match[0].length, ...number }] : []
  })
}

/** The engine by its name: `340 cu in V8`, `L16`, `426 Hemi`; engine codes under their label. */
export const engine: Reader = (context) => {
  const sentence = inside(context)
  const hits: Hit[] = []
  for (const match of sentence.matchAll(enginePattern)) {
    const name = match[0].trim().replace(/[\s,]+$/, '')
    const value = name.replace(/[\s-]+(?:engine|motor)$/i, '')
    hits.push({ start: match.index, end: match.index + name.length, value, unit: null, step: 0 })
  }
  for (const match of sentence.matchAll(
    /\b[Ee]ngine (?:type|code|model)\s+(?<code>[A-Z0-9][A-Z0-9-]{1,7})\b|\b(?<before>[A-Z]\d{2}[A-Z]?)(?=[ -](?:engine|motor|inline|straight|flat|slant|V-?\d|boxer|four|six)\b)/g,
  )) {
    const code = match.groups?.code ?? match.groups?.before ?? ''
    hits.push({
      start: match.index + match[0].length - code.length,
      end: match.index + match[0].length,
      value: code,
      unit: null,
      step: 0,
    })
  }
  for (const pair of pairs(context)) {
    const isLabel =
      /^engine(?: code| type)?$/i.test(pair.label) ||
      (/^(?:model|type|code)$/i.test(pair.label) &&
        /\bengine\b/i.test(`${context.above.join(' ')} ${context.text.slice(0, context.sentence.start)}`))
    if (!isLabel) continue
    hits.push({ start: pair.start, end: pair.end, value: pair.value, unit: null, step: 0 })
  }
  return moved(context, withoutInner(hits))
}

const size = String.raw`\d{2,3}(?:[\s-]?(?:cu(?:bic)?\.?[\s-]*in(?:ch(?:es)?)?\.?|cid|ci))?|\d\.\d[\s-]?(?:L\b|lit(?:er|re)s?)|\d{3,4}[\s-]?c\.?c\b\.?`
const layout = String.raw`V[\s-]?(?:4|6|8|10|12)|(?:inline|straight|slant|flat)[\s-](?:four|six|eight|4|6|8)|hemi|wedge|six pack|magnum|four-barrel|4-barrel|4[\s-]?bbl|engine|motor`
const enginePattern = new RegExp(
  String.raw`(?<![\w.$])(?:${size})[\s-]+(?:${layout})(?![\w])(?:[\s-]+(?:${layout})(?!\w))?`,
  'gi',
)

function withoutInner(hits: Hit[]): Hit[] {
  return hits.filter(
    (hit) =>
      !hits.some(
        (other) =>
          other !== hit &&
          other.start <= hit.start &&
          other.end >= hit.end &&
          other.end - other.start > hit.end - hit.start,
      ),
  )
}
