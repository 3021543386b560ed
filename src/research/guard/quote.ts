import { cleaned } from '../text/clean.ts'
import type { Span } from '../text/sentences.ts'

/** Where a quote stands in a text, word for word; white space may differ, as models fold lines. Null where it does not. */
export function findQuote(text: string, quote: string): Span | null {
  const wanted = quote.trim()
  if (wanted.length < 3 || wanted.length > 1_000) return null
  const plain = cleaned(text)
  const exact = plain.indexOf(wanted)
  if (exact >= 0) return { start: exact, end: exact + wanted.length }
  const pattern = wanted
    .split(/\s+/)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('\\s+')
  const match = new RegExp(pattern, 'u').exec(plain)
  return match ? { start: match.index, end: match.index + match[0].length } : null
}
