import type { Chunk, Connector, Fetched, Hints, ParsedDocument, Refusal, Subject } from '../../document.ts'
import { charsetOf, isText } from '../decode.ts'
import { endingOf, nameOf } from '../name.ts'
import { blocksOf, piecesOf } from './blocks.ts'
import { fuelEconomy } from './fuel-economy.ts'
import { anyTable, type Layout } from './layout.ts'
import { rowsOf } from './rows.ts'

/** Rows of one document; a file with more becomes several, so that no text grows without bounds. */
const rowsPerDocument = 5_000
const mostColumns = 200
/** Of a table that was fetched as a whole. One that is a file comes document by document, without end. */
const mostDocuments = 20
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
  read: async (fetched, hints) => {
    const documents: ParsedDocument[] = []
    const refused: Refusal[] = []
    for await (const part of readTable(blocksOf(piecesOf(fetched.body), charsetOf(fetched)), fetched, hints)) {
      if ('refused' in part) refused.push(part.refused)
      else if (documents.length < mostDocuments) documents.push(part.document)
      else {
        const reason = `It has more than ${mostDocuments * rowsPerDocument} rows; the first are read. Add the rest as a file.`
        refused.push({ url: fetched.url, code: 'too_many_rows', reason })
        break
      }
    }
    return { documents, refused }
  },
}

const layouts = [fuelEconomy, anyTable]

/**
 * A table that comes in blocks of whole lines, as documents of at most 5,000 rows: one of them in memory at a time.
 * Of rows that cannot be read, the first hundred are told.
 */
export async function* readTable(
  blocks: Iterable<string> | AsyncIterable<string>,
  about: Pick<Fetched, 'url' | 'mediaType'>,
  hints: Hints,
): AsyncGenerator<{ document: ParsedDocument } | { refused: Refusal }> {
  let columns: string[] | null = null
  let layout: Layout = anyTable
  let documents = 0
  let refusals = 0
  let part = new Part(about.url, hints, 0)
  const refused = (line: number, reason: string) => ({
    refused: { url: `${about.url}#line-${line}`, code: 'broken_row', reason: `Line ${line}: ${reason}` },
  })
  for await (const { row, line, problem } of rowsOf(blocks, about)) {
    if (!columns && !problem) {
      columns = row.slice(0, mostColumns).map((name, n) => name.trim() || `column ${n + 1}`)
      layout = layouts.find(({ fits }) => fits(columns as string[])) ?? anyTable
    } else if (problem || !columns || (row.length !== columns.length && row.length !== 1)) {
      refusals += 1
      if (refusals <= mostRefusals)
        yield refused(line, problem ?? `It has ${row.length} values, and the header ${columns?.length}.`)
    } else if (part.add(columns, row, layout) && part.rows === rowsPerDocument) {
      yield { document: part.document() }
      documents += 1
      part = new Part(about.url, hints, documents)
    }
  }
  if (part.rows > 0) yield { document: part.document() }
  else if (documents + refusals === 0)
    yield { refused: { url: about.url, code: 'no_rows', reason: 'It has no rows below its header.' } }
}

/** One document of rows. */
class Part {
  readonly #url: string
  readonly #hints: Hints
  readonly #nth: number
  #text = ''
  readonly #chunks: Chunk[] = []

  constructor(url: string, hints: Hints, nth: number) {
    this.#url = url
    this.#hints = hints
    this.#nth = nth
  }

  get rows(): number {
    return this.#chunks.length
  }

  /** @returns whether the row had anything in it */
  add(columns: string[], row: string[], layout: Layout): boolean {
    const values = columns.flatMap((name, n): [string, string][] => {
      const value = (row[n] ?? '').replace(/\s+/g, ' ').trim()
      return value === '' ? [] : [[name, value]]
    })
    const pairs = layout.pairs(new Map(values))
    if (pairs.length === 0) return false
    const start = this.#text.length
    this.#text += `${pairs.map(([name, value]) => `${name}: ${value}`).join(' | ')}\n`
    this.#chunks.push({
      start,
      end: this.#text.length - 1,
      heading: [],
      subject: subjectOf(values),
      fields: Object.fromEntries(pairs),
    })
    return true
  }

  document(): ParsedDocument {
    const title = this.#hints.title ?? nameOf(this.#url)
    return {
      url: /^https?:/.test(this.#url) ? this.#url : null,
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
