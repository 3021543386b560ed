import { CsvError, type Parser, parse } from 'csv-parse'
import type { Chunk, Connector, Fetched, Hints, ParsedDocument, Refusal, Subject } from '../document.ts'
import { decodeText, isText } from './decode.ts'
import { endingOf, nameOf } from './name.ts'

/** Rows of one document; a file with more becomes several, so that no text grows without bounds. */
const rowsPerDocument = 5_000
const mostColumns = 200
const mostRefusals = 100

/**
 * Data sets and price guides: each row is a chunk, written as `column: value | column: value`, so that a sentence can be quoted with what
 * its values mean. A row that cannot be read is refused by its line, and the rest goes on.
 */
export const csvTable: Connector = {
  name: 'CSV',
  accepts: (fetched) =>
    isText(fetched) &&
    (/^text\/(?:csv|tab-separated-values)$/.test(fetched.mediaType) || /^(?:csv|tsv)$/.test(endingOf(fetched.url))),
  read: readTable,
}

async function readTable(fetched: Fetched, hints: Hints): Promise<{ documents: ParsedDocument[]; refused: Refusal[] }> {
  const text = decodeText(fetched)
  const refused: Refusal[] = []
  const documents: ParsedDocument[] = []
  let columns: string[] | null = null
  let part = new Part(fetched, hints, 0)
  const refuse = (line: number, reason: string) => {
    if (refused.length < mostRefusals)
      refused.push({ url: `${fetched.url}#line-${line}`, code: 'broken_row', reason: `Line ${line}: ${reason}` })
  }
  for await (const { row, line, problem } of rowsOf(text, fetched)) {
    if (problem) refuse(line, problem)
    else if (!columns) columns = row.slice(0, mostColumns).map((name, n) => name.trim() || `column ${n + 1}`)
    else if (row.length !== columns.length && row.length !== 1)
      refuse(line, `It has ${row.length} values, and the header ${columns.length}.`)
    else if (part.add(columns, row) && part.rows === rowsPerDocument) {
      documents.push(part.document())
      part = new Part(fetched, hints, documents.length)
    }
  }
  if (part.rows > 0) documents.push(part.document())
  if (documents.length === 0 && refused.length === 0)
    refused.push({ url: fetched.url, code: 'no_rows', reason: 'It has no rows below its header.' })
  return { documents, refused }
}

type Row = { row: string[]; line: number; problem?: string }

/** A quote that is never closed would swallow the rest of the file: then the lines are read one by one. */
async function* rowsOf(text: string, fetched: Fetched): AsyncGenerator<Row> {
  const delimiter = delimiterOf(text, fetched)
  const parser: Parser = parse(text, {
    delimiter,
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
    max_record_size: 100_000,
  })
  let last = 0
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      last = info.lines
      yield { row: record, line: info.lines }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    yield* lineByLine(text, last, delimiter)
  }
}

async function* lineByLine(text: string, from: number, delimiter: string): AsyncGenerator<Row> {
  const lines = text.split(/\r?\n/)
  for (let n = from; n < lines.length; n++) {
    const line = lines[n] ?? ''
    if (line.trim() === '') continue
    const [row] = await collect(line, delimiter)
    yield row
      ? { row, line: n + 1 }
      : { row: [], line: n + 1, problem: 'a quote is not closed, or stands within a value.' }
  }
}

async function collect(line: string, delimiter: string): Promise<string[][]> {
  const rows: string[][] = []
  try {
    for await (const row of parse(line, { delimiter, relax_column_count: true }) as AsyncIterable<string[]>)
      rows.push(row)
    return rows
  } catch {
    return []
  }
}

function delimiterOf(text: string, { mediaType, url }: Fetched): string {
  if (mediaType === 'text/tab-separated-values' || endingOf(url) === 'tsv') return '\t'
  const [head = ''] = text.split(/\r?\n/, 1)
  const counts = [',', ';', '\t', '|'].map((sign): [string, number] => [sign, head.split(sign).length])
  return counts.reduce((a, b) => (b[1] > a[1] ? b : a))[0]
}

/** One document of rows. */
class Part {
  readonly #fetched: Fetched
  readonly #hints: Hints
  readonly #nth: number
  #text = ''
  readonly #chunks: Chunk[] = []

  constructor(fetched: Fetched, hints: Hints, nth: number) {
    this.#fetched = fetched
    this.#hints = hints
    this.#nth = nth
  }

  get rows(): number {
    return this.#chunks.length
  }

  /** @returns whether the row had anything in it */
  add(columns: string[], row: string[]): boolean {
    const fields = columns.flatMap((name, n): [string, string][] => {
      const value = (row[n] ?? '').replace(/\s+/g, ' ').trim()
      return value === '' ? [] : [[name, value]]
    })
    if (fields.length === 0) return false
    const start = this.#text.length
    this.#text += `${fields.map(([name, value]) => `${name}: ${value}`).join(' | ')}\n`
    this.#chunks.push({
      start,
      end: this.#text.length - 1,
      heading: [],
      subject: subjectOf(fields),
      fields: Object.fromEntries(fields),
    })
    return true
  }

  document(): ParsedDocument {
    const title = this.#hints.title ?? nameOf(this.#fetched.url)
    return {
      url: /^https?:/.test(this.#fetched.url) ? this.#fetched.url : null,
      kind: this.#hints.kind,
      title: this.#nth === 0 ? title : `${title}, part ${this.#nth + 1}`,
      language: null,
      author: null,
      publishedAt: null,
      text: this.#text,
      chunks: this.#chunks,
      subject: this.#hints.subject,
      signals: { search: null, aiInput: null, aiTrain: null },
      links: [],
    }
  }
}

/** What a row is about, by the columns that say so; `Name: plymouth 'cuda 340` names a make first. */
function subjectOf(fields: [string, string][]): Subject {
  const value = (pattern: RegExp) => fields.find(([name]) => pattern.test(name.trim()))?.[1]
  const year = Number(/\b(?:18[89]\d|19\d\d|20\d\d)\b/.exec(value(/^(?:model[ _]?)?year$/i) ?? '')?.[0])
  const name = value(/^(?:name|car[ _]?name|vehicle)$/i)?.split(/\s+/)
  const make = value(/^(?:make|manufacturer|brand)$/i) ?? (name && name.length > 1 ? name[0] : undefined)
  const model = value(/^(?:model|model[ _]?name)$/i) ?? name?.slice(1).join(' ')
  const trim = value(/^(?:trim|series|variant)$/i)
  return {
    ...(make ? { make: titled(make) } : {}),
    ...(model ? { model: titled(model) } : {}),
    ...(trim ? { trim } : {}),
    ...(Number.isInteger(year) ? { yearFrom: year, yearTo: year } : {}),
  }
}

/** Data sets are often in lower case; what has capitals keeps them. */
const titled = (words: string) =>
  /[A-Z]/.test(words)
    ? words
    : words.replace(/(^|[\s'-])([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase())
