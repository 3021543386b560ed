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
  /(?<![\w.])(?:P?\d{3}\s?\/\s?\d{2}\s?[A-Z]{0,2}\s?R?\s?-?\s?1[0-9]|[A-N]R?\s?(?:60|70|78|50)\s?[-xX×]\s?1[3-6]|\d{3}\s?[SHV]?R\s?-?\s?1[2-6]|[4-9]\.\d{2}\s?[-xX×]\s?1[2-6])(?!\d|\.\d)/g

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
  for (const match of sentence.matchAll(finishedIn)) {
    const { code = '', name = '' } = match.groups ?? {}
    if (hits.some(({ value }) => String(value).startsWith(code))) continue
    const end = match.index + match[0].length
    hits.push({
      start: end - match[0].length + match[0].indexOf(name),
      end,
      value: `${code} ${name}`,
      unit: null,
      step: 0,
    })
  }
  for (const match of sentence.matchAll(plateLine)) {
    const { code = '', name = '' } = match.groups ?? {}
    if (hits.some(({ value }) => String(value).startsWith(code))) continue
    const end = match.index + match[0].length
    hits.push({ start: end - code.length - name.length, end, value: `${code}${name}`.trim(), unit: null, step: 0 })
  }
  for (const pair of pairs(context)) {
    if (
      !/^(?:(?:original |factory )?(?:paint|colou?r)|(?:exterior|body)(?: colou?r| paint)?)(?: code)?$/i.test(
        pair.label,
      ) ||
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
/** A line of a build sheet or plate in capitals: `EXTERIOR COLOR EV2 HEMI ORANGE`. */
const plateLine =
  /\b(?:EXTERIOR|BODY)?\s?(?:PAINT|COLOU?R)(?: CODE)?:?\s+(?<code>[A-Z]{0,3}\d{1,4}[A-Z]?)(?<name>(?:\s[A-Z]{3,}){0,3})(?![\w])/g
/** `finished in Daytona Blue (916)`. */
const finishedIn = new RegExp(
  String.raw`\b(?:finished|painted|refinished|repainted|sprayed|wears|in)\s+(?:its\s+)?(?<name>${title})\s*\((?<code>[A-Z]{0,3}\d{1,4}[A-Z]?)\)`,
  'g',
)
const nameFirst = new RegExp(
  String.raw`(?<name>${title})\s*(?:\(|,\s*|\s)(?:(?:paint|colou?r)?\s*code\s+)[\"“]?(?<code>[A-Z]{0,3}\d{1,4}[A-Z]?|[A-Z])[\"”]?(?![\\w])`,
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
      if (
        /\b(?:number|no\.|#|serial|chassis|one of|car)\s*$/i.test(before) &&
        !/^\s+(?:\w+\s+){0,3}(?:built|made|produced|ever)\b/i.test(after)
      )
        return []
      if (/\b(?:number|no\.|#|serial|chassis)\s*$/i.test(before)) return []
      if (isEngineSize(number.value, match[0], after)) return []
      const made =
        /^\s+(?:[A-Za-z’'-]+\s+){0,5}?(?:(?:were|was|had been|left)\s+)?(?:built|produced|made|manufactured|assembled|units|examples|cars|copies|left the (?:line|factory))\b/i
      if (/^\s+(?:engines?|motors?|houses?|kits?|parts|wheels|sets|transmissions?|gearboxes)\b/i.test(after)) return []
      const makes =
        /\b(?:production|built|produced|made|total(?:l?ed)?|output)\b[^.;\d]{0,30}$|\b(?:production|total)\b[^.;]{0,40}:\s*$/i
      if (
        engines.some((engine) => engine.start <= match.index && engine.end > match.index) ||
        /\b(?:made|makes?|produced?s?)\s+(?:about |only |over )?\d/i.test(after)
      )
        return []
      const isCountOfBodies = counted.test(after) && finished.test(sentence)
      if (!made.test(after) && !makes.test(before) && !isCountOfBodies) return []
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

const counted =
  /^\s+(?:[A-Za-z’'-]+\s+){0,3}?(?:coup[eé]s|convertibles|hardtops|sedans|saloons|wagons|fastbacks|roadsters|pickups|[A-Z]{1,3}\d{0,3}s)\b/
const finished =
  /\b(?:built|produced|made|manufactured|assembled|completed|of which|rolled (?:out of|off)|left (?:the |[A-Z])|gebaut|prodott[ei]|produites?)/

/** `340 hardtops`: the size of an engine before a body, where it is no count. */
const isEngineSize = (value: number, printed: string, after: string) =>
  value >= 140 &&
  value <= 510 &&
  !printed.includes(',') &&
  /^\s+(?:hardtops?|convertibles?|coup[eé]s?|sedans?|wagons?|fastbacks?|cars?)\s*:/i.test(after)
