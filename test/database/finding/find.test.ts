import fc from 'fast-check'
import type { Sql } from 'postgres'
import { beforeAll, describe, expect, test } from 'vitest'
import type { PaddockClient } from '../../../src/client/client.ts'
import { type FindQuery, findFilters, findSorts, findVehicles } from '../../../src/client/find.ts'
import { addVehicle, type Community, community } from '../../support/community.ts'
import { rankAll } from '../../support/rank.ts'

let people: Community
let sql: Sql
let visitor: PaddockClient
const cars: Record<string, string> = {}

beforeAll(async () => {
  people = await community()
  sql = people.sql
  visitor = people.visitor as PaddockClient
  await sql`delete from vehicles`
  const add = async (name: string, row: { year: number; make: string; model: string; is_public?: boolean }) => {
    const { id } = await addVehicle(sql, { user_id: people.carol.id, ...row })
    cars[name] = id
  }
  await add('cuda', { year: 1970, make: 'Plymouth', model: '’Cuda 340' })
  await add('datsun', { year: 1971, make: 'Datsun', model: 'PL510' })
  await add('wagon', { year: 1972, make: 'Datsun', model: '510 wagon' })
  await add('citroen', { year: 1968, make: 'Citroën', model: 'DS 21' })
  await add('hidden', { year: 1973, make: 'Lamborghini', model: 'Countach', is_public: false })
  await sql`insert into vehicle_images (vehicle_id, image_url, owner_id, is_public) values (${cars.cuda as string}, '/x.svg', ${people.carol.id}, true)`
  await sql`insert into image_tags (vehicle_id, image_id, tag) select vehicle_id, id, 'engine_bay' from vehicle_images`
  await rankAll(sql)
})

const names = new Map<string, string>()
const found = async (query: FindQuery, client = visitor) => {
  for (const [name, id] of Object.entries(cars)) names.set(id, name)
  const { vehicles, fuzzy } = await findVehicles(client, query)
  return { names: vehicles.map(({ id }) => names.get(id)), fuzzy }
}

describe('words', () => {
  test.each([
    ['plymouth', ['cuda'], false],
    ['1970 cuda', ['cuda'], false],
    ['CITROEN ds', ['citroen'], false],
    ['510', ['wagon', 'datsun'], false],
    ['dats', ['wagon', 'datsun'], false],
    ['engine bay', ['cuda'], false],
    ['plymoth', ['cuda'], true],
    ['citroenn', ['citroen'], true],
    ['dastun 1971', ['datsun'], true],
    ['volvo', [], true],
    ['511', [], true],
    ['', ['citroen', 'wagon', 'datsun', 'cuda'], false],
  ])('%j finds %j, by spelling much like it: %s', async (words, expected, fuzzy) => {
    expect((await found({ words })).names.toSorted()).toEqual(expected.toSorted())
    if (expected.length > 0) expect((await found({ words })).fuzzy).toBe(fuzzy)
  })

  test.each(['countach', 'lamborghini', '1973', 'countac'])(
    '%s, of a private car, finds nothing for anybody',
    async (words) => {
      expect((await found({ words })).names).toEqual([])
      expect((await found({ words }, people.carol as unknown as PaddockClient)).names).toEqual([])
    },
  )

  test.each(['%', '_', '\\', "'", '"; drop table vehicles; --', '🚗', '\u202e', 'x'.repeat(10_000), ', , ,'])(
    'of no use (%#) are no fault',
    async (words) => {
      expect((await found({ words })).names).toEqual([])
    },
  )
})

test('vehicles that come by the hundred, and those from before, are described by the job, in the order of their age', async () => {
  await sql`insert into vehicles (user_id, year, make, model, created_at)
    select ${people.carol.id}, 1980, 'Many', 'Number ' || n, '2001-01-01'::timestamptz + n * interval '1 day' from generate_series(1, 120) n`
  await sql`delete from app.vehicle_finder where vehicle_id in (select id from vehicles where model = 'Number 7')`
  await sql`insert into app.vehicle_finder (vehicle_id) select id from vehicles where model = 'Number 7'`
  expect((await findVehicles(visitor, {}, { limit: 60 })).vehicles.length).toBe(60)
  await rankAll(sql)
  const models: string[] = []
  for (let after: string | null = null, more = true; more; more = after !== null) {
    const page = await findVehicles(visitor, { words: 'many number' }, { limit: 50, after })
    models.push(...page.vehicles.map(({ model }) => model))
    after = page.next
  }
  expect(models).toEqual(Array.from({ length: 120 }, (_, n) => `Number ${120 - n}`))
  await sql`delete from vehicles where make = 'Many'`
})

test('filters narrow by make, years and the vote', async () => {
  expect((await found({ make: 'datsun' })).names).toEqual(['wagon', 'datsun'])
  expect((await found({ yearFrom: 1970, yearTo: 1971 })).names.toSorted()).toEqual(['cuda', 'datsun'])
  expect((await found({ auction: 'ready' })).names).toEqual([])
  expect((await found({ auction: 'undecided', make: 'Citroën' })).names).toEqual(['citroen'])
})

describe('by what a car has', () => {
  beforeAll(async () => {
    await sql`insert into vehicle_details (vehicle_id, place)
      values (${cars.cuda as string}, 'Reno, NV, US'), (${cars.citroen as string}, 'Lyon, France'), (${cars.hidden as string}, 'Atlantis')`
    await sql`insert into bet_questions (vehicle_id, question, bet_type, currency, state)
      values (${cars.datsun as string}, 'auction_price:USD', 'auction_price', 'USD', 'open'),
             (${cars.wagon as string}, 'auction_price:USD', 'auction_price', 'USD', 'locked'),
             (${cars.hidden as string}, 'auction_price:USD', 'auction_price', 'USD', 'open')`
    await rankAll(sql)
  })

  test.each<[FindQuery, string[]]>([
    [{ tag: 'engine_bay' }, ['cuda']],
    [{ tag: 'engine' }, []],
    [{ place: 'US' }, ['cuda']],
    [{ place: ' france ' }, ['citroen']],
    [{ body: 'wagon' }, ['wagon']],
    [{ question: 'auction_price' }, ['datsun']],
    [{ question: 'build' }, []],
    [{ tag: 'engine_bay', place: 'reno', words: 'cuda', make: 'plymouth', yearTo: 1970 }, ['cuda']],
    [{ tag: 'engine_bay', place: 'france' }, []],
    [{ place: 'atlantis' }, []],
    [{ words: '#engine_bay' }, ['cuda']], // its words
    [{ words: '@us' }, []],
    [{ tag: "x' | 'cuda" }, []],
    [{ place: '\\' }, []],
    [{ body: '🚗'.repeat(100) }, []],
  ])('%j finds %j', async (query, expected) => {
    expect((await found(query)).names.toSorted()).toEqual(expected.toSorted())
  })

  test('a misspelt word is forgiven within filters, and finds nothing beyond them', async () => {
    expect(await found({ words: 'plymoth', place: 'us' })).toEqual({ names: ['cuda'], fuzzy: true })
    expect((await found({ words: 'plymoth', place: 'france' })).names).toEqual([])
  })

  test('there is a number beside each value, of public cars, and none of a private one', async () => {
    expect(await findFilters(visitor)).toEqual({
      tag: [{ value: 'engine_bay', vehicles: 1 }],
      place: ['france', 'lyon', 'nv', 'reno', 'us'].map((value) => ({ value, vehicles: 1 })),
      body: [{ value: 'wagon', vehicles: 1 }],
      question: [{ value: 'auction_price', vehicles: 1 }],
    })
    expect(await sql`select from app.finder_terms where word ~ 'atlantis|lambo|countach'`).toHaveLength(0)
  })

  test('a question that closes, a place that changes and a car that goes private take their numbers along', async () => {
    await sql`update bet_questions set state = 'locked' where vehicle_id = ${cars.datsun as string}`
    await sql`update vehicle_details set place = null where vehicle_id = ${cars.citroen as string}`
    await sql`update vehicles set is_public = false where id = ${cars.cuda as string}`
    await rankAll(sql)
    expect(await findFilters(visitor)).toMatchObject({ tag: [], place: [], question: [] })
    expect((await found({ question: 'auction_price' })).names).toEqual([])
    await sql`update vehicles set is_public = true where id = ${cars.cuda as string}`
    await sql`delete from bet_questions`
    await rankAll(sql)
  })
})

test('a car that goes private is gone at once, and one that changes its name is found by the new one', async () => {
  const { id } = await addVehicle(sql, { user_id: people.carol.id, year: 1955, make: 'Porsche', model: '356' })
  names.set(id, 'porsche')
  expect((await found({ words: 'porsche' })).names).toEqual(['porsche'])
  await sql`update vehicles set model = 'Speedster' where id = ${id}`
  expect((await found({ words: 'speedster' })).names).toEqual(['porsche'])
  await sql`insert into vehicle_details (vehicle_id, colour) values (${id}, 'Slate grey')`
  expect((await found({ words: 'slate' })).names).toEqual(['porsche'])
  await sql`update vehicle_details set colour = 'Ivory' where vehicle_id = ${id}`
  expect((await found({ words: 'slate' })).names).toEqual([])
  await sql`update vehicles set is_public = false where id = ${id}`
  expect((await found({ words: 'porsche' })).names).toEqual([])
  await sql`delete from vehicles where id = ${id}`
  expect(await sql`select from app.vehicle_finder where vehicle_id = ${id}`).toHaveLength(0)
})

test('most looked at, moved and ready come first; a sold one is ready no more', async () => {
  await sql`insert into app.image_attention (image_id, vehicle_id, heat, heat_at)
    select id, vehicle_id, 50, now() from vehicle_images where vehicle_id = ${cars.cuda as string}
    on conflict (image_id, vehicle_id) do update set heat = 50, heat_at = now()`
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
  const movement = (before: number, after: number) =>
    sql.json([[day(9), 1, 2, before, 4].map(String), [day(1), 1, 2, after, 4].map(String)] as never)
  const crowd = async (car: string, before: number, after: number) => sql`
    insert into app.crowds (vehicle_id, topic, round, bet_type, people, weight, weight_sq, spread, peak, movement)
    values (${cars[car] as string}, 'auction_price:USD', 0, 'auction_price', 4, 1, 1, 1, 1, ${movement(before, after)})`
  await crowd('datsun', 10_000, 15_000)
  await crowd('wagon', 10_000, 9_500)
  await sql`insert into app.vote_tallies (vehicle_id, wilson_lower, verdict) values (${cars.citroen as string}, 0.7, 'ready')
    on conflict (vehicle_id) do update set wilson_lower = 0.7, verdict = 'ready'`
  await rankAll(sql)
  expect((await found({ sort: 'attention' })).names[0]).toBe('cuda')
  expect((await found({ sort: 'movement' })).names).toEqual(['datsun', 'wagon'])
  expect(
    (await findVehicles(visitor, { sort: 'movement' })).vehicles.map(({ movement }) => movement.toFixed(2)),
  ).toEqual(['0.41', '-0.05'])
  expect((await found({ sort: 'readiness' })).names[0]).toBe('citroen')
  expect((await found({ auction: 'ready' })).names).toEqual(['citroen'])
  await sql`insert into app.auction_results (vehicle_id, outcome_id, occurred_at, known_at, sold, hammer, currency)
    values (${cars.citroen as string}, gen_random_uuid(), now(), now(), true, 20000, 'USD')`
  await rankAll(sql)
  expect((await found({ auction: 'ready' })).names).toEqual([])
  expect((await found({ auction: 'sold' })).names).toEqual(['citroen'])
})

test('one vehicle whose ranks cannot be computed is set aside, and the others are ranked', async () => {
  await sql`update app.crowds set movement = '[["2020-01-01", 1, 2, "odd", 4]]' where vehicle_id = ${cars.wagon as string}`
  const [before] = await sql`select max(ranked_at)::text as ranked from app.vehicle_finder`
  await rankAll(sql)
  expect(await sql`select item from app.set_aside where work = 'rank_vehicles'`).toEqual([{ item: cars.wagon }])
  const left = await sql`select vehicle_id from app.vehicle_finder where ranked_at <= ${before?.ranked}::timestamptz`
  expect(left).toEqual([])
  await sql`delete from app.crowds where vehicle_id = ${cars.wagon as string}`
  await sql`delete from app.set_aside`
})

test('whatever the order, every public car is on exactly one page, and cars added meanwhile move none', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...findSorts.filter((sort) => sort !== 'movement')),
      fc.integer({ min: 1, max: 3 }),
      async (sort, limit) => {
        const seen: string[] = []
        let after: string | null = null
        let added = ''
        do {
          const page: Awaited<ReturnType<typeof findVehicles>> = await findVehicles(visitor, { sort }, { limit, after })
          seen.push(...page.vehicles.map(({ id }) => id))
          after = page.next
          if (!added)
            added = (await addVehicle(sql, { user_id: people.carol.id, year: 2000, make: 'New', model: 'new' })).id
        } while (after)
        await sql`delete from vehicles where id = ${added}`
        const there = seen.filter((id) => id !== added)
        expect(there.toSorted()).toEqual(['citroen', 'cuda', 'datsun', 'wagon'].map((name) => cars[name]).toSorted())
      },
    ),
    { numRuns: 12, endOnFailure: true },
  )
})

test('the last page says that it is the last, full as it is', async () => {
  const { vehicles, next } = await findVehicles(visitor, {}, { limit: 2 })
  expect([vehicles.length, typeof next]).toEqual([2, 'string'])
  const last = await findVehicles(visitor, {}, { limit: 2, after: next })
  expect([last.vehicles.length, last.next]).toEqual([2, null])
})

test.each([
  [{ sort: 'best' }, 'sort_is_known'],
  [{ auction: 'maybe' }, 'auction_state_is_known'],
  [{ limit: 0 }, 'limit_is_from_1_to_60'],
  [{ limit: 61 }, 'limit_is_from_1_to_60'],
  [{ after: 'x' }, 'page_is_known'],
  [{ after: Buffer.from('newest|false|1|1').toString('base64') }, 'page_is_known'],
  [
    {
      after: Buffer.from("newest|false|2020-01-01' or true--|00000000-0000-4000-8000-000000000000").toString('base64'),
    },
    'page_is_known',
  ],
])('%j is refused: %s', async (args, code) => {
  const { error } = await people.visitor.rpc('find_vehicles', args)
  expect(error?.details).toBe(code)
})
