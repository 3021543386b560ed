import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { engagementScore } from '../../../scripts/generate/engagement-plot.ts'
import {
  addComment,
  addTag,
  type Comment,
  countShare,
  createPaddock,
  editComment,
  ensureSession,
  hideComment,
  likePhoto,
  listComments,
  listKnownTags,
  listPhotos,
  listTags,
  loadInsights,
  type PaddockClient,
  removeComment,
  removeTag,
  reportComment,
} from '../../../src/client/index.ts'
import { addImage, addVehicle, community } from '../../support/community.ts'
import { foldAll } from '../attention/doors.ts'

/** An owner, somebody else and a visitor, each with an SDK client of their own, and the owner's vehicle with two photos. */
async function site() {
  const { server, sql, service } = await community()
  const client = () => createPaddock(server.url, server.keys.publishableKey)
  const [owner, other, visitor] = [client(), client(), client()]
  const [ownerId, otherId] = [(await ensureSession(owner)).id, (await ensureSession(other)).id]
  const vehicle = await addVehicle(sql, { user_id: ownerId, year: 1970, make: 'Plymouth', model: '’Cuda 340' })
  const photo = await addImage(sql, vehicle)
  const second = await addImage(sql, vehicle)
  return { sql, service, owner, ownerId, other, otherId, visitor, vehicle, photo, second }
}

/** What the tracker sends. */
const looked = (client: PaddockClient, photoId: string, seconds: number, device = 'mobile') =>
  client.rpc('record_image_views', {
    events: [
      {
        event_id: randomUUID(),
        image_id: photoId,
        viewed_at: new Date().toISOString(),
        view_duration_seconds: seconds,
        device_type: device,
      },
    ],
  })

const texts = (comments: Comment[]): unknown[] =>
  comments.map(({ text, replies }) => (replies.length > 0 ? [text, texts(replies)] : text))

describe('Insights', () => {
  test('tell the owner who looked, on what, for how long, and what they did', async () => {
    const { sql, owner, other, visitor, vehicle, photo, second } = await site()
    await looked(other, photo.id, 4.2, 'desktop')
    await looked(other, photo.id, 2) // within 30 minutes
    await looked(other, second.id, 9)
    await looked(visitor, photo.id, 6)
    await likePhoto(other, photo.id)
    await addComment(other, photo.id, 'Is that the first paint?')
    await countShare(other, second.id, 'link')
    await foldAll(sql)

    const insights = await loadInsights(owner, vehicle.id)
    expect(insights.grain).toBe('day')
    expect(insights.totals).toMatchObject({ views: 3, viewers: 2, repeats: 1, likes: 1, comments: 1, shares: 1 })
    expect(insights.totals.dwell.looks).toBe(3)
    expect(insights.before).toMatchObject({ views: 0, dwell: { looks: 0, median: null } })
    expect(insights.series.at(-1)).toMatchObject({ views: 3, viewers: 2, likes: 1, comments: 1, shares: 1 })
    expect(insights.series.reduce((sum, { views }) => sum + views, 0)).toBe(3)
    expect(insights.dwell.reduce((sum, { looks }) => sum + looks, 0)).toBe(3)
    expect(insights.devices.map(({ device, views }) => [device, views])).toEqual([
      ['mobile', 2],
      ['desktop', 1],
    ])
    expect(insights.photos.map(({ photoId, views, likes, shares }) => [photoId, views, likes, shares])).toEqual([
      [second.id, 1, 0, 1],
      [photo.id, 2, 1, 0],
    ])
    const now = Date.now()
    const hours = await loadInsights(owner, vehicle.id, { from: new Date(now - 86_400_000), to: new Date(now) })
    expect(hours).toMatchObject({ grain: 'hour', totals: { views: 3 } })
  })

  test('count views that were counted one by one, of no known device', async () => {
    const { sql, owner, visitor, vehicle, photo } = await site()
    await visitor.rpc('increment_image_view_count', { image_uuid: photo.id })
    await foldAll(sql)
    const { totals, devices } = await loadInsights(owner, vehicle.id)
    expect(totals).toMatchObject({ views: 1, dwell: { looks: 0, median: null } })
    expect(devices).toMatchObject([{ device: 'unknown', views: 1, dwell: { median: null } }])
  })

  test('are for the owner alone', async () => {
    const { sql, other, visitor, vehicle } = await site()
    await expect(loadInsights(other, vehicle.id)).rejects.toMatchObject({ code: 'not_allowed' })
    await expect(loadInsights(visitor, vehicle.id)).rejects.toMatchObject({ code: 'not_signed_in' })
    await sql`update vehicles set is_public = false where id = ${vehicle.id}`
    await expect(loadInsights(other, vehicle.id)).rejects.toMatchObject({ code: 'unknown_vehicle' })
    await expect(loadInsights(other, randomUUID())).rejects.toMatchObject({ code: 'unknown_vehicle' })
  })

  test.each([
    ['2026-02-01', '2026-01-01'],
    ['2020-01-01', '2026-01-01'],
    ['2026-01-01', '2099-01-01'],
  ])('from %s to %s are refused in words', async (from, to) => {
    const { owner, vehicle } = await site()
    const period = { from: new Date(from), to: new Date(to) }
    await expect(loadInsights(owner, vehicle.id, period)).rejects.toMatchObject({ code: 'invalid_period' })
  })
})

describe('Comments', () => {
  test('are answered one level deep, and replies outlive what they answered', async () => {
    const { other, owner, visitor, photo, second } = await site()
    await addComment(other, photo.id, 'Is number 5 the first distributor?')
    const [first] = (await listComments(visitor, photo.id)).comments
    await addComment(owner, photo.id, 'It carries a date code.', first?.id)
    await addComment(other, photo.id, 'Thank you.', first?.id)
    const { comments, count } = await listComments(visitor, photo.id)
    expect(texts(comments)).toEqual([['Is number 5 the first distributor?', ['It carries a date code.', 'Thank you.']]])
    expect(count).toBe(3)

    const answer = comments[0]?.replies[0]
    const deeper = addComment(other, photo.id, 'Which one?', answer?.id)
    await expect(deeper).rejects.toMatchObject({ code: 'replies_are_one_level_deep' })
    const elsewhere = addComment(other, second.id, 'Here?', first?.id)
    await expect(elsewhere).rejects.toMatchObject({ code: 'unknown_comment' })

    await removeComment(other, first?.id ?? '')
    expect(texts((await listComments(visitor, photo.id)).comments)).toEqual(['It carries a date code.', 'Thank you.'])
  })

  test('bring along what they answer, however old that is', async () => {
    const { other, visitor, photo } = await site()
    await addComment(other, photo.id, 'The first')
    const [first] = (await listComments(visitor, photo.id)).comments
    await addComment(other, photo.id, 'The second')
    await addComment(other, photo.id, 'The answer', first?.id)
    const { comments, count } = await listComments(visitor, photo.id, { limit: 1 })
    expect(texts(comments)).toEqual([['The first', ['The answer']]])
    expect(count).toBe(3)
  })

  test('are edited by their author and hidden by the owner, and by nobody else', async () => {
    const { sql, owner, other, visitor, photo } = await site()
    await addComment(other, photo.id, 'Teh stripe')
    const [comment] = (await listComments(other, photo.id)).comments
    const id = comment?.id ?? ''
    await editComment(other, id, ' The stripe ')
    const [edited] = (await listComments(visitor, photo.id)).comments
    expect(edited).toMatchObject({ text: 'The stripe', isHidden: false })
    expect(Date.parse(edited?.editedAt ?? '')).toBeGreaterThan(Date.parse(edited?.writtenAt ?? ''))
    await expect(editComment(owner, id, 'Mine now')).rejects.toMatchObject({ code: 'not_allowed' })
    await expect(hideComment(other, id, true)).rejects.toMatchObject({ code: 'not_allowed' })
    await expect(editComment(other, id, ' ')).rejects.toMatchObject({ code: 'comment_has_1_to_2000_characters' })

    await hideComment(owner, id, true)
    expect((await listComments(visitor, photo.id)).comments).toEqual([])
    expect((await listComments(other, photo.id)).comments).toMatchObject([{ isHidden: true }])
    expect((await listComments(owner, photo.id)).comments).toMatchObject([{ isHidden: true }])
    await foldAll(sql)
    const counted = async () =>
      (await sql`select comment_count::int as n from vehicle_images where id = ${photo.id}`)[0]?.n
    expect(await counted()).toBe(0)
    await hideComment(owner, id, false)
    await foldAll(sql)
    expect(await counted()).toBe(1)
    expect((await listComments(visitor, photo.id)).comments).toMatchObject([{ text: 'The stripe' }])
    await expect(editComment(visitor, id, 'Anybody?')).rejects.toMatchObject({ code: 'not_signed_in' })
  })

  test('are reported in private, once by each member', async () => {
    const { owner, other, visitor, photo, service } = await site()
    await addComment(other, photo.id, 'Buy my watches')
    const id = (await listComments(visitor, photo.id)).comments[0]?.id ?? ''
    await reportComment(owner, id, ' It is advertising. ')
    await reportComment(owner, id, 'It still is.')
    await expect(reportComment(owner, id, '  ')).rejects.toMatchObject({ code: 'reason_has_1_to_1000_characters' })
    await expect(reportComment(owner, randomUUID(), 'Gone')).rejects.toMatchObject({ code: 'unknown_comment' })
    const { data } = await service.from('comment_reports').select('reason').eq('interaction_id', id)
    expect(data).toEqual([{ reason: 'It is advertising.' }])
    expect((await other.from('comment_reports').select('reason')).data).toEqual([])
  })

  test.each([
    ['nothing', '', 'comment_has_1_to_2000_characters'],
    ['spaces', ' \n\t\u2003', 'comment_has_1_to_2000_characters'],
    ['2,001 characters', 'x'.repeat(2001), 'comment_has_1_to_2000_characters'],
    ['10 MB', 'x'.repeat(10 * 1024 * 1024), expect.any(String)],
  ])('of %s are refused, and the others stay', async (_what, text, code) => {
    const { other, visitor, photo } = await site()
    await addComment(other, photo.id, 'This one stays.')
    await expect(addComment(other, photo.id, text)).rejects.toMatchObject({ name: 'PaddockError', code })
    expect((await listComments(visitor, photo.id)).count).toBe(1)
  })

  test('of HTML and of 2,000 characters are kept as they are', async () => {
    const { other, visitor, photo } = await site()
    const html = '<script>alert(1)</script><img src=x onerror=alert(2)>'
    await addComment(other, photo.id, html)
    await addComment(other, photo.id, 'ü'.repeat(2000))
    expect(texts((await listComments(visitor, photo.id)).comments)).toEqual([html, 'ü'.repeat(2000)])
  })
})

describe('Shares', () => {
  test('are counted by channel, any number a member', async () => {
    const { sql, other, visitor, vehicle, photo } = await site()
    await countShare(other, photo.id, 'native')
    await countShare(other, photo.id, 'link')
    await countShare(visitor, photo.id, 'link') // gets an account on the way
    await foldAll(sql)
    const [shared] = (await listPhotos(visitor, vehicle.id)).filter(({ id }) => id === photo.id)
    expect(shared?.shares).toBe(3)
    const rows = await sql`
      select share_channel, count(*)::int from image_interactions where image_id = ${photo.id} group by 1 order by 1`
    expect(rows).toEqual([
      { share_channel: 'link', count: 2 },
      { share_channel: 'native', count: 1 },
    ])
    const nowhere = countShare(other, photo.id, 'pigeon' as 'other')
    await expect(nowhere).rejects.toMatchObject({ code: 'share_channel_is_known' })
    await expect(countShare(other, randomUUID(), 'link')).rejects.toMatchObject({ code: 'unknown_photo' })
  })
})

describe('Tags', () => {
  test('give a photo its technical value, each by its share of what was left unknown', async () => {
    const { owner, visitor, vehicle, photo } = await site()
    const known = await listKnownTags(visitor)
    expect(known.find(({ tag }) => tag === 'vin_plate')).toEqual({
      tag: 'vin_plate',
      label: 'Identification plate',
      area: 'identity',
      weight: 0.6,
    })
    const value = async () => (await listPhotos(visitor, vehicle.id)).find(({ id }) => id === photo.id)?.technicalValue
    expect(await value()).toBe(0)
    await addTag(owner, photo.id, 'vin_plate')
    expect(await value()).toBe(60)
    await addTag(owner, photo.id, 'engine_bay')
    expect(await value()).toBe(78) // 100 (1 - 0.4 × 0.55)
    await addTag(owner, photo.id, ' Numbers  matching ')
    await addTag(owner, photo.id, 'vin_plate')
    expect((await listTags(visitor, photo.id)).map(({ tag }) => tag)).toEqual([
      'vin_plate',
      'engine_bay',
      'numbers matching',
    ])
    expect(await value()).toBe(78)
    await removeTag(owner, photo.id, 'vin_plate')
    expect(await value()).toBe(45)
  })

  test('by a model count for as much as it is sure', async () => {
    const { sql, service, owner, visitor, vehicle, photo } = await site()
    const row = { image_id: photo.id, tag: 'vin_plate', source: 'model', model: 'plates-2', confidence: 0.5 }
    expect((await service.from('image_tags').insert(row)).error).toBeNull()
    expect(await listTags(visitor, photo.id)).toEqual([{ tag: 'vin_plate', model: 'plates-2', confidence: 0.5 }])
    const [kept] =
      await sql`select technical_value::float8 as value, tag_count from vehicle_images where id = ${photo.id}`
    expect(kept).toEqual({ value: 30, tag_count: 1 })
    await removeTag(owner, photo.id, 'vin_plate')
    expect((await listPhotos(visitor, vehicle.id)).every(({ technicalValue }) => technicalValue === 0)).toBe(true)
  })

  test('are the owner’s to give and to take', async () => {
    const { owner, other, photo } = await site()
    await addTag(owner, photo.id, 'side')
    await expect(addTag(other, photo.id, 'rust')).rejects.toMatchObject({ code: 'not_allowed' })
    await removeTag(other, photo.id, 'side')
    expect(await listTags(other, photo.id)).toHaveLength(1)
    await expect(addTag(owner, randomUUID(), 'side')).rejects.toMatchObject({ code: 'unknown_photo' })
  })

  test.each(['', '   ', '<b>bold</b>', 'x'.repeat(41), 'one, two', '-dash', 'x'.repeat(1_000_000)])(
    'such as "%.20s" are refused by name',
    async (tag) => {
      const { owner, photo } = await site()
      const refused = addTag(owner, photo.id, tag)
      await expect(refused).rejects.toMatchObject({ code: 'tag_is_from_1_to_40_lower_case_letters' })
    },
  )

  test('are forty on a photo at most', async () => {
    const { sql, owner, ownerId, photo } = await site()
    await sql`insert into image_tags (image_id, user_id, tag)
      select ${photo.id}, ${ownerId}, 'word ' || n from generate_series(1, 40) n`
    await expect(addTag(owner, photo.id, 'one more')).rejects.toMatchObject({
      code: 'photo_has_at_most_40_tags',
      message: 'A photo takes 40 tags. Remove one before you add another.',
    })
    expect(await listTags(owner, photo.id)).toHaveLength(40)
  })
})

test('the plot in the docs is drawn by the database’s own formula', async () => {
  const { sql } = await site()
  for (const heat of [0, 1, 100, 1e4, 1e6, 1e12]) {
    const [row] = await sql`select app.engagement_score(${heat})::float8 as score`
    expect(row?.score).toBeCloseTo(engagementScore(heat), 2)
  }
})
