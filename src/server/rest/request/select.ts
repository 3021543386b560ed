import { type Field, parseField } from './field.ts'
import { Scanner } from './scanner.ts'

/** One item of `select=`: a column, all columns, or an embedded resource with items of its own. */
export type SelectItem = SelectStar | SelectField | SelectEmbed
export type SelectStar = { kind: 'star' }
export type SelectField = {
  kind: 'field'
  /** Null for `count()`, which counts rows. */
  field: Field | null
  alias: string | null
  cast: string | null
  /** `column.sum()::text`: what is made of all values, and what that is cast to. */
  aggregate: { name: AggregateName; cast: string | null } | null
}
export type AggregateName = 'avg' | 'count' | 'max' | 'min' | 'sum'
export type SelectEmbed = {
  kind: 'embed'
  target: string
  alias: string | null
  hint: string | null
  join: 'left' | 'inner'
  /** `...target(columns)`: its columns appear in the parent. */
  spread: boolean
  items: SelectItem[]
}

const deepest = 20
const aggregates = /\.(?:avg|count|max|min|sum)\(\)/y

export function parseSelect(text: string): SelectItem[] {
  const scanner = new Scanner('select parameter', text)
  const items = parseItems(scanner, 0)
  scanner.end('"," or end of input')
  return items
}

function parseItems(scanner: Scanner, depth: number): SelectItem[] {
  const items: SelectItem[] = []
  scanner.skipBlanks()
  if (scanner.done || scanner.sees(')')) return items
  do items.push(parseItem(scanner, depth))
  while (scanner.take(','))
  return items
}

function parseItem(scanner: Scanner, depth: number): SelectItem {
  scanner.skipBlanks()
  if (scanner.take('...')) return parseEmbed(scanner, depth, scanner.name(), null, true)
  if (scanner.take('*')) {
    scanner.skipBlanks()
    return { kind: 'star' }
  }
  const start = scanner.at
  let name = scanner.name()
  if (name === 'count' && scanner.take('()')) return countOf(scanner, null)
  let alias: string | null = null
  if (scanner.sees(':') && !scanner.sees('::')) {
    scanner.take(':')
    alias = name
    const target = scanner.at
    name = scanner.name()
    if (name === 'count' && scanner.take('()')) return countOf(scanner, alias)
    if (!embeds(scanner)) scanner.at = target
  } else if (!embeds(scanner)) scanner.at = start
  return embeds(scanner) ? parseEmbed(scanner, depth, name, alias, false) : parseColumn(scanner, alias)
}

function embeds(scanner: Scanner): boolean {
  return scanner.sees('!') || scanner.sees('(')
}

function parseColumn(scanner: Scanner, alias: string | null): SelectField {
  const field = parseField(scanner)
  const cast = parseCast(scanner)
  const name = scanner.match(aggregates)?.slice(1, -2) as AggregateName | undefined
  const aggregate = name === undefined ? null : { name, cast: parseCast(scanner) }
  endItem(scanner)
  return { kind: 'field', field, alias, cast, aggregate }
}

/** After `count()`. */
function countOf(scanner: Scanner, alias: string | null): SelectField {
  const aggregate = { name: 'count' as const, cast: parseCast(scanner) }
  endItem(scanner)
  return { kind: 'field', field: null, alias, cast: null, aggregate }
}

const parseCast = (scanner: Scanner) => (scanner.take('::') ? scanner.identifier('a type name') : null)

function endItem(scanner: Scanner): void {
  scanner.skipBlanks()
  if (!scanner.done && !scanner.sees(',') && !scanner.sees(')'))
    scanner.fail('"->>", "->", "::", ")", "," or end of input')
}

function parseEmbed(
  scanner: Scanner,
  depth: number,
  target: string,
  alias: string | null,
  spread: boolean,
): SelectEmbed {
  if (depth >= deepest) scanner.refuse(`resources are embedded more than ${deepest} deep`)
  let hint: string | null = null
  let join: SelectEmbed['join'] = 'left'
  while (scanner.take('!')) {
    const word = scanner.name()
    if (word === 'inner' || word === 'left') join = word
    else hint = word
  }
  scanner.expect('(')
  const items = parseItems(scanner, depth + 1)
  scanner.expect(')')
  scanner.skipBlanks()
  return { kind: 'embed', target, alias, hint, join, spread, items }
}

/** `columns=` and `on_conflict=`: names, with commas between. */
export function parseNames(what: string, text: string): string[] {
  const scanner = new Scanner(what, text)
  const names: string[] = []
  do {
    scanner.skipBlanks()
    names.push(scanner.name())
    scanner.skipBlanks()
  } while (scanner.take(','))
  scanner.end('"," or end of input')
  return names
}
