import { describe, expect, test } from 'vitest'
import { parseSelect } from '../../../src/server/rest/request/select.ts'

const field = (name: string, more: object = {}) => ({
  kind: 'field',
  field: { name, path: [] },
  alias: null,
  cast: null,
  aggregate: null,
  ...more,
})
const embed = (target: string, items: unknown[], more: object = {}) => ({
  kind: 'embed',
  target,
  alias: null,
  hint: null,
  join: 'left',
  spread: false,
  items,
  ...more,
})

describe('select names', () => {
  test('all columns, some, and none', () => {
    expect(parseSelect('*')).toEqual([{ kind: 'star' }])
    expect(parseSelect('id, name')).toEqual([field('id'), field('name')])
    expect(parseSelect('')).toEqual([])
  })

  test('aliases and casts', () => {
    expect(parseSelect('n:name::text,price::double precision')).toEqual([
      field('name', { alias: 'n', cast: 'text' }),
      field('price', { cast: 'double precision' }),
    ])
  })

  test('places in json, by key and by position', () => {
    const path = [
      { arrow: '->', key: 'home' },
      { arrow: '->', key: -1 },
      { arrow: '->>', key: '2nd' },
    ]
    expect(parseSelect('data->home->-1->>2nd')).toEqual([field('data', { field: { name: 'data', path } })])
  })

  test('names that need quotes', () => {
    expect(parseSelect('"a,b(c)":"say \\"hi\\""->"x.y"')).toEqual([
      field('', { alias: 'a,b(c)', field: { name: 'say "hi"', path: [{ arrow: '->', key: 'x.y' }] } }),
    ])
  })
})

test('select aggregates of rows and columns, cast before and after', () => {
  const count = { name: 'count', cast: null }
  expect(parseSelect('count(),n:count()::text,price::int.sum()::text,works(cost.max())')).toEqual([
    field('', { field: null, aggregate: count }),
    field('', { field: null, alias: 'n', aggregate: { ...count, cast: 'text' } }),
    field('price', { cast: 'int', aggregate: { name: 'sum', cast: 'text' } }),
    embed('works', [field('cost', { aggregate: { name: 'max', cast: null } })]),
  ])
  expect(() => parseSelect('price.median()')).toThrow(expect.objectContaining({ status: 400, code: 'PGRST100' }))
})

describe('select embeds', () => {
  test('resources in resources, with aliases, hints and joins in any order', () => {
    expect(parseSelect('who:artists!artist_id!inner(name,works!inner!fk(*)),id')).toEqual([
      embed('artists', [field('name'), embed('works', [{ kind: 'star' }], { hint: 'fk', join: 'inner' })], {
        alias: 'who',
        hint: 'artist_id',
        join: 'inner',
      }),
      field('id'),
    ])
  })

  test('columns into their parent', () => {
    expect(parseSelect('...artists(name)')).toEqual([embed('artists', [field('name')], { spread: true })])
  })

  test('nothing of a resource that only filters', () => {
    expect(parseSelect('id,works()')).toEqual([field('id'), embed('works', [])])
  })
})

describe('select refuses', () => {
  const broken = [
    'id,',
    'id name,(',
    'works(',
    'works(id',
    'id)',
    'id::',
    'data->',
    'a:b:c',
    'works(id))',
    '...works',
    '!x(id)',
  ]
  test.for(broken)('%s, and says where', (text) => {
    expect(() => parseSelect(text)).toThrow(
      expect.objectContaining({ status: 400, code: 'PGRST100', message: expect.stringMatching(/line 1, column \d+/) }),
    )
  })

  test('resources nested without end', () => {
    expect(() => parseSelect(`${'a('.repeat(1000)}id${')'.repeat(1000)}`)).toThrow(/PGRST100|failed to parse/)
  })
})
