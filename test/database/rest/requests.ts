import fc from 'fast-check'
import type { Ask, Who } from './museum.ts'

/** A request as it is sent, printed whole when it breaks a property. */
export type AnyRequest = { as: Exclude<Who, 'service'>; method: string; path: string; options: Ask }

/** Put into every text that is made up, so that it is recognised wherever it turns up. */
export const mark = 'zq7'

type Table = { columns: string[]; embeds: string[]; values: fc.Arbitrary<string> }

const small = fc.integer({ min: -2, max: 9 }).map(String)
const words = fc.constantFrom(
  'a',
  'Amber Dawn',
  'zq7',
  'null',
  '2024-01-01',
  '{}',
  '{a,"b,c"}',
  '[1,3]',
  '{"a":1}',
  'true',
  '()',
  '"',
)
const uuid = fc.constantFrom('00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b')
const diary = { columns: ['id', 'owner', 'body', 'is_public'], values: fc.oneof(small, words, uuid) }

/** What there is to ask for; rows that some callers may not see are in `diaries`, its view and its `pages`. */
const tables: Record<string, Table> = {
  diaries: { ...diary, embeds: ['pages', 'pages!inner', 'nope'] },
  open_diaries: { ...diary, embeds: ['pages'] },
  pages: {
    columns: ['id', 'diary_id', 'owner', 'words'],
    embeds: ['diaries', 'diaries!inner', 'open_diaries'],
    values: fc.oneof(small, words),
  },
  works: {
    columns: ['id', 'title', 'artist_id', 'year', 'price', 'condition', 'tags', 'seasons', 'details', 'words', 'label'],
    embeds: ['artists', 'artists!inner', 'rooms!works_hang_in', 'rooms', 'shows', 'insurance', 'show_works'],
    values: fc.oneof(small, words),
  },
  artists: {
    columns: ['id', 'name', 'born', 'bio', 'teacher_id'],
    embeds: ['works', 'works!inner', 'pupils', 'artists'],
    values: fc.oneof(small, words),
  },
  labels: { columns: ['code', 'body', 'weight', 'slug'], embeds: ['works'], values: fc.oneof(small, words) },
  tickets: {
    columns: ['id', 'holder', 'net', 'kind', 'bought_at', 'notes'],
    embeds: [],
    values: fc.oneof(small, words),
  },
  loans: { columns: ['id', 'work_id', 'lender', 'fee'], embeds: ['works'], values: fc.oneof(small, words) },
  key_only: { columns: ['id'], embeds: [], values: small },
  visits: { columns: ['day', 'visitors'], embeds: ['works'], values: words },
  safe: { columns: ['id', 'code'], embeds: [], values: small },
  staff: { columns: ['id', 'name', 'salary'], embeds: [], values: small },
  suggestions: { columns: ['id', 'body'], embeds: [], values: words },
  'Café 表': { columns: ['naïve key', '"a.b, (c) \\"d\\""', 'select', 'order'], embeds: [], values: small },
  'Every Type': {
    columns: [
      'Id',
      'big',
      'exact',
      'double',
      'bytes',
      'timestamptz',
      'span',
      'doc',
      'docb',
      'ints',
      'size',
      'days',
      'at',
    ],
    embeds: [],
    values: fc.oneof(small, words, uuid),
  },
  work_counts: { columns: ['artist_id', 'works'], embeds: ['artists'], values: small },
  nope: { columns: ['id'], embeds: ['works'], values: small },
}

const reserved = [
  '"',
  "'",
  '\\',
  '(',
  ')',
  ',',
  '.',
  ':',
  '::',
  '->',
  '->>',
  '!',
  '*',
  ';',
  '--',
  '/*',
  '$1',
  '{',
  '}',
  '&',
  '=',
  '%',
  '\u0000',
  '\ud800',
  '😀',
  ' ',
  '\n',
  '...',
]
const sql = [
  `'; drop table museum.labels; -- ${mark}`,
  `" from museum.safe -- ${mark}`,
  `(select code from museum.safe) ${mark}`,
  `) as ${mark}`,
  'current_user',
  'pg_sleep(5)',
  `int)::${mark}`,
]
const piece = fc.oneof(
  fc.constantFrom(...reserved),
  fc.constantFrom(...sql),
  fc.string({ maxLength: 6, unit: 'binary' }),
  fc.constant(mark),
)
const wild = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join('') + mark)

/** Mostly what fits; now and then something made up. */
const mostly = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: usual, weight: 12 }, { arbitrary: odd, weight: 1 })
const listOf = (item: fc.Arbitrary<string>, max = 3) =>
  fc.array(item, { minLength: 1, maxLength: max }).map((items) => items.join(','))

const operators = [
  'eq',
  'neq',
  'gt',
  'gte',
  'lt',
  'lte',
  'like',
  'ilike',
  'match',
  'imatch',
  'cs',
  'cd',
  'ov',
  'sl',
  'sr',
  'nxr',
  'nxl',
  'adj',
  'fts',
  'plfts',
  'phfts',
  'wfts',
  'isdistinct',
  'eq(any)',
  'like(all)',
  'fts(english)',
]
const casts = ['text', 'int', 'bigint', 'numeric', 'date', 'jsonb', 'uuid', 'bytea', 'timestamp with time zone', 'nope']

const columnOf = (table: Table) => mostly(fc.constantFrom(...table.columns), wild)
const pathOf = (table: Table) =>
  fc
    .tuple(
      columnOf(table),
      fc.option(mostly(fc.constantFrom('->a', '->>a', '->0', '->>-1', '->a->>0'), wild), { nil: '', freq: 4 }),
    )
    .map(([column, path]) => column + path)

function selectOf(name: string, depth: number): fc.Arbitrary<string> {
  const table = tables[name] as Table
  const column = fc
    .tuple(
      fc.option(
        mostly(
          fc.constantFrom('x:', '"y z":'),
          wild.map((text) => `${text}:`),
        ),
        { nil: '', freq: 4 },
      ),
      pathOf(table),
      fc.option(mostly(fc.constantFrom(...casts), wild), { nil: null, freq: 4 }),
    )
    .map(([alias, path, cast]) => alias + path + (cast ? `::${cast}` : ''))
  const choices: fc.WeightedArbitrary<string>[] = [
    { arbitrary: column, weight: 6 },
    { arbitrary: fc.constant('*'), weight: 2 },
  ]
  if (depth > 0 && table.embeds.length > 0) {
    const embed = mostly(fc.constantFrom(...table.embeds), wild).chain((embed) => {
      const target = embed.split('!')[0] as string
      const inner = Object.hasOwn(tables, target) ? selectOf(target, depth - 1) : fc.constantFrom('id', 'name', '*', '')
      return fc
        .tuple(fc.constantFrom('', '', '', '...', 'e:'), inner)
        .map(([prefix, list]) => `${prefix}${embed}(${list})`)
    })
    choices.push({ arbitrary: embed, weight: 3 })
  }
  return listOf(fc.oneof(...choices))
}

function conditionOf(table: Table): fc.Arbitrary<string> {
  const value = mostly(table.values, wild)
  const not = fc.constantFrom('', '', '', 'not.')
  return fc.oneof(
    {
      arbitrary: fc
        .tuple(not, mostly(fc.constantFrom(...operators), wild), value)
        .map(([n, op, v]) => `${n}${op}.${v}`),
      weight: 6,
    },
    {
      arbitrary: fc.tuple(not, fc.constantFrom('null', 'true', 'not_null', 'unknown')).map(([n, v]) => `${n}is.${v}`),
      weight: 1,
    },
    {
      arbitrary: fc.tuple(not, fc.array(value, { maxLength: 3 })).map(([n, v]) => `${n}in.(${v.join(',')})`),
      weight: 1,
    },
  )
}

function logicOf(table: Table, depth: number): fc.Arbitrary<string> {
  const leaf = fc.tuple(pathOf(table), conditionOf(table)).map(([column, condition]) => `${column}.${condition}`)
  const item =
    depth === 0
      ? leaf
      : fc.oneof(
          { arbitrary: leaf, weight: 3 },
          {
            arbitrary: fc
              .tuple(fc.constantFrom('and', 'or', 'not.and', 'not.or'), logicOf(table, depth - 1))
              .map(([op, list]) => op + list),
            weight: 1,
          },
        )
  return listOf(item).map((list) => `(${list})`)
}

type Parameter = [key: string, value: string]

function parametersOf(name: string): fc.Arbitrary<Parameter[]> {
  const table = tables[name] as Table
  const prefix = fc.option(
    mostly(
      fc.constantFrom(...table.embeds.map((embed) => `${embed.split('!')[0]}.`), ''),
      wild.map((text) => `${text}.`),
    ),
    { nil: '', freq: 6 },
  )
  const order = fc
    .tuple(pathOf(table), mostly(fc.constantFrom('', '.asc', '.desc', '.desc.nullslast', '.nullsfirst'), wild))
    .map(([column, direction]) => column + direction)
  const count = mostly(fc.constantFrom('0', '1', '2', '5', '-1', '1000000', '99999999999999999999', 'x'), wild)
  const parameter: fc.Arbitrary<Parameter> = fc.oneof(
    { arbitrary: fc.tuple(fc.constant('select'), selectOf(name, 2)), weight: 5 },
    {
      arbitrary: fc.tuple(
        fc.tuple(prefix, pathOf(table)).map((parts) => parts.join('')),
        conditionOf(table),
      ),
      weight: 6,
    },
    {
      arbitrary: fc.tuple(
        fc.tuple(prefix, fc.constantFrom('and', 'or', 'not.or')).map((parts) => parts.join('')),
        logicOf(table, 2),
      ),
      weight: 2,
    },
    {
      arbitrary: fc.tuple(
        prefix.map((path) => `${path}order`),
        listOf(order),
      ),
      weight: 2,
    },
    {
      arbitrary: fc.tuple(
        fc.tuple(prefix, fc.constantFrom('limit', 'offset')).map((parts) => parts.join('')),
        count,
      ),
      weight: 2,
    },
    { arbitrary: fc.tuple(fc.constantFrom('columns', 'on_conflict'), listOf(columnOf(table))), weight: 1 },
  )
  return fc.array(parameter, { maxLength: 5 })
}

const json = fc.jsonValue({ maxDepth: 2 })
const bodyOf = (table: Table) => {
  const row = fc.dictionary(columnOf(table), fc.oneof(table.values, json, fc.constant(null), wild), { maxKeys: 4 })
  return fc.oneof(
    { arbitrary: row.map((value) => JSON.stringify(value)), weight: 6 },
    { arbitrary: fc.array(row, { maxLength: 3 }).map((value) => JSON.stringify(value)), weight: 2 },
    {
      arbitrary: fc.oneof(
        wild,
        json.map((value) => JSON.stringify(value)),
      ),
      weight: 1,
    },
  )
}

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
    '',
    '',
    '',
    '*/*',
    'text/csv',
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

const tableRequest = fc.constantFrom(...Object.keys(tables)).chain((name) =>
  fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'POST', 'PATCH', 'DELETE', 'PUT').chain((method) =>
    fc
      .tuple(
        parametersOf(name),
        optionsWith(/GET|HEAD|DELETE/.test(method) ? fc.constant(undefined) : bodyOf(tables[name] as Table)),
      )
      .map(([parameters, options]) => ({
        method,
        path: `/${encode(name)}`,
        query: queryOf(parameters),
        options,
      })),
  ),
)

const functions: Record<string, string[]> = {
  add: ['a', 'b'],
  greet: ['name', 'Loud'],
  find_diaries: ['words'],
  works_of: ['artist'],
  kind_of: ['doc'],
  total: ['numbers'],
  sum_of: ['numbers'],
  pick: ['a', 'b', 'c'],
  unclear: ['a'],
  echo: ['any'],
  stats: [],
  nothing: [],
  raise_labels: ['at_most'],
  refresh_counts: [],
  nope: [],
}
const call = mostly(fc.constantFrom(...Object.keys(functions)), wild).chain((name) => {
  const names = functions[name] ?? []
  const argument = mostly(names.length > 0 ? fc.constantFrom(...names) : fc.constant('a'), wild)
  const value = fc.oneof(small, words, wild)
  const shaping = parametersOf(name === 'works_of' ? 'works' : 'diaries')
  return fc.oneof(
    fc
      .tuple(fc.array(fc.tuple(argument, value), { maxLength: 3 }), shaping, optionsWith(fc.constant(undefined)))
      .map(([args, parameters, options]) => ({
        method: 'GET',
        path: `/rpc/${encode(name)}`,
        query: queryOf([...args, ...parameters]),
        options,
      })),
    fc
      .tuple(
        fc.dictionary(argument, fc.oneof(value, json), { maxKeys: 3 }),
        shaping,
        optionsWith(fc.constant(undefined)),
      )
      .map(([args, parameters, options]) => ({
        method: 'POST',
        path: `/rpc/${encode(name)}`,
        query: queryOf(parameters),
        options: { ...options, body: JSON.stringify(args) },
      })),
  )
})

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

/** Well-formed requests and broken ones, of people signed in and out, to every table, view and function there is. */
export const anyRequest: fc.Arbitrary<AnyRequest> = fc
  .tuple(
    fc.constantFrom('visitor', 'alice', 'bob'),
    fc.oneof({ arbitrary: tableRequest, weight: 4 }, { arbitrary: call, weight: 1 }),
    fc.oneof(
      { arbitrary: fc.constant([]), weight: 2 },
      { arbitrary: fc.array(mutation, { minLength: 1, maxLength: 2 }), weight: 1 },
    ),
  )
  .map(([as, { method, path, query, options }, mutations]) => ({
    as,
    method,
    path: `${path}?${mutations.reduce(mutate, query)}`,
    options,
  }))
