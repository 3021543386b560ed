import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addImage, addVehicle } from '../../support/community.ts'
import { type FreshDatabase, freshDatabase } from '../../support/fresh-database.ts'
import { asCaller, type Caller, foldAll, googlebot, record, type ViewEvent } from './doors.ts'

const tooMany = 'Too many views from this viewer or network for now. Send the rest after ten minutes.'
const service: Caller = { role: 'service_role' }
const at = (address: string, userAgent?: string): Caller => ({
  role: 'anon',
  address,
  ...(userAgent ? { userAgent } : {}),
})

let database: FreshDatabase
let alice: Caller
let photos: string[]

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

/** A new vehicle with twelve photos; nobody has looked yet, and the caps are those of a fresh start. */
beforeEach(async () => {
  const { sql } = database
  const id = randomUUID()
  alice = { role: 'authenticated', userId: id }
  await sql`insert into auth.users (id) values (${id})`
  const vehicle = await addVehicle(sql, { user_id: id, year: 1971, make: 'Datsun', model: 'PL510' })
  photos = []
  for (let n = 0; n < 12; n++) photos.push((await addImage(sql, vehicle)).id)
  await sql`truncate app.rate_windows`
  await cap({
    viewer_events_per_10_minutes: 1000,
    network_events_per_10_minutes: 20_000,
    single_views_per_30_minutes: 10,
  })
})

async function cap(caps: Record<string, number>): Promise<void> {
  for (const [name, value] of Object.entries(caps))
    await database.sql`update app.settings set value = ${String(value)} where name = ${name}`
}

const view = (photo: number, changed: Partial<ViewEvent> = {}): ViewEvent => ({
  event_id: randomUUID(),
  image_id: photos[photo] as string,
  viewed_at: new Date().toISOString(),
  ...changed,
})
const views = async () => {
  await foldAll(database.sql)
  const [row] = await database.sql`
    select sum(view_count)::int as views from public.vehicle_images where id in ${database.sql(photos)}`
  return row?.views as number
}
const single = (caller: Caller, photo = 0) =>
  asCaller(database.sql, caller, (sql) => sql`select public.increment_image_view_count(${photos[photo] as string})`)

describe('repeats', () => {
  test.each([
    ['29 minutes', 29, 1],
    ['30 minutes', 30, 2],
  ])('a second look after %s', async (_, minutes, expected) => {
    const first = Date.now() - 3_600_000
    const times = [first, first + minutes * 60_000].map((time) => new Date(time).toISOString())
    for (const viewed_at of times) await record(database.sql, service, [view(0, { viewed_at, viewer_id: 'alice' })])
    expect(await views()).toBe(expected)
  })

  test('a client’s own repeats, spread over the past week in one call or in many, count once', async () => {
    const hour = 3_600_000
    const week = Array.from({ length: 333 }, (_, n) => new Date(Date.now() - hour - n * 0.5 * hour).toISOString())
    await record(
      database.sql,
      alice,
      week.map((viewed_at) => view(0, { viewed_at })),
    )
    for (const viewed_at of week.slice(0, 20)) await record(database.sql, alice, [view(0, { viewed_at })])
    expect(await views()).toBe(1)
    await record(database.sql, alice, [view(0, { viewed_at: new Date().toISOString() })])
    expect(await views()).toBe(2)
  })

  test('looks at the same time by two connections of one member are one view', async () => {
    await Promise.all([1, 2, 3, 4].map(() => record(database.sql, alice, [view(0), view(1)])))
    expect(await views()).toBe(2)
  })
})

describe('caps', () => {
  test('a viewer who sends more than the cap: the first ones are taken, the rest is told when to come back', async () => {
    await cap({ viewer_events_per_10_minutes: 3 })
    const events = [0, 1, 2, 3, 4].map((photo) => view(photo))
    expect(await record(database.sql, alice, events)).toEqual({
      accepted: 3,
      duplicates: 0,
      rejected: [3, 4].map((index) => ({ index, reason: tooMany })),
    })
    expect(await record(database.sql, at('198.51.100.1'), [view(5)])).toMatchObject({ accepted: 1 })
    expect(await views()).toBe(4)
  })

  test.each([
    ['IPv4 /24', ['203.0.113.1', '203.0.113.77', '203.0.113.254'], '203.0.114.1'],
    ['IPv6 /48', ['2001:db8:7::1', '2001:db8:7:1::1', '2001:db8:7:ffff::9'], '2001:db8:8::1'],
  ])('the visitors of one network (%s) share its cap', async (_, addresses, elsewhere) => {
    await cap({ network_events_per_10_minutes: 4 })
    const answers = []
    for (const address of addresses) answers.push(await record(database.sql, at(address), [view(0), view(1)]))
    expect(answers.map(({ accepted, rejected }) => [accepted, rejected.length])).toEqual([
      [2, 0],
      [2, 0],
      [0, 2],
    ])
    expect(await record(database.sql, at(elsewhere), [view(0)])).toMatchObject({ accepted: 1, rejected: [] })
  })

  test('another browser at the same address is another viewer', async () => {
    await record(database.sql, at('198.51.100.7', 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/145.0'), [
      view(0),
    ])
    await record(
      database.sql,
      at('198.51.100.7', 'Mozilla/5.0 (iPad; CPU OS 26_0) AppleWebKit/605.1.15 Version/26.0 Safari/604.1'),
      [view(0)],
    )
    expect(await views()).toBe(2)
  })

  test('the single door counts at once, ten times for a viewer and photo in half an hour, and logs the rest', async () => {
    for (let n = 0; n < 12; n++) await single(alice)
    await single(alice, 1)
    const [now] =
      await database.sql`select view_count::int as views from public.vehicle_images where id = ${photos[0] as string}`
    expect(now).toEqual({ views: 10 })
    expect(await database.sql`select from public.image_views where image_id = ${photos[0] as string}`).toHaveLength(12)
    expect(await views()).toBe(11)
  })

  test('the service role has no cap at either door', async () => {
    await cap({ viewer_events_per_10_minutes: 1, network_events_per_10_minutes: 1, single_views_per_30_minutes: 1 })
    for (let n = 0; n < 3; n++) await single(service)
    const events = [1, 2, 3].map((photo) => view(photo, { viewer_id: 'guest' }))
    expect(await record(database.sql, service, events)).toMatchObject({ accepted: 3, rejected: [] })
    expect(await views()).toBe(6)
  })
})

describe('who looks', () => {
  test('the service role speaks for many: each name is a viewer, and is kept as a hash only', async () => {
    const events = ['guest 1', 'guest 2', 'guest 1', 'x'.repeat(64)].map((viewer_id) => view(0, { viewer_id }))
    expect(await record(database.sql, service, [...events, view(0, { viewer_id: 'x'.repeat(65) })])).toEqual({
      accepted: 4,
      duplicates: 0,
      rejected: [{ index: 4, reason: 'viewer_id must have at most 64 characters.' }],
    })
    expect(await views()).toBe(3)
    const rows =
      await database.sql`select v::text as row from public.image_views v where image_id = ${photos[0] as string}`
    expect(rows.map(({ row }) => row).join()).not.toContain('guest')
  })

  test('no address is stored anywhere, and the same visitor is somebody else under the next day’s key', async () => {
    await record(database.sql, at('198.51.100.99'), [view(0)])
    await database.sql`update app.viewer_keys set key = uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())`
    await record(database.sql, at('198.51.100.99'), [view(1)])
    const rows =
      await database.sql`select viewer, v::text as row from public.image_views v where image_id in ${database.sql(photos)}`
    expect(new Set(rows.map(({ viewer }) => viewer)).size).toBe(2)
    expect(rows.map(({ row }) => row).join()).not.toContain('198.51.100')
  })

  test('a bot is logged and not counted', async () => {
    expect(await record(database.sql, at('198.51.100.7', googlebot), [view(0), view(1)])).toMatchObject({ accepted: 2 })
    expect(await views()).toBe(0)
    expect(
      await database.sql`select counted, source from public.image_views where image_id in ${database.sql(photos)}`,
    ).toEqual([1, 2].map(() => ({ counted: false, source: 'bot' })))
  })
})
