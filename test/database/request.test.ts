import { expect, test } from 'vitest'
import { community } from '../support/community.ts'
import { runSnippet, testingStatements } from '../support/request.ts'

// The request's own code, unchanged, against the running server.

test('1. image metrics: a view is counted and its details are kept', async () => {
  const { alice, image, sql } = await community()
  const scope = {
    supabase: alice,
    imageId: image.id,
    session: { user: { id: alice.id } },
    viewDuration: 4.2,
    isMobile: true,
  }
  await runSnippet('1. Image Metrics Integration', scope)

  const [photo] =
    await sql`select view_count, last_viewed_at is not null as viewed from vehicle_images where id = ${image.id}`
  expect(photo).toEqual({ view_count: '1', viewed: true })
  const { data } = await alice
    .from('image_views')
    .select('user_id, view_duration_seconds, device_type')
    .not('device_type', 'is', null)
  expect(data).toEqual([{ user_id: alice.id, view_duration_seconds: 4.2, device_type: 'mobile' }])
})

test('1. image metrics: a visitor without a session is counted too', async () => {
  const { visitor, image, sql } = await community()
  const scope = { supabase: visitor, imageId: image.id, session: null, viewDuration: 1, isMobile: false }
  await runSnippet('1. Image Metrics Integration', scope)

  expect(
    await sql`select user_id, counted, device_type from image_views where image_id = ${image.id} order by counted`,
  ).toEqual([
    { user_id: null, counted: false, device_type: 'desktop' },
    { user_id: null, counted: true, device_type: null },
  ])
})

test('2. betting: a bet is placed and shows in the sentiment', async () => {
  const { alice, vehicle } = await community()
  const scope = { supabase: alice, vehicleId: vehicle.id, session: { user: { id: alice.id } } }
  const sentiment = await runSnippet('2. Betting System Integration', scope, 'data')

  expect(sentiment).toMatchObject([
    {
      vehicle_id: vehicle.id,
      bet_type: 'value_milestone',
      total_bets: 1,
      avg_confidence: 75,
      avg_predicted_value: 50000,
    },
  ])
})

test('3. voting: a vote is cast, the second run changes it, and the summary counts one', async () => {
  const { alice, vehicle } = await community()
  await alice
    .from('auction_votes')
    .upsert({ vehicle_id: vehicle.id, user_id: alice.id, vote: 'no', reason: 'Too early' })
  const scope = { supabase: alice, vehicleId: vehicle.id, session: { user: { id: alice.id } } }
  const first = await runSnippet('3. Auction Voting Integration', scope, 'data')
  const second = await runSnippet('3. Auction Voting Integration', scope, 'data')

  expect(first).toMatchObject({
    total_votes: 1,
    yes_votes: 1,
    no_votes: 0,
    yes_percent: 100,
    avg_estimated_value: 45000,
  })
  expect(second).toMatchObject({ total_votes: 1, yes_votes: 1 })
  const { data } = await alice.from('auction_votes').select('vote, reason').eq('vehicle_id', vehicle.id)
  expect(data).toEqual([{ vote: 'yes', reason: 'Ready for auction' }])
})

test('4. spec research: the first look asks the researcher, the second is served from the cache', async () => {
  const { service, vehicle } = await community()
  let asked = 0
  let shown: unknown = null
  const research = { sources: [{ url: 'https://example.com/brochure' }], confidence: 0.9, engine: 'L16' }
  const scope = {
    supabase: service,
    vehicleId: vehicle.id,
    vehicle,
    spec: { name: 'engine', value: 'L16' },
    performAIResearch: async () => {
      asked += 1
      return research
    },
    setResearch: (value: unknown) => {
      shown = value
    },
  }
  await runSnippet('4. Spec Research Integration', scope)
  await runSnippet('4. Spec Research Integration', scope)

  expect(asked).toBe(1)
  expect(shown).toEqual(research)
})

test('"Testing After Migration" gives what it promises', async () => {
  const { image, sql } = await community()
  const results: unknown[] = []
  for (const statement of testingStatements(image.id)) results.push([...(await sql.unsafe(statement))])
  const [tables, security, , count] = results
  const five = ['auction_votes', 'image_interactions', 'image_views', 'spec_research_cache', 'vehicle_bets']
  const names = (rows: unknown) => (rows as { tablename: string }[]).map((row) => row.tablename).sort()
  expect(names(tables)).toEqual(five)
  expect(names(security)).toEqual(five)
  expect((security as { rowsecurity: boolean }[]).every((row) => row.rowsecurity)).toBe(true)
  expect(count).toEqual([{ view_count: '1' }])
})
