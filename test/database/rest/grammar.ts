import fc from '../../support/property.ts'

/** Put into every text that is made up, so that it is recognised wherever it turns up. */
export const mark = 'zq7'

export type Kind = 'number' | 'text' | 'yes' | 'uuid' | 'date' | 'array' | 'range' | 'json' | 'search' | 'mood'
export type Table = { columns: Record<string, Kind>; embeds?: string[] }
export type Tables = Record<string, Table>

const diary = { id: 'number', owner: 'uuid', body: 'text', is_public: 'yes' } as const

/** What there is to ask for; rows that some callers may not see are in `diaries`, its view and its `pages`. */
export const tables: Tables = {
  diaries: { columns: diary, embeds: ['pages', 'pages!inner', 'nope'] },
  open_diaries: { columns: diary, embeds: ['pages'] },
  pages: {
    columns: { id: 'number', diary_id: 'number', owner: 'uuid', words: 'text' },
    embeds: ['diaries', 'diaries!inner', 'open_diaries'],
  },
  works: {
    columns: {
      ...({ id: 'number', title: 'text', artist_id: 'number', year: 'number', price: 'number' } as const),
      ...({
        condition: 'mood',
        tags: 'array',
        seasons: 'range',
        details: 'json',
        words: 'search',
        label: 'text',
      } as const),
    },
    embeds: ['artists', 'artists!inner', 'rooms!works_hang_in', 'rooms', 'shows', 'insurance', 'show_works'],
  },
  artists: {
    columns: { id: 'number', name: 'text', born: 'number', bio: 'json', teacher_id: 'number' },
    embeds: ['works', 'works!inner', 'pupils', 'artists'],
  },
  labels: { columns: { code: 'text', body: 'text', weight: 'number', slug: 'text' } },
  tickets: { columns: { holder: 'text', net: 'number', kind: 'mood', bought_at: 'date', notes: 'json' } },
  loans: { columns: { id: 'number', work_id: 'number', lender: 'text', fee: 'number' }, embeds: ['works'] },
  key_only: { columns: { id: 'number' } },
  visits: { columns: { day: 'date', visitors: 'number' }, embeds: ['works'] },
  safe: { columns: { id: 'number', code: 'text' } },
  staff: { columns: { id: 'number', name: 'text', salary: 'number' } },
  suggestions: { columns: { id: 'number', body: 'text' } },
  'Café 表': { columns: { 'naïve key': 'number', '"a.b, (c) \\"d\\""': 'text', select: 'text', order: 'number' } },
  'Every Type': {
    columns: {
      ...({ Id: 'uuid', big: 'number', double: 'number', yes: 'yes', text: 'text', timestamptz: 'date' } as const),
      ...({ docb: 'json', ints: 'array', mood: 'mood', days: 'range', tsv: 'search' } as const),
    },
  },
  work_counts: { columns: { artist_id: 'number', works: 'number' } },
}

export const numbers = fc.integer({ min: -2, max: 9 }).map(String)
export const words = fc.constantFrom(
  'a',
  'Amber Dawn',
  'null',
  'true',
  '{}',
  '()',
  '"',
  '*',
  '%',
  '',
  'x,y',
  '"x,y"',
  `a ${mark}`,
)

const values: Record<Kind, fc.Arbitrary<string>> = {
  number: numbers,
  text: words,
  yes: fc.constantFrom('true', 'false'),
  uuid: fc.constantFrom('00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'),
  date: fc.constantFrom('2024-01-01', '2024-01-02', 'infinity'),
  array: fc.constantFrom('{}', '{1}', '{1,2,NULL}'),
  range: fc.constantFrom('[1,3]', '(,5)', 'empty'),
  json: fc.constantFrom('{}', '[]', '{"a":1}', '1', 'null', '"a"'),
  search: fc.constantFrom('dawn', 'cat | dog', 'a:*'),
  mood: fc.constantFrom('good', 'worn', 'pristine'),
}
const compare = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'isdistinct']
const operators: Record<Kind, string[]> = {
  number: compare,
  text: [...compare, 'like', 'ilike', 'match', 'imatch', 'plfts', 'wfts(english)'],
  yes: compare,
  uuid: compare,
  date: compare,
  array: [...compare, 'cs', 'cd', 'ov'],
  range: [...compare, 'cs', 'cd', 'ov', 'sl', 'sr', 'nxr', 'nxl', 'adj'],
  json: [...compare, 'cs', 'cd'],
  search: ['fts', 'plfts', 'phfts', 'wfts', 'fts(simple)'],
  mood: compare,
}
const anyOperator = fc.constantFrom(...new Set(Object.values(operators).flat()), 'eq(any)', 'like(all)', 'is', 'in')

export const reserved = [
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
export const wild = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join('') + mark)

/** Mostly what fits; now and then something made up. */
export const mostly = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: usual, weight: 100 }, { arbitrary: odd, weight: 1 })
const maybe = (text: fc.Arbitrary<string>, one: number) => fc.option(text, { nil: '', freq: one - 1 })
const listOf = (item: fc.Arbitrary<string>, max = 3) =>
  fc.array(item, { minLength: 1, maxLength: max }).map((items) => items.join(','))
const joined = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((all) => all.join(''))

const columnOf = (table: Table) => mostly(fc.constantFrom(...Object.keys(table.columns)), wild)

/** A column, or a way into it where it is json or an array; and of what kind that is. */
function fieldOf(table: Table): fc.Arbitrary<[field: string, kind: Kind]> {
  const field = fc
    .constantFrom(...Object.entries(table.columns))
    .chain(([column, kind]): fc.Arbitrary<[string, Kind]> => {
      if (kind !== 'json' && kind !== 'array') return fc.constant([column, kind])
      const path = fc.constantFrom<[string, Kind]>(
        ['->a', 'json'],
        ['->>a', 'text'],
        ['->0', 'json'],
        ['->>-1', 'text'],
        ['->a->>0', 'text'],
        ['', kind],
      )
      return path.map(([steps, end]) => [column + steps, end])
    })
  return mostly(field, fc.tuple(wild, fc.constant('text' as const)))
}

function selectOf(name: string, depth: number, tables: Tables): fc.Arbitrary<string> {
  const table = tables[name] as Table
  const casts = mostly(
    fc.constant('::text'),
    fc.oneof(
      fc.constantFrom('::int', '::jsonb', '::nope'),
      wild.map((text) => `::${text}`),
    ),
  )
  const alias = mostly(
    fc.constantFrom('x:', '"y z":'),
    wild.map((text) => `${text}:`),
  )
  const column = joined(
    maybe(alias, 4),
    fieldOf(table).map(([field]) => field),
    maybe(casts, 4),
  )
  const choices: fc.WeightedArbitrary<string>[] = [
    { arbitrary: column, weight: 6 },
    { arbitrary: fc.constant('*'), weight: 2 },
  ]
  if (depth > 0 && table.embeds) {
    const embed = mostly(fc.constantFrom(...table.embeds), wild).chain((embed) => {
      const target = embed.split('!')[0] as string
      const inner = Object.hasOwn(tables, target) ? selectOf(target, depth - 1, tables) : fc.constantFrom('id', '*', '')
      return inner.chain((list) =>
        fc.constantFrom('', '', '', '...', 'e:').map((prefix) => `${prefix}${embed}(${list})`),
      )
    })
    choices.push({ arbitrary: embed, weight: 3 })
  }
  return listOf(fc.oneof(...choices))
}

const not = fc.constantFrom('', '', '', 'not.')

function conditionOf(kind: Kind): fc.Arbitrary<string> {
  const value = mostly(values[kind], fc.oneof(wild, words))
  const operator = mostly(fc.constantFrom(...operators[kind]), fc.oneof(anyOperator, wild))
  return fc.oneof(
    { arbitrary: joined(not, operator, fc.constant('.'), value), weight: 6 },
    { arbitrary: joined(not, fc.constantFrom('is.null', 'is.not_null')), weight: 1 },
    {
      arbitrary: joined(
        not,
        fc.array(value, { maxLength: 3 }).map((list) => `in.(${list.join(',')})`),
      ),
      weight: 1,
    },
  )
}

function logicOf(table: Table, depth: number): fc.Arbitrary<string> {
  const leaf = fieldOf(table).chain(([field, kind]) => conditionOf(kind).map((condition) => `${field}.${condition}`))
  const group =
    depth > 0
      ? joined(
          fc.constantFrom('and', 'or', 'not.and', 'not.or'),
          fc.constant(depth).chain(() => logicOf(table, depth - 1)),
        )
      : leaf
  return listOf(fc.oneof({ arbitrary: leaf, weight: 3 }, { arbitrary: group, weight: 1 })).map((list) => `(${list})`)
}

export type Parameter = [key: string, value: string]

/** Everything after the `?` of a table: what is selected, filtered, ordered and cut, also of what is embedded. */
export function parametersOf(name: string, of: Tables = tables): fc.Arbitrary<Parameter[]> {
  const table = of[name] as Table
  const filter = fieldOf(table).chain(([field, kind]) =>
    conditionOf(kind).map((condition): Parameter => [field, condition]),
  )
  const direction = maybe(mostly(fc.constantFrom('.asc', '.desc', '.desc.nullslast', '.nullsfirst'), wild), 2)
  const order = listOf(
    joined(
      fieldOf(table).map(([field]) => field),
      direction,
    ),
  )
  const count = mostly(
    fc.constantFrom('0', '1', '2', '5'),
    fc.oneof(fc.constantFrom('-1', '1000000', '9'.repeat(20), 'x'), wild),
  )
  const logic = fc.tuple(fc.constantFrom('and', 'or', 'not.or'), logicOf(table, 2))
  const own = fc.oneof<fc.WeightedArbitrary<Parameter>[]>(
    { arbitrary: filter, weight: 5 },
    { arbitrary: logic, weight: 2 },
    { arbitrary: fc.tuple(fc.constant('order'), order), weight: 2 },
    { arbitrary: fc.tuple(fc.constantFrom('limit', 'limit', 'offset'), count), weight: 2 },
    { arbitrary: fc.tuple(fc.constantFrom('columns', 'on_conflict'), listOf(columnOf(table))), weight: 1 },
  )
  const selected = selectOf(name, 2, of).map((list): Parameter[] => [['select', list]])
  const embedded = table.embeds ? fc.constantFrom(...table.embeds).chain((embed) => filteredEmbed(embed, of)) : selected
  const select = fc.oneof(
    { arbitrary: fc.constant([]), weight: 1 },
    { arbitrary: selected, weight: 3 },
    { arbitrary: embedded, weight: 1 },
  )
  return fc.tuple(select, fc.array(own, { maxLength: 3 })).map((parts) => parts.flat())
}

function filteredEmbed(embed: string, tables: Tables): fc.Arbitrary<Parameter[]> {
  const target = embed.split('!')[0] as string
  const table = tables[target] ?? { columns: { id: 'number' } }
  return fieldOf(table).chain(([field, kind]) =>
    conditionOf(kind).map((condition): Parameter[] => [
      ['select', `*,${embed}(*)`],
      [`${target}.${field}`, condition],
    ]),
  )
}

export const json = fc.jsonValue({ maxDepth: 2 })

/** One row, some rows or no rows at all, for a table. */
export function bodyOf(table: Table): fc.Arbitrary<string> {
  const asJson = (kind: Kind, value: string): unknown =>
    kind === 'number' || kind === 'yes' || kind === 'json' ? JSON.parse(value) : value
  const field = fc.constantFrom(...Object.entries(table.columns)).chain(([column, kind]) =>
    fc.tuple(
      mostly(fc.constant(column), wild),
      mostly(
        values[kind].map((value) => asJson(kind, value)),
        fc.oneof(json, wild),
      ),
    ),
  )
  const row = fc.array(field, { minLength: 1, maxLength: 4 }).map((fields) => Object.fromEntries(fields))
  return fc.oneof(
    { arbitrary: row.map((value) => JSON.stringify(value)), weight: 6 },
    { arbitrary: fc.array(row, { maxLength: 2 }).map((value) => JSON.stringify(value)), weight: 1 },
    {
      arbitrary: fc.oneof(
        wild,
        json.map((value) => JSON.stringify(value)),
      ),
      weight: 1,
    },
  )
}
