import { enginesNamed } from '../subject/engines.ts'
import { parseNumber } from '../text/numbers.ts'
import { pairs } from './labelled.ts'
import { type Hit, inside, moved, type Reader } from './reader.ts'

/** Tyre sizes as they are moulded: `E70-14`, `P215/75R15`, `165 SR 13`, `5.60-13`. The value is the size, written one way. */
export const tires: Reader = (context) => {
  const sentence = inside(context)
  const hits = [...sentence.matchAll(tyre)].map(
    (match): Hit => ({
      start: match.index,
      end: match.index + match[0].length,
      value: tyreSize(match[0]),
      unit: null,
      step: 0,
    }),
  )
  return moved(context, hits)
}

const tyre =
  /(?<![\w.])(?:P?\d{3}\s?\/\s?\d{2}\s?[A-Z]{0,2}\s?R?\s?-?\s?1[0-9]|[A-N]R?\s?(?:60|70|78|50)\s?[-x×]\s?1[3-6]|\d{3}\s?[SHV]?R\s?-?\s?1[2-6]|[4-9]\.\d{2}\s?[-x×]\s?1[2-6])(?!\d|\.\d)/g

/** `F70 x 14` and `F70-14` are one size; so are `165SR13` and `165 SR 13`. */
export const tyreSize = (printed: string) => printed.toUpperCase().replace(/\s+/g, '').replace(/[X×]/, '-')

/** Paint as code and name: `paint code FY1, Lemon Twist`, `EV2 Hemi Orange`. */
export const paint: Reader = (context) => {
  const sentence = inside(context)
  const hits: Hit[] = []
  for (const match of sentence.matchAll(paintCode)) {
    const { code = '', name = '' } = match.groups ?? {}
    const value = [code, name.trim()].filter(Boolean).join(' ')
    const start = match.index + match[0].indexOf(code)
    hits.push({ start, end: match.index + match[0].trimEnd().length, value, unit: null, step: 0 })
  }
  for (const match of sentence.matchAll(nameFirst)) {
    const { code = '', name = '' } = match.groups ?? {}
    if (hits.some(({ value }) => String(value).startsWith(code))) continue
    hits.push({
      start: match.index + match[0].indexOf(name),
      end: match.index + match[0].length,
      value: `${code} ${name}`,
      unit: null,
      step: 0,
    })
  }
  for (const pair of pairs(context)) {
    if (
      !/^(?:paint|colou?r|exterior(?: colou?r)?)(?: code)?$/i.test(pair.label) ||
      hits.some(({ start }) => start >= pair.start && start <= pair.end)
    )
      continue
    hits.push({ start: pair.start, end: pair.end, value: pair.value, unit: null, step: 0 })
  }
  return moved(context, hits)
}

const title = String.raw`[A-Z][a-z’']+(?:[\s-][A-Z][a-z’']+){0,3}`
const paintCode = new RegExp(
  String.raw`(?:\b(?:paint|colou?r|paint code|code)\s+(?:code\s+)?(?:is\s+|was\s+|of\s+)?["“(]?(?<code>[A-Z]{0,3}\d{1,4}[A-Z]?|[A-Z]{2}\d)["”)]?[,:]?\s*[(“"]?(?<name>${title})?)`,
  'g',
)
const nameFirst = new RegExp(
  String.raw`(?<name>${title})\s*(?:\(|,\s*|\s)(?:(?:paint\s+)?code\s+)(?<code>[A-Z]{0,3}\d{1,4}[A-Z]?)\b`,
  'g',
)

/** How many were built: a count with a word of making, never money, miles or a serial number. */
export const production: Reader = (context) => {
  const sentence = inside(context)
  const engines = enginesNamed(sentence)
  const hits = [...sentence.matchAll(/(?<![\w.,$€£#/-])(\d{1,3}(?:,\d{3})+|\d{1,7})(?![\w%:/]|[.,]\d)/g)].flatMap(
    (match): Hit[] => {
      const number = parseNumber(match[1] ?? '')
      if (!number || number.value < 1 || (number.value >= 1885 && number.value <= 2100 && !match[1]?.includes(',')))
        return []
      const before = sentence.slice(Math.max(0, match.index - 60), match.index)
      const after = sentence.slice(match.index + match[0].length, match.index + match[0].length + 45)
      const made =
        /^\s+(?:[a-z’'-]+\s+){0,5}?(?:(?:were|was|had been|left)\s+)?(?:built|produced|made|manufactured|assembled|units|examples|cars|copies|left the (?:line|factory))\b/i
      const makes = /\b(?:production|built|produced|made|total(?:l?ed)?|output)\b[^.;\d]{0,30}$/i
      if (
        engines.some((engine) => engine.start <= match.index && engine.end > match.index) ||
        /\b(?:made|makes?|produced?s?)\s+(?:about |only |over )?\d/i.test(after)
      )
        return []
      if (!made.test(after) && !makes.test(before)) return []
      if (
        /^\s*(?:hp|horsepower|cu|ci|lbs?|in\b|mm|kg|miles|mph|rpm|cc|dollars|pounds|percent|years?|days|speed|cylinder|bhp|kW|PS)/i.test(
          after,
        )
      )
        return []
      return [
        { start: match.index, end: match.index + match[0].length, value: number.value, unit: null, step: number.step },
      ]
    },
  )
  return moved(context, hits)
}
