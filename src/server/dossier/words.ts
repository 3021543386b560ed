import { english } from '../../client/english-words.ts'
import type { Words } from '../../client/spec-words.ts'
import { german } from '../../react/language/german/index.ts'
import type { PageLanguage } from '../page/language.ts'

/** How a dossier's sentences, numbers and days are printed. */
export type PdfWords = Omit<Words, 'say'> & {
  say: (sentence: string, values?: Record<string, string>) => string
  /** What a spec or a kind of source is called, which is not looked into. */
  named: (name: string) => string
  /** Of a time, in UTC. */
  day: (time: string) => string
  /** A sentence that the research has made. */
  told: (sentence: string) => string
}

/** What the PDF says beside the page of the dossier, whose German is the page's. */
const printed: Record<string, string> = {
  'characters {from} to {to} of the stored text': 'Zeichen {from} bis {to} des gespeicherten Texts',
  '{name}, page {page} of {count}.': '{name}, Seite {page} von {count}.',
  '{sign}: letters that this PDF does not have; the dossier’s page shows them.':
    '{sign}: Buchstaben, die diesem PDF fehlen; die Seite des Dossiers zeigt sie.',
}

const dayIn = (tag: string) => {
  const format = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' })
  return (time: string) => format.format(new Date(time))
}

export const pdfWords: Record<PageLanguage, PdfWords> = {
  en: {
    say: (sentence, values = {}) => english.say(sentence, values),
    named: (name) => name,
    exact: english.exact,
    day: dayIn('en-GB'),
    told: (sentence) => sentence,
  },
  de: {
    say: (sentence, values = {}) => english.say(printed[sentence] ?? german.words[sentence] ?? sentence, values),
    named: (name) => german.words[name] ?? name,
    exact: new Intl.NumberFormat('de', { maximumFractionDigits: 10 }).format,
    day: dayIn('de'),
    told: (sentence) => german.told?.(sentence) ?? sentence,
  },
}
