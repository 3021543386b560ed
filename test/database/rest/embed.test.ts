import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Museum, openMuseum } from './museum.ts'

let museum: Museum
beforeAll(async () => {
  museum = await openMuseum()
})
afterAll(() => museum.stop())

const embeds: [what: string, path: string, rows: unknown[]][] = [
  [
    'to-one',
    '/works?select=id,artists(name)&id=in.(1,5)&order=id',
    [
      { id: 1, artists: { name: 'Ada' } },
      { id: 5, artists: null },
    ],
  ],
  [
    'to-many, empty where there is none',
    '/artists?select=id,works(id)&order=id&works.order=id',
    [
      { id: 1, works: [{ id: 1 }, { id: 2 }] },
      { id: 2, works: [{ id: 3 }] },
      { id: 3, works: [{ id: 4 }] },
      { id: 4, works: [] },
    ],
  ],
  ['with an alias', '/works?select=by:artists(name)&id=eq.1', [{ by: { name: 'Ada' } }]],
  ['all columns', '/insurance?select=works(*,words:year)&work_id=eq.2', expect.any(Array)],
  [
    'to-one both ways of a one-to-one',
    '/works?select=id,insurance(insurer)&id=in.(1,3)&order=id',
    [
      { id: 1, insurance: { insurer: 'Lloyd' } },
      { id: 3, insurance: null },
    ],
  ],
  [
    'one-to-one from the other side',
    '/insurance?select=works(title)&work_id=eq.1',
    [{ works: { title: 'Amber Dawn' } }],
  ],
  [
    'many-to-many',
    '/shows?select=id,works(id)&order=id&works.order=id',
    [
      { id: 1, works: [{ id: 1 }, { id: 2 }] },
      { id: 2, works: [{ id: 2 }, { id: 4 }] },
      { id: 3, works: [] },
    ],
  ],
  [
    'many-to-many from the other side',
    '/works?select=id,shows(name)&id=eq.2&shows.order=id',
    [{ id: 2, shows: [{ name: 'Light' }, { name: 'Line' }] }],
  ],
  [
    'nested three deep',
    '/artists?select=name,works(id,shows(name))&id=eq.1&works.order=id&works.shows.order=id',
    [
      {
        name: 'Ada',
        works: [
          { id: 1, shows: [{ name: 'Light' }] },
          { id: 2, shows: [{ name: 'Light' }, { name: 'Line' }] },
        ],
      },
    ],
  ],
  [
    'by the name of the constraint',
    '/works?select=works_hang_in(name)&id=eq.1',
    [{ works_hang_in: { name: 'Atrium' } }],
  ],
  ['by the column of the foreign key', '/works?select=room_id(name)&id=eq.1', [{ room_id: { name: 'Atrium' } }]],
  [
    'two foreign keys to one table, by constraint and by column',
    '/works?select=hangs:rooms!works_hang_in(name),belongs:rooms!home_id(name)&id=eq.1',
    [{ hangs: { name: 'Atrium' }, belongs: { name: 'Blue Room' } }],
  ],
  [
    'to-many with a hint',
    '/rooms?select=works!works_belong_in(id)&id=eq.2&works.order=id',
    [{ works: [{ id: 1 }, { id: 2 }] }],
  ],
  [
    'many-to-many with a hint',
    '/shows?select=works!show_works(id)&id=eq.2&works.order=id',
    [{ works: [{ id: 2 }, { id: 4 }] }],
  ],
  [
    'a composite foreign key',
    '/boxes?select=id,shelves(label)&order=id',
    [
      { id: 1, shelves: { label: 'left' } },
      { id: 2, shelves: { label: 'left' } },
      { id: 3, shelves: null },
    ],
  ],
  [
    'a composite foreign key, backwards',
    '/shelves?select=code,boxes(id)&order=code&boxes.order=id',
    [
      { code: 'A', boxes: [{ id: 1 }, { id: 2 }] },
      { code: 'B', boxes: [] },
    ],
  ],
  [
    'a self-reference to its one',
    '/artists?select=name,teacher:teacher_id(name)&id=eq.2',
    [{ name: 'Bo', teacher: { name: 'Ada' } }],
  ],
  [
    'a self-reference to its many',
    '/artists?select=name,pupils_of:artists!teacher_id(name)&id=eq.1&pupils_of.order=id',
    [{ name: 'Ada', pupils_of: [{ name: 'Bo' }, { name: 'Cleo' }] }],
  ],
  ['from a view', '/hung_works?select=name,artists(name)&id=eq.1', [{ name: 'Amber Dawn', artists: { name: 'Ada' } }]],
  [
    'into a view',
    '/artists?select=name,hung_works(name)&id=eq.2',
    [{ name: 'Bo', hung_works: [{ name: 'Cats, and a "Dog"' }] }],
  ],
  ['a view of a view’s table', '/works?select=artist_lives(years)&id=eq.1', [{ artist_lives: { years: 60 } }]],
  [
    'a computed relationship',
    '/artists?select=pupils(name)&id=eq.1&pupils.order=id',
    [{ pupils: [{ name: 'Bo' }, { name: 'Cleo' }] }],
  ],
  ['mixed case', '/camelCase?select=rowId,parent:parentId(rowId)&rowId=eq.2', [{ rowId: 2, parent: { rowId: 1 } }]],
  [
    'the count of the many',
    '/artists?select=name,works(count)&order=id',
    [
      { name: 'Ada', works: [{ count: 2 }] },
      { name: 'Bo', works: [{ count: 1 }] },
      { name: 'Cleo', works: [{ count: 1 }] },
      { name: 'Dimitri', works: [{ count: 0 }] },
    ],
  ],
  [
    'one table twice, under aliases',
    '/artists?select=early:works(id),late:works(id)&early.year=lt.1855&late.year=gt.1855&id=eq.1',
    [{ early: [{ id: 1 }], late: [{ id: 2 }] }],
  ],
]

describe('an embedded resource is given', () => {
  test.for(embeds)('%s', async ([, path, rows]) => {
    expect(await museum.get(path)).toMatchObject({ status: 200, json: rows })
  })
})

const filtered: [what: string, path: string, rows: unknown[]][] = [
  [
    'a filter on the many leaves the one',
    '/artists?select=id,works(id)&works.year=gt.1860&order=id&id=lt.3',
    [
      { id: 1, works: [{ id: 2 }] },
      { id: 2, works: [{ id: 3 }] },
    ],
  ],
  [
    '!inner drops the one without',
    '/artists?select=id,works!inner(id)&works.year=gt.1880',
    [{ id: 3, works: [{ id: 4 }] }],
  ],
  [
    '!left keeps it',
    '/artists?select=id,works!left(id)&works.year=gt.1880&id=lt.3&order=id',
    [
      { id: 1, works: [] },
      { id: 2, works: [] },
    ],
  ],
  [
    '!inner on a to-one',
    '/works?select=id,artists!inner(name)&artists.name=eq.Ada&order=id',
    [
      { id: 1, artists: { name: 'Ada' } },
      { id: 2, artists: { name: 'Ada' } },
    ],
  ],
  [
    '!inner on a many-to-many',
    '/works?select=id,shows!inner(id)&shows.name=eq.Line&order=id',
    [
      { id: 2, shows: [{ id: 2 }] },
      { id: 4, shows: [{ id: 2 }] },
    ],
  ],
  [
    '!inner nested',
    '/artists?select=id,works!inner(id,shows!inner(id))&works.shows.id=eq.2&order=id',
    [
      { id: 1, works: [{ id: 2, shows: [{ id: 2 }] }] },
      { id: 3, works: [{ id: 4, shows: [{ id: 2 }] }] },
    ],
  ],
  [
    'a hint and !inner together',
    '/works?select=id,rooms!works_hang_in!inner(id)&rooms.floor=eq.0',
    [{ id: 1, rooms: { id: 1 } }],
  ],
  [
    'or on the embedded',
    '/artists?select=id,works(id)&works.or=(id.eq.1,year.gt.1900)&id=in.(1,3)&order=id',
    [
      { id: 1, works: [{ id: 1 }] },
      { id: 3, works: [{ id: 4 }] },
    ],
  ],
  [
    'not.and on the embedded',
    '/artists?select=works(id)&works.not.and=(id.eq.1,year.eq.1850)&id=eq.1',
    [{ works: [{ id: 2 }] }],
  ],
  [
    'order and limit of the embedded',
    '/artists?select=works(id)&works.order=id.desc&works.limit=1&id=eq.1',
    [{ works: [{ id: 2 }] }],
  ],
  [
    'offset of the embedded',
    '/artists?select=works(id)&works.order=id&works.offset=1&id=eq.1',
    [{ works: [{ id: 2 }] }],
  ],
  ['a filter under an alias', '/artists?select=id,made:works!inner(id)&made.id=eq.4', [{ id: 3, made: [{ id: 4 }] }]],
  [
    'an embed asked for nothing, only filtering',
    '/artists?select=name,works!inner()&works.id=eq.4',
    [{ name: 'Cleo' }],
  ],
  ['an embed that is null', '/works?select=id,artists()&artists=is.null', [{ id: 5 }]],
  [
    'an embed that is not null',
    '/artists?select=id,works()&works=not.is.null&order=id',
    [{ id: 1 }, { id: 2 }, { id: 3 }],
  ],
  [
    'or across embeds',
    '/works?select=id,insurance(),shows()&shows.id=eq.2&or=(insurance.not.is.null,shows.not.is.null)&order=id',
    [{ id: 1 }, { id: 2 }, { id: 4 }],
  ],
  [
    'ordered by the embedded',
    '/works?select=id,artists(name)&order=artists(name).desc.nullslast,id.desc&id=lt.5',
    [
      { id: 4, artists: { name: 'Cleo' } },
      { id: 3, artists: { name: 'Bo' } },
      { id: 2, artists: { name: 'Ada' } },
      { id: 1, artists: { name: 'Ada' } },
    ],
  ],
]

describe('filters, order and limits of the embedded:', () => {
  test.for(filtered)('%s', async ([, path, rows]) => {
    expect(await museum.get(path)).toMatchObject({ status: 200, json: rows })
  })
})

test('an exact count counts what !inner leaves', async () => {
  const answer = await museum.get('/artists?select=id,works!inner(id)&works.year=gt.1860', { prefer: 'count=exact' })
  expect(answer.headers.get('content-range')).toBe('0-2/3')
})

test('supabase-js filters, orders and limits the embedded', async () => {
  const query = museum.client().from('artists').select('name, works!inner(id, year)').gt('works.year', 1849)
  const { data } = await query
    .order('year', { referencedTable: 'works', ascending: false })
    .limit(1, { referencedTable: 'works' })
    .eq('id', 1)
  expect(data).toEqual([{ name: 'Ada', works: [{ id: 2, year: 1861 }] }])
  const either = await museum
    .client()
    .from('artists')
    .select('id, works(id)')
    .or('id.eq.1,year.gt.1900', { referencedTable: 'works' })
    .eq('id', 3)
  expect(either.data).toEqual([{ id: 3, works: [{ id: 4 }] }])
})
