import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Failure, type Museum, openMuseum } from './museum.ts'

let museum: Museum
beforeAll(async () => {
  museum = await openMuseum()
})
afterAll(() => museum.stop())

const refusals: [path: string, status: number, error: Partial<Failure> & { details?: unknown }][] = [
  [
    '/works?select=id,nope(id)',
    400,
    {
      code: 'PGRST200',
      message: "Could not find a relationship between 'works' and 'nope' in the schema cache",
      details:
        "Searched for a foreign key relationship between 'works' and 'nope' in the schema 'museum', but no matches were found.",
    },
  ],
  [
    '/works?select=id,artists!nope(id)',
    400,
    {
      code: 'PGRST200',
      details:
        "Searched for a foreign key relationship between 'works' and 'artists' using the hint 'nope' in the schema 'museum', but no matches were found.",
    },
  ],
  ['/works?select=id,gold(id)', 400, { code: 'PGRST200' }],
  ['/visits?select=day,works(id)', 400, { code: 'PGRST200' }],
  [
    '/works?select=id,rooms(name)',
    300,
    {
      code: 'PGRST201',
      message: "Could not embed because more than one relationship was found for 'works' and 'rooms'",
      hint: expect.stringMatching(
        /^Try changing 'rooms' to one of the following: 'rooms!works_\w+', 'rooms!works_\w+'\. Find the desired relationship in the 'details' key\.$/,
      ),
      details: expect.arrayContaining([
        {
          cardinality: 'many-to-one',
          embedding: 'works with rooms',
          relationship: 'works_hang_in using works(room_id) and rooms(id)',
        },
        {
          cardinality: 'many-to-one',
          embedding: 'works with rooms',
          relationship: 'works_belong_in using works(home_id) and rooms(id)',
        },
      ]),
    },
  ],
  ['/works?select=id,artists(nope)', 400, { code: '42703', message: expect.stringContaining('nope does not exist') }],
  ['/works?select=id,artists(name)&artists.nope=eq.1', 400, { code: '42703' }],
  [
    '/works?select=id,artists(name)&artists=eq.1',
    400,
    { code: 'PGRST120', message: "Bad operator on the 'artists' embedded resource" },
  ],
  [
    '/artists?select=id,works(id)&order=works(id)',
    400,
    {
      code: 'PGRST118',
      message: "A related order on 'works' is not possible",
      details: "'artists' and 'works' do not form a many-to-one or one-to-one relationship",
    },
  ],
  ['/works?select=id&order=artists(name)', 400, { code: 'PGRST108' }],
  ['/works?select=id,artists(id', 400, { code: 'PGRST100' }],
]

describe('what cannot be embedded is refused, and the answer says why', () => {
  test.for(refusals)('%s', async ([path, status, error]) => {
    expect(await museum.get(path)).toMatchObject({ status, json: error })
  })
})
