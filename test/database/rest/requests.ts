import fc from '../../support/property.ts'
import {
  bodyOf,
  json,
  mark,
  mostly,
  numbers,
  type Parameter,
  parametersOf,
  reserved,
  type Tables,
  tables,
  wild,
  words,
} from './grammar.ts'
import type { Ask, Who } from './museum.ts'

/** A request as it is sent, printed whole when it breaks a property. */
export type AnyRequest = { as: Exclude<Who, 'service'>; method: string; path: string; options: Ask }

const prefers = [
  'return=representation',
  'return=minimal',
  'return=headers-only',
  'count=exact',
  'count=planned',
  'count=estimated',
  'resolution=merge-duplicates',
  'resolution=ignore-duplicates',
  'missing=default',
  'handling=strict',
  'max-affected=1',
  'timezone=Asia/Tokyo',
  'tx=rollback',
]
const ascii = wild.map((text) => text.replace(/[^\x20-\x7e]/g, '?').trim() || '?')
const preferences = fc.array(mostly(fc.constantFrom(...prefers), ascii), { maxLength: 3 }).map((all) => all.join(', '))
const accepts = mostly(
  fc.constantFrom(
    ...['', '', '', '', '', '', '*/*', 'text/csv'],
    'application/vnd.pgrst.object+json',
    'application/vnd.pgrst.array+json;nulls=stripped',
  ),
  ascii,
)
const ranges = fc.option(mostly(fc.constantFrom('0-0', '0-9', '5-', '3-1', '0-999999'), ascii), { nil: '', freq: 6 })

const optionsWith = (body: fc.Arbitrary<string | undefined>): fc.Arbitrary<Ask> =>
  fc.record({ prefer: preferences, accept: accepts, range: ranges, body })

/** Unpaired surrogates have no UTF-8, so that a URL cannot hold them. */
const encode = (text: string) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '?'))
const queryOf = (parameters: Parameter[]) =>
  parameters.map(([key, value]) => `${encode(key)}=${encode(value)}`).join('&')

const methods = ['GET', 'GET', 'GET', 'GET', 'HEAD', 'POST', 'PATCH', 'DELETE', 'PUT']
const tableRequest = (tables: Tables) =>
  fc.tuple(fc.constantFrom(...Object.entries(tables)), fc.constantFrom(...methods)).chain(([[name, table], method]) => {
    const body = /POST|PATCH|PUT/.test(method) ? bodyOf(table) : fc.constant(undefined)
    return fc.record({
      method: fc.constant(method),
      path: mostly(
        fc.constant(`/${encode(name)}`),
        wild.map((text) => `/${encode(text)}`),
      ),
      query: parametersOf(name, tables).map(queryOf),
      options: optionsWith(body),
    })
  })

/** Functions with the names and samples of their arguments; `rows` are those of a table, and shaped like one. */
export type Callable = { name: string; args: Record<string, unknown>; rows?: string }

const functions: Callable[] = [
  { name: 'add', args: { a: 1, b: 2 } },
  { name: 'greet', args: { name: 'Ada' } },
  { name: 'greet', args: { name: 'Ada', Loud: true } },
  { name: 'find_diaries', args: { words: 'Q' }, rows: 'diaries' },
  { name: 'find_diaries', args: { words: '' }, rows: 'diaries' },
  { name: 'works_of', args: { artist: 1 }, rows: 'works' },
  { name: 'raise_labels', args: { at_most: 2 }, rows: 'labels' },
  { name: 'kind_of', args: { doc: '[]' } },
  { name: 'total', args: { numbers: 1 } },
  { name: 'sum_of', args: { numbers: '{1,2}' } },
  { name: 'pick', args: { a: 1, b: 2 } },
  { name: 'pick', args: { c: 'x' } },
  { name: 'unclear', args: { a: 1 } },
  { name: 'echo', args: { any: 'thing' } },
  { name: 'stats', args: {} },
  { name: 'nothing', args: {} },
  { name: 'refresh_counts', args: {} },
]
const call = (functions: Callable[], tables: Tables) =>
  fc.tuple(fc.constantFrom(...functions), fc.constantFrom('GET', 'POST')).chain(([{ name, args, rows }, method]) => {
    const odd = fc.dictionary(fc.oneof(wild, words), fc.oneof(numbers, words, wild), { maxKeys: 3 })
    const oddValue = fc
      .oneof(json, wild, words)
      .map((value) => Object.fromEntries(Object.keys(args).map((key) => [key, value])))
    const given = fc.oneof(
      { arbitrary: fc.constant(args), weight: 6 },
      { arbitrary: oddValue, weight: 2 },
      { arbitrary: odd, weight: 1 },
    )
    const shaping = rows ? parametersOf(rows, tables) : fc.constant([])
    return fc.tuple(given, shaping, optionsWith(fc.constant(undefined))).map(([values, parameters, options]) => {
      const inUrl =
        method === 'GET' ? Object.entries(values).map(([key, value]): Parameter => [key, textOf(value)]) : []
      return {
        method,
        path: `/rpc/${encode(name)}`,
        query: queryOf([...inUrl, ...parameters]),
        options: method === 'GET' ? options : { ...options, body: JSON.stringify(values) },
      }
    })
  })

/** An object may have a `toString` that is none. */
const textOf = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value))

/** Cuts, doubles and inserts, at the level of the URL’s bytes. */
type Mutation = { at: number; length: number; kind: 'cut' | 'double' | 'insert'; text: string }
const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(400),
  length: fc.integer({ min: 1, max: 5 }),
  kind: fc.constantFrom('cut', 'double', 'insert'),
  text: fc.oneof(
    fc.constantFrom(...reserved).map(encode),
    fc.constantFrom('%', '%f', '%ff', '%00', '+', '&', '=', '..', `%22${mark}`, `%27${mark}`),
  ),
})
function mutate(query: string, { at, length, kind, text }: Mutation): string {
  const start = query.length === 0 ? 0 : at % query.length
  const middle = query.slice(start, start + length)
  const changed = kind === 'cut' ? '' : kind === 'double' ? middle + middle : text + middle
  return query.slice(0, start) + changed + query.slice(start + length)
}

/** Well-formed requests and broken ones, of people signed in and out, to these tables and functions. */
export const requestsTo = (tables: Tables, functions: Callable[]): fc.Arbitrary<AnyRequest> =>
  fc
    .tuple(
      fc.constantFrom('visitor', 'alice', 'bob'),
      functions.length === 0
        ? tableRequest(tables)
        : fc.oneof({ arbitrary: tableRequest(tables), weight: 4 }, { arbitrary: call(functions, tables), weight: 1 }),
      fc.oneof(
        { arbitrary: fc.constant([]), weight: 4 },
        { arbitrary: fc.array(mutation, { minLength: 1, maxLength: 2 }), weight: 1 },
      ),
    )
    .map(([as, { method, path, query, options }, mutations]) => ({
      as,
      method,
      path: `${path}?${mutations.reduce(mutate, query)}`,
      options,
    }))

/** To everything that the museum has. */
export const anyRequest = requestsTo(tables, functions)
