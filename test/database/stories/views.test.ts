import { expect, test } from 'vitest'
import { addImage, community } from '../../support/community.ts'

const nowhere = '00000000-0000-4000-8000-000000000000'

test('the counter is the number of counted rows of the ledger, whoever looks', async () => {
  const { alice, carol, visitor, service, image, sql } = await community()
  for (const client of [alice, alice, carol, visitor, service]) {
    expect((await client.rpc('increment_image_view_count', { image_uuid: image.id })).error).toBeNull()
    await client.from('image_views').insert({ image_id: image.id, view_duration_seconds: 2, device_type: 'mobile' })
  }
  const { data } = await visitor.from('vehicle_images').select('view_count').eq('id', image.id).single()
  const [ledger] =
    await sql`select count(*) filter (where counted)::int as counted, count(*)::int as all from image_views where image_id = ${image.id}`
  expect(data).toEqual({ view_count: 5 })
  expect(ledger).toEqual({ counted: 5, all: 10 })
})

test('an unknown photo is an error, not silence', async () => {
  const { alice } = await community()
  const { error, status } = await alice.rpc('increment_image_view_count', { image_uuid: nowhere })
  expect(status).toBe(404)
  expect(error).toMatchObject({ code: 'PT404', message: `There is no photo ${nowhere}.` })
  expect((await alice.from('image_views').insert({ image_id: nowhere })).error).toMatchObject({ code: '23503' })
  expect((await alice.rpc('calculate_engagement_score', { image_uuid: nowhere })).status).toBe(404)
})

test('nobody logs a view as somebody else, counts one by hand, or backdates it', async () => {
  const { alice, bob, visitor, image, sql } = await community()
  const views = (client: typeof visitor) => client.from('image_views')
  expect((await views(bob).insert({ image_id: image.id, user_id: alice.id })).error?.code).toBe('42501')
  expect((await views(visitor).insert({ image_id: image.id, user_id: alice.id })).error?.code).toBe('42501')
  expect((await views(bob).insert({ image_id: image.id, counted: true })).error?.code).toBe('42501')
  expect((await views(bob).insert({ image_id: image.id, viewed_at: '2020-01-01T00:00:00Z' })).error?.code).toBe('42501')
  expect((await bob.from('vehicle_images').update({ view_count: 9 }).eq('id', image.id)).error?.code).toBe('42501')
  expect(await sql`select from image_views where image_id = ${image.id}`).toHaveLength(0)
})

test.each([
  [{ view_duration_seconds: -1 }, 'view_duration_is_from_0_to_86400_seconds'],
  [{ view_duration_seconds: 'NaN' }, 'view_duration_is_from_0_to_86400_seconds'],
  [{ view_duration_seconds: 31_536_000 }, 'view_duration_is_from_0_to_86400_seconds'],
  [{ device_type: 'x'.repeat(1_000_000) }, 'device_type_is_known'],
])('a view with bad details is refused by name (%#)', async (bad, constraint) => {
  const { alice, image } = await community()
  const { error, status } = await alice.from('image_views').insert({ image_id: image.id, ...bad })
  expect(status).toBe(400)
  expect(error?.message).toContain(constraint)
  expect(error?.details?.length ?? 0).toBeLessThan(2_000)
})

test('the engagement score that is returned is the one that is stored, rises with attention and falls with age', async () => {
  const { alice, image, vehicle, sql } = await community()
  const old = await addImage(sql, vehicle)
  const score = async () => {
    const { data } = await alice.rpc('calculate_engagement_score', { image_uuid: image.id })
    const [stored] = await sql`select engagement_score::float as score from vehicle_images where id = ${image.id}`
    expect(stored?.score).toBe(data)
    return data as number
  }
  const views = (n: number) =>
    sql`insert into image_views (image_id, counted) select ${image.id}, true from generate_series(1, ${n})`
  const scores = [await score()]
  for (const n of [100, 900, 9000]) {
    await views(n)
    scores.push(await score())
  }
  expect(scores[0]).toBe(0)
  expect(scores).toEqual([...scores].sort((a, b) => a - b))
  expect(new Set(scores).size).toBe(4) // a hundred views do not fill the scale
  expect(scores.at(-1)).toBeLessThan(100)

  const { data: before } = await alice.rpc('calculate_engagement_score', { image_uuid: old.id })
  await sql`insert into image_views (image_id, counted, viewed_at) select ${old.id}, true, now() - interval '90 days' from generate_series(1, 10000)`
  const { data: after } = await alice.rpc('calculate_engagement_score', { image_uuid: old.id })
  expect(before).toBe(0)
  expect(after).toBeGreaterThan(0)
  expect(after).toBeLessThan(scores.at(-1) as number)
})

test('a photo that is removed takes its views along', async () => {
  const { carol, alice, image, sql } = await community()
  await alice.rpc('increment_image_view_count', { image_uuid: image.id })
  await carol.from('vehicle_images').delete().eq('id', image.id)
  expect(await sql`select from image_views where image_id = ${image.id}`).toHaveLength(0)
})
