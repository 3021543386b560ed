import { type Field, parseField } from './field.ts'
import { Scanner } from './scanner.ts'

/** A condition on rows: one test of one field, or several conditions joined. */
export type Condition = Filter | Junction
export type Filter = { kind: 'filter'; field: Field; negated: boolean; test: Test }
export type Junction = { kind: 'and' | 'or'; negated: boolean; conditions: Condition[] }

export type Test =
  | { kind: 'compare'; operator: Comparison; quantifier: 'any' | 'all' | null; value: string }
  | { kind: 'in'; values: string[] }
  | { kind: 'is'; value: IsValue }
  | { kind: 'distinct'; value: string }
  | { kind: 'search'; parser: SearchParser; config: string | null; value: string }

export type Comparison = keyof typeof quantifiable | keyof typeof plain
export type IsValue = 'null' | 'not_null' | 'true' | 'false' | 'unknown'
export type SearchParser = keyof typeof searches

/** What each comparison is called in SQL. Those of the first group also take `(any)` and `(all)`. */
const quantifiable = {
  eq: '=',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
  like: 'like',
  ilike: 'ilike',
  match: '~',
  imatch: '~*',
} as const
const plain = {
  neq: '<>',
  cs: '@>',
  cd: '<@',
  ov: '&&',
  sl: '<<',
  sr: '>>',
  nxr: '&<',
  nxl: '&>',
  adj: '-|-',
} as const
const searches = {
  fts: 'to_tsquery',
  plfts: 'plainto_tsquery',
  phfts: 'phraseto_tsquery',
  wfts: 'websearch_to_tsquery',
} as const
export const comparisons: Readonly<Record<Comparison, string>> = { ...quantifiable, ...plain }
export const searchParsers: Readonly<Record<SearchParser, string>> = searches

const expectedOperator = '"not" or operator (eq, gt, ...)'
const deepest = 20
const word = /[a-z]+/y
const quantifier = /\((any|all)\)/y
const isWord = /null|not_null|true|false|unknown/iy
const unquotedElement = /[^,)]*/y
const arrayLiteral = /\{[^{}]*\}/y

/** The value of `column=`: an operator and, after a dot, its operand, which is taken as it stands. */
export function parseFilter(field: Field, text: string): Filter {
  const scanner = new Scanner('filter', text)
  const filter = parseTest(scanner, field, () => scanner.rest())
  scanner.end()
  return filter
}

/** Whether a parameter's value starts like a filter; rpc arguments do not. */
export function looksLikeFilter(text: string): boolean {
  const operator = /^(?:not\.)?([a-z]+)(?:\([^)]*\))?\./.exec(text)?.[1]
  return (
    operator !== undefined &&
    (Object.hasOwn(comparisons, operator) || Object.hasOwn(searches, operator) || /^(in|is|isdistinct)$/.test(operator))
  )
}

/** The value of `and=` and `or=`: `(a.eq.1,or(b.gt.2,not.and(...)))`. */
export function parseJunction(kind: 'and' | 'or', negated: boolean, text: string): Junction {
  const scanner = new Scanner('logic tree', text)
  const junction = parseConditions(scanner, kind, negated, 0)
  scanner.end()
  return junction
}

function parseConditions(scanner: Scanner, kind: 'and' | 'or', negated: boolean, depth: number): Junction {
  if (depth >= deepest) scanner.refuse(`conditions are nested more than ${deepest} deep`)
  const conditions: Condition[] = []
  scanner.skipBlanks()
  scanner.expect('(')
  do conditions.push(parseCondition(scanner, depth))
  while (scanner.take(','))
  scanner.expect(')')
  scanner.skipBlanks()
  return { kind, negated, conditions }
}

function parseCondition(scanner: Scanner, depth: number): Condition {
  scanner.skipBlanks()
  const start = scanner.at
  const negated = scanner.take('not.')
  for (const kind of ['and', 'or'] as const) {
    const before = scanner.at
    if (scanner.take(kind)) {
      scanner.skipBlanks()
      if (scanner.sees('(')) return parseConditions(scanner, kind, negated, depth + 1)
      scanner.at = before
    }
  }
  scanner.at = start
  const field = parseField(scanner)
  scanner.expect('.', 'delimiter (.)')
  const filter = parseTest(scanner, field, () => parseElement(scanner, true))
  scanner.skipBlanks()
  return filter
}

function parseTest(scanner: Scanner, field: Field, operand: () => string): Filter {
  const negated = scanner.take('not.')
  const start = scanner.at
  const operator = scanner.match(word)
  if (operator === null) return scanner.fail(expectedOperator)
  return { kind: 'filter', field, negated, test: parseOperation(scanner, operator, start, operand) }
}

function parseOperation(scanner: Scanner, operator: string, start: number, operand: () => string): Test {
  if (Object.hasOwn(comparisons, operator)) return parseComparison(scanner, operator as Comparison, operand)
  if (Object.hasOwn(searches, operator)) return parseSearch(scanner, operator as SearchParser, operand)
  if (operator === 'in' && scanner.take('.')) return { kind: 'in', values: parseList(scanner) }
  if (operator === 'is' && scanner.take('.')) return parseIs(scanner)
  if (operator === 'isdistinct' && scanner.take('.')) return { kind: 'distinct', value: operand() }
  scanner.at = start
  return scanner.fail(expectedOperator)
}

function parseComparison(scanner: Scanner, operator: Comparison, operand: () => string): Test {
  let found: 'any' | 'all' | null = null
  if (Object.hasOwn(quantifiable, operator)) {
    const text = scanner.match(quantifier)
    found = text === null ? null : text === '(any)' ? 'any' : 'all'
  }
  scanner.expect('.', 'delimiter (.)')
  return { kind: 'compare', operator, quantifier: found, value: operand() }
}

function parseSearch(scanner: Scanner, parser: SearchParser, operand: () => string): Test {
  let config: string | null = null
  if (scanner.take('(')) {
    config = scanner.identifier('a text search configuration')
    scanner.expect(')')
  }
  scanner.expect('.', 'delimiter (.)')
  return { kind: 'search', parser, config, value: operand() }
}

function parseIs(scanner: Scanner): Test {
  const value = scanner.match(isWord)
  if (value === null) return scanner.fail('isVal: (null, not_null, true, false, unknown)')
  return { kind: 'is', value: value.toLowerCase() as IsValue }
}

function parseList(scanner: Scanner): string[] {
  scanner.skipBlanks()
  scanner.expect('(')
  const values: string[] = []
  do values.push(parseElement(scanner, false))
  while (scanner.take(','))
  scanner.expect(')')
  scanner.skipBlanks()
  return values.length === 1 && values[0] === '' ? [] : values
}

/** Up to the next comma or bracket, unless in double quotes; conditions also take a `{array}` with its commas. */
function parseElement(scanner: Scanner, arrays: boolean): string {
  if (!arrays) scanner.skipBlanks()
  const start = scanner.at
  const quoted = scanner.takeQuoted()
  if (!arrays && quoted !== null) scanner.skipBlanks()
  if (quoted !== null && (scanner.done || scanner.sees(',') || scanner.sees(')'))) return quoted
  scanner.at = start
  if (arrays && scanner.sees('{')) {
    const value = scanner.match(arrayLiteral)
    if (value !== null) return value
  }
  const bare = scanner.match(unquotedElement) ?? ''
  return arrays ? bare : bare.trim()
}
