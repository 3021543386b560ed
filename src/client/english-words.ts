import type { Words } from './spec-words.ts'

/** As exactly as it is printed in the source: 3.55 is not 3.6. */
const exact = new Intl.NumberFormat('en-US', { maximumFractionDigits: 10 }).format

/** Specs in English. */
export const english: Words = {
  say: (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ''),
  exact,
}
