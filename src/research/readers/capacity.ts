import { numberPattern, parseNumber } from '../text/numbers.ts'
import { type Quantity, quantities } from '../text/quantities.ts'
import type { Qualifiers } from '../types.ts'
import { toCanonical } from '../units.ts'
import { labelledNumbers } from './labelled.ts'
import { besideValue, nearest } from './nearest.ts'
import { type Context, type Hit, inside, moved, type Reader } from './reader.ts'

type Vessel = {
  /** What is filled, or what the liquid is called. */
  word: RegExp
  label: RegExp
  usual: string
  /** Litres that it can hold. */
  least: number
  most: number
  /** What a number nearer to it belongs to. */
  other: RegExp
  /** Other vessels of the same liquid, and amounts that are used rather than held. */
  not: RegExp
  /** What is filled with it, where that changes how much goes in. */
  withIt?: string
}

/** What a vessel of the car holds, printed in gallons, quarts, pints or litres. */
const capacityOf =
  (vessel: Vessel): Reader =>
  (context) => {
    const sentence = inside(context)
    const isPossible = (value: number, unit: string) => {
      const litres = toCanonical(value, unit) / 1_000
      return litres >= vessel.least && litres <= vessel.most
    }
    const hits = measures(context).flatMap((quantity): Hit[] => {
      const { value, unit, start, end, step } = quantity
      if (typeof value !== 'number' || !isPossible(value, unit)) return []
      if (!isNamed(vessel, sentence, quantity)) return []
      const { before, after } = upToNumbers(besideValue(sentence, start, end))
      if (vessel.not.test(`${before} ${after}`) || isAmountUsed.test(before) || isAmountUsedAfter.test(after)) return []
      const hit = { start, end, value, unit, step }
      if (!vessel.withIt) return [hit]
      const more = withMore(sentence, end, vessel.withIt)
      if (more)
        return [
          { ...hit, qualifiers: { measure: `without ${vessel.withIt}` } },
          { ...more, unit, qualifiers: { measure: `with ${vessel.withIt}` } },
        ]
      return [{ ...hit, qualifiers: filled(before, after, vessel.withIt) }]
    })
    const labelled = labelledNumbers(context, vessel.label, vessel.usual).filter(
      ({ value, unit }) =>
        typeof value === 'number' &&
        unit !== null &&
        isPossible(value, unit) &&
        !(bare.has(unit) && isBritish(context)),
    )
    return [...moved(context, hits), ...labelled]
  }

/** The vessel stands near the amount; or `with heater:` does, and the vessel before it. */
function isNamed({ word, other, withIt }: Vessel, sentence: string, { start, end }: Quantity): boolean {
  if (nearest(sentence, start, end, word) < Math.min(61, nearest(sentence, start, end, other))) return true
  const again =
    withIt && new RegExp(String.raw`\bwith(?:out)? ${withIt}\s*[:=]?\s*$`, 'i').exec(sentence.slice(0, start))
  return Boolean(
    again && nearest(sentence, again.index, again.index, word) < nearest(sentence, again.index, again.index, other),
  )
}

/** What is said of one amount ends at the next number; digits of a name (TH350) are none. */
const upToNumbers = ({ before, after }: { before: string; after: string }) => ({
  before: before.split(/(?<!\w)\d[\d.,]*/).at(-1) ?? '',
  after: after.split(/(?<!\w)\d/)[0] ?? '',
})

const isAmountUsed =
  /\b(?:put|adds?|added|burn(?:s|ed|t)?|us(?:es|ed)|bought|pour(?:ed)?|drain(?:ed)?|los(?:es|t)|leak(?:s|ed)?|every|per|first|last|another|(?:have|has|had|with)\s+(?:only |about |just )?(?=$)|low by)\b[^.]*$/i
const isAmountUsedAfter =
  /^\s*(?:of \w+ )?(?:every|per|each|an? (?:hour|week|month)|left|remaining|low|short|in reserve)\b/i

/** `4 quarts (5 with filter)`: the second number has the unit of the first. */
function withMore(sentence: string, end: number, withIt: string): Omit<Hit, 'unit'> | null {
  const match = new RegExp(
    String.raw`^\s*[,;(]\s*(?:or |and )?(?<n>${numberPattern})\s+(?:with|incl(?:uding|\.)?)\s+(?:a |the |new |oil )*${withIt}\b`,
    'i',
  ).exec(sentence.slice(end))
  const printed = match?.groups?.n
  const number = printed === undefined ? null : parseNumber(printed)
  if (!match || !printed || !number) return null
  const start = end + match[0].indexOf(printed)
  return { start, end: start + printed.length, ...number }
}

function filled(before: string, after: string, withIt: string): Qualifiers {
  const said = `${before} | ${after.split(/\d/)[0]}`
  const article = '(?:a |the |new |oil )*'
  if (new RegExp(String.raw`\b(?:without|excl(?:uding|\.)?|less|w/o|no)\s+${article}${withIt}`, 'i').test(said))
    return { measure: `without ${withIt}` }
  if (new RegExp(String.raw`\b(?:with|incl(?:uding|\.)?|w/)\s*${article}${withIt}`, 'i').test(said))
    return { measure: `with ${withIt}` }
  return {}
}

/**
 * A bare gallon, quart or pint is one of two. What stands beside it in litres decides; without that, a car of a British make leaves
 * it open, and it is not read.
 */
function measures(context: Context): Quantity[] {
  const sentence = inside(context)
  const found = quantities(sentence, 'capacity')
  return found.flatMap((quantity, n): Quantity[] => {
    if (!bare.has(quantity.unit) || /\bU\.?\s?S\b/.test(sentence.slice(quantity.start, quantity.end + 6)))
      return [quantity]
    const beside = [found[n + 1], found[n - 1]].find(
      (one) => one && one.unit === 'L' && areBeside(sentence, quantity, one),
    )
    if (beside) {
      const unit = [quantity.unit, `imp ${quantity.unit}`].find((name) => isAbout(quantity.value, name, beside.value))
      return unit ? [{ ...quantity, unit }] : []
    }
    return isBritish(context) ? [] : [quantity]
  })
}

const bare = new Set(['gal', 'qt', 'pt'])
const areBeside = (sentence: string, a: Quantity, b: Quantity) =>
  /^\.?\s*[(/,=]?\s*(?:or )?\s*$/.test(sentence.slice(Math.min(a.end, b.end), Math.max(a.start, b.start)))
const isAbout = (value: Quantity['value'], unit: string, litres: Quantity['value']) =>
  typeof value === 'number' &&
  typeof litres === 'number' &&
  Math.abs(toCanonical(value, unit) / 1_000 - litres) <= 0.05 * litres
const isBritish = ({ make }: Context) => british.test(make ?? '')
const british =
  /^(?:MG|Jaguar|Triumph|Austin(?:[\s-]Healey)?|Morris|Mini|Lotus|Rover|Land[\s-]?Rover|Range Rover|Aston[\s-]Martin|Bentley|Rolls[\s-]Royce|Jensen|TVR|Sunbeam|Hillman|Humber|Riley|Wolseley|Morgan|AC|Vauxhall|Reliant|Bristol|Daimler|Ginetta|Marcos|Caterham|Singer|Standard|Alvis|Lagonda|Armstrong[\s-]Siddeley)$/i

const ofDrive = String.raw`transmission|automatic|TH[\s-]?\d{3}|powerglide|torqueflite|muncie|T-?10|A[\s-]?\d{3}|[345]-speed|gearbox|transaxle|overdrive|axle|differential|rear end|final drive|transfer case|steering|fork|box`

export const fuelCapacity = capacityOf({
  word: /(?:\b(?:fuel|gas(?:oline)?|petrol)[\s-]+(?:tank|capacity|cap\b)|\btanks?\b|\bfuel\b(?=[\s.:|=,(-]*(?:\d|tank|capacity))|\bkraftstoff(?:tank)?\b)/,
  label: /^(?:(?:fuel|gas(?:oline)?|petrol)(?: tank)?(?: capacity| tank)|tank(?: capacity)?)(?:$|\s*\(|\s(?:gal|l)$)/i,
  usual: 'gal',
  least: 15,
  most: 250,
  other: /\b(?:oil|crankcase|sump|cool(?:ant|ing)|radiator|water|washer|reserve|trunk|boot|luggage|expansion)\b/,
  not: /\b(?:oil|expansion|washer|water|header|surge|overflow|coolant|vacuum|air|brake|reserve|auxiliary|fuel[\s-]cell|jerry|drum|trailer|fish|aquarium|mpg|mileage|miles|trunk|boot)\b/i,
})

export const oilCapacity = capacityOf({
  word: /\b(?:crankcase|oil[\s-]pan|sump|engine oil|motor oil|oil)\b/,
  label: /^(?:engine |motor )?(?:oil|crankcase|sump)(?: (?:capacity|refill))?(?:$|\s*\(|\s(?:qt|pt|l)$)/i,
  usual: 'qt',
  least: 1.5,
  most: 20,
  other:
    /\b(?:fuel|gas(?:oline)?|petrol|cool(?:ant|ing)|radiator|washer|displac\w+|bore|V-?\d{1,2}|litre (?:engine|V\d))\b/,
  not: new RegExp(
    String.raw`\b(?:${ofDrive}|gear oil|cooler holds|fuel|coolant|cooling|radiator|shock|damper|brake|miles|kilomet\w+|consum\w+|case of|jugs?|displacement|engine of)\b`,
    'i',
  ),
  withIt: 'filter',
})

export const coolantCapacity = capacityOf({
  word: /\b(?:cooling[\s-]system|coolant|cooling|radiator|antifreeze|kühl\w*)\b/,
  label: /^(?:coolant|cooling(?: system)?|radiator)(?: capacity)?(?:$|\s*\(|\s(?:qt|pt|gal|l)$)/i,
  usual: 'qt',
  least: 2,
  most: 50,
  other: /\b(?:oil|crankcase|sump|fuel|gas(?:oline)?|petrol|tank|washer|displac\w+)\b/,
  not: /\b(?:oil|expansion|overflow|header|recovery|washer|mix(?:ture|ed)?|half|per cent|fuel|antifreeze (?:to|in)|miles)\b/i,
  withIt: 'heater',
})
