import { parseNumber } from '../text/numbers.ts'
import { unitNamed } from '../units.ts'
import { type Context, type Hit, inside, moved } from './reader.ts'

/** A label with its value, as rows of data and spec tables have them: `Horsepower: 160`, `Weight_in_lbs | 3609`. */
export type Pair = { label: string; unit: string | null; value: string; start: number; end: number }

const pairPattern =
  /(?:^|[|;\t\n]|,\s)\s*(?<label>[A-Za-z][A-Za-z0-9 _./()#"@,-]{1,48}?)\s*(?::|=|\s\|\s|\t|(?:\s?\.){3,})\s*(?<value>[^|;\t\n]{1,120}?)\s*(?=$|[|;\t\n]|,\s+[A-Za-z][A-Za-z _]{1,30}[:=])/g

/** The pairs of a row or line. A label's unit is what it names in brackets or after `in`: `Weight_in_lbs`, `Power (hp)`. */
export function pairs(context: Context): Pair[] {
  return [...inside(context).matchAll(pairPattern)]
    .filter((match) => !/\d\s?:\s?\d/.test(match[0].slice(0, match[0].length - (match.groups?.value?.length ?? 0) + 1)))
    .map((match) => {
      const { label = '', value = '' } = match.groups ?? {}
      const start = match.index + match[0].lastIndexOf(value)
      const words = label.replaceAll('_', ' ').trim()
      const written = /\(([^)]+)\)\s*$|\bin\s+([a-z ]+)$/i.exec(words)
      const abbreviated = /\s(lbs?|kg|ci|cid|cc|in|mm|hp|ps|kw|lbft|nm|gal|qt|pt|l)$/
        .exec(words)?.[1]
        ?.replace('lbft', 'lb-ft')
      const unit = unitNamed(written?.[1] ?? written?.[2] ?? abbreviated ?? '')
      return { label: words, unit, value, start, end: start + value.length }
    })
}

/** Numbers under a label that names what they are, in the label's unit or the usual one. Values with a unit of their own are left to other readers. */
export function labelledNumbers(context: Context, label: RegExp, usualUnit: string | null): Hit[] {
  return moved(
    context,
    pairs(context).flatMap((pair): Hit[] => {
      const { printed, rpm } = withSpeed.exec(pair.value)?.groups ?? {}
      const number = printed === undefined || !label.test(pair.label) ? null : parseNumber(printed)
      if (!number || printed === undefined) return []
      return [
        {
          ...{ start: pair.start, end: pair.start + printed.length },
          ...{ value: number.value, unit: pair.unit ?? usualUnit, step: number.step },
          ...(rpm ? { qualifiers: { rpm: Number(rpm.replace(',', '')) } } : {}),
        },
      ]
    }),
  )
}

/** A number alone, or with the speed it is reached at: `255 @ 4800`. */
const withSpeed = /^(?<printed>[\d.,\u00a0]*\d)(?:\s*(?:@|at|\/)\s*(?<rpm>\d,?\d{3})(?:\s*(?:rpm|r\.p\.m\.))?)?\.?$/i
