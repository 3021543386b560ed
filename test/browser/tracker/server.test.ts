import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Person, signedIn } from '../../support/people.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { flush, look, photos, rounding, startGallery, waiting, watch } from './gallery.ts'

const site = startGallery()
let server: TestServer
let alice: Person

beforeAll(async () => {
  server = await startTestServer()
  alice = await signedIn(server, 'alice')
})
afterAll(() => server?.stop())

/** Photos without views: those of the gallery are hung anew, all but the slow one. */
beforeEach(async () => {
  const { sql } = server
  await sql`delete from public.vehicles`
  const vehicle = { user_id: alice.id, year: 1971, make: 'Datsun', model: 'PL510' }
  const [row] = await sql<{ id: string }[]>`insert into public.vehicles ${sql(vehicle)} returning id`
  const images = [photos.front, photos.engine, photos.tall].map((id) => ({
    id,
    vehicle_id: row?.id as string,
    image_url: `/photos/${id}.svg`,
  }))
  await sql`insert into public.vehicle_images ${sql(images)}`
})

const open = (init?: () => void) =>
  site.open({ api: { url: server.url, publishableKey: server.keys.publishableKey }, init })

const ledger = (photo: string) => server.sql`
  select user_id, counted, source, device_type, view_duration_seconds::float8 as seconds
  from public.image_views where image_id = ${photo} order by viewed_at`

/** What the page shows as the photo's views; it follows the ledger within seconds. */
const viewCount = async (photo: string) => {
  const { data } = await server.client().from('vehicle_images').select('view_count').eq('id', photo).single()
  return data?.view_count
}

describe('A visitor', () => {
  test('who watches a photo is counted once, however often they come back to it', async () => {
    const tab = await open()
    const begun = Date.now()
    await look(tab, 'front', { more: 1_000 })
    const longest = (Date.now() - begun) / 1_000
    await flush(tab)
    await expect.poll(() => viewCount(photos.front)).toBe(1)
    await look(tab, 'front')
    await flush(tab)
    await expect.poll(async () => (await ledger(photos.front)).length).toBe(2)
    await server.sql`select app.fold_views()`
    expect(await viewCount(photos.front)).toBe(1)
    const [first, repeat] = await ledger(photos.front)
    expect(first).toMatchObject({ user_id: null, counted: true, source: 'batch' })
    expect(first?.seconds).toBeGreaterThanOrEqual(1.8)
    expect(first?.seconds).toBeLessThanOrEqual(longest + rounding)
    expect(repeat).toMatchObject({ counted: false })
    await expect.poll(() => waiting(tab)).toBe(0)
  })

  test('who closes the tab while looking is counted', async () => {
    const tab = await open()
    await watch(tab, 'engine')
    await tab.close()
    await expect.poll(() => viewCount(photos.engine)).toBe(1)
  })

  test('whose view is taken though the answer is a failure is counted once, and the ledger has one row', async () => {
    const answers: unknown[] = []
    site.gallery.answer = async (events, { 'user-agent': userAgent = '' }) => {
      const response = await fetch(`${server.url}/rest/v1/rpc/record_image_views`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', apikey: server.keys.publishableKey, 'user-agent': userAgent },
        body: JSON.stringify({ events }),
      })
      answers.push(await response.json())
      return answers.length === 1 ? { status: 503 } : { status: 200, body: answers.at(-1) }
    }
    const tab = await site.open()
    await look(tab, 'front')
    await flush(tab)
    expect(await waiting(tab)).toBe(1)
    await flush(tab)
    await expect.poll(() => waiting(tab)).toBe(0)
    expect(answers).toEqual([
      { accepted: 1, duplicates: 0, rejected: [] },
      { accepted: 0, duplicates: 1, rejected: [] },
    ])
    await expect.poll(() => viewCount(photos.front)).toBe(1)
    expect(await ledger(photos.front)).toHaveLength(1)
  })

  test('who looks at a photo that is gone meanwhile: the page is told, and the rest is counted', async () => {
    const tab = await open()
    await server.sql`delete from public.vehicle_images where id = ${photos.front}`
    await look(tab, 'front')
    await look(tab, 'engine')
    await flush(tab)
    expect(await tab.evaluate(() => window.rejected)).toEqual([
      { imageId: photos.front, reason: expect.stringContaining(photos.front) },
    ])
    await expect.poll(() => viewCount(photos.engine)).toBe(1)
  })
})

test('A member is in the ledger by name', async () => {
  const tab = await open(() =>
    Object.assign(window, { trackerOptions: { accessToken: async () => localStorage.getItem('token') } }),
  )
  await tab.evaluate((token) => localStorage.setItem('token', token), alice.token)
  await look(tab, 'front')
  await flush(tab)
  expect(await ledger(photos.front)).toMatchObject([{ user_id: alice.id, counted: true }])
})
