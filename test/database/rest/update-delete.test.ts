import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Failure, type Museum, openMuseum } from './museum.ts'

let museum: Museum
beforeAll(async () => {
  museum = await openMuseum()
})
beforeEach(async () => {
  await museum.sql`truncate museum.labels`
  await museum.sql`insert into museum.labels (code, weight) values ('a', 1), ('b', 2), ('c', 3)`
})
afterAll(() => museum.stop())

const weights = async () =>
  Object.fromEntries(
    (await museum.sql`select code, weight from museum.labels order by code`).map((row) => [row.code, row.weight]),
  )

describe('update', () => {
  test('changes the rows of its filter and nothing else', async () => {
    const { data, status, error } = await museum.client().from('labels').update({ weight: 9 }).gte('weight', 2)
    expect([data, status, error]).toEqual([null, 204, null])
    expect(await weights()).toEqual({ a: 1, b: 9, c: 9 })
  })

  test('gives back what it changed, in the shape asked for', async () => {
    const { data, status } = await museum
      .client()
      .from('labels')
      .update({ weight: 9 })
      .eq('code', 'a')
      .select('code, heavy:weight::text')
    expect(status).toBe(200)
    expect(data).toEqual([{ code: 'a', heavy: '9' }])
    const none = await museum.client().from('labels').update({ weight: 9 }).eq('code', 'zz').select()
    expect([none.status, none.data]).toEqual([200, []])
  })

  test('takes every operator, and logic', async () => {
    await museum.client().from('labels').update({ weight: 0 }).or('code.eq.a,weight.gt.2')
    expect(await weights()).toEqual({ a: 0, b: 2, c: 0 })
  })

  test('the headers say how many', async () => {
    const answer = await museum.patch('/labels?weight=gte.2', { weight: 9 }, { prefer: 'count=exact' })
    expect([answer.status, answer.headers.get('content-range'), answer.headers.get('preference-applied')]).toEqual([
      204,
      '0-1/2',
      'count=exact',
    ])
    const uncounted = await museum.patch('/labels?weight=eq.9', { weight: 1 })
    expect(uncounted.headers.get('content-range')).toBe('0-1/*')
    const none = await museum.patch('/labels?code=eq.zz', { weight: 1 })
    expect([none.status, none.headers.get('content-range')]).toEqual([204, '*/*'])
    const { count } = await museum.client().from('labels').update({ weight: 1 }, { count: 'exact' }).eq('code', 'b')
    expect(count).toBe(1)
  })

  test('an empty body changes nothing', async () => {
    for (const body of [{}, [], [{}]]) {
      const answer = await museum.patch('/labels?code=eq.a', body, { prefer: 'return=representation' })
      expect([answer.status, answer.json]).toEqual([200, []])
    }
  })

  test('?columns takes only those keys', async () => {
    await museum.patch('/labels?code=eq.a&columns=weight', { weight: 7, body: 'ignored' })
    expect(await museum.sql`select weight, body from museum.labels where code = 'a'`).toEqual([
      { weight: 7, body: 'blank' },
    ])
  })

  test('sets null, json and arrays', async () => {
    const works = () => museum.client().from('works')
    const before = (await works().select('details, tags, year').eq('id', 4).single()).data ?? {}
    const changed = { details: [1, { a: null }], tags: ['x,y', 'z"'], year: null }
    expect((await works().update(changed).eq('id', 4).select('details, tags, year').single()).data).toEqual(changed)
    await works().update(before).eq('id', 4)
  })

  test('comes back with what the row refers to', async () => {
    const query = museum.client().from('works').update({ year: 1850 }).eq('id', 1)
    expect((await query.select('id, artists(name), shows(id)')).data).toEqual([
      { id: 1, artists: { name: 'Ada' }, shows: [{ id: 1 }] },
    ])
  })

  test('without a filter changes every row that the caller may change', async () => {
    expect((await museum.patch('/labels', { weight: 4 })).status).toBe(204)
    expect(await weights()).toEqual({ a: 4, b: 4, c: 4 })
  })
})

describe('delete', () => {
  test('removes the rows of its filter', async () => {
    const { status, error } = await museum.client().from('labels').delete().in('code', ['a', 'b'])
    expect([status, error]).toEqual([204, null])
    expect(await weights()).toEqual({ c: 3 })
  })

  test('gives back what it removed', async () => {
    const { data, status } = await museum.client().from('labels').delete().eq('code', 'a').select('code')
    expect([status, data]).toEqual([200, [{ code: 'a' }]])
  })

  test('the headers say how many', async () => {
    const counted = await museum.remove('/labels?weight=gte.2', { prefer: 'count=exact' })
    expect([counted.status, counted.text, counted.headers.get('content-range')]).toEqual([204, '', '*/2'])
    expect((await museum.remove('/labels?code=eq.a')).headers.get('content-range')).toBe('*/*')
  })

  test('is refused while something refers to the row', async () => {
    expect(await museum.remove('/artists?id=eq.1')).toMatchObject({
      status: 409,
      json: {
        code: '23503',
        message: expect.stringContaining('violates foreign key constraint'),
        details: expect.stringContaining('Key (id)=(1) is still referenced'),
      },
    })
  })
})

describe('maxAffected', () => {
  test('undoes a change of more rows than the client meant', async () => {
    const strict = { prefer: 'handling=strict, max-affected=1' }
    const failure = {
      status: 400,
      json: {
        code: 'PGRST124',
        message: 'Query result exceeds max-affected preference constraint',
        details: 'The query affects 3 rows',
        hint: null,
      },
    }
    expect(await museum.patch('/labels?weight=gte.0', { weight: 9 }, strict)).toMatchObject(failure)
    expect(await museum.remove('/labels?weight=gte.0', strict)).toMatchObject(failure)
    expect(await weights()).toEqual({ a: 1, b: 2, c: 3 })
  })

  test('lets through what is within it', async () => {
    const removed = await museum.remove('/labels?code=eq.a', { prefer: 'handling=strict, max-affected=1' })
    expect(removed.status).toBe(204)
    const answer = await museum.patch('/labels?code=eq.b', { weight: 5 }, { prefer: 'handling=strict, max-affected=1' })
    expect(answer.headers.get('preference-applied')).toBe('handling=strict, max-affected=1')
    expect(await weights()).toEqual({ b: 5, c: 3 })
  })

  test('is a wish only, unless handling is strict', async () => {
    expect((await museum.remove('/labels?weight=gte.0', { prefer: 'handling=lenient, max-affected=1' })).status).toBe(
      204,
    )
  })
})

const refusals: [method: 'PATCH' | 'DELETE', path: string, body: unknown, status: number, error: Partial<Failure>][] = [
  ['PATCH', '/nope?id=eq.1', { a: 1 }, 404, { code: 'PGRST205' }],
  ['PATCH', '/labels?nope=eq.1', { weight: 1 }, 400, { code: '42703' }],
  [
    'PATCH',
    '/labels?code=eq.a',
    { nope: 1 },
    400,
    { code: 'PGRST204', message: "Could not find the 'nope' column of 'labels' in the schema cache" },
  ],
  ['PATCH', '/labels?code=eq.a&columns=nope', { weight: 1 }, 400, { code: 'PGRST204' }],
  ['PATCH', '/labels?code=eq.a', '}{', 400, { code: 'PGRST102' }],
  ['PATCH', '/labels?code=eq.a', '', 400, { code: 'PGRST102' }],
  ['PATCH', '/labels?code=eq.a', { weight: 'x' }, 400, { code: '22P02' }],
  ['PATCH', '/labels?code=eq.a', { code: 'b' }, 409, { code: '23505' }],
  ['DELETE', '/nope?id=eq.1', undefined, 404, { code: 'PGRST205' }],
  ['DELETE', '/labels?weight=eq.x', undefined, 400, { code: '22P02' }],
  ['DELETE', '/artist_lives?years=eq.60', undefined, 409, { code: '23503' }],
]

describe('a change is refused, and nothing is changed:', () => {
  test.for(refusals)('%s %s %o', async ([method, path, body, status, error]) => {
    expect(await museum.ask(method, path, { body })).toMatchObject({ status, json: error })
    expect(await weights()).toEqual({ a: 1, b: 2, c: 3 })
  })
})
