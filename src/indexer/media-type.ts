import { endingOf } from './connectors/name.ts'

const byEnding: Record<string, string> = {
  pdf: 'application/pdf',
  html: 'text/html',
  htm: 'text/html',
  xhtml: 'application/xhtml+xml',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  md: 'text/markdown',
  markdown: 'text/markdown',
  txt: 'text/plain',
  text: 'text/plain',
  json: 'application/json',
  xml: 'application/xml',
}

/** What a file is, by its ending; connectors look into what has none. Empty where nothing is known. */
export const mediaTypeOf = (name: string) => byEnding[endingOf(name)] ?? ''
