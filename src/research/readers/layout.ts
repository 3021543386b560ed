import { wordNumber } from '../text/numbers.ts'
import { type Hit, inside, moved, type Reader } from './reader.ts'

/** How the cylinders of the engine lie, with their number: `V8`, `inline 6`, `flat 4`; `rotary` for one without any. */
export const layout: Reader = (context) => {
  const sentence = inside(context)
  const hits: Hit[] = patterns.flatMap(([name, pattern]) =>
    [...sentence.matchAll(pattern)].flatMap(({ 0: match, index, groups = {} }): Hit[] => {
      const n = numberOf(groups.n ?? '')
      if (name !== 'rotary' && !sizes.has(n)) return []
      const value = name === 'rotary' ? name : name === 'V' ? `V${n}` : `${name} ${n}`
      return [{ start: index, end: index + match.length, value, unit: null, step: 0 }]
    }),
  )
  return moved(
    context,
    hits.filter((hit) => !hits.some((other) => other !== hit && isWithin(hit, other))),
  )
}

const isWithin = (a: Hit, b: Hit) => b.start <= a.start && b.end >= a.end && b.end - b.start > a.end - a.start
const sizes = new Set([2, 3, 4, 5, 6, 8, 10, 12, 16])
const numberOf = (word: string) =>
  /^\d+$/.test(word) ? Number(word) : word.toLowerCase() === 'twin' ? 2 : (wordNumber(word) ?? 0)

const n = String.raw`(?<n>\d{1,2}|twin|two|three|four|five|six|eight|ten|twelve|sixteen)`
const cylinder = String.raw`(?:[\s-]?cyl(?:inders?)?\b\.?)`
const one = (text: string) => new RegExp(String.raw`(?<![\w-])${text}(?![\w]|-\d|\s?(?:bbl|barrel))`, 'gi')
const inline = String.raw`(?:in[\s-]?line|straight|slant)`
const flat = String.raw`(?:flat|boxer|(?:horizontally[\s-])?opposed)`

const patterns: [name: 'V' | 'inline' | 'flat' | 'rotary', pattern: RegExp][] = [
  ['V', one(String.raw`(?:V|vee)[\s-]?${n}${cylinder}?`)],
  ['V', one(String.raw`V[\s-]?type\s(?:engine\s(?:of|with)\s)?${n}${cylinder}?`)],
  ['inline', one(String.raw`${inline}[\s-]?${n}${cylinder}?`)],
  ['inline', one(String.raw`${n}${cylinder},?\s(?:\w+,?\s)?${inline}`)],
  ['flat', one(String.raw`${flat}[\s-]?${n}${cylinder}?`)],
  ['flat', one(String.raw`${n}${cylinder},?\s(?:(?:air|water)-cooled,?\s)?${flat}`)],
  [
    'rotary',
    /\b(?:(?:wankel|(?:two|twin|2)[\s-]rotor)(?:\s+(?:rotary|engine|motor))*|rotary[\s-](?:engine|motor|wankel))\b/gi,
  ],
]
