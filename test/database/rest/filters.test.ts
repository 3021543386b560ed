import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { comparisons, searchParsers } from '../../../src/server/rest/request/filter.ts'
import { type Failure, type Museum, openMuseum } from './museum.ts'

let museum: Museum
beforeAll(async () => {
  museum = await openMuseum()
})
afterAll(() => museum.stop())

/** The filtered select of supabase-js, before and after one filter was added to it. */
type Works = ReturnType<typeof works>
const works = () => museum.client().from('works').select('id')

const methods: [call: string, filter: (works: Works) => Works, ids: number[]][] = [
  ["eq('id', 3)", (w) => w.eq('id', 3), [3]],
  ["eq('title', 'Cats, and a \"Dog\"')", (w) => w.eq('title', 'Cats, and a "Dog"'), [3]],
  ["eq('title', 'null')", (w) => w.eq('title', 'null'), []],
  ["eq('condition', 'worn') on an enum", (w) => w.eq('condition', 'worn'), [3]],
  ["eq('tags', '{oil,gold}') on an array", (w) => w.eq('tags', '{oil,gold}'), [1]],
  ["eq('price', 1200.5) on a numeric", (w) => w.eq('price', 1200.5), [1]],
  ["neq('year', 1850) leaves nulls out", (w) => w.neq('year', 1850), [2, 3, 4]],
  ["gt('year', 1861)", (w) => w.gt('year', 1861), [3, 4]],
  ["gte('year', 1861)", (w) => w.gte('year', 1861), [2, 3, 4]],
  ["lt('year', 1861)", (w) => w.lt('year', 1861), [1]],
  ["lte('year', 1861)", (w) => w.lte('year', 1861), [1, 2]],
  ["gt('condition', 'good') follows the order of the enum", (w) => w.gt('condition', 'good'), [3, 5]],
  ["like('title', '%Dawn')", (w) => w.like('title', '%Dawn'), [1]],
  ["like('title', '*Dawn') takes * for %", (w) => w.like('title', '*Dawn'), [1]],
  ["like('title', '%dawn') minds the case", (w) => w.like('title', '%dawn'), []],
  ["like('title', 'Dunes\\\\_100\\\\%') with escapes", (w) => w.like('title', 'Dunes\\_100\\%'), [4]],
  ["ilike('title', '%DAWN')", (w) => w.ilike('title', '%DAWN'), [1]],
  ["likeAllOf('title', ['%a%', '%D%'])", (w) => w.likeAllOf('title', ['%a%', '%D%']), [1, 3]],
  ["likeAnyOf('title', ['A%', 'B%'])", (w) => w.likeAnyOf('title', ['A%', 'B%']), [1, 2]],
  ["ilikeAllOf('title', ['%d%', '%W%'])", (w) => w.ilikeAllOf('title', ['%d%', '%W%']), [1]],
  ["ilikeAnyOf('title', ['a%', 'b%'])", (w) => w.ilikeAnyOf('title', ['a%', 'b%']), [1, 2]],
  ["regexMatch('title', '^[AB]')", (w) => w.regexMatch('title', '^[AB]'), [1, 2]],
  ["regexIMatch('title', '^[ab]')", (w) => w.regexIMatch('title', '^[ab]'), [1, 2]],
  ["is('year', null)", (w) => w.is('year', null), [5]],
  ["isDistinct('year', 1850) counts null as distinct", (w) => w.isDistinct('year', 1850), [2, 3, 4, 5]],
  ["in('id', [1, 4, 99])", (w) => w.in('id', [1, 4, 99]), [1, 4]],
  ["in('id', []) is nothing", (w) => w.in('id', []), []],
  ["in('title', …) with parentheses", (w) => w.in('title', ['Amber Dawn', 'Évening (untitled)']), [1, 5]],
  ["notIn('id', [1, 2])", (w) => w.notIn('id', [1, 2]), [3, 4, 5]],
  ["contains('tags', ['gold'])", (w) => w.contains('tags', ['gold']), [1, 4]],
  ["contains('details', { frame: 'oak' }) on jsonb", (w) => w.contains('details', { frame: 'oak' }), [1]],
  ["contains('seasons', '[4,5]') on a range", (w) => w.contains('seasons', '[4,5]'), [2]],
  ["containedBy('tags', ['oil', 'ink'])", (w) => w.containedBy('tags', ['oil', 'ink']), [2, 3, 5]],
  ["containedBy('details', …) on jsonb", (w) => w.containedBy('details', { frame: 'pine', copies: 1, x: 0 }), [2]],
  ["containedBy('seasons', '[1,6]')", (w) => w.containedBy('seasons', '[1,6]'), [1, 2]],
  ["rangeGt('seasons', '[1,5]')", (w) => w.rangeGt('seasons', '[1,5]'), [3, 4]],
  ["rangeGte('seasons', '[3,6]')", (w) => w.rangeGte('seasons', '[3,6]'), [2, 3, 4]],
  ["rangeLt('seasons', '[6,9]')", (w) => w.rangeLt('seasons', '[6,9]'), [1]],
  ["rangeLte('seasons', '[3,6]')", (w) => w.rangeLte('seasons', '[3,6]'), [1, 2]],
  ["rangeAdjacent('seasons', '[4,5]')", (w) => w.rangeAdjacent('seasons', '[4,5]'), [1, 3]],
  ["overlaps('tags', ['gold', 'ink'])", (w) => w.overlaps('tags', ['gold', 'ink']), [1, 4, 5]],
  ["overlaps('seasons', '[3,3]')", (w) => w.overlaps('seasons', '[3,3]'), [1, 2]],
  ["textSearch('words', 'dawn | dog')", (w) => w.textSearch('words', 'dawn | dog'), [1, 3]],
  ['textSearch plain', (w) => w.textSearch('words', 'the cats dogs', { type: 'plain', config: 'english' }), [3]],
  ['textSearch phrase', (w) => w.textSearch('words', 'amber dawn', { type: 'phrase', config: 'english' }), [1]],
  ['textSearch phrase minds the order', (w) => w.textSearch('words', 'dawn amber', { type: 'phrase' }), []],
  ['textSearch websearch', (w) => w.textSearch('words', 'dawn or dogs -cats', { type: 'websearch' }), [1]],
  ['textSearch on plain text', (w) => w.textSearch('title', "'Noon'", { config: 'english' }), [2]],
  ['match({ artist_id: 1, year: 1861 })', (w) => w.match({ artist_id: 1, year: 1861 }), [2]],
  ["not('id', 'eq', 1)", (w) => w.not('id', 'eq', 1), [2, 3, 4, 5]],
  ["not('year', 'is', null)", (w) => w.not('year', 'is', null), [1, 2, 3, 4]],
  ["not('id', 'in', '(1,2,3)')", (w) => w.not('id', 'in', '(1,2,3)'), [4, 5]],
  ["not('tags', 'cs', '{oil}')", (w) => w.not('tags', 'cs', '{oil}'), [3, 4, 5]],
  ["not('title', 'like', 'A%')", (w) => w.not('title', 'like', 'A%'), [2, 3, 4, 5]],
  ["or('id.eq.1,year.gt.1880')", (w) => w.or('id.eq.1,year.gt.1880'), [1, 4]],
  ['or with and inside', (w) => w.or('id.eq.5,and(artist_id.eq.1,year.gt.1850)'), [2, 5]],
  ['or with not inside', (w) => w.or('id.eq.5,not.and(artist_id.eq.1,year.gt.1850)'), [1, 3, 4, 5]],
  ['or with in, quotes and commas', (w) => w.or('id.in.(1,2),title.eq."Cats, and a \\"Dog\\""'), [1, 2, 3]],
  ['or with an array', (w) => w.or('tags.cs.{ink,gold},id.eq.1'), [1, 4]],
  ['or with not.is.null', (w) => w.or('room_id.not.is.null,id.eq.5'), [1, 2, 3, 5]],
  ['two ors are both kept', (w) => w.or('id.eq.1,id.eq.2').or('year.eq.1861,year.eq.1880'), [2]],
  ["filter('id', 'gte', 4)", (w) => w.filter('id', 'gte', 4), [4, 5]],
  ["filter('id', 'in', '(1,\"2\")')", (w) => w.filter('id', 'in', '(1,"2")'), [1, 2]],
  ['two filters on one column', (w) => w.gt('id', 1).lt('id', 4), [2, 3]],
  ['a json path as text', (w) => w.eq('details->>frame', 'oak'), [1]],
  ['a json path as json', (w) => w.gt('details->copies', 2), [1, 4]],
  ['a deep json path', (w) => w.eq('details->loan->>to', 'Paris'), [1]],
  ['a json index', (w) => w.eq('details->>0', '1'), [5]],
  ['a negative json index', (w) => w.eq('details->-1->deep->>0', 'true'), [5]],
  ['a json null read as text', (w) => w.is('details->>frame', null), [3, 4, 5]],
  ['an element of an array', (w) => w.eq('tags->>0', 'oil'), [1, 2]],
  ['a computed column', (w) => w.eq('label', 'Amber Dawn, 1850'), [1]],
]

describe('supabase-js filters', () => {
  test.for(methods)('%s', async ([, filter, ids]) => {
    const { data, error } = await filter(works()).order('id')
    expect(error).toBeNull()
    expect(data?.map((work) => work.id)).toEqual(ids)
  })
})

/** What the dialect knows beyond the methods of supabase-js. */
const queries: [query: string, ids: number[]][] = [
  ['id=eq(any).{1,3}', [1, 3]],
  ['id=gt(all).{1,3}', [4, 5]],
  ['id=lt(any).{2,3}', [1, 2]],
  ['id=gte(any).{4,9}', [4, 5]],
  ['id=lte(all).{3,2}', [1, 2]],
  ['title=match(any).{^A,^B}', [1, 2]],
  ['title=imatch(all).{^c,dog}', [3]],
  ['title=not.like(any).{A*,B*}', [3, 4, 5]],
  ['year=is.not_null', [1, 2, 3, 4]],
  ['year=is.NULL', [5]],
  ['year=not.isdistinct.1850', [1]],
  ['words=fts(english).cats', [3]],
  ['words=not.wfts(english).cats', [1, 2, 4, 5]],
  ['and=(id.gt.1,id.lt.4)', [2, 3]],
  ['not.and=(id.gt.1,id.lt.4)', [1, 4, 5]],
  ['not.or=(id.eq.1,id.eq.2)', [3, 4, 5]],
  ['and=( or ( id.eq.1 , id.eq.2 ) , year.eq.1861 )', [2]],
  ['or=(details->>frame.eq.oak,details->copies.eq.12)', [1, 4]],
  ['or=(id.in.("1","2"),and(year.not.is.null,year.not.lt.1901))', [1, 2, 4]],
  ['or=(title.like."*(untitled)")', [5]],
  ['title=in.("Amber Dawn",Bridge at Noon)', [1, 2]],
  ['title=in.("Cats, and a \\"Dog\\"")', [3]],
  ['id=in.( 1 ,2)', [1, 2]],
  ['title=eq.Amber+Dawn', [1]],
  ['title=eq.Amber%20Dawn', [1]],
  ['"title"=eq.Amber Dawn', [1]],
  ['year=eq.1850&year=eq.1861', []],
]

describe('filters in the URL', () => {
  test.for(queries)('%s', async ([query, ids]) => {
    const answer = await museum.get(`/works?select=id&order=id&${query}`)
    expect(answer.json).toEqual(ids.map((id) => ({ id })))
  })
})

test('every operator has a row above, as the recipe for a new one asks', () => {
  const asked = [
    ...methods.map(([, filter]) => decodeURIComponent((filter(works()) as unknown as { url: URL }).url.search)),
    ...queries.map(([query]) => query),
  ].join('\n')
  const tried = (operator: string) => new RegExp(`[=.]${operator}(\\(\\w+\\))?\\.`).test(asked)
  const operators = [...Object.keys(comparisons), ...Object.keys(searchParsers), 'in', 'is', 'isdistinct']
  expect(operators.filter((operator) => !tried(operator))).toEqual([])
})

test('a boolean is filtered with is', async () => {
  const ids = async (filter: string) => (await museum.get(`/Every%20Type?select=Id&yes=${filter}`)).rows.length
  expect(await ids('is.true')).toBe(1)
  expect(await ids('is.false')).toBe(0)
  expect(await ids('is.unknown')).toBe(2)
  expect(await ids('not.is.true')).toBe(2)
})

const refusals: [query: string, status: number, error: Partial<Failure>][] = [
  ['nope=eq.1', 400, { code: '42703', message: 'column works.nope does not exist', details: null, hint: null }],
  ['id=noop.1', 400, { code: 'PGRST100', message: expect.stringContaining('failed to parse filter (noop.1)') }],
  ['id=1', 400, { code: 'PGRST100', message: expect.stringContaining('failed to parse filter (1)') }],
  ['id=', 400, { code: 'PGRST100' }],
  ['id=is.maybe', 400, { code: 'PGRST100' }],
  ['id=is(any).{null}', 400, { code: 'PGRST100' }],
  ['id=in.1,2', 400, { code: 'PGRST100' }],
  ['or=()', 400, { code: 'PGRST100', message: expect.stringContaining('failed to parse logic tree (())') }],
  ['or=(id.eq.1', 400, { code: 'PGRST100' }],
  ['or=id.eq.1', 400, { code: 'PGRST100' }],
  ['and=(id.eq.1,nand(id.eq.2))', 400, { code: 'PGRST100' }],
  [
    'nope.id=eq.1',
    400,
    {
      code: 'PGRST108',
      message: "'nope' is not an embedded resource in this request",
      details: null,
      hint: "Verify that 'nope' is included in the 'select' query parameter.",
    },
  ],
  ['id=eq.one', 400, { code: '22P02', message: 'invalid input syntax for type integer: "one"', details: null }],
  ['condition=eq.mint', 400, { code: '22P02', message: 'invalid input value for enum condition: "mint"' }],
  ['id=eq.99999999999999999999', 400, { code: '22003' }],
  ['tags=cs.oil', 400, { code: '22P02', message: 'malformed array literal: "oil"' }],
  ['title=match.(', 400, { code: '2201B' }],
  ['id=like.1', 404, { code: '42883', message: 'operator does not exist: integer ~~ unknown' }],
]

describe('a filter that cannot be is refused, and the answer says why', () => {
  test.for(refusals)('%s', async ([query, status, error]) => {
    expect(await museum.get(`/works?select=id&${query}`)).toMatchObject({ status, json: error })
  })
})
