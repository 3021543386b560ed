import { CsvError, type Parser, parse } from 'csv-parse'
import type { Fetched } from '../../document.ts'
import { endingOf } from '../name.ts'

/** `line` counts from 1. A row with a `problem` could not be read. */
export type Row = { row: string[]; line: number; problem?: string }

type About = Pick<Fetched, 'url' | 'mediaType'>

/** The rows of a table that comes in blocks of whole lines, one block in memory at a time. */
export async function* rowsOf(blocks: Iterable<string> | AsyncIterable<string>, about: About): AsyncGenerator<Row> {
  let delimiter: string | null = null
  let before = 0
  for await (const block of blocks) {
    delimiter ??= delimiterOf(block, about)
    for await (const row of rowsOfBlock(block, delimiter, before === 0)) yield { ...row, line: before + row.line }
    before += countLines(block)
  }
}

/** A quote that is never closed would swallow the rest of the block: then its lines are read one by one. */
async function* rowsOfBlock(text: string, delimiter: string, isFirst: boolean): AsyncGenerator<Row> {
  const parser: Parser = parse(text, {
    delimiter,
    bom: isFirst,
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
    const row = line.includes('"') ? (await collect(line, delimiter))[0] : line.split(delimiter)
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

function delimiterOf(text: string, { mediaType, url }: About): string {
  if (mediaType === 'text/tab-separated-values' || endingOf(url) === 'tsv') return '\t'
  const [head = ''] = text.split(/\r?\n/, 1)
  const counts = [',', ';', '\t', '|'].map((sign): [string, number] => [sign, head.split(sign).length])
  return counts.reduce((a, b) => (b[1] > a[1] ? b : a))[0]
}

function countLines(text: string): number {
  let lines = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}
