import { invalidRange, unparsable } from '../errors.ts'
import type { Field } from './field.ts'
import { parseJsonPath } from './field.ts'
import { type Condition, looksLikeFilter, parseFilter, parseJunction } from './filter.ts'
import { type OrderTerm, parseOrder } from './order.ts'
import { Scanner } from './scanner.ts'
import { parseNames, parseSelect, type SelectItem } from './select.ts'

/** Where a parameter applies: `[]` is the requested resource, `['posts', 'comments']` what it embeds. */
export type EmbedPath = string[]

/** Everything that a query string says. */
export type Query = {
  select: SelectItem[]
  conditions: { path: EmbedPath; condition: Condition }[]
  orders: { path: EmbedPath; terms: OrderTerm[] }[]
  ranges: { path: EmbedPath; limit: number | null; offset: number | null }[]
  columns: string[] | null
  onConflict: string[] | null
  /** Arguments of a function that is called by GET. */
  args: [name: string, value: string][]
}

/** @param isArgument tells an argument of the called function from a filter; tables have none */
export function parseQuery(search: string, isArgument?: (name: string, filterLike: boolean) => boolean): Query {
  const query: Query = {
    select: [{ kind: 'star' }],
    conditions: [],
    orders: [],
    ranges: [],
    columns: null,
    onConflict: null,
    args: [],
  }
  if (search.length > 1) for (const part of search.slice(1).split('&')) readParameter(query, part, isArgument)
  return query
}

function readParameter(query: Query, part: string, isArgument?: (name: string, filterLike: boolean) => boolean): void {
  if (part === '') return
  const equals = part.indexOf('=')
  const key = decode(equals < 0 ? part : part.slice(0, equals))
  const value = equals < 0 ? '' : decode(part.slice(equals + 1))
  switch (key) {
    case 'select':
      query.select = value.trim() === '' ? [{ kind: 'star' }] : parseSelect(value)
      return
    case 'columns':
      query.columns = parseNames('columns parameter', value)
      return
    case 'on_conflict':
      query.onConflict = parseNames('on_conflict parameter', value)
      return
    case 'apikey':
      return
  }
  switch (key.slice(key.lastIndexOf('.') + 1)) {
    case 'order':
      query.orders.push({ path: parentPath(key), terms: parseOrder(value) })
      return
    case 'limit':
      query.ranges.push({ path: parentPath(key), limit: readLimit(value), offset: null })
      return
    case 'offset':
      query.ranges.push({ path: parentPath(key), limit: null, offset: readOffset(value) })
      return
    case 'and':
    case 'or':
      query.conditions.push(readJunction(key, value))
      return
  }
  if (isArgument?.(key, looksLikeFilter(value))) query.args.push([key, value])
  else query.conditions.push(readFilter(key, value))
}

/** @throws {ApiError} 400 PGRST100 for what is not the form encoding of UTF-8 */
export function decode(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text
  const decoded = decodeUtf8(text.replaceAll('+', ' '))
  if (decoded === null) throw unparsable('URL', text, 1, 'broken percent-encoding; names and values are UTF-8')
  if (decoded.includes('\0')) throw unparsable('URL', text, 1, 'a zero byte, which no name or value can hold')
  return decoded
}

function decodeUtf8(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

function readFilter(key: string, value: string): Query['conditions'][number] {
  const scanner = new Scanner('tree path', key)
  const path = readPath(scanner)
  const name = path.pop() as string
  const field: Field = { name, path: parseJsonPath(scanner) }
  scanner.end()
  return { path, condition: parseFilter(field, value) }
}

/** `or`, `not.and`, `posts.or`, `posts.not.or`. */
function readJunction(key: string, value: string): Query['conditions'][number] {
  const path = readWholePath(key)
  const kind = path.pop() as 'and' | 'or'
  const negated = path.at(-1) === 'not'
  if (negated) path.pop()
  return { path, condition: parseJunction(kind, negated, value) }
}

function parentPath(key: string): EmbedPath {
  return key.includes('.') ? readWholePath(key).slice(0, -1) : []
}

function readWholePath(key: string): string[] {
  const scanner = new Scanner('tree path', key)
  const path = readPath(scanner)
  scanner.end()
  return path
}

function readPath(scanner: Scanner): string[] {
  const path = [scanner.name()]
  while (scanner.take('.')) path.push(scanner.name())
  return path
}

function readLimit(text: string): number {
  if (/^-\d+$/.test(text)) throw invalidRange('Limit should be greater than or equal to zero.')
  return wholeNumber('limit', text)
}

function readOffset(text: string): number {
  return /^-\d+$/.test(text) ? 0 : wholeNumber('offset', text)
}

function wholeNumber(what: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw unparsable(what, text, 1, 'expecting a whole number below 10^15')
}
