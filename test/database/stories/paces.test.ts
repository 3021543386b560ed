import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { byHand } from '../../support/by-hand.ts'
import { community } from '../../support/community.ts'

// Attention cannot be made up.

test('a thousand rows in one request are refused whole, and cost their writer nothing but the wait', async () => {
  const { alice, carol, sql, image, vehicle } = await community()
  const rows = {
    vehicles: { model: 'Many' },
    image_interactions: { image_id: image.id, interaction_type: 'comment', comment_text: 'Nice' },
  }
  for (const [table, row] of Object.entries(rows)) {
    const { error, status } = await alice.from(table).insert(Array.from({ length: 1_000 }, () => row))
    expect([status, error?.details]).toEqual([429, expect.stringMatching(/^too_many_(vehicles|interactions)$/)])
  }
  expect(await sql`select from vehicles where user_id = ${alice.id}`).toHaveLength(0)
  expect(await sql`select from image_interactions where user_id = ${alice.id}`).toHaveLength(0)
  expect((await alice.from('image_interactions').insert(rows.image_interactions)).error).toBeNull()
  expect(
    (
      await carol.from('vehicle_images').insert(
        Array.from({ length: 500 }, (_, n) => ({
          vehicle_id: vehicle.id,
          image_url: `/photos/${vehicle.id}/${n}.webp`,
        })),
      )
    ).error?.details,
  ).toBe('too_many_photos')
})

test('one’s own shares of a photo lift its score no further than a few', async () => {
  const { alice, bob, sql, service, image } = await community()
  const share = { image_id: image.id, interaction_type: 'share' }
  const { error } = await alice.from('image_interactions').insert(Array.from({ length: 50 }, () => share))
  expect(error?.details).toBe('shares_are_limited')
  for (let n = 0; n < 5; n++) expect((await alice.from('image_interactions').insert(share)).error).toBeNull()
  expect((await alice.from('image_interactions').insert(share)).error).toMatchObject({
    code: 'PT429',
    details: 'shares_are_limited',
  })
  const comment = { image_id: image.id, interaction_type: 'comment', comment_text: 'Mine' }
  expect((await alice.from('image_interactions').insert(Array.from({ length: 100 }, () => comment))).error).toBeNull()
  const score = async () =>
    Number((await service.rpc('calculate_engagement_score', { image_uuid: image.id })).data?.toFixed(2))
  const alone = (100 * Math.log1p(6 + 8)) / (Math.log1p(6 + 8) + Math.log(101)) // one share and one comment
  expect(await score()).toBeCloseTo(alone, 1)
  await byHand(sql, 'fold_views')
  expect(await score()).toBeCloseTo(alone, 1)
  expect((await bob.from('image_interactions').insert(share)).error).toBeNull()
  expect(await score()).toBeGreaterThan(alone + 1)
})

test('details join a view that was counted, once; made-up ones move no median', async () => {
  const { alice, visitor, sql, carol, image, vehicle } = await community()
  const details = (seconds: number) => ({ image_id: image.id, view_duration_seconds: seconds, device_type: 'mobile' })
  for (const viewer of [alice, visitor]) {
    expect((await viewer.rpc('increment_image_view_count', { image_uuid: image.id })).error).toBeNull()
    expect((await viewer.from('image_views').insert(details(4))).error).toBeNull()
    expect((await viewer.from('image_views').insert(Array.from({ length: 400 }, () => details(60)))).error).toBeNull()
  }
  await expect
    .poll(async () => {
      await byHand(sql, 'fold_views')
      const { data } = await carol.rpc('vehicle_insights', { vehicle_id: vehicle.id })
      return [data?.totals.views, data?.totals.looks, data?.totals.mean_dwell_seconds]
    })
    .toEqual([2, 2, 4])
  expect(await sql`select from image_views where image_id = ${image.id} and source = 'stray'`).toHaveLength(800)
})

test('a signed-out viewer is not made new by a user agent', async () => {
  const { server, sql, image } = await community()
  for (let n = 0; n < 40; n++) {
    const response = await fetch(`${server.url}/rest/v1/rpc/record_image_views`, {
      method: 'POST',
      headers: {
        apikey: server.keys.publishableKey,
        'content-type': 'application/json',
        'user-agent': `Browser/${n} (X11; Linux ${n})`,
      },
      body: JSON.stringify({
        events: [
          { event_id: randomUUID(), image_id: image.id, viewed_at: new Date().toISOString(), view_duration_seconds: 2 },
        ],
      }),
    })
    expect(response.status).toBe(200)
  }
  const [counted] =
    await sql`select count(*) filter (where counted)::int as views from image_views where image_id = ${image.id}`
  expect(counted?.views).toBe(1)
})

test('a call with more views than it may have is refused outright, however empty they are', async () => {
  const { visitor } = await community()
  const { error, status } = await visitor.rpc('record_image_views', {
    events: Array.from({ length: 100_000 }, () => 0),
  })
  expect([status, error?.details]).toEqual([413, 'too_many_events'])
})

test('the service is not paced', async () => {
  const { service, sql } = await community()
  const model = `Bulk ${randomUUID()}`
  expect((await service.from('vehicles').insert(Array.from({ length: 200 }, () => ({ model })))).error).toBeNull()
  await sql`delete from vehicles where model = ${model}`
})
