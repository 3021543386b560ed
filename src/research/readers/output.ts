import { parseNumber } from '../text/numbers.ts'
import { type Quantity, quantities } from '../text/quantities.ts'
import type { Qualifiers } from '../types.ts'
import { labelledNumbers } from './labelled.ts'
import { type Context, type Hit, inside, moved, type Reader } from './reader.ts'

/** Power and torque: with how it was measured (gross, net, DIN) and at what speed, where that is said beside it. */
const rated =
  (dimension: 'power' | 'torque', label: RegExp, usual: string, most: number): Reader =>
  (context) => {
    const sentence = inside(context)
    const found = quantities(sentence, dimension).filter(
      ({ value }) => typeof value !== 'number' || (value >= 4 && value <= most),
    )
    const hits: Hit[] = found.map((quantity, n) => ({
      ...quantity,
      qualifiers: ratingOf(context, quantity, found[n - 1], found[n + 1]),
    }))
    const bare = barePower(sentence, dimension).filter(
      (hit) => !found.some((q) => q.start <= hit.start && q.end >= hit.end),
    )
    const labelled = labelledNumbers(context, label, usual)
    return [...moved(context, [...hits, ...bare]), ...labelled]
  }

/** `rated at 275 gross`, `275 @ 5000`: a number whose unit is understood is read only under a label; see labelledNumbers. */
function barePower(sentence: string, dimension: 'power' | 'torque'): Hit[] {
  if (dimension !== 'power') return []
  const match =
    /\b(?:horsepower|b?hp)\s+(?<n>\d{2,4})(?=\s*@)/i.exec(sentence) ??
    /\bhorsepower(?:\s+\w+){0,4}?\s+(?:is|was|of|at|=)\s+(?<n>\d{2,4})(?![\d.,]*\s*(?:rpm|cu|ci|lb|in\b|%))/i.exec(
      sentence,
    )
  const number = match && parseNumber(match.groups?.n ?? '')
  if (!match || !number) return []
  const start = match.index + match[0].length - (match.groups?.n ?? '').length
  return [{ start, end: match.index + match[0].length, value: number.value, unit: 'hp', step: number.step }]
}

export const power = rated(
  'power',
  /^(?:(?:max(?:imum)?|rated|brake|engine|peak)\.?\s+)?(?:horse\s?power|power|output|hp|bhp)\b/i,
  'hp',
  2_500,
)
export const torque = rated('torque', /^(?:(?:max(?:imum)?|rated|peak)\.?\s+)?torque\b/i, 'lb-ft', 3_000)

/** What is said of a rating reaches from the number before to the number after it. */
function ratingOf(context: Context, { start, end, unit }: Quantity, before?: Quantity, after?: Quantity): Qualifiers {
  const sentence = inside(context)
  const left = sentence.slice(Math.max(before?.end ?? 0, start - 60), start)
  const right = sentence.slice(end, Math.min(after?.start ?? sentence.length, end + 40))
  const rating =
    ratingIn(sentence.slice(start, end)) ?? ratingIn(right) ?? ratingIn(left) ?? (unit === 'PS' ? 'din' : undefined)
  const speeds =
    /^[\s,)]*(?:gross|net|SAE|DIN|[()\s])*\s*(?:(?:@|at)\s*(?<rpm>\d{1,2},?\d{3})|\/\s?(?<over>\d,?\d{3})(?=\s*(?:rpm|r\.p\.m|\/min)))/i.exec(
      right,
    )?.groups
  const rpm = speeds?.rpm ?? speeds?.over
  return { ...(rating ? { rating } : {}), ...(rpm ? { rpm: Number(rpm.replace(',', '')) } : {}) }
}

function ratingIn(words: string): 'gross' | 'net' | 'din' | undefined {
  if (/\bDIN\b/.test(words)) return 'din'
  if (/\bnet\b/i.test(words)) return 'net'
  if (/\bgross\b/i.test(words)) return 'gross'
  return undefined
}
