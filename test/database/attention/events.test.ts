import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addImage, addVehicle } from '../../support/community.ts'
import { type FreshDatabase, freshDatabase } from '../../support/fresh-database.ts'
import { type Caller, record, type ViewEvent } from './doors.ts'

let database: FreshDatabase
let owner: Caller
let photo: string
let hidden: string
let removed: string
const visitor: Caller = { role: 'anon', address: '198.51.100.7' }
const service: Caller = { role: 'service_role' }

beforeAll(async () => {
  database = await freshDatabase()
  const { sql } = database
  const id = randomUUID()
  owner = { role: 'authenticated', userId: id }
  await sql`insert into auth.users (id) values (${id})`
  const vehicle = await addVehicle(sql, { user_id: id, year: 1971, make: 'Datsun', model: 'PL510' })
  const secret = await addVehicle(sql, { user_id: id, year: 1973, make: 'BMW', model: '2002', is_public: false })
  photo = (await addImage(sql, vehicle)).id
  hidden = (await addImage(sql, secret)).id
  removed = (await addImage(sql, vehicle)).id
  await sql`delete from public.vehicle_images where id = ${removed}`
})
afterAll(() => database.drop())

const event = (changed: Record<string, unknown> = {}): ViewEvent =>
  ({ event_id: randomUUID(), image_id: photo, viewed_at: new Date().toISOString(), ...changed }) as ViewEvent
const kept = async (events: unknown[]) => {
  const ids = events.map((one) => (one as ViewEvent | null)?.event_id).filter((id) => id?.length === 36)
  return (await database.sql`select id from public.image_views where id in ${database.sql(ids as string[])}`).length
}

const unknown = '00000000-0000-4000-8000-000000000000'
const bad: [string, () => unknown, string][] = [
  ['a negative duration', () => event({ view_duration_seconds: -1 }), 'view_duration_seconds must be from 0 to 86400.'],
  [
    'a duration of NaN',
    () => event({ view_duration_seconds: 'NaN' }),
    'view_duration_seconds must be from 0 to 86400.',
  ],
  [
    'an endless duration',
    () => event({ view_duration_seconds: 'Infinity' }),
    'view_duration_seconds must be from 0 to 86400.',
  ],
  [
    'a duration of a year',
    () => event({ view_duration_seconds: 31_536_000 }),
    'view_duration_seconds must be from 0 to 86400.',
  ],
  [
    'a duration that no number holds',
    () => event({ view_duration_seconds: '1e999' }),
    'view_duration_seconds must be a number of seconds from 0 to 86400.',
  ],
  [
    'a duration in words',
    () => event({ view_duration_seconds: 'long' }),
    'view_duration_seconds must be a number of seconds from 0 to 86400.',
  ],
  [
    'a time in 1999',
    () => event({ viewed_at: '1999-12-31T23:59:59Z' }),
    'viewed_at is more than 7 days ago. Views are taken for a week.',
  ],
  [
    'a time in 2099',
    () => event({ viewed_at: '2099-01-01T00:00:00Z' }),
    'viewed_at lies in the future. Check the clock of the device.',
  ],
  [
    'the end of time',
    () => event({ viewed_at: 'infinity' }),
    'viewed_at lies in the future. Check the clock of the device.',
  ],
  [
    'no time',
    () => event({ viewed_at: undefined }),
    'viewed_at is missing: send the time of the view, such as "2026-01-31T12:00:00Z".',
  ],
  ['a time in words', () => event({ viewed_at: 'soon' }), 'viewed_at must be a time such as "2026-01-31T12:00:00Z".'],
  [
    'an unknown photo',
    () => event({ image_id: unknown }),
    `There is no photo ${unknown}. Only the owner sees photos of a private vehicle.`,
  ],
  [
    'a private photo',
    () => event({ image_id: hidden }),
    'There is no photo .+ Only the owner sees photos of a private vehicle.',
  ],
  [
    'a deleted photo',
    () => event({ image_id: removed }),
    'There is no photo .+ Only the owner sees photos of a private vehicle.',
  ],
  ['a photo by name', () => event({ image_id: 'front' }), 'image_id must be the UUID of a photo.'],
  ['no photo', () => event({ image_id: null }), 'image_id is missing: send the UUID of the photo.'],
  [
    'no event id',
    () => event({ event_id: null }),
    'event_id is missing: send a UUID, made once for each view and kept when it is sent again.',
  ],
  [
    'an event id that is none',
    () => event({ event_id: '1' }),
    'event_id must be a UUID, made once for each view and kept when it is sent again.',
  ],
  [
    'an unknown device',
    () => event({ device_type: 'fridge' }),
    'device_type must be mobile, tablet, desktop or other.',
  ],
  [
    'a device name of 10 MB',
    () => event({ device_type: 'x'.repeat(10_000_000) }),
    'device_type must be mobile, tablet, desktop or other.',
  ],
  [
    'somebody else’s name',
    () => event({ viewer_id: 'guest 1' }),
    'viewer_id is for servers with the secret key. Leave it out: the viewer is you.',
  ],
  ['a word', () => 'view', 'An event must be an object such as .+'],
  ['nothing', () => null, 'An event must be an object such as .+'],
  ['a list', () => [[]], 'An event must be an object such as .+'],
]

test.each(bad)('%s is rejected with its reason, and its neighbours are kept', async (_, make, reason) => {
  const events = [event(), make(), event()]

  const answer = await record(database.sql, visitor, events)

  expect(answer).toEqual({
    accepted: 2,
    duplicates: 0,
    rejected: [{ index: 1, reason: expect.stringMatching(new RegExp(`^${reason}$`)) }],
  })
  expect(JSON.stringify(answer).length).toBeLessThan(500)
  expect(await kept(events)).toBe(2)
})

test('everything bad at once loses nothing that is good', async () => {
  const events = bad.flatMap(([, make]) => [make(), event()])
  const answer = await record(database.sql, visitor, events)
  expect(answer).toMatchObject({ accepted: bad.length, duplicates: 0 })
  expect(answer.rejected.map(({ index }) => index)).toEqual(bad.map((_, n) => 2 * n))
  expect(await kept(events)).toBe(bad.length)
})

test('of 10,001 views in one call the last one is rejected by its place, and sent alone it is taken', async () => {
  const events = Array.from({ length: 10_001 }, (_, n) => event({ viewer_id: `guest ${n}` }))
  expect(await record(database.sql, service, events)).toEqual({
    accepted: 10_000,
    duplicates: 0,
    rejected: [{ index: 10_000, reason: 'A call takes 10000 views. Send the rest in another.' }],
  })
  expect(await record(database.sql, service, events.slice(10_000))).toEqual({
    accepted: 1,
    duplicates: 0,
    rejected: [],
  })
})

test.each([[{ events: [] }], ['views'], [7], [null]])(
  'what is no list of views is refused as a whole (%#)',
  async (value) => {
    await expect(record(database.sql, visitor, value)).rejects.toMatchObject({
      code: '22023',
      message: 'events must be an array of views.',
      hint: expect.stringContaining('{"events": ['),
    })
  },
)

test('an id is taken once: twice in one call, in a later one, or with another photo and time', async () => {
  const one = event({ viewed_at: new Date(Date.now() - 3_600_000).toISOString() })
  const twice = [one, { ...one }, { ...one, viewed_at: new Date().toISOString(), view_duration_seconds: 9 }]
  expect(await record(database.sql, visitor, twice)).toEqual({ accepted: 1, duplicates: 2, rejected: [] })
  expect(await record(database.sql, owner, [one, event()])).toEqual({ accepted: 1, duplicates: 1, rejected: [] })
  expect(await kept([one])).toBe(1)
})

test('a view that was taken before its photo went private is rejected when it comes again, and answered once', async () => {
  const { sql } = database
  const vehicle = await addVehicle(sql, {
    user_id: owner.userId as string,
    year: 1970,
    make: 'Plymouth',
    model: 'Cuda',
  })
  const image = (await addImage(sql, vehicle)).id
  const [early, other] = [event({ image_id: image }), event()]
  await record(sql, visitor, [early, other])
  await sql`update public.vehicles set is_public = false where id = ${vehicle.id}`

  expect(await record(sql, visitor, [early, other])).toEqual({
    accepted: 0,
    duplicates: 1,
    rejected: [{ index: 0, reason: `There is no photo ${image}. Only the owner sees photos of a private vehicle.` }],
  })
  expect(await record(sql, owner, [early])).toEqual({ accepted: 0, duplicates: 1, rejected: [] })
})

test('photos of a private vehicle take views of the owner and of the service role', async () => {
  for (const caller of [owner, service]) {
    expect(await record(database.sql, caller, [event({ image_id: hidden })])).toMatchObject({
      accepted: 1,
      rejected: [],
    })
  }
})
