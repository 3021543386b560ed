import type { ResearchValue } from '../../../client/research.ts'
import { headline, kindTitles, specTitle, valueInWords } from '../../../client/spec-words.ts'
import { numberFormat } from '../../language/language.ts'
import { named, say } from '../../language/say.ts'

export const specWords = { say, exact: numberFormat({ maximumFractionDigits: 10 }) }

/** What a spec sheet calls it, in the language of the page. */
export const specName = (spec: string) => named(specTitle(spec))

/** What a kind of source is called. */
export const kindName = (kind: string) => named(kindTitles[kind] ?? kind)

export const valueShown = (value: ResearchValue) => valueInWords(value, specWords)

export const headlineShown = (research: Parameters<typeof headline>[0]) => headline(research, specWords)
