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
