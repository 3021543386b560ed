import { describe, expect, test } from 'vitest'
import { looksLikeFilter, parseFilter, parseJunction } from '../../../src/server/rest/request/filter.ts'

const column = { name: 'c', path: [] }
const filter = (text: string) => {
  const { test: found, negated } = parseFilter(column, text)
  return negated ? { not: found } : found
}

describe('a filter', () => {
  test('takes its operand as it stands', () => {
    const value = 'a,b) "c" \\ .eq.'
    expect(filter(`eq.${value}`)).toEqual({ kind: 'compare', operator: 'eq', quantifier: null, value })
    expect(filter('eq.')).toMatchObject({ value: '' })
  })

  test('is negated', () => {
    expect(filter('not.gte.5')).toEqual({ not: { kind: 'compare', operator: 'gte', quantifier: null, value: '5' } })
  })

  test('compares with any or all of a list', () => {
    expect(filter('like(any).{a*,b*}')).toMatchObject({ quantifier: 'any', value: '{a*,b*}' })
    expect(filter('gt(all).{1,2}')).toMatchObject({ quantifier: 'all', operator: 'gt' })
  })

  test('lists values, quoted where they hold what separates them', () => {
    expect(filter('in.(1,"a,b","say \\"hi\\" \\\\",c"d)')).toEqual({
      kind: 'in',
      values: ['1', 'a,b', 'say "hi" \\', 'c"d'],
    })
    expect(filter('in.()')).toEqual({ kind: 'in', values: [] })
  })

  test('asks for null and truth, in any case', () => {
    expect(filter('is.NULL')).toEqual({ kind: 'is', value: 'null' })
    expect(filter('is.not_null')).toEqual({ kind: 'is', value: 'not_null' })
    expect(filter('not.is.True')).toEqual({ not: { kind: 'is', value: 'true' } })
  })

  test('searches text, in a language of its own', () => {
    expect(filter('wfts(german).der Hund')).toEqual({
      kind: 'search',
      parser: 'wfts',
      config: 'german',
      value: 'der Hund',
    })
    expect(filter('fts.cat')).toMatchObject({ config: null })
  })

  const broken = ['', 'eq', '5', 'eq5', 'nope.5', 'is.5', 'is.nullx', 'in.1,2', 'in.(1', 'not.not.eq.1', 'neq(any).{1}']
  test.for([...broken, 'constructor.5', 'eq(some).1', 'fts(.x', 'fts().x'])('%s is refused', (text) => {
    expect(() => filter(text)).toThrow(expect.objectContaining({ status: 400, code: 'PGRST100' }))
  })
})

test('an argument of a function is told from a filter', () => {
  expect(['eq.1', 'not.in.(1)', 'is.null', 'fts(english).x'].every(looksLikeFilter)).toBe(true)
  expect(['1', 'hello.world', 'a@b.com', 'toString.x', ''].some(looksLikeFilter)).toBe(false)
})

describe('conditions', () => {
  test('nest, negate, and keep commas and brackets inside quotes and arrays', () => {
    const found = parseJunction('or', false, '(a.eq.1, not.and(b.in.(1,"2,3"),c.not.cs.{x,y}) ,d->>k.eq."p)q")')
    expect(found).toMatchObject({
      kind: 'or',
      negated: false,
      conditions: [
        { field: { name: 'a' }, test: { value: '1' } },
        {
          kind: 'and',
          negated: true,
          conditions: [{ test: { values: ['1', '2,3'] } }, { negated: true, test: { operator: 'cs', value: '{x,y}' } }],
        },
        { field: { name: 'd', path: [{ arrow: '->>', key: 'k' }] }, test: { value: 'p)q' } },
      ],
    })
  })

  test('may be about columns called and, or, not', () => {
    const found = parseJunction('and', false, '(and.eq.1,or.is.null,not.eq.2)')
    expect(found.conditions).toMatchObject([
      { field: { name: 'and' } },
      { field: { name: 'or' } },
      { field: { name: 'not' } },
    ])
  })

  test.for(['', '()', 'a.eq.1', '(a.eq.1', '(a)', '(a.eq.1))', '(or(a.eq.1)', '(a.eq.1,)'])(
    '%s are refused',
    (text) => {
      expect(() => parseJunction('and', false, text)).toThrow(expect.objectContaining({ code: 'PGRST100' }))
    },
  )

  test('without end are refused before they fill the stack', () => {
    const deep = `${'(and'.repeat(50_000)}(a.eq.1)${')'.repeat(50_000)}`
    expect(() => parseJunction('and', false, deep)).toThrow(expect.objectContaining({ code: 'PGRST100' }))
  })
})
