import { describe, expect, test } from 'vitest'
import { parseOrder } from '../../../src/server/rest/request/order.ts'
import { decode, parseQuery } from '../../../src/server/rest/request/query.ts'

const term = (name: string, direction: string | null, nulls: string | null, relation: string | null = null) => ({
  relation,
  field: { name, path: [] },
  direction,
  nulls,
})

describe('order', () => {
  test('goes by columns, json and what is embedded', () => {
    expect(parseOrder('a, b.desc ,c.asc.nullslast,d.nullsfirst,rel(e).desc')).toEqual([
      term('a', null, null),
      term('b', 'desc', null),
      term('c', 'asc', 'last'),
      term('d', null, 'first'),
      term('e', 'desc', null, 'rel'),
    ])
    expect(parseOrder('data->0->>k.desc')[0]?.field.path).toHaveLength(2)
  })

  test.for(['', 'a,', 'a.down', 'a.desc.nullsmiddle', 'a.nullsfirst.desc', 'rel(a', 'rel(a,b)'])(
    '%s is refused',
    (text) => {
      expect(() => parseOrder(text)).toThrow(expect.objectContaining({ code: 'PGRST100' }))
    },
  )
})

describe('a query string', () => {
  test('is about the resource, or about what it embeds', () => {
    const query = parseQuery(
      '?a=eq.1&works.year=gt.2&works.order=year&works.limit=3&offset=4&works.not.or=(a.eq.1,b.eq.2)',
    )
    expect(query.conditions.map(({ path }) => path)).toEqual([[], ['works'], ['works']])
    expect(query.conditions[2]?.condition).toMatchObject({ kind: 'or', negated: true })
    expect(query.orders).toMatchObject([{ path: ['works'] }])
    expect(query.ranges).toEqual([
      { path: ['works'], limit: 3, offset: null },
      { path: [], limit: null, offset: 4 },
    ])
  })

  test('names columns that look like paths or words of its own, in quotes', () => {
    const query = parseQuery('?%22a.b%22=eq.1&%22order%22=eq.2&columns=%22x,y%22,z')
    expect(query.conditions.map(({ condition }) => condition)).toMatchObject([
      { field: { name: 'a.b' } },
      { field: { name: 'order' } },
    ])
    expect(query.columns).toEqual(['x,y', 'z'])
  })

  test('may hold a key, which is no filter', () => {
    expect(parseQuery('?apikey=sb_publishable_x').conditions).toEqual([])
  })

  test('keeps the arguments of a function apart', () => {
    const query = parseQuery('?a=1&b=eq.2', (_, filterLike) => !filterLike)
    expect(query.args).toEqual([['a', '1']])
    expect(query.conditions).toHaveLength(1)
  })

  test.for(['limit=ten', 'limit=1e3', 'offset=1.5', 'limit=', 'a=%ff', 'x=1', '=eq.1', 'a.=eq.1'])(
    '%s is refused',
    (text) => {
      expect(() => parseQuery(`?${text}`)).toThrow(expect.objectContaining({ code: 'PGRST100' }))
    },
  )

  test('with a negative limit has no range', () => {
    expect(() => parseQuery('?limit=-1')).toThrow(expect.objectContaining({ status: 416, code: 'PGRST103' }))
  })
})

test('form encoding is undone', () => {
  expect(decode('a+b%2Bc%20d%F0%9F%98%80')).toBe('a b+c d😀')
})
