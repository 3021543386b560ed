import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Museum, openMuseum } from './museum.ts'

let museum: Museum
beforeAll(async () => {
  museum = await openMuseum()
})
afterAll(() => museum.stop())

const spreads: [what: string, path: string, rows: unknown[]][] = [
  [
    'a to-one',
    '/works?select=id,...artists(artist:name)&id=in.(1,5)&order=id',
    [
      { id: 1, artist: 'Ada' },
      { id: 5, artist: null },
    ],
  ],
  [
    'a to-one within a to-one',
    '/insurance?select=insurer,...works(title,...artists(artist:name))&work_id=eq.1',
    [{ insurer: 'Lloyd', title: 'Amber Dawn', artist: 'Ada' }],
  ],
  [
    'with all columns',
    '/insurance?select=...works(...artists(*))&work_id=eq.1',
    [expect.objectContaining({ name: 'Ada', born: 1820 })],
  ],
  [
    'a junction with its own columns',
    '/shows?select=name,works:show_works(position,...works(title))&id=eq.2&works.order=position',
    [
      {
        name: 'Line',
        works: [
          { position: 1, title: 'Bridge at Noon' },
          { position: 2, title: 'Dunes_100%' },
        ],
      },
    ],
  ],
  [
    'a to-many as arrays',
    '/artists?select=name,...works(titles:title)&id=in.(1,4)&order=id&works.order=id',
    [
      { name: 'Ada', titles: ['Amber Dawn', 'Bridge at Noon'] },
      { name: 'Dimitri', titles: [] },
    ],
  ],
]

describe('a spread gives the columns of the embedded to its parent:', () => {
  test.for(spreads)('%s', async ([, path, rows]) => {
    expect(await museum.get(path)).toMatchObject({ status: 200, json: rows })
  })
})
