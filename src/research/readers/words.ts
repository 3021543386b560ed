import { parseNumber } from '../text/numbers.ts'
import { quantities } from '../text/quantities.ts'
import { type Dimension, dimensions } from '../units.ts'
import { pairs } from './labelled.ts'
import { type Hit, inside, moved, type Reader } from './reader.ts'

/** Reads a spec that is not in the library: what stands under a label of its words, or is measured right beside them. */
export function wordReader(name: string): Reader {
  const words = name
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1)
  if (words.length === 0) return () => []
  const label = new RegExp(String.raw`\b${words.map(escaped).join(String.raw`[\s_-]+(?:\w+[\s_-]+)?`)}\b`, 'i')
  return (context) => {
    const sentence = inside(context)
    const named = label.exec(sentence)
    if (!named) return []
    const end = named.index + named[0].length
    const hits: Hit[] = pairs(context)
      .filter((pair) => label.test(pair.label) && pair.label.length < name.length + 24)
      .map((pair) => printedValue(pair.start, pair.end, pair.value, pair.unit))
    for (const dimension of Object.keys(dimensions) as Dimension[]) {
      for (const quantity of quantities(sentence, dimension)) {
        const near =
          quantity.start >= end
            ? quantity.start - end <= 40
            : named.index - quantity.end >= 0 && named.index - quantity.end <= 25
        if (near && !hits.some(({ start, end: last }) => start <= quantity.start && last >= quantity.start))
          hits.push(quantity)
      }
    }
    return moved(context, hits)
  }
}

const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

function printedValue(start: number, end: number, printed: string, unit: string | null): Hit {
  const number = /^[\d.,]+$/.test(printed) ? parseNumber(printed) : null
  return number
    ? { start, end, value: number.value, unit, step: number.step }
    : { start, end, value: printed, unit: null, step: 0 }
}
