import { parseNumber } from '../text/numbers.ts'
import type { Qualifiers } from '../types.ts'
import { pairs } from './labelled.ts'
import { type Context, type Hit, inside, moved, type Reader } from './reader.ts'

const money =
  /(?<![\w.,])(?:(?<sign>US\$|\$|€|£|¥|USD|EUR|GBP|CHF|DM|JPY)\s?(?<n>\d{1,3}(?:,\d{3})+(?:\.\d{2})?|\d+(?:\.\d{1,2})?)(?<k>\s?k\b)?|(?<m>\d{1,3}(?:,\d{3})+|\d+)\s?(?<word>USD|EUR|GBP|CHF|dollars|euros|DM)\b)/g
const currencies: Record<string, string> = {
  $: 'USD',
  US$: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  dollars: 'USD',
  euros: 'EUR',
  DM: 'DEM',
}

/** Prices, with what kind of price it is: hammer price, asking, list price, a guide's value in a condition. */
export const price: Reader = (context) => {
  const sentence = inside(context)
  const found = [...sentence.matchAll(money)]
  const hits = found.flatMap((match, n): Hit[] => {
    const { sign, word, n: left, m, k } = match.groups ?? {}
    const number = parseNumber(left ?? m ?? '')
    if (!number) return []
    const value = number.value * (k ? 1_000 : 1)
    if (value < 100) return []
    const previous = found[n - 1]
    const before = sentence.slice(previous ? previous.index + previous[0].length : 0, match.index)
    const end = match.index + match[0].length
    const after = sentence.slice(end, Math.min(found[n + 1]?.index ?? sentence.length, end + 50))
    if (ofSomethingElse.test(`${before.slice(-40)}|${after.slice(0, 25)}`)) return []
    const unit = currencies[sign ?? word ?? ''] ?? sign ?? word ?? 'USD'
    const qualifiers: Qualifiers = {
      currency: unit,
      ...measureOf(before, after, context.above),
      ...conditionOf(before, after),
    }
    return [{ start: match.index, end, value, unit, step: k ? 1_000 : number.step, qualifiers }]
  })
  return [...moved(context, joinRanges(sentence, hits)), ...inColumns(context)]
}

/** A row of data, where amount and currency stand apart: `price: 64900; currency: USD`. */
function inColumns(context: Context): Hit[] {
  const row = pairs(context)
  const currency = row.find(({ label }) => /^currency$/i.test(label))?.value.toUpperCase() ?? ''
  if (!/^[A-Z]{3}$/.test(currency)) return []
  return row.flatMap((pair): Hit[] => {
    const number = /^(?:(?:sale|sold|hammer|asking) )?price$|^value$/i.test(pair.label) ? parseNumber(pair.value) : null
    if (!number || number.value < 100) return []
    const qualifiers = { currency, ...measureOf(pair.label, '', context.above) }
    return moved(context, [
      { start: pair.start, end: pair.end, value: number.value, unit: currency, step: number.step, qualifiers },
    ])
  })
}

const ofSomethingElse =
  /\b(?:shipping|transport|option(?:al)?|added|extra|fees?|premium of|for the (?:option|package)|repairs?|repaint\w*|rebuild|rebuilt|parts?|restoration|restored for|insured|insurance|tax(?:es)?|deposit|invested|spent|spend|invoices?|receipts?|labou?r|service|a set of|(?:new|fresh) (?:set|tires|tyres|wheels|top|engine|paint|exhaust)|per (?:month|year|mile)|fitted|installed|save)\b/i

function measureOf(before: string, after: string, above: string[]): Qualifiers {
  const around = `${before.slice(-60)} ${after}`
  if (
    /\b(?:sold|hammer|hammered|winning bid|realised|realized|brought|closed at)\b/i.test(around) &&
    !/\bnot sold|unsold|did not sell|no sale|high bid\b/i.test(around)
  )
    return { measure: 'hammer price' }
  if (/\b(?:high bid|bid to|unsold|did not sell|no sale|reserve not met)\b/i.test(around))
    return { measure: 'high bid' }
  if (/\b(?:asking|asks|listed at|for sale at|offered at)\b/i.test(around)) return { measure: 'asking price' }
  if (/\b(?:MSRP|list price|base price|sticker|when new|new price|factory price|cost new)\b/i.test(around))
    return { measure: 'list price when new' }
  if (/\bguide|\bvalue|\bcondition|\bestimate/i.test(`${around} ${above.join(' ')}`)) return { measure: 'guide value' }
  return {}
}

function conditionOf(before: string, after: string): Qualifiers {
  const match =
    /(?:#\s?([1-6])\b|\bcondition\s+#?([1-6])\b|\b(concours|excellent|good|fair|restored|project|driver)\b)/i.exec(
      `${before.slice(-40)}|${after.slice(0, 30)}`,
    )
  const condition = match?.[1] ?? match?.[2] ?? match?.[3]
  return condition ? { condition: condition.toLowerCase() } : {}
}

/** `$45,000 to $52,000` and `$45,000-52,000` are one range. */
function joinRanges(sentence: string, hits: Hit[]): Hit[] {
  return hits.flatMap((hit, n): Hit[] => {
    const next = hits[n + 1]
    const previous = hits[n - 1]
    const joins = (a: Hit | undefined, b: Hit | undefined) =>
      a &&
      b &&
      /^\s*(?:to|-|–|—|and)\s*$/.test(sentence.slice(a.end, b.start)) &&
      typeof a.value === 'number' &&
      typeof b.value === 'number' &&
      b.value > a.value
    if (joins(previous, hit)) return []
    if (!joins(hit, next)) return [hit]
    return [
      { ...hit, end: (next as Hit).end, value: { low: hit.value as number, high: (next as Hit).value as number } },
    ]
  })
}
